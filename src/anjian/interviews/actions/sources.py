"""Documents and instruments as witnesses: what a permit, a gas detector, a door log or a position says.

A source stands beside the persons of a case as a session of its own that nobody sits in: its readings are
numbered like answers, keep their order among all answers, and are cross-checked against them. Nothing of it
enters a record of questioning; the paper or file itself is in the evidence of the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.interviews import access, board_events, crosscheck
from anjian.interviews.actions._common import digest
from anjian.interviews.actions.board import keep_alarms
from anjian.interviews.models import SOURCE_KINDS, Board, Room, Segment, Session
from anjian.kit.errors import Invalid, NotFound
from anjian.kit.ids import uuid7

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor

ROOM = "书证与仪器"
POSITION = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReading:
    """What a source says about one thing: ``about`` is the matter, ``says`` the words or the value.

    ``source_id`` names a source already known in the case; otherwise ``title`` and ``kind`` (document,
    device, register) make a new one. ``evidence_no`` is the item it was read from. ``corrects`` is the
    number of an earlier reading that this one replaces, with a ``reason``.
    """

    case_id: UUID
    about: str
    says: str
    source_id: UUID | None = None
    title: str = ""
    kind: str = ""
    evidence_no: str = ""
    corrects: int = 0
    reason: str = ""


def add_reading(cmd: AddReading, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Enter a reading and cross-check it at once.

    Raises NotFound, Refused for who does not direct the case, Invalid naming each wrong field.
    """
    fields = {}
    if not cmd.about.strip():
        fields["about"] = _("请填写读的是什么，例如“动火作业票的签发时间”。")
    if not cmd.says.strip():
        fields["says"] = _("请照录书证或者仪器上的内容。")
    if cmd.source_id is None and not cmd.title.strip():
        fields["title"] = _("请填写书证、仪器或者登记的名称。")
    if cmd.source_id is None and cmd.kind not in dict(SOURCE_KINDS):
        fields["kind"] = _("请选择是书证、仪器读数还是登记记录。")
    if cmd.corrects and not cmd.reason.strip():
        fields["reason"] = _("请写明更正的原因。")
    if fields:
        raise Invalid(fields)
    with transaction(by=by, at=at, key=key) as tx:
        case = access.directed_case(by, cmd.case_id)
        Board.objects.bulk_create([Board(org_id=by.org_id, id=case.id)], ignore_conflicts=True)
        board = access.board(case)
        source = _known(by, cmd, cmd.source_id) if cmd.source_id else _new(by, case, cmd, at)
        former = _former(source, cmd.corrects)
        if former is None:
            source.segment_count += 1
            source.save(update_fields=["segment_count"])
        board.segment_count += 1
        board.save(update_fields=["segment_count"])
        reading = Segment.objects.create(
            id=uuid7(),
            org_id=by.org_id,
            case_id=case.id,
            session_id=source.id,
            person_id=source.person_id,
            no=former.no if former else source.segment_count,
            version=former.version + 1 if former else 1,
            case_seq=board.segment_count,
            question=cmd.about.strip(),
            answer=cmd.says.strip(),
            author_id=by.id,
            committed_at=at,
            corrects_id=former.id if former else None,
            reason=cmd.reason.strip(),
        )
        tx.record(
            board_events.ReadingAdded(
                stream_id=case.id,
                session_id=source.id,
                segment_id=reading.id,
                source=source.name,
                no=reading.no,
                version=reading.version,
                evidence_no=cmd.evidence_no.strip(),
                digest=digest(reading.question, reading.answer),
            )
        )
        keep_alarms(tx, reading, crosscheck.alarms_for(reading))
    return reading.id


def _known(by: Actor, cmd: AddReading, source_id: UUID) -> Session:
    found = (
        Session.objects.select_for_update(no_key=True)
        .filter(org_id=by.org_id, case_id=cmd.case_id, id=source_id, state="source")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _new(by: Actor, case: access.CaseRow, cmd: AddReading, at: datetime) -> Session:
    room, _made = Room.objects.get_or_create(
        org_id=by.org_id, name=ROOM, defaults={"kind": "papers", "position": POSITION}
    )
    return Session.objects.create(
        id=uuid7(),
        org_id=by.org_id,
        case_id=case.id,
        case_no=case.no,
        case_title=case.title,
        room_id=room.id,
        person_id=uuid7(),
        no=1,
        state="source",
        matter=cmd.evidence_no.strip(),
        prepared_at=at,
        name=cmd.title.strip()[:40],
        post=dict(SOURCE_KINDS)[cmd.kind],
        relation=cmd.kind,
    )


def _former(source: Session, no: int) -> Segment | None:
    if not no:
        return None
    rows = Segment.objects.filter(org_id=source.org_id, session_id=source.id, no=no)
    found = rows.order_by("-version").first()
    if found is None:
        raise NotFound
    return found
