"""What the officers do while the line stands: recording, identity, notice; and the line's own messages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.kit.errors import Invalid, NotFound, Refusal
from anjian.recordings import actions as recordings
from anjian.recordings.actions import signals
from anjian.remote import access, course, queries
from anjian.remote.actions._common import guest_actor, move, note, require
from anjian.remote.models import Item
from anjian.testimony.record import id_problem, masked

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor
    from anjian.remote.models import Session

__all__ = ["Identify", "guest_actor", "identify", "open_part", "send_signal", "set_recording", "tell"]

OFFICERS_STREAM, GUESTS_STREAM = "picture", "guest"
"""The officers' browser records the mix of both sides, the guest's its own camera and microphone."""
_RESIDENT = re.compile(r"\d{17}[\dX]")


def set_recording(session_id: UUID, *, on: bool, by: Actor, at: datetime) -> None:
    """Ask both browsers to record, or to stop; the first asks for both officers to be there."""
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, session_id, lock=True)
        require(course.against("record", session.state), _absent(session) if on else ())
        if session.recording == on:
            return
        session.recording = on
        session.save(update_fields=["recording"])
        note(tx, session, "record", _("开始双方录制") if on else _("停止双方录制"))


def _absent(session: Session) -> list[Refusal]:
    if session.lead_present_at and session.second_present_at:
        return []
    return [
        Refusal(
            code="remote.absent",
            reason=_("两名执法人员都到场后才能开始录制、核对身份。"),
            cites=(course.BOTH,),
            who=_("本场执法人员：%(names)s") % {"names": "、".join(one["name"] for one in session.officers)},
            cure=_("没有到场的执法人员用自己的账号打开本页，或者在本页输入自己的密码确认到场。"),
        )
    ]


def _unrecorded(session: Session) -> list[Refusal]:
    found = queries.recorded(session)
    if session.recording and found.state in {"recording", "silent"}:
        return []
    return [
        Refusal(
            code="remote.unrecorded",
            reason=_("宣读权利义务时应当已经在录制，现在没有录像送到服务器。"),
            cites=(course.RECORD,),
            who=_("本场执法人员"),
            cure=_("按“开始录制”，等录制状态变为“正在录制”后再宣读。"),
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify:
    """What was read from the identity card held to the camera, typed by the officer."""

    session_id: UUID
    id_no: str
    sex: str
    address: str
    born_on: date | None = None
    employer: str = ""
    post: str = ""
    relation: str = ""
    phone: str = ""
    guest_place: str = ""
    same_person: bool = False


def identify(cmd: Identify, *, by: Actor, at: datetime) -> None:
    """Keep who the guest is. Raises Invalid for a wrong check digit or a number that is not the case's.

    The card's picture must have been taken, and the officer must say that face and card agree.
    """
    number = cmd.id_no.strip().upper()
    if _RESIDENT.fullmatch(number) and cmd.born_on is None:
        cmd = replace(cmd, born_on=_born(number))
    problems: dict[str, str] = {}
    wrong = id_problem(number, cmd.born_on, cmd.sex) if number else _("请填写身份证件号码。")
    if wrong:
        problems["id_no"] = wrong
    if not cmd.address.strip():
        problems["address"] = _("请填写住址。")
    if not cmd.same_person:
        problems["same_person"] = _("请核对本人与证件照片一致后勾选；不一致的，提前结束本场。")
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, cmd.session_id, lock=True)
        require(course.against("identify", session.state), _absent(session))
        rows = Item.objects.filter(org_id=session.org_id, session_id=session.id, kind="identity")
        if not rows.exists():
            problems["picture"] = _("请先请对方把证件举到摄像头前，拍下证件照片。")
        if session.known_id_no and number and not wrong and number != session.known_id_no:
            problems["id_no"] = _("与安排本场时登记的证件号码（%(known)s）不一致。") % {
                "known": masked(session.known_id_no)
            }
        if problems:
            raise Invalid(problems)
        session.id_no, session.sex, session.born_on = number, cmd.sex, cmd.born_on
        session.address, session.employer = cmd.address.strip()[:200], cmd.employer.strip()[:120]
        session.post, session.relation = cmd.post.strip()[:60], cmd.relation.strip()[:80]
        session.guest_phone = cmd.phone.strip()[:40] or session.guest_phone
        session.guest_place = cmd.guest_place.strip()[:200]
        session.id_found = (
            _("校验位正确，与安排时登记的号码一致")
            if session.known_id_no
            else _("校验位正确；案内没有登记号码可比对")
        )
        move(
            tx,
            session,
            "identify",
            _("核对证件：%(no)s，%(found)s") % {"no": masked(number), "found": session.id_found},
        )


def _born(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def tell(session_id: UUID, point: str, *, by: Actor, at: datetime) -> None:
    """Note that a point was read aloud, while the recording runs."""
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, session_id, lock=True)
        require(course.against("tell", session.state), _unrecorded(session))
        found = next((p for p in queries.points_of(session, org_name=by.org_name) if p.code == point), None)
        if found is None:
            raise NotFound
        if found.told_at is None:
            note(tx, session, "told", _("宣读：%(text)s") % {"text": found.text[:60]}, data={"point": point})


def open_part(
    session: Session, cmd: recordings.OpenPart, *, by: Actor, at: datetime
) -> recordings.OpenedPart:
    """Open a part for one side's browser, each its own stream; a closed session still takes what was kept.

    The caller has fetched the session for this side.
    """
    guest = by.kind == "public"
    stream, who = (GUESTS_STREAM, "对方") if guest else (OFFICERS_STREAM, "全景")
    if cmd.stream != stream:
        raise NotFound
    return recordings.open_part(
        queries.subject_of(session),
        replace(cmd, who=who, in_charge=session.lead_id if guest else None),
        by=by,
        at=at,
    )


_PEER = re.compile(r"(officer|guest)\.[0-9a-f-]{8,36}")


def send_signal(session: Session, cmd: signals.SendSignal, *, by: Actor, at: datetime) -> UUID:
    """Pass on a message that arranges the picture: officer to guest and back, nobody in another's name."""
    mine, theirs = ("guest", "officer") if by.kind == "public" else ("officer", "guest")
    if session.state in course.OVER:
        raise Invalid({"kind": _("本场已经结束。")})
    if not _PEER.fullmatch(cmd.sender) or not cmd.sender.startswith(f"{mine}."):
        raise NotFound
    if cmd.recipient != theirs and not (
        _PEER.fullmatch(cmd.recipient) and cmd.recipient.startswith(f"{theirs}.")
    ):
        raise Invalid({"to": _("没有这样的收件方。")})
    return signals.send_signal(
        queries.subject_of(session), cmd, topics=(f"signal:{session.id}",), by=by, at=at
    )
