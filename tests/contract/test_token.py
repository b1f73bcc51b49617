"""Signing keys in a PKCS #11 token: SoftHSM, a token in software, through its maker's library."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from anjian.proof import keystore, pades, pki
from tests.unit.proof.seals import BUREAU, drawn, sealer

LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
             "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so")  # fmt: skip
PIN = "123456"


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The library, with one empty token; it reads its settings once in a process."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "anjian", "--so-pin", PIN, "--pin", PIN],
        check=True, capture_output=True,
    )  # fmt: skip
    return next(path for path in LIBRARIES if Path(path).exists())


@pytest.fixture(scope="module")
def keys(module: str) -> keystore.TokenKeys:
    return keystore.TokenKeys(module, token="anjian", pin=PIN)


def test_a_key_is_made_in_the_token_and_found_again(keys: keystore.TokenKeys, tmp_path: Path) -> None:
    first, again, other = keys.key("officer-1"), keys.key("officer-1"), keys.key("officer-2")
    numbers = [one.public_key.public_numbers() for one in (first, again, other)]
    assert numbers[0] == numbers[1] != numbers[2]
    now = datetime.now(UTC)
    issued = pki.Authority(tmp_path).issue(
        first.public_key, BUREAU, valid_from=now - timedelta(days=1), valid_to=now + timedelta(days=1)
    )
    text = pki.pem(issued)
    assert pki.verify(text, b"statement", first.sign(b"statement"))
    assert not pki.verify(text, b"statement", other.sign(b"statement"))


def test_a_pdf_is_sealed_with_a_key_that_never_leaves_the_token(
    keys: keystore.TokenKeys, tmp_path: Path
) -> None:
    key, now, authority = keys.key("seal-1"), datetime.now(UTC), pki.Authority(tmp_path)
    issued = authority.issue(
        key.public_key, BUREAU, valid_from=now - timedelta(days=1), valid_to=now + timedelta(days=1)
    )
    seal = replace(sealer(tmp_path), sign=key.sign, certificate_pem=pki.pem(issued))
    assert pades.check_pdf(pades.seal_pdf(drawn(), seal), roots=[pki.pem(authority.root)]).valid


def test_a_wrong_pin_and_a_token_that_is_not_there_are_said(module: str) -> None:
    for token, pin in (("anjian", "000000"), ("another", PIN)):
        with pytest.raises(keystore.KeyStoreError, match="密码设备打不开"):
            keystore.TokenKeys(module, token=token, pin=pin).key("seal-1").sign(b"m")


def test_a_library_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(keystore.KeyStoreError, match="密码设备打不开"):
        keystore.TokenKeys(str(tmp_path / "none.so"), token="anjian", pin=PIN).key("seal-1").sign(b"m")
