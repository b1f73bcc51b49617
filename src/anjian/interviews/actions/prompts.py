"""Prompts to rooms with their receipts, and what the screen facing the person shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.interviews import access, crosscheck, events, rules
from anjian.interviews.actions._common import require
from anjian.interviews.models import Contradiction, Exhibit, Prompt, PromptReceipt, Session
from anjian.kit.errors import Invalid, NotFound, Refusal
from anjian.kit.ids import uuid7
from anjian.testimony import prompts as wording

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.audit.actions import Transaction
    from anjian.kit.actor import Actor

LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SendPrompt:
    """A question for chosen rooms: to the officers' strip, or to the screen facing the person.

    ``override_reason`` sends a doubtful wording to officers all the same, under the sender's name;
    what faces the person can never be overridden.
    """

    case_id: UUID
    text: str
    channel: str
    session_ids: tuple[UUID, ...]
    contradiction_id: UUID | None = None
    override_reason: str = ""


def send_prompt(cmd: SendPrompt, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Send a prompt. Refuses wording that leaks another's words, leads, threatens or promises.

    Raises NotFound for a session of another case, Invalid for an empty text or no room.
    """
    with transaction(by=by, at=at, key=key) as tx:
        case = access.directed_case(by, cmd.case_id)
        text = cmd.text.strip()
        _check_form(cmd, text)
        sessions = list(
            Session.objects.filter(org_id=by.org_id, case_id=case.id, id__in=cmd.session_ids).order_by("id")
        )
        if len(sessions) != len(set(cmd.session_ids)):
            raise NotFound
        for session in sessions:
            require(rules.state(session.state, rules.STILL_OPEN, _("接收提示")))
        flags = _flags(by.org_id, case.id, text)
        if flags and (cmd.channel == "display" or not cmd.override_reason.strip()):
            require(_wording_refusals(flags, cmd.channel))
        if cmd.contradiction_id is not None:
            known = Contradiction.objects.filter(org_id=by.org_id, case_id=case.id, id=cmd.contradiction_id)
            if not known.exists():
                raise NotFound
        board = access.locked_board(by.org_id, case.id)
        board.prompt_count += 1
        board.save(update_fields=["prompt_count"])
        row = Prompt.objects.create(
            id=uuid7(),
            org_id=by.org_id,
            case_id=case.id,
            no=board.prompt_count,
            channel=cmd.channel,
            text=text,
            sender_id=by.id,
            sent_at=at,
            contradiction_id=cmd.contradiction_id,
            override_reason=cmd.override_reason.strip() if flags else "",
            flags=[flag.code for flag in flags],
        )
        PromptReceipt.objects.bulk_create(
            PromptReceipt(
                org_id=by.org_id,
                prompt_id=row.id,
                session_id=session.id,
                status="sent",
                at=at,
                officer_id=by.id,
            )
            for session in sessions
        )
        tx.record(
            events.PromptSent(
                stream_id=case.id,
                prompt_id=row.id,
                no=row.no,
                channel=row.channel,
                text=row.text,
                sessions=tuple(s.id for s in sessions),
                override_reason=row.override_reason,
                contradiction_id=row.contradiction_id,
                cites=(rules.FAIR,),
            )
        )
    return row.id


def _check_form(cmd: SendPrompt, text: str) -> None:
    fields = {}
    if not text:
        fields["text"] = _("请填写提示内容。")
    elif len(text) > LONGEST:
        fields["text"] = _("提示不超过%(n)d字。") % {"n": LONGEST}
    if not cmd.session_ids:
        fields["sessions"] = _("请选择接收的询问室。")
    if cmd.channel not in {"officer", "display"}:
        fields["channel"] = _("请选择发往询问人员还是示证屏。")
    if fields:
        raise Invalid(fields)


def _flags(org_id: UUID, case_id: UUID, text: str) -> list[wording.PromptProblem]:
    """Return everything wrong with a wording, measured against all that was said in the case."""
    return list(
        wording.check(
            text,
            persons=crosscheck.people(org_id, case_id),
            testimonies=crosscheck.testimonies(org_id, case_id),
        )
    )


def _wording_refusals(flags: list[wording.PromptProblem], channel: str) -> list[Refusal]:
    cure = (
        _("面向被询问人的内容只能是中性问题，例如“核实危险作业由谁安排”。")
        if channel == "display"
        else _("改成只问事实的中性问题；确需发给询问人员的，写明理由，由您署名负责。")
    )
    return [
        Refusal(
            code=f"interview.prompt.{flag.code}",
            reason=f"{flag.reason}：{flag.suggestion}" if flag.suggestion else flag.reason,
            cites=tuple(c for c in (rules.FAIR, flag.cite) if c),
            who=_("案件管理员、案件承办人"),
            cure=cure,
        )
        for flag in flags
    ]


def receipt(
    tx: Transaction, session: Session, prompt: Prompt, status: str, *, segment_id: UUID | None = None
) -> None:
    """Add a receipt once; a step already reported is left as it was."""
    _row, fresh = PromptReceipt.objects.get_or_create(
        org_id=session.org_id,
        prompt_id=prompt.id,
        session_id=session.id,
        status=status,
        defaults={"at": tx.at, "officer_id": tx.by.id, "segment_id": segment_id},
    )
    if fresh:
        tx.record(
            events.PromptReceived(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                prompt_id=prompt.id,
                no=prompt.no,
                status=status,
                segment_id=segment_id,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePrompt:
    """A room reports a prompt as shown, acknowledged, asked, or taken off the display."""

    session_id: UUID
    prompt_id: UUID
    status: str


def receive_prompt(cmd: ReceivePrompt, *, by: Actor, at: datetime) -> None:
    """Record a receipt of the officer's own room. “Answered” comes only with the answer itself."""
    if cmd.status not in {"shown", "acknowledged", "asked", "withdrawn"}:
        raise Invalid({"status": _("没有这种回执。")})
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        prompt = access.prompt(session, cmd.prompt_id)
        receipt(tx, session, prompt, cmd.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseExhibit:
    """An exhibit for the screen facing the person: a title, a neutral note, the file by hash."""

    session_id: UUID
    title: str
    note: str = ""
    sha256: str = ""
    media_type: str = ""


def release_exhibit(cmd: ReleaseExhibit, *, by: Actor, at: datetime) -> UUID:
    """Show an exhibit to the person; the one shown before is put away.

    The note is checked like a prompt: nothing of what others said may face the person.
    """
    if not cmd.title.strip():
        raise Invalid({"title": _("请填写证据名称。")})
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        require(rules.state(session.state, ("questioning",), _("示证")))
        flags = _flags(by.org_id, session.case_id, cmd.note) if cmd.note.strip() else []
        if flags:
            require(_wording_refusals(flags, "display"))
        _put_away(tx, session)
        row = Exhibit.objects.create(
            org_id=by.org_id,
            session_id=session.id,
            title=cmd.title.strip(),
            note=cmd.note.strip(),
            sha256=cmd.sha256,
            media_type=cmd.media_type,
            released_by=by.id,
            released_at=at,
        )
        _tell(tx, session, row, shown=True)
    return row.id


def clear_exhibit(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """Put away whatever the screen facing the person shows."""
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        _put_away(tx, session)


def _put_away(tx: Transaction, session: Session) -> None:
    shown = Exhibit.objects.filter(org_id=session.org_id, session_id=session.id, cleared_at__isnull=True)
    for row in shown:
        row.cleared_at = tx.at
        row.save(update_fields=["cleared_at"])
        _tell(tx, session, row, shown=False)


def _tell(tx: Transaction, session: Session, row: Exhibit, *, shown: bool) -> None:
    tx.record(
        events.ExhibitReleased(
            stream_id=session.case_id,
            session_id=session.id,
            person=session.name,
            exhibit_id=row.id,
            title=row.title,
            sha256=row.sha256,
            shown=shown,
        )
    )
