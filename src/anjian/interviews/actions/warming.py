"""Reading a long case beside the work, so that its first answer after a start need not wait for it."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection

from anjian.audit.actions import transaction
from anjian.interviews import access, crosscheck
from anjian.interviews.actions.board import enter_missing
from anjian.interviews.models import Board
from anjian.kit.actor import system_actor
from anjian.kit.errors import Conflict

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

log = logging.getLogger(__name__)
TRIES = 5
"""How often the board is asked for while rooms hold it."""
RECENT = timedelta(minutes=15)
"""Newer answers are looked at again: a stop while a case was read may have left them unjudged."""


def warm(org_id: UUID, case_id: UUID, *, at: datetime) -> None:
    """Have a long case read for the cross-check in this process, unless it is known or short."""
    if crosscheck.knows(org_id, case_id):
        return
    board = Board.objects.filter(org_id=org_id, id=case_id).values_list("segment_count", flat=True).first()
    if (board or 0) > crosscheck.LONG and crosscheck.begin_reading(org_id, case_id):
        _start(org_id, case_id, at)


def _start(org_id: UUID, case_id: UUID, at: datetime) -> None:
    name = f"reading {case_id}"
    threading.Thread(target=_read, args=(org_id, case_id, at), name=name, daemon=True).start()


crosscheck.install(_start)


def _read(org_id: UUID, case_id: UUID, at: datetime) -> None:
    try:
        read = crosscheck.read_case(org_id, case_id, since=at - RECENT)
        for left in reversed(range(TRIES)):
            try:
                finish(read, at=at)
                break
            except Conflict:
                if not left:
                    raise
    except Exception:
        log.exception("a case was not read for the cross-check: the next answer reads it")
    finally:
        crosscheck.give_up_reading(org_id, case_id)
        connection.close()


def finish(read: crosscheck.Read, *, at: datetime) -> None:
    """Enter the contradictions of answers that came while the case was read."""
    org_id, case_id = read.key
    with transaction(by=system_actor(org_id, ""), at=at) as tx:
        access.locked_board(org_id, case_id)
        enter_missing(tx, case_id, crosscheck.end_reading(read))
