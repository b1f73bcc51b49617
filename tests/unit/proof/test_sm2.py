"""SM2 signatures hold for OpenSSL, which knows nothing of the library that made them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjian.proof import sm2

KEY = sm2.generate()


def openssl_verifies(folder: Path, public_pem: str, message: bytes, signature: bytes) -> bool:
    for name, content in (("key", public_pem.encode()), ("message", message), ("signature", signature)):
        (folder / name).write_bytes(content)
    done = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", folder / "key", "-in", folder / "message",
         "-sigfile", folder / "signature", "-rawin", "-digest", "sm3",
         "-pkeyopt", "distid:1234567812345678"],
        capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode == 0


@pytest.mark.parametrize("message", [b"x", "现场检查笔录".encode(), bytes(100_000)])
def test_openssl_verifies_ours_and_refuses_a_changed_message(tmp_path: Path, message: bytes) -> None:
    signature = KEY.sign(message)
    assert openssl_verifies(tmp_path, KEY.public_pem, message, signature)
    assert not openssl_verifies(tmp_path, KEY.public_pem, message + b".", signature)


def test_verifies_what_openssl_signed_with_our_key(tmp_path: Path) -> None:
    (tmp_path / "key.der").write_bytes(KEY.pkcs8())
    (tmp_path / "message").write_bytes(b"signed elsewhere")
    subprocess.run(
        ["openssl", "pkeyutl", "-sign", "-keyform", "DER", "-inkey", tmp_path / "key.der",
         "-in", tmp_path / "message", "-out", tmp_path / "signature", "-rawin", "-digest", "sm3",
         "-pkeyopt", "distid:1234567812345678"],
        check=True, capture_output=True,
    )  # fmt: skip
    signature = (tmp_path / "signature").read_bytes()
    assert sm2.verify(KEY.public_pem, b"signed elsewhere", signature)
    assert not sm2.verify(KEY.public_pem, b"Signed elsewhere", signature)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 7))
def test_no_other_key_and_no_flipped_bit_passes(message: bytes, bit: int) -> None:
    signature = KEY.sign(message)
    assert sm2.verify(KEY.public_pem, message, signature)
    assert not sm2.verify(sm2.generate().public_pem, message, signature)
    changed = signature[:-1] + bytes([signature[-1] ^ (1 << bit)])
    assert not sm2.verify(KEY.public_pem, message, changed)


def test_a_key_is_read_back_as_it_was() -> None:
    assert sm2.private_key(KEY.pkcs8()) == KEY
    for broken in (b"", KEY.pkcs8()[:-1], b"\0" * len(KEY.pkcs8())):
        with pytest.raises(sm2.NoKey):
            sm2.private_key(broken)


@pytest.mark.parametrize("public", ["", "no key", "-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----"])
def test_with_what_is_no_key_nothing_verifies(public: str) -> None:
    assert not sm2.verify(public, b"m", KEY.sign(b"m"))
