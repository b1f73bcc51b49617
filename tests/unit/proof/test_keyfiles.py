"""Key files open with their secret, under their name, for their owner, and never twice differently."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_bytes

import pytest

from anjian.proof import keyfiles
from anjian.proof.keyfiles import KeyFileError, load_or_create


@pytest.fixture(autouse=True)
def secret() -> Iterator[None]:
    known = list(keyfiles._secret)
    keyfiles.install("a secret of forty letters or so, for tests")
    yield
    keyfiles._secret[:] = known


def test_the_file_is_its_owners_alone_and_tells_nothing_of_the_key(tmp_path: Path) -> None:
    key = token_bytes(120)
    path = tmp_path / "keys" / "seal.key"
    assert load_or_create(path, lambda: key) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert key.hex()[:16].encode() not in path.read_bytes()
    assert load_or_create(path, lambda: token_bytes(120)) == key


def test_opens_neither_with_another_secret_nor_without_nor_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "seal.key"
    load_or_create(path, lambda: b"key")
    other = tmp_path / "officer.key"
    other.write_bytes(path.read_bytes())
    with pytest.raises(KeyFileError):
        load_or_create(other, lambda: b"key")
    keyfiles.install("another secret")
    with pytest.raises(KeyFileError, match="ANJIAN_KEY_SECRET"):
        load_or_create(path, lambda: b"key")
    keyfiles.install("")
    with pytest.raises(KeyFileError, match="ANJIAN_KEY_SECRET"):
        load_or_create(path, lambda: b"key")


@pytest.mark.parametrize("junk", [b"", b"{}", b"[1]", b'{"format": "other"}', b"\xff"])
def test_says_of_another_file_that_it_is_no_key_file(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "seal.key"
    path.write_bytes(junk)
    with pytest.raises(KeyFileError, match="不是密钥文件"):
        load_or_create(path, lambda: b"key")


def test_a_program_without_secret_keeps_the_key_readable_by_its_user_alone(tmp_path: Path) -> None:
    keyfiles.install("")
    path = tmp_path / "witness.key"
    assert load_or_create(path, lambda: b"key") == load_or_create(path, lambda: b"other") == b"key"
    assert path.stat().st_mode & 0o777 == 0o600


def test_of_many_who_make_it_at_once_one_key_counts(tmp_path: Path) -> None:
    path = tmp_path / "seal.key"
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _n: load_or_create(path, lambda: token_bytes(32)), range(32)))
    assert len(made) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["seal.key"]
