"""Questions and answers: beginning, pausing, committing, correcting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.interviews import access, crosscheck, events, plans, queries, rules, script, store
from anjian.interviews.actions._common import digest, move, require
from anjian.interviews.actions.board import keep_alarms
from anjian.interviews.actions.breaks import finish_break
from anjian.interviews.actions.prompts import receipt
from anjian.interviews.actions.reading import freeze
from anjian.interviews.models import Segment
from anjian.interviews.queries.sessions import local_day
from anjian.kit.errors import Invalid, NotFound
from anjian.kit.ids import uuid7

if TYPE_CHECKING:
    from anjian.interviews.models import Session
    from anjian.kit.actor import Actor
    from anjian.kit.errors import Refusal


def begin_questions(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """Begin to ask. Refuses with every reason: officers, script, identity, guardian, interpreter."""
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        require(
            rules.state(session.state, ("prepared", "rights_told"), _("开始询问")),
            queries.why_not_begin(session, at=at),
        )
        move(tx, session, "questioning", "begun")


def pause(session_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Pause with a reason: rest, meal, an exhibit to fetch. Raises Invalid without one."""
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        require(rules.state(session.state, ("questioning",), _("暂停")))
        if not reason.strip():
            raise Invalid({"reason": _("请写明暂停的原因，例如休息、用餐。")})
        move(tx, session, "paused", "paused", note=reason.strip())


def resume(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """Go on after a pause, under the same conditions as at the beginning; an open break ends."""
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        require(
            rules.state(session.state, ("paused",), _("继续询问")),
            queries.why_not_begin(session, at=at),
        )
        finish_break(tx, session)
        move(tx, session, "questioning", "resumed")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitSegment:
    """A question as asked and the answer as given; the prompt it answers, if one.

    ``asked_at`` is when the first key of the question was pressed, as the room's clock, set right by
    the server, has it; ``plan_item`` is the planned question that was put in.
    """

    session_id: UUID
    question: str
    answer: str
    prompt_id: UUID | None = None
    asked_at: datetime | None = None
    plan_item: str = ""


def commit_segment(cmd: CommitSegment, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Add the next numbered question and answer to the record, cross-check it at once.

    Refuses while the interview is not running, an officer is out of the room, or it has lasted too
    long. Contradictions found go to the case's board in the same transaction, to no room.
    """
    with transaction(by=by, at=at, key=key) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        require(rules.state(session.state, ("questioning",), _("记录问答")), _still_lawful(session, at))
        _require_words(cmd.question, cmd.answer)
        prompt = access.prompt(session, cmd.prompt_id) if cmd.prompt_id else None
        session.segment_count += 1
        session.save(update_fields=["segment_count"])
        segment = _append(
            session,
            no=session.segment_count,
            version=1,
            question=cmd.question.strip(),
            answer=cmd.answer.strip(),
            author_id=by.id,
            at=at,
            asked_at=_asked(cmd.asked_at, session, at),
            plan_item=cmd.plan_item if plans.known_item(cmd.plan_item) else "",
            prompt_id=prompt.id if prompt else None,
        )
        tx.record(
            events.SegmentCommitted(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                segment_id=segment.id,
                no=segment.no,
                digest=digest(segment.question, segment.answer),
                prompt_id=segment.prompt_id,
            )
        )
        if prompt is not None:
            receipt(tx, session, prompt, "asked")
            receipt(tx, session, prompt, "answered", segment_id=segment.id)
        keep_alarms(tx, segment, crosscheck.alarms_for(segment))
    return segment.id


def _asked(claimed: datetime | None, session: Session, at: datetime) -> datetime | None:
    """A room's clock is believed only between the start of the interview and the arrival of the answer."""
    if claimed is None:
        return None
    return min(max(claimed, session.started_at or claimed), at)


def _still_lawful(session: Session, at: datetime) -> list[Refusal]:
    day = local_day(at)
    return [
        *rules.two_officers(queries.officers_of(session, on=day), on=day),
        *rules.length(session.started_at, at, script.limits_on(day)),
    ]


def _require_words(question: str, answer: str) -> None:
    fields = {}
    if not question.strip():
        fields["question"] = _("请填写问题。")
    if not answer.strip():
        fields["answer"] = _("请填写回答；沉默也要如实记录，例如“（沉默）”。")
    if fields:
        raise Invalid(fields)


def _append(
    session: Session,
    *,
    no: int,
    version: int,
    question: str,
    answer: str,
    author_id: UUID,
    at: datetime,
    asked_at: datetime | None = None,
    plan_item: str = "",
    prompt_id: UUID | None = None,
    corrects_id: UUID | None = None,
    reason: str = "",
    initial_sha256: str = "",
) -> Segment:
    board = access.locked_board(session.org_id, session.case_id)
    board.segment_count += 1
    board.save(update_fields=["segment_count"])
    return Segment.objects.create(
        id=uuid7(),
        org_id=session.org_id,
        case_id=session.case_id,
        session_id=session.id,
        person_id=session.person_id,
        no=no,
        version=version,
        case_seq=board.segment_count,
        question=question,
        answer=answer,
        author_id=author_id,
        committed_at=at,
        asked_at=asked_at,
        plan_item=plan_item,
        prompt_id=prompt_id,
        corrects_id=corrects_id,
        reason=reason,
        initial_sha256=initial_sha256,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectSegment:
    """A new version of a numbered answer, with the reason; ``no`` 0 adds what was left out.

    Once the record is being read back the person puts an initial to it (``initial``, a drawn PNG
    as data URL) on the spot.
    """

    session_id: UUID
    no: int
    question: str
    answer: str
    reason: str
    initial: str = ""


def correct_segment(cmd: CorrectSegment, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Correct or complete the record: the former version stays and remains readable.

    Raises NotFound for an unknown number, Invalid without reason, or without initial at read-back.
    """
    fields = {}
    if not cmd.reason.strip():
        fields["reason"] = _("请写明更正的原因。")
    if fields:
        raise Invalid(fields)
    initial = store.keep_image("initial", cmd.initial) if cmd.initial else ""
    with transaction(by=by, at=at, key=key) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        require(
            rules.state(session.state, ("questioning", "paused", "read_back"), _("更正笔录")),
            rules.two_officers(queries.officers_of(session, on=local_day(at)), on=local_day(at)),
        )
        if session.state == "read_back" and not initial:
            raise Invalid({"initial": _("核对时的更正处，由被询问人当场签名。")})
        _require_words(cmd.question, cmd.answer)
        former = _former(session, cmd.no)
        if former is None:
            session.segment_count += 1
            session.save(update_fields=["segment_count"])
        segment = _append(
            session,
            no=former.no if former else session.segment_count,
            version=former.version + 1 if former else 1,
            question=cmd.question.strip(),
            answer=cmd.answer.strip(),
            author_id=by.id,
            at=at,
            corrects_id=former.id if former else None,
            reason=cmd.reason.strip(),
            initial_sha256=initial,
        )
        tx.record(
            events.SegmentCorrected(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                segment_id=segment.id,
                corrects_id=segment.corrects_id or segment.id,
                no=segment.no,
                version=segment.version,
                digest=digest(segment.question, segment.answer),
                reason=segment.reason,
                initialled=bool(initial),
                cites=(rules.READ_BACK,),
            )
        )
        keep_alarms(tx, segment, crosscheck.alarms_for(segment))
        if session.state == "read_back":
            freeze(tx, session)
    return segment.id


def _former(session: Session, no: int) -> Segment | None:
    if no == 0:
        return None
    rows = Segment.objects.filter(org_id=session.org_id, session_id=session.id, no=no)
    found = rows.order_by("-version").first()
    if found is None:
        raise NotFound
    return found
