"""Tickets to upload: made by a page that has checked the right, checked without a session or a database.

A ticket says for whom files are taken (an officer for a case, the giver behind a one-time link, …), how many,
how large, and until when.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from uuid import UUID

VALID_S = 12 * 3600
"""How long a ticket holds, seconds: a page makes a new one each time it is drawn."""

_KIND = re.compile(r"[a-z]{1,16}")
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """For whom and for what files are taken: ``kind`` and ``id`` ("case", "link", …), ``by`` an officer."""

    kind: str
    org_id: UUID
    id: UUID
    by: UUID = _NOBODY

    @property
    def folder(self) -> str:
        """Where its uploads lie, below the shelf; ValueError for a kind that is not a short word."""
        if not _KIND.fullmatch(self.kind):
            message = "a kind is a short lower-case word"
            raise ValueError(message)
        return f"{self.org_id.hex}/{self.kind}.{self.id.hex}.{self.by.hex}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket that holds; ``limit`` bytes for one file, ``total`` for all ``files`` together."""

    subject: Subject
    limit: int
    total: int
    files: int


class Tickets:
    """Makes and checks tickets with a key derived from the installation's secret."""

    def __init__(self, secret: str) -> None:
        """Derive the key, so that a ticket can never be taken for anything else signed by the secret."""
        self._key = hmac.digest(secret.encode(), b"anjian/upload-ticket/1", "sha256")

    def make(self, ticket: Ticket, *, now_s: int) -> str:
        """Return a ticket as text for a header; ``now_s`` is the server's clock, epoch seconds."""
        who, until = ticket.subject, now_s + VALID_S
        said = (
            f"{who.kind}.{who.org_id.hex}.{who.id.hex}.{who.by.hex}"
            f".{ticket.limit}.{ticket.total}.{ticket.files}.{until}"
        )
        return f"{said}.{self._sign(said)}"

    def check(self, text: str, *, now_s: int) -> Ticket | None:
        """Return the ticket if it is ours and still holds."""
        said, _dot, signature = text.rpartition(".")
        if not text.isascii() or not hmac.compare_digest(signature, self._sign(said)):
            return None
        kind, org, about, by, limit, total, files, until = said.split(".")
        if int(until) < now_s:
            return None
        subject = Subject(kind=kind, org_id=UUID(hex=org), id=UUID(hex=about), by=UUID(hex=by))
        return Ticket(subject=subject, limit=int(limit), total=int(total), files=int(files))

    def _sign(self, said: str) -> str:
        return hmac.digest(self._key, said.encode(), hashlib.sha256).hex()
