"""Arranging a session: who, what for, the one-time link and its code, presence of the officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.cases import access as cases
from anjian.evidence import access as evidence
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Invalid
from anjian.kit.ids import uuid7
from anjian.remote import access
from anjian.remote.actions._common import move, note, two_officers
from anjian.remote.events import SessionOpened
from anjian.remote.models import KINDS, Session
from anjian.remote.secrets_of import code_digest, digest_of, new_code, new_token

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor

LONGEST = timedelta(days=7)
HOURS = (2, 8, 24, 72, 168)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """Arrange a session of a case with somebody elsewhere."""

    case_no: str
    kind: str
    capacity: str
    guest_name: str
    matter: str
    purpose: str
    place: str
    second_id: UUID
    guest_phone: str = ""
    known_id_no: str = ""
    hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The secrets of a link, shown once to who made it: nothing of ours can show them again."""

    session_id: UUID
    token: str
    code: str


def open_session(cmd: OpenSession, *, by: Actor, at: datetime, key: str | None = None) -> Invitation:
    """Arrange a session and make its link. Raises Refused without two certified officers, Invalid."""
    _check(cmd)
    with transaction(by=by, at=at, key=key) as tx:
        case = cases.case_for(by, cmd.case_no)
        tx.about("remote.open", case.id)
        evidence.require_role(by, evidence.HANDLING_ROLES, _("远程取证"))
        officers = two_officers(by.org_id, (by.id, cmd.second_id), at)
        day = at.astimezone(LOCAL_ZONE).date()
        token, code, session_id = new_token(), new_code(), uuid7()
        session = Session.objects.create(
            org_id=by.org_id,
            id=session_id,
            case_id=case.id,
            case_no=case.no,
            kind=cmd.kind,
            capacity=cmd.capacity.strip(),
            guest_name=cmd.guest_name.strip(),
            guest_phone=cmd.guest_phone.strip(),
            known_id_no=cmd.known_id_no.strip().upper(),
            matter=cmd.matter.strip(),
            purpose=cmd.purpose.strip(),
            place=cmd.place.strip(),
            lead_id=by.id,
            second_id=cmd.second_id,
            officers=[_named(one, day) for one in officers],
            made_at=at,
            made_by=by.id,
            token_sha256=digest_of(token),
            code_digest=code_digest(session_id, code),
            expires_at=at + timedelta(hours=cmd.hours),
        )
        tx.record(
            SessionOpened(
                stream_id=case.id,
                session_id=session.id,
                person=session.guest_name,
                kind=session.kind,
                purpose=session.purpose,
                officers=tuple(one.name for one in officers),
                expires_at=session.expires_at.isoformat(),
            )
        )
    return Invitation(session_id=session_id, token=token, code=code)


def _named(officer: Actor, day: object) -> dict[str, str]:
    held = officer.certificate_on(day)  # type: ignore[arg-type]
    return {"id": str(officer.id), "name": officer.name, "cert_no": held.no if held else ""}


def _check(cmd: OpenSession) -> None:
    problems: dict[str, str] = {}
    needed = {
        "guest_name": _("请填写对方姓名。"),
        "capacity": _("请填写对方身份，例如当事人、证人、现场负责人。"),
        "purpose": _("请写明远程取证的目的。"),
        "place": _("请写明执法人员所在地点。"),
    }
    problems |= {name: said for name, said in needed.items() if not getattr(cmd, name).strip()}
    if len(cmd.matter.strip()) < 4:
        problems["matter"] = _("请写明要了解的事项，至少四个字。")
    if cmd.kind not in dict(KINDS):
        problems["kind"] = _("请选择远程询问或者远程查看现场。")
    if cmd.hours not in HOURS:
        problems["hours"] = _("请选择链接的有效期。")
    if problems:
        raise Invalid(problems)


def invite_again(session_id: UUID, *, hours: int, by: Actor, at: datetime) -> Invitation:
    """Make a new link and code; the old one and its device are out. Raises Refused when over."""
    if hours not in HOURS:
        raise Invalid({"hours": _("请选择链接的有效期。")})
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, session_id, lock=True)
        token, code = new_token(), new_code()
        session.token_sha256, session.code_digest = digest_of(token), code_digest(session.id, code)
        session.code_tries, session.locked_at, session.revoked_at = 0, None, None
        session.device_sha256, session.link_no = "", session.link_no + 1
        session.expires_at = at + timedelta(hours=hours)
        move(tx, session, "link", _("重新发出链接（第%(n)s次），原链接作废") % {"n": session.link_no})
    return Invitation(session_id=session.id, token=token, code=code)


def revoke_link(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take the link back: whoever holds it is out at once."""
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, session_id, lock=True)
        session.revoked_at, session.device_sha256 = at, ""
        session.save(update_fields=["revoked_at", "device_sha256"])
        note(tx, session, "revoked", _("收回链接"))


def present(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """Note that one of the two officers is there."""
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, session_id, lock=True)
        name = "lead_present_at" if by.id == session.lead_id else "second_present_at"
        if getattr(session, name) is None:
            setattr(session, name, at)
            session.save(update_fields=[name])
            note(tx, session, "present", _("%(name)s到场") % {"name": by.name})
