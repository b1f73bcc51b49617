"""What the guest does, by link and device alone. Each deed says so on the record of the case."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.kit.errors import Conflict, Invalid, NotFound
from anjian.remote import access, course, queries
from anjian.remote.actions._common import guest_actor, move, note, require
from anjian.remote.models import Session
from anjian.remote.secrets_of import TRIES, code_digest, digest_of, same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

CHECKS = {"camera": "摄像头", "microphone": "麦克风", "network": "网络", "clock": "时钟", "sound": "扬声器"}


class WrongCode(Conflict):
    """The code was wrong; the message says how many tries are left."""


def enter_by_code(token: str, code: str, *, at: datetime, agent: str = "") -> str:
    """Check the code of a link and bind it to this device; returns the device's secret.

    Raises NotFound for no link of ours, Closed for one that is over, locked, or used on another
    device, WrongCode with the tries left. A wrong code is on record, the fifth locks the link.
    """
    device = secrets.token_urlsafe(32)
    left = 0
    with transaction(by=guest_actor(access.invited_session(token, at=at)), at=at) as tx:
        session = access.invited_session(token, at=at, lock=True)
        if session.device_sha256:
            raise access.Closed(
                _("这个链接已经在另一台设备上使用。请回到那台设备；确需更换的，请执法人员重新发送链接。")
            )
        right = same(session.code_digest, code_digest(session.id, code.strip()))
        if right:
            session.device_sha256, session.seen_at, session.code_tries = digest_of(device), at, 0
            session.save(update_fields=["device_sha256", "seen_at", "code_tries"])
            told = {"agent": agent[:200]}
            if session.state == "invited":
                move(tx, session, "join", _("验证码正确，已接入"), data=told)
            else:
                note(tx, session, "rejoin", _("用新链接重新接入"), data=told)
        else:
            session.code_tries += 1
            left = max(0, TRIES - session.code_tries)
            session.locked_at = at if not left else None
            session.save(update_fields=["code_tries", "locked_at"])
            note(tx, session, "wrong_code", _("验证码输错第%(n)s次") % {"n": session.code_tries})
            if not left:
                note(tx, session, "locked", _("验证码连续输错，链接已锁定"))
    if right:
        return device
    if not left:
        raise access.Closed(_("验证码输错次数过多，链接已锁定。请打电话给联系您的执法人员，重新发送链接。"))
    raise WrongCode(
        _("验证码不正确，还可以再试%(n)s次。请核对执法人员在电话或者短信中告诉您的六位数字。") % {"n": left},
        code="wrong_code",
    )


def note_seen(session: Session, *, at: datetime) -> None:
    """Note that the guest's page is there; after an absence that is a fact of its own."""
    if session.seen_at is not None and (at - session.seen_at).total_seconds() < 4:
        return
    before = session.seen_at
    if before is None or queries.here(session, at) or session.state in course.OVER:
        Session.objects.filter(org_id=session.org_id, id=session.id).update(seen_at=at)
        return
    with transaction(by=guest_actor(session), at=at) as tx:
        Session.objects.filter(org_id=session.org_id, id=session.id).update(seen_at=at)
        away = round((at - before).total_seconds())
        note(tx, session, "back", _("对方断开%(n)s秒后恢复") % {"n": away}, data={"seconds": away})


def leave_page(session: Session, *, at: datetime) -> None:
    """Note that the guest's page was left."""
    with transaction(by=guest_actor(session), at=at) as tx:
        note(tx, session, "left", _("对方页面关闭或者刷新"))


def note_device(session_id: UUID, checks: Sequence[Mapping[str, Any]], *, by: Session, at: datetime) -> None:
    """Keep what the guest's browser found: camera, microphone, network, clock. Raises Invalid without any."""
    found = [
        {"code": c["code"], "ok": c.get("ok") is True, "value": str(c.get("value", ""))[:120]}
        for c in checks[:12]
        if isinstance(c, dict) and c.get("code") in CHECKS
    ]
    if not found:
        raise Invalid({"checks": _("没有检查结果。")})
    bad = [CHECKS[c["code"]] for c in found if not c["ok"]]
    words = _("设备检查：%(bad)s不正常") % {"bad": "、".join(bad)} if bad else _("设备检查正常")
    with transaction(by=guest_actor(by), at=at) as tx:
        session = _locked(by, session_id)
        data = {"checks": found}
        if session.state == "waiting" and not {"camera", "microphone"} & {
            c["code"] for c in found if not c["ok"]
        }:
            move(tx, session, "check", words, data=data)
        else:
            note(tx, session, "checked_again", words, data=data)


def _locked(session: Session, session_id: UUID) -> Session:
    if session.id != session_id:
        raise NotFound
    return Session.objects.select_for_update().get(org_id=session.org_id, id=session.id)


def note_position(by: Session, position: Mapping[str, Any], *, at: datetime) -> None:
    """Keep where the guest's device says it is, with its accuracy in metres. Raises Invalid for no place."""
    clean = place_of(position)
    if not clean:
        raise Invalid({"position": _("位置无法识别。")})
    words = _("位置：纬度%(lat)s，经度%(lon)s，误差约%(m)s米") % {
        "lat": clean["lat"],
        "lon": clean["lon"],
        "m": clean["accuracy_m"],
    }
    with transaction(by=guest_actor(by), at=at) as tx:
        note(tx, _locked(by, by.id), "position", words, data=clean)


def place_of(position: Mapping[str, Any]) -> dict[str, float]:
    """Return a place as it is kept (degrees, metres), empty for none.

    >>> place_of({"lat": 30.123456789, "lon": 120, "accuracy_m": 8.4})
    {'lat': 30.123457, 'lon': 120.0, 'accuracy_m': 8.0}
    >>> place_of({"lat": 300, "lon": 1})
    {}
    """
    try:
        lat, lon = float(position["lat"]), float(position["lon"])
        metres = float(position.get("accuracy_m", 0))
    except (KeyError, TypeError, ValueError):
        return {}
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 <= metres < 1e7):
        return {}
    return {"lat": round(lat, 6), "lon": round(lon, 6), "accuracy_m": float(round(metres))}


def agree_point(by: Session, point: str, *, org_name: str, at: datetime) -> None:
    """Confirm a point that was read out. Raises Refused before it was."""
    with transaction(by=guest_actor(by), at=at) as tx:
        session = _locked(by, by.id)
        require(course.against("tell", session.state))
        found = _point(session, point, org_name)
        if found.told_at is None:
            raise Invalid({"point": _("这一条还没有宣读。")})
        if found.confirmed_at is None:
            note(
                tx,
                session,
                "agreed",
                _("对方确认听清：%(text)s") % {"text": found.text[:40]},
                data={"point": point},
            )


def _point(session: Session, code: str, org_name: str) -> queries.PointView:
    for one in queries.points_of(session, org_name=org_name):
        if one.code == code:
            return one
    raise NotFound


def consent(by: Session, *, org_name: str, at: datetime) -> None:
    """Consent to remote evidence and recording, after every point was read out and confirmed."""
    with transaction(by=guest_actor(by), at=at) as tx:
        session = _locked(by, by.id)
        left = [p for p in queries.points_of(session, org_name=org_name) if p.confirmed_at is None]
        if left and session.state == "identified":
            raise Invalid({"consent": _("还有%(n)s条没有确认。") % {"n": len(left)}})
        if session.started_at is None:
            session.started_at = at
        move(tx, session, "consent", _("对方同意远程取证和录音录像，不申请回避"))


def refuse_session(by: Session, *, reason: str, at: datetime) -> None:
    """Refuse remote evidence: the session is over, politely and on record."""
    with transaction(by=guest_actor(by), at=at) as tx:
        session = _locked(by, by.id)
        words = _("对方不同意远程取证")
        move(tx, session, "refuse", f"{words}：{reason.strip()[:120]}" if reason.strip() else words)


def confirm_item(by: Session, item_id: UUID, *, at: datetime) -> None:
    """Confirm that the hash on the guest's screen is that of what was taken or handed over."""
    with transaction(by=guest_actor(by), at=at) as tx:
        session = _locked(by, by.id)
        found = next((one for one in queries.items_of(session) if one.id == item_id), None)
        if found is None:
            raise NotFound
        if found.confirmed_at is None:
            words = _("对方核对“%(name)s”校验值一致：%(hash)s") % {"name": found.title, "hash": found.groups}
            note(tx, session, "item_confirmed", words, data={"item": str(item_id), "sha256": found.sha256})
