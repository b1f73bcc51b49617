"""Seal of a bundle: an Ed25519 (RFC 8032) signature of the agency over the manifest.

The seal file holds nothing that is not either signed or the signature itself, and must
be in canonical form, so no byte of it can be changed without being noticed. Whether the
key really is the agency's is a separate question: compare its fingerprint with the one
the agency has published.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from anjian.kit.canonical import canonical_bytes

SEAL_FORMAT = "anjian-seal/1"
STAMPED_FORMAT = "anjian-seal/2"
_LABELS = {SEAL_FORMAT: b"anjian/bundle-seal/1\x00", STAMPED_FORMAT: b"anjian/bundle-seal/2\x00"}
_FIELDS = {"algorithm", "format", "key_id", "manifest_sha256", "manifest_sm3", "public_key", "signature"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The agency's sealing key with what is told about it: who holds it, who vouches, from when to when."""

    key: Ed25519PrivateKey = field(repr=False)
    org: str
    name: str = ""
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def public_key(self) -> bytes:
        """The 32 raw bytes of the public key."""
        return self.key.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        """Fingerprint of the public key: its SHA-256 in hex."""
        return fingerprint(self.public_key)

    def describe(self) -> dict[str, Any]:
        """Return what the manifest says about the key."""
        return {
            "org": self.org,
            "name": self.name,
            "issuer": self.issuer,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "algorithm": "Ed25519",
            "public_key": self.public_key.hex(),
            "key_id": self.key_id,
        }

    def seal(self, *, manifest_sha256: str, manifest_sm3: str, timestamp: bytes | None = None) -> bytes:
        """Return the seal file for a manifest with these hashes.

        With ``timestamp`` (an RFC 3161 token over the manifest, empty where there is no authority) it is
        a seal of the second form, whose signature covers the token too.
        """
        stamped = {} if timestamp is None else {"timestamp": b64encode(timestamp).decode()}
        format_ = SEAL_FORMAT if timestamp is None else STAMPED_FORMAT
        statement = {
            "format": format_,
            **stamped,
            "algorithm": "Ed25519",
            "manifest_sha256": manifest_sha256,
            "manifest_sm3": manifest_sm3,
            "public_key": self.public_key.hex(),
            "key_id": self.key_id,
        }
        signature = self.key.sign(_LABELS[format_] + canonical_bytes(statement))
        return canonical_bytes({**statement, "signature": signature.hex()})


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal whose own signature holds."""

    manifest_sha256: str
    manifest_sm3: str
    public_key: str
    key_id: str
    timestamp: bytes | None = None


class BrokenSeal(ValueError):
    """The seal file is malformed or its signature does not hold."""


def fingerprint(public_key: bytes) -> str:
    """Return the fingerprint by which people compare a public key."""
    return hashlib.sha256(public_key).hexdigest()


def open_seal(raw: bytes) -> Seal:
    """Check the seal file in itself; raises BrokenSeal when any byte of it was changed."""
    try:
        seal = json.loads(raw)
        if not isinstance(seal, dict) or canonical_bytes(seal) != raw:
            raise BrokenSeal("not in canonical form")
        stamped = seal.get("format") == STAMPED_FORMAT
        if set(seal) != (_FIELDS | {"timestamp"} if stamped else _FIELDS):
            raise BrokenSeal("not in canonical form")
        if seal["format"] not in _LABELS or seal["algorithm"] != "Ed25519":
            raise BrokenSeal("unknown seal format")
        public = bytes.fromhex(seal["public_key"])
        signature = bytes.fromhex(seal["signature"])
        if public.hex() != seal["public_key"] or signature.hex() != seal["signature"]:
            raise BrokenSeal("not in canonical form")
        statement = {name: value for name, value in seal.items() if name != "signature"}
        Ed25519PublicKey.from_public_bytes(public).verify(
            signature, _LABELS[seal["format"]] + canonical_bytes(statement)
        )
        timestamp = b64decode(seal["timestamp"], validate=True) if stamped else None
    except (ValueError, TypeError, InvalidSignature) as error:
        raise BrokenSeal(str(error)) from error
    if fingerprint(public) != seal["key_id"]:
        raise BrokenSeal("fingerprint does not belong to the key")
    return Seal(seal["manifest_sha256"], seal["manifest_sm3"], seal["public_key"], seal["key_id"], timestamp)


def load_or_create_key(path: Path) -> Ed25519PrivateKey:
    """Return the sealing key kept in this PEM file, making one (mode 0600) where there is none."""
    try:
        pem = path.read_bytes()
    except FileNotFoundError:
        pem = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        staged = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, pem)
            os.fsync(handle)
            os.link(staged, path)
        except FileExistsError:
            # Another process was first: its key counts.
            pem = path.read_bytes()
        finally:
            os.close(handle)
            staged.unlink()
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the sealing key must be Ed25519")
    return key
