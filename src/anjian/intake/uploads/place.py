"""The installation's one shelf of uploads, and the tickets to it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from anjian.evidence.store import UPLOAD_LIMIT, store
from anjian.intake.uploads.shelf import Shelf
from anjian.intake.uploads.tickets import Subject, Ticket, Tickets
from anjian.kit import clock

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.blobs import Store

ADDRESS = "/uploads/"
FILES = 2000
"""Files that may wait to be registered, by one officer for one case."""


@lru_cache(maxsize=8)
def _shelf(root: Path, kept: Store) -> Shelf:
    return Shelf(root, kept)


@lru_cache(maxsize=4)
def _tickets(secret: str) -> Tickets:
    return Tickets(secret)


def shelf() -> Shelf:
    """Return the shelf below the installation's data folder."""
    return _shelf(Path(settings.DATA_DIR) / "uploads", store())


def make_ticket(
    subject: Subject, *, limit: int | None = None, total: int | None = None, files: int = FILES
) -> str:
    """Return a ticket; the caller has checked the right. ``limit`` and ``total`` are bytes."""
    most = limit if limit is not None else UPLOAD_LIMIT
    ticket = Ticket(subject=subject, limit=most, total=total if total is not None else 10 * most, files=files)
    return _tickets(settings.SECRET_KEY).make(ticket, now_s=now_s())


def check_ticket(text: str) -> Ticket | None:
    """Return the ticket a request shows if it is ours and still holds."""
    return _tickets(settings.SECRET_KEY).check(text, now_s=now_s())


def case_subject(org_id: UUID, case_id: UUID, officer_id: UUID) -> Subject:
    """Return for whom an officer's files for a case are taken."""
    return Subject(kind="case", org_id=org_id, id=case_id, by=officer_id)


def now_s() -> int:
    """Return the server's clock, epoch seconds."""
    return int(clock.now().timestamp())
