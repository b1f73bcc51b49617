"""Signed notes (c2sp.org/signed-note): text, an empty line, and lines of signatures by named keys."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519, COSIGNATURE = 0x01, 0x04
MAX_NOTE = 1 << 20
"""Largest note read, bytes."""

_LINE = re.compile(r"\u2014 (\S+) (\S+)")


class BadNote(ValueError):
    """A text that is no signed note, or not signed by whom it must be."""


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    """Return the four bytes by which a signature names its key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


def decode(text: str) -> bytes:
    """Return the bytes of standard base64 written in its only form; raises BadNote."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise BadNote("not base64") from problem
    if base64.b64encode(data).decode() != text:
        raise BadNote("not the only form of base64")
    return data


def encode(data: bytes) -> str:
    """Return standard base64."""
    return base64.b64encode(data).decode()


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of signature: who (name and key id) and the bytes behind the key id."""

    name: str
    key_id: bytes
    data: bytes

    def line(self) -> str:
        """Return the line as it stands in a note, with its newline."""
        return f"\u2014 {self.name} {encode(self.key_id + self.data)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note: its text (which ends with a newline) and its signatures, not yet verified."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """The note as it travels."""
        return self.text + "\n" + "".join(signature.line() for signature in self.signatures)


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name, written as a vkey: ``name+keyid+base64(type, key)``."""

    name: str
    public: bytes
    algorithm: int = ED25519

    @property
    def key_id(self) -> bytes:
        """The four bytes by which signatures name this key."""
        return key_id(self.name, self.algorithm, self.public)

    def __str__(self) -> str:
        """The vkey text."""
        return f"{self.name}+{self.key_id.hex()}+{encode(bytes([self.algorithm]) + self.public)}"

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """Read a vkey; raises BadNote when it does not hold together."""
        name, _, rest = vkey.strip().partition("+")
        id_, _, coded = rest.partition("+")
        material = decode(coded)
        if len(material) != 33 or material[0] not in {ED25519, COSIGNATURE} or not valid_name(name):
            raise BadNote("not a key of a kind known here")
        found = cls(name, material[1:], material[0])
        if found.key_id.hex() != id_:
            raise BadNote("the key id does not belong to the key")
        return found

    def verifies(self, text: str, data: bytes) -> bool:
        """Tell whether a signature's bytes are this key's over the text."""
        message = text.encode()
        if self.algorithm == COSIGNATURE:
            if len(data) != 72:
                return False
            message = b"cosignature/v1\ntime %d\n" % int.from_bytes(data[:8], "big") + message
            data = data[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(data, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """A private Ed25519 key with the name under which it signs notes."""

    name: str
    key: Ed25519PrivateKey = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        """Its public side."""
        return Verifier(self.name, self.key.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Return the signature over a note text (which must end with a newline)."""
        return Signature(self.name, self.verifier.key_id, self.key.sign(text.encode()))


def valid_name(name: str) -> bool:
    """Tell whether a key may have this name: not empty, no spaces, no plus."""
    return bool(name) and "+" not in name and not re.search(r"\s", name)


def parse(raw: str | bytes) -> Note:
    """Read a note without verifying anything; raises BadNote."""
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as problem:
        raise BadNote("not UTF-8") from problem
    if len(text) > MAX_NOTE or any(ord(sign) < 32 and sign != "\n" for sign in text):
        raise BadNote("too long, or with control characters")
    cut = text.rfind("\n\n")
    if cut < 0 or not text.endswith("\n"):
        raise BadNote("no empty line before signatures")
    body, tail = text[: cut + 1], text[cut + 2 :]
    signatures = []
    for line in tail[:-1].split("\n") if tail else ():
        found = _LINE.fullmatch(line)
        if found is None or not valid_name(found[1]):
            raise BadNote("a line of signature is not written as it must be")
        data = decode(found[2])
        if len(data) < 5:
            raise BadNote("a signature is too short")
        signatures.append(Signature(found[1], data[:4], data[4:]))
    if not signatures:
        raise BadNote("without signature")
    return Note(body, tuple(signatures))


def verified(note: Note, verifiers: Iterable[Verifier]) -> tuple[tuple[Verifier, Signature], ...]:
    """Return which known keys signed; unknown ones are ignored, a false one of a known key raises BadNote."""
    known = {(one.name, one.key_id): one for one in verifiers}
    found: dict[Verifier, Signature] = {}
    for signature in note.signatures:
        verifier = known.get((signature.name, signature.key_id))
        if verifier is None or verifier in found:
            continue
        if not verifier.verifies(note.text, signature.data):
            raise BadNote(f"the signature of {signature.name} does not hold")
        found[verifier] = signature
    return tuple(found.items())
