"""Who sits beside the person questioned: guardian or suitable adult, interpreter; signed in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.interviews import access, queries, record_events, rules
from anjian.interviews.actions._common import digest, mark, move, require
from anjian.interviews.models import Companion
from anjian.interviews.queries.sessions import local_day
from anjian.kit.errors import Invalid, NotFound, Refusal
from anjian.testimony.record import id_problem

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.interviews.models import Session
    from anjian.kit.actor import Actor

PARTS = ("guardian", "interpreter")
_OPEN = ("prepared", "rights_told", "questioning", "paused", "read_back", "signing")
_FIELDS = ("name", "relation", "id_no", "unit", "address", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionComes:
    """A guardian (``relation`` to the person) or an interpreter (``relation`` is the language) signs in."""

    session_id: UUID
    part: str
    name: str
    relation: str = ""
    id_no: str = ""
    unit: str = ""
    address: str = ""
    phone: str = ""


def companion_comes(cmd: CompanionComes, *, by: Actor, at: datetime) -> None:
    """Register a companion and mark the arrival; a second arrival of the same one is a new mark.

    Raises Invalid for missing particulars, Refused for somebody who is questioned in this case or
    for one of the two officers: neither may sit there as guardian or interpreter.
    """
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        require(rules.state(session.state, _OPEN, _("登记陪同人员")))
        _require_particulars(cmd)
        require(_conflicts(session, cmd, at))
        row = Companion.objects.filter(org_id=by.org_id, session_id=session.id, part=cmd.part).first()
        if row is None:
            row = Companion(org_id=by.org_id, session_id=session.id, part=cmd.part, came_at=at)
        elif row.present:
            row.came_at = row.came_at if row.name == cmd.name.strip() else at
        else:
            row.came_at, row.left_at = at, None
        arrives = not row.present or row.name != cmd.name.strip()
        for code in _FIELDS:
            setattr(row, code, getattr(cmd, code).strip())
        row.present = True
        row.save()
        setattr(session, cmd.part, _summary(row))
        session.save(update_fields=[cmd.part])
        if arrives:
            mark(tx, session, "joined", officer_id=by.id, note=f"{row.get_part_display()}{row.name}")
        tx.record(
            record_events.CompanionCame(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                part=row.part,
                name=row.name,
                digest=digest(*(getattr(row, code) for code in _FIELDS)),
                cites=(rules.MINOR if row.part == "guardian" else rules.INTERPRETER,),
            )
        )


def _require_particulars(cmd: CompanionComes) -> None:
    if cmd.part not in PARTS:
        raise NotFound
    fields = {}
    if not cmd.name.strip():
        fields["name"] = _("请填写姓名。")
    if not cmd.phone.strip():
        fields["phone"] = _("请填写联系电话。")
    if cmd.part == "guardian" and not cmd.relation.strip():
        fields["relation"] = _("请写明与被询问人的关系，例如父亲、所在学校老师。")
    if cmd.part == "interpreter":
        if not cmd.unit.strip():
            fields["unit"] = _("请填写翻译人员的工作单位。")
        if not cmd.relation.strip():
            fields["relation"] = _("请写明翻译的语言，例如手语、维吾尔语。")
    if wrong := id_problem(cmd.id_no, None, ""):
        fields["id_no"] = wrong
    if fields:
        raise Invalid(fields)


def _conflicts(session: Session, cmd: CompanionComes, at: datetime) -> list[Refusal]:
    name = cmd.name.strip()
    questioned = {n for _id, n, _post in queries.people_of(session.org_id, session.case_id)}
    officers = {o.name for o in queries.officers_of(session, on=local_day(at))}
    if name not in questioned | officers:
        return []
    return [
        Refusal(
            code="interview.companion",
            reason=_("%(name)s是本案的被询问人或者本场执法人员，不能担任监护人或者翻译。") % {"name": name},
            cites=(rules.INDIVIDUALLY, rules.RECUSAL),
            who=_("与本案无利害关系的人"),
            cure=_("另请他人；同名的，在姓名后注明以示区别。"),
        )
    ]


def _summary(row: Companion) -> str:
    parts = (row.relation, row.unit, row.phone)
    text = f"{row.name}（{'，'.join(x for x in parts if x)}）"
    return text[: 80 if row.part == "guardian" else 160]


def companion_leaves(session_id: UUID, part: str, *, note: str, by: Actor, at: datetime) -> None:
    """Mark that a companion left; an interview that needs them pauses. Raises NotFound."""
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        row = Companion.objects.filter(org_id=by.org_id, session_id=session.id, part=part).first()
        if row is None:
            raise NotFound
        if not row.present:
            return
        row.present, row.left_at = False, at
        row.save(update_fields=["present", "left_at"])
        who = f"{row.get_part_display()}{row.name}"
        said = f"{who}：{note.strip()}" if note.strip() else who
        mark(tx, session, "parted", officer_id=by.id, note=said)
        tx.record(
            record_events.CompanionLeft(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                part=row.part,
                name=row.name,
            )
        )
        if session.state == "questioning" and queries.why_not_begin(session, at=at):
            move(tx, session, "paused", "paused", note=f"{who}离场")
