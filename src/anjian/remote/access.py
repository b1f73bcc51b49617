"""Fetch a session or a capture, or learn nothing of it: officers by case, a guest by link and device."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext as _

from anjian.cases import access as cases
from anjian.kit.errors import AnjianError, NotFound, refuse
from anjian.remote import course
from anjian.remote.models import Capture, Session
from anjian.remote.secrets_of import digest_of, same

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor

__all__ = [
    "CaptureRow",
    "Closed",
    "SessionRow",
    "capture_for",
    "guest_session",
    "invited_session",
    "seated_session",
    "session_for",
]

SessionRow: TypeAlias = Session
CaptureRow: TypeAlias = Capture
"""The rows as pages may name their types, who import no tables."""


class Closed(AnjianError):
    """The link leads nowhere any more; the message says why and what to do."""

    status, code = 410, "remote_closed"


def session_for(actor: Actor, session_id: UUID) -> Session:
    """Return a session to those who may see its case. Raises NotFound."""
    found = Session.objects.filter(org_id=actor.org_id, id=session_id).first()
    if found is None:
        raise NotFound
    cases.case_by_id(actor, found.case_id)
    return found


def seated_session(actor: Actor, session_id: UUID, *, lock: bool = False) -> Session:
    """Return a session to one of its two officers, locked when asked.

    Raises NotFound to who may not know of the case, Refused to who only may know of it.
    """
    found = session_for(actor, session_id)
    if actor.id not in {found.lead_id, found.second_id}:
        raise refuse(
            "remote.seat",
            _("只有本场的两名执法人员可以办理。"),
            course.BOTH,
            who=_("本场执法人员：%(names)s") % {"names": "、".join(one["name"] for one in found.officers)},
            cure=_("请他们办理；需要换人的，提前结束本场后另行安排。"),
        )
    return _locked(found) if lock else found


def _locked(found: Session) -> Session:
    return Session.objects.select_for_update().get(org_id=found.org_id, id=found.id)


def invited_session(token: str, *, at: datetime, lock: bool = False) -> Session:
    """Return the session a link leads to. Raises NotFound for no link of ours, Closed when it is over."""
    if not 20 <= len(token) <= 80 or not token.isascii():
        raise NotFound
    found = Session.objects.filter(token_sha256=digest_of(token)).first()
    if found is None:
        raise NotFound
    if found.locked_at is not None:
        raise Closed(_("验证码输错次数过多，链接已锁定。请打电话给联系您的执法人员，重新发送链接。"))
    if found.revoked_at is not None or (found.expires_at <= at and found.state not in course.OVER):
        raise Closed(_("链接已失效。请打电话给联系您的执法人员，重新发送链接。"))
    return _locked(found) if lock else found


def guest_session(token: str, device: str, *, at: datetime, lock: bool = False) -> Session:
    """Return the session to the one device that opened its link. Raises NotFound to any other."""
    found = invited_session(token, at=at, lock=lock)
    if not device or not same(found.device_sha256, digest_of(device)):
        raise NotFound
    return found


def capture_for(actor: Actor, capture_id: UUID) -> Capture:
    """Return a capture to those who may see its case. Raises NotFound."""
    found = Capture.objects.filter(org_id=actor.org_id, id=capture_id).first()
    if found is None:
        raise NotFound
    cases.case_by_id(actor, found.case_id)
    return found
