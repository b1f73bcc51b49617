"""A reader of a public log written from the specifications alone, with nothing of the product.

c2sp.org/tlog-tiles, c2sp.org/tlog-checkpoint, c2sp.org/signed-note, RFC 6962 section 2.1. It takes what is
published by address and believes only what it has computed itself.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Fetch = Callable[[str], bytes]


class Untrue(Exception):
    """What is published does not hold."""


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def number(n: int) -> str:
    """The index of a tile as path: 1234067 is x001/x234/067."""
    parts = [f"{n % 1000:03d}"]
    while n >= 1000:
        n //= 1000
        parts.insert(0, f"x{n % 1000:03d}")
    return "/".join(parts)


def tree_hash(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 2.1 over leaf hashes."""
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:]))


class PublicLog:
    """A log behind a prefix, known by its vkey."""

    def __init__(self, fetch: Fetch, vkey: str) -> None:
        self.fetch = fetch
        self.name, rest = vkey.strip().split("+", 1)
        id_, coded = rest.split("+", 1)
        material = base64.b64decode(coded)
        assert material[0] == 1
        self.key_id = sha(self.name.encode() + b"\n" + material)[:4]
        assert self.key_id.hex() == id_
        self.public = Ed25519PublicKey.from_public_bytes(material[1:])

    def checkpoint(self) -> tuple[int, bytes]:
        """Size and root of the newest checkpoint, once the signature is verified."""
        text, lines = self.fetch("checkpoint").decode().rsplit("\n\n", 1)
        body = text + "\n"
        for line in lines.splitlines():
            dash, name, coded = line.split(" ")
            raw = base64.b64decode(coded)
            if dash == "—" and name == self.name and raw[:4] == self.key_id:
                self.public.verify(raw[4:], body.encode())
                origin, size, root = body.splitlines()[:3]
                assert origin == self.name
                return int(size), base64.b64decode(root)
        raise Untrue("no signature of the log")

    def _tile(self, kind: str, index: int, width: int) -> bytes:
        suffix = "" if width == 256 else f".p/{width}"
        return self.fetch(f"tile/{kind}/{number(index)}{suffix}")

    def hashes(self, level: int, size: int) -> list[bytes]:
        """Every hash of a level of tiles, for a log of this size."""
        count = size >> (8 * level)
        found: list[bytes] = []
        for index in range(-(-count // 256)):
            width = min(256, count - 256 * index)
            data = self._tile(str(level), index, width)
            assert len(data) == 32 * width
            found += [data[at : at + 32] for at in range(0, len(data), 32)]
        return found

    def entries(self, size: int) -> list[bytes]:
        """Every entry of a log of this size."""
        found: list[bytes] = []
        for index in range(-(-size // 256)):
            width = min(256, size - 256 * index)
            data, at = self._tile("entries", index, width), 0
            for _ in range(width):
                length = int.from_bytes(data[at : at + 2], "big")
                found.append(data[at + 2 : at + 2 + length])
                at += 2 + length
            assert at == len(data)
        return found

    def audit(self) -> int:
        """Read the whole log and compare everything with the signed root; returns its size."""
        size, root = self.checkpoint()
        entries = self.entries(size)
        leaves = [sha(b"\x00" + entry) for entry in entries]
        if self.hashes(0, size) != leaves:
            raise Untrue("tiles and entries differ")
        level, row = 1, leaves
        while size >> (8 * level):
            row = [tree_hash(row[at : at + 256]) for at in range(0, len(row) - len(row) % 256, 256)]
            if self.hashes(level, size) != row:
                raise Untrue(f"tiles of level {level} differ")
            level += 1
        if tree_hash(leaves) != root:
            raise Untrue("the root is not the one that was signed")
        return size
