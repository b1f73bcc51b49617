"""What the log answers: heads, proofs of items, checkpoints with their time stamp and witnesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anjian.proof.tlog.proof_text import proof_text


@dataclass(frozen=True, slots=True)
class Head:
    """The newest signed state of a log: entries, root (hex), the signed note without witnesses, when."""

    size: int
    root: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cosigned:
    """One witness's signature under a checkpoint."""

    witness: str
    line: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stamped:
    """One time stamp over a checkpoint: the token (DER), who gave it and when, whether a local test one."""

    token: bytes
    authority: str
    local: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint as handed out.

    ``text`` is the signed note with the witnesses' lines, ``root`` hex. ``token`` is an RFC 3161 token (DER)
    over the SHA-256 of the note's text, which is its first lines up to the empty one with the newline that
    ends them; empty when no stamp has come yet.
    """

    text: str
    size: int
    root: str
    token: bytes
    at: datetime
    stamp: Stamped | None = None
    witnesses: tuple[Cosigned, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemProof:
    """Proof that an item stands in the log: digest, salt and path in hex, the checkpoint as signed note."""

    kind: str
    subject_id: UUID
    digest: str
    salt: str
    index: int
    size: int
    hashes: tuple[str, ...]
    checkpoint: str

    @property
    def text(self) -> str:
        """The proof as a file (c2sp.org/tlog-proof@v1)."""
        return proof_text(
            kind=self.kind,
            digest=self.digest,
            salt=self.salt,
            index=self.index,
            hashes=self.hashes,
            signed=self.checkpoint,
        )


@dataclass(frozen=True, slots=True)
class Warned:
    """An alarm about the log."""

    source: str
    code: str
    size: int
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """One integrity check: how far it is, what it read (by part), what it found."""

    id: UUID
    status: str
    asked_by_name: str
    started_at: datetime
    finished_at: datetime | None
    stage: str
    done: int
    total: int
    counts: dict[str, int]
    findings: list[dict[str, str]]
