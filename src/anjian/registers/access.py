"""Who may know what of the registers.

Interference: an entry exists for its reporter and for the head of discipline, and for the latter only where
it names neither them nor anybody of their name. For everybody else, and every way of asking, it is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.cases import access as cases
from anjian.kit.errors import NotFound, refuse
from anjian.registers.models import Interference, InterferenceReport, Meeting, TypicalCase
from anjian.registers.queries import interference, meetings

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.cases.access import Case
    from anjian.kit.actor import Actor

__all__ = [
    "AUTHORS",
    "Interference",
    "Meeting",
    "TypicalCase",
    "author",
    "case_of",
    "convener",
    "entry",
    "head",
    "is_head",
    "meeting",
    "own_entry",
    "report",
    "typical",
]

AUTHORS = frozenset({"legal_reviewer", "case_manager", "unit_head", "agency_leader", "agency_head"})
"""Who writes and who approves typical cases; never the same person for one text."""


def is_head(actor: Actor) -> bool:
    """Whether the officer is head of discipline today."""
    return interference.HEAD in actor.roles


def head(actor: Actor) -> Actor:
    """Return the head of discipline. Raises NotFound for everybody else: there is nothing here for them."""
    if not is_head(actor):
        raise NotFound
    return actor


def entry(actor: Actor, entry_id: UUID) -> Interference:
    """Return an entry this officer may know of. Raises NotFound as for one that was never written."""
    found = interference.one(actor, entry_id)
    if found is None:
        raise NotFound
    return found


def own_entry(actor: Actor, entry_id: UUID) -> Interference:
    """Return an entry that the officer reported, the only one they may correct. Raises NotFound."""
    found = entry(actor, entry_id)
    if found.reported_by != actor.id:
        raise NotFound
    return found


def report(actor: Actor, report_id: UUID) -> InterferenceReport:
    """Return a monthly report that this head of discipline drew. Raises NotFound."""
    head(actor)
    found = InterferenceReport.objects.filter(org_id=actor.org_id, id=report_id, drawn_by=actor.id).first()
    if found is None:
        raise NotFound
    return found


def typical(actor: Actor, typical_id: UUID, *, lock: bool = False) -> TypicalCase:
    """Return a typical case: a published one to everybody, a draft to whoever may see its case.

    Raises NotFound.
    """
    rows = TypicalCase.objects.select_for_update() if lock else TypicalCase.objects.all()
    found = rows.filter(org_id=actor.org_id, id=typical_id).first()
    if found is None:
        raise NotFound
    if found.state != "published" and not cases.may_see(actor, found.case_id):
        raise NotFound
    return found


def case_of(actor: Actor, row: TypicalCase) -> Case:
    """Return the case a typical case tells of. Raises NotFound to whoever may not see it."""
    return cases.case_by_id(actor, row.case_id)


def author(actor: Actor) -> None:
    """Raise Refused unless the officer's office writes or approves typical cases."""
    if not actor.roles & AUTHORS:
        raise refuse(
            "typical.role",
            _("典型案例由法制审核人员、案件管理员和负责人编写、复核。"),
            who=_("法制审核人员、案件管理员"),
            cure=_("请联系法制审核人员办理。"),
        )


def convener(actor: Actor) -> None:
    """Raise Refused unless the officer's office keeps the register of joint meetings."""
    if not actor.roles & meetings.CONVENERS:
        raise refuse(
            "meeting.role",
            _("联席会议由案件管理员、法制审核人员和负责人登记。"),
            who=_("案件管理员、法制审核人员"),
            cure=_("请联系案件管理员登记。"),
        )


def meeting(actor: Actor, meeting_id: UUID, *, lock: bool = False) -> Meeting:
    """Return a joint meeting that concerns the officer. Raises NotFound.

    That is whoever keeps the register, and whoever may see one of the cases discussed.
    """
    rows = Meeting.objects.select_for_update() if lock else Meeting.objects.all()
    found = rows.filter(org_id=actor.org_id, id=meeting_id).first()
    if found is None:
        raise NotFound
    if not meetings.concerns(actor, found):
        raise NotFound
    return found
