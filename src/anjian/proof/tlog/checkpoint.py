"""Checkpoints (c2sp.org/tlog-checkpoint): a log says how long it is and what its root is, and signs it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anjian.proof.tlog import note
from anjian.proof.tlog.note import BadNote, Note, NoteSigner, Verifier
from anjian.proof.tlog.tree import HASH_SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: whose (``origin``), how many entries, root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), note.encode(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the text of a checkpoint; raises BadNote."""
        lines = text.removesuffix("\n").split("\n")
        if len(lines) < 3 or not all(lines) or not text.endswith("\n") or not _SIZE.fullmatch(lines[1]):
            raise BadNote("not a checkpoint")
        root = note.decode(lines[2])
        if len(root) != HASH_SIZE:
            raise BadNote("a root has 32 bytes")
        return cls(lines[0], int(lines[1]), root, tuple(lines[3:]))

    def signed(self, signer: NoteSigner) -> str:
        """Return the checkpoint as a signed note."""
        return str(Note(self.text, (signer.sign(self.text),)))


def read(raw: str | bytes) -> tuple[Checkpoint, Note]:
    """Read a checkpoint and its signatures without verifying them; raises BadNote."""
    parsed = note.parse(raw)
    return Checkpoint.parse(parsed.text), parsed


def opened(raw: str | bytes, verifier: Verifier) -> Checkpoint:
    """Return a checkpoint that this log key signed; raises BadNote for any other."""
    checkpoint, parsed = read(raw)
    if not note.verified(parsed, (verifier,)):
        raise BadNote("not signed by the key of the log")
    if checkpoint.origin != verifier.name:
        raise BadNote("the origin is not the one the key signs for")
    return checkpoint
