"""Content identity: SHA-256, and SM3 (GB/T 32905) beside it."""

from __future__ import annotations

import hashlib
from typing import Protocol


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


class _CryptographySM3:
    """SM3 by the cryptography wheel, where the interpreter's OpenSSL lacks it."""

    def __init__(self) -> None:
        from cryptography.hazmat.primitives.hashes import SM3, Hash

        self._hash = Hash(SM3())

    def update(self, data: bytes, /) -> None:
        self._hash.update(data)

    def hexdigest(self) -> str:
        return self._hash.finalize().hex()


def new_sm3() -> _Hash:
    """Return a fresh SM3 hasher from the fastest implementation present."""
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3")
    return _CryptographySM3()


class DualHash:
    """SHA-256 and SM3 of one stream, taken in one pass."""

    def __init__(self) -> None:
        """Start with no bytes seen."""
        self._sha256 = hashlib.sha256()
        self._sm3 = new_sm3()
        self.size = 0

    def update(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        self._sha256.update(data)
        self._sm3.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of what was seen."""
        return self._sha256.hexdigest()

    @property
    def sm3(self) -> str:
        """Hex SM3 of what was seen; read once, at the end."""
        return self._sm3.hexdigest()


def sha256_hex(data: bytes) -> str:
    """Return the hex SHA-256 of these bytes."""
    return hashlib.sha256(data).hexdigest()


def sm3_hex(data: bytes) -> str:
    """Return the hex SM3 of these bytes."""
    hasher = new_sm3()
    hasher.update(data)
    return hasher.hexdigest()
