"""Recording an interview: what recordings do for any subject, for those who may act on this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.interviews import access, queries, rules
from anjian.interviews.actions._common import require
from anjian.interviews.models import Room, Seat
from anjian.interviews.queries.recording import last_act_at, subject_of, wanted_of
from anjian.interviews.queries.sessions import local_day
from anjian.kit.errors import Refusal, Refused
from anjian.people.keys import signer_for
from anjian.recordings import actions as recordings
from anjian.recordings import queries as recording_queries
from anjian.recordings.requirement import requirement_on

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.audit.actions import Transaction
    from anjian.interviews.models import Session
    from anjian.kit.actor import Actor


def open_part(
    session_id: UUID, cmd: recordings.OpenPart, *, by: Actor, at: datetime
) -> recordings.OpenedPart:
    """Open a part for a browser in the room. A closed interview still takes what a browser had kept.

    Refuses a cancelled interview and a certified recording. Raises NotFound for others than its officers.
    """
    session = access.room_session(by, session_id)
    require(rules.state(session.state, (*rules.STILL_OPEN, "closed"), _("录音录像")))
    return recordings.open_part(subject_of(session), cmd, by=by, at=at)


def set_marker(
    session_id: UUID, cmd: recordings.SetMarker, *, by: Actor, at: datetime, key: str | None = None
) -> None:
    """Mark a moment of the recording; in the room or at the console."""
    session = access.session_for(by, session_id)
    recordings.set_marker(subject_of(session), cmd, by=by, at=at, key=key)


def check_room(session_id: UUID, cmd: recordings.CheckRoom, *, by: Actor, at: datetime) -> bool:
    """Keep what the room's browser found before recording; returns whether all is well."""
    session = access.room_session(by, session_id)
    return recordings.check_room(subject_of(session), cmd, by=by, at=at)


def unsigned(session: Session) -> list[Refusal]:
    """Return why the record is not signed through, nothing when it is."""
    open_slots = queries.open_signatures(session)
    if not open_slots:
        return []
    return [
        Refusal(
            code="interview.unsigned",
            reason=_("还有%(n)d处没有签名：%(where)s。")
            % {"n": len(open_slots), "where": "、".join(f"第{no}页{who}" for no, who in open_slots[:6])},
            cites=(rules.READ_BACK,),
            who=_("被询问人、询问人、记录人"),
            cure=_("逐页签名；拒绝签名的，写明原因并由两名执法人员签名。"),
        )
    ]


def certify_recording(session_id: UUID, *, by: Actor, at: datetime, reason: str = "") -> UUID:
    """Sign the completeness certificate of the recording, before anyone leaves; returns its evidence item.

    Refuses before every page is signed, and while the recording runs or is not wholly here, unless a
    ``reason`` is given. Raises NotFound when nothing was recorded.
    """
    with transaction(by=by, at=at):
        session = access.room_session(by, session_id, lock=True)
        require(rules.state(session.state, ("signing", "closed"), _("出具录制完整性证明")), unsigned(session))
        return _certify(session, reason=reason, by=by, at=at)


def _certify(session: Session, *, reason: str, by: Actor, at: datetime) -> UUID:
    until = last_act_at(session) or at
    wanted = wanted_of(session, at=until, to=until)
    assert wanted is not None and session.started_at is not None  # noqa: S101, PT018  signed pages were told
    room = Room.objects.get(org_id=session.org_id, id=session.room_id)
    officers = list(
        Seat.objects.filter(org_id=session.org_id, session_id=session.id)
        .order_by("part")
        .values_list("officer_id", flat=True)
    )
    return recordings.certify(
        subject_of(session),
        recordings.Certify(
            wanted=wanted,
            # Stored with the case, so in its language whoever looks on.
            title=f"{session.name}第{session.no}次询问同步录音录像",
            purpose=f"证明{session.name}第{session.no}次询问的经过、陈述内容和程序",
            place=room.place or room.name,
            collectors=tuple(officers),
            collected_at=session.started_at,
            override_reason=reason,
            about={
                "case_no": session.case_no,
                "person": session.name,
                "no": str(session.no),
                "room": room.name,
            },
        ),
        signer_for(session.org_id),
        by=by,
        at=at,
    )


def settle_recording(tx: Transaction, session: Session, *, reason: str) -> None:
    """See, inside the closing, that a recording has its certificate, or that its absence is on record.

    Refuses a recorded interview without certificate, and an unrecorded one where recording is
    required, unless a reason is given.
    """
    subject, reason = subject_of(session), reason.strip()
    if recording_queries.has_recording(subject):
        if recording_queries.certificate_of(subject) is not None:
            return
        if reason:
            _certify(session, reason=reason, by=tx.by, at=tx.at)
            return
        unfinished = recordings.open_parts(recording_queries.parts_of(subject))
        raise Refused(tuple(unfinished or [_uncertified()]))
    required = requirement_on(local_day(tx.at))
    known = recording_queries.preflight_of(subject)
    why = reason or (known.override_reason if known else "")
    if required.interview and not why:
        raise Refused((_not_recorded(required.cites),))
    recordings.note_absence(tx, subject, reason=why, required=required.interview, cites=required.cites)


def _uncertified() -> Refusal:
    return Refusal(
        code="interview.recording_uncertified",
        reason=_("本次询问的录音录像还没有出具完整性证明。"),
        cites=(recordings.CITE,),
        who=_("本室询问人员"),
        cure=_("被询问人离开之前，打开“录制完整性证明”核对中断情况并出具；不能出具的，写明理由。"),
    )


def _not_recorded(cites: tuple[str, ...]) -> Refusal:
    return Refusal(
        code="interview.not_recorded",
        reason=_("本机关要求询问同步录音录像，本次没有录制。"),
        cites=cites,
        who=_("本室询问人员"),
        cure=_("写明未录音录像的理由后再结束。"),
    )
