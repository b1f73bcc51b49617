"""Fetch a case or learn nothing about it: the only ways to obtain one.

Within the organisation a case is open to those who need it for their work: its members, its unit,
and the offices that act on every case (legal review, leaders, case manager, hearing, archive).
An officer who was recused sees nothing of it, as if it did not exist (APL art. 43). The system
administrator keeps the installation and sees no case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.cases.models import Case
from anjian.cases.queries import sight
from anjian.kit.errors import Conflict, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor


__all__ = ["Case", "case_by_id", "case_for", "may_see"]


def case_for(actor: Actor, case_no: str, *, lock: bool = False, seen: int | None = None) -> Case:
    """Return a case by its number, locked for change when asked.

    ``seen`` is the step count the page was drawn from. Raises NotFound when the case is absent or
    not this officer's business, Conflict (``stale``) when it has moved on since the page was drawn.
    """
    return _settled(sight.one(actor, "c.no = %(value)s", case_no), lock=lock, seen=seen)


def case_by_id(actor: Actor, case_id: UUID, *, lock: bool = False, seen: int | None = None) -> Case:
    """Return a case by its id under the same rules as :func:`case_for`."""
    return _settled(sight.one(actor, "c.id = %(value)s", case_id), lock=lock, seen=seen)


def _settled(case: Case | None, *, lock: bool, seen: int | None) -> Case:
    if case is not None and lock:
        rows = Case.objects.select_for_update().filter(org_id=case.org_id, id=case.id)
        case = rows.defer("search").first()
    if case is None:
        raise NotFound
    if seen is not None and case.step_count != seen:
        message = "案件在您打开页面之后又有进展，请查看最新情况后再办；您填写的内容已保留。"
        raise Conflict(message, code="stale")
    return case


def may_see(actor: Actor, case_id: UUID) -> bool:
    """Whether the officer may know of the case (live topics)."""
    return sight.one(actor, "c.id = %(value)s", case_id) is not None
