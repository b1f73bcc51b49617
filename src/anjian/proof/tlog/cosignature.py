"""Cosignatures of witnesses (c2sp.org/tlog-cosignature, Ed25519, cosignature/v1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anjian.proof.tlog import note
from anjian.proof.tlog.note import COSIGNATURE, Note, Signature, Verifier


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness's key with the name under which it cosigns."""

    name: str
    key: Ed25519PrivateKey = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        """Its public side; the vkey by which others know the witness."""
        return Verifier(self.name, self.key.public_key().public_bytes_raw(), COSIGNATURE)

    def cosign(self, text: str, *, time: int) -> Signature:
        """Return the cosignature over a checkpoint's text at a Unix time in seconds."""
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        return Signature(self.name, self.verifier.key_id, time.to_bytes(8, "big") + self.key.sign(message))


def time_of(signature: Signature) -> int:
    """Return the Unix time in seconds at which a witness cosigned."""
    return int.from_bytes(signature.data[:8], "big")


def with_cosignatures(signed: str, lines: str) -> str:
    """Return a signed checkpoint with further lines of signature added; raises BadNote."""
    together = note.parse(signed + lines)
    return str(Note(together.text, tuple(dict.fromkeys(together.signatures))))
