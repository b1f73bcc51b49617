"""What the actions share: marks, digests, and refusing with every reason at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.interviews import events
from anjian.interviews.models import Mark, Session
from anjian.kit.canonical import canonical_bytes
from anjian.kit.errors import Refusal, Refused
from anjian.kit.hashing import sha256_hex

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from anjian.audit.actions import Transaction


def require(*reasons: Iterable[Refusal]) -> None:
    """Raise Refused with every reason there is; do nothing when there is none."""
    found = tuple(reason for group in reasons for reason in group)
    if found:
        raise Refused(found)


def digest(*parts: str) -> str:
    """Return the SHA-256 that an event keeps in place of words."""
    return sha256_hex(canonical_bytes(list(parts)))


def mark(tx: Transaction, session: Session, kind: str, *, officer_id: UUID, note: str = "") -> None:
    """Add a time mark to a session."""
    Mark.objects.create(
        org_id=session.org_id,
        session_id=session.id,
        kind=kind,
        at=tx.at,
        officer_id=officer_id,
        note=note[:200],
    )


def move(tx: Transaction, session: Session, state: str, kind: str, *, note: str = "") -> None:
    """Move a session to a state, with its mark and event."""
    session.state = state
    session.save(update_fields=["state"])
    mark(tx, session, kind, officer_id=tx.by.id, note=note)
    tx.record(
        events.SessionMoved(
            stream_id=session.case_id, session_id=session.id, person=session.name, kind=kind, note=note
        )
    )
