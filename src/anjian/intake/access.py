"""Who may know what of intake.

A link is known to whoever holds its token, and to those who may read its case. Recordings from a
docking station are known to their wearer, to those who lead units, and to those who run stations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _

from anjian.intake import queries
from anjian.intake.models import DockedFile, DockStation, IntakeLink, Submission, SubmittedFile
from anjian.kit.actor import Actor
from anjian.kit.errors import Conflict, NotFound, refuse
from anjian.kit.hashing import sha256_hex
from anjian.people import queries as people

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

__all__ = [
    "KEEPERS",
    "OVERSEERS",
    "IntakeLink",
    "docked",
    "file_of",
    "guest_of",
    "link_by_id",
    "link_by_token",
    "link_locked",
    "link_of",
    "require_keeper",
    "require_open",
    "station",
    "station_by_token",
    "submission_of",
]

Row = TypeVar("Row", IntakeLink, SubmittedFile, DockStation, DockedFile)

KEEPERS = frozenset({"system_admin"})
OVERSEERS = frozenset({"unit_head", "case_manager", "agency_leader", "agency_head"})


def link_by_token(token: str) -> IntakeLink:
    """Return the link of a token. Raises NotFound."""
    if not 16 <= len(token) <= 64:
        raise NotFound
    return _there(IntakeLink.objects.filter(token_sha256=sha256_hex(token.encode())).first())


def link_by_id(link_id: UUID) -> IntakeLink:
    """Return a link whose token was checked before. Raises NotFound."""
    return _there(IntakeLink.objects.filter(id=link_id).first())


def link_of(actor: Actor, case_id: UUID, link_id: UUID) -> IntakeLink:
    """Return a link of a case the officer has fetched. Raises NotFound."""
    return _there(IntakeLink.objects.filter(org_id=actor.org_id, case_id=case_id, id=link_id).first())


def link_locked(link: IntakeLink) -> IntakeLink:
    """Return the link with its turn taken until the transaction ends."""
    return IntakeLink.objects.select_for_update().get(org_id=link.org_id, id=link.id)


def guest_of(link: IntakeLink) -> Actor:
    """Return who acts through a link: a person outside, without office or account."""
    return Actor(
        id=link.id,
        org_id=link.org_id,
        unit_id=None,
        kind="public",
        name=link.giver,
        org_name=people.agency(link.org_id).name,
        body="system",
    )


def require_open(link: IntakeLink, *, at: datetime) -> None:
    """Raise Conflict, saying what to do, unless the link may still be used."""
    words = {
        "ended": _("这个链接已经过期，请联系承办人重新发送。"),
        "closed": _("这个链接已经由承办人关闭，请联系承办人。"),
        "locked": _("验证码多次错误，链接已经锁定，请联系承办人重新发送。"),
        "used": _("材料已经提交，回执见本页；还有材料要补充的，请联系承办人重新发送链接。"),
    }
    state = queries.state_of(link, at=at)
    if state != "open":
        raise Conflict(words[state], code=f"link_{state}")


def file_of(actor: Actor, case_id: UUID, file_id: UUID) -> SubmittedFile:
    """Return a submitted file of a case the officer has fetched. Raises NotFound."""
    file = _there(SubmittedFile.objects.filter(org_id=actor.org_id, id=file_id).first())
    if submission_of(file).case_id != case_id:
        raise NotFound
    return file


def submission_of(file: SubmittedFile) -> Submission:
    """Return the submission a file came with."""
    return Submission.objects.get(org_id=file.org_id, id=file.submission_id)


def station_by_token(token: str) -> DockStation:
    """Return the station in service that holds this key. Raises NotFound."""
    rows = DockStation.objects.filter(token_sha256=sha256_hex(token.encode()), ended_at=None)
    return _there(rows.first())


def station(actor: Actor, station_id: UUID) -> DockStation:
    """Return a station of the officer's bureau. Raises NotFound."""
    return _there(DockStation.objects.filter(org_id=actor.org_id, id=station_id).first())


def docked(actor: Actor, file_id: UUID) -> DockedFile:
    """Return a docked recording this officer may know of. Raises NotFound."""
    row = _there(DockedFile.objects.filter(org_id=actor.org_id, id=file_id).first())
    if row.officer_id not in {actor.id, None} and not actor.roles & OVERSEERS:
        raise NotFound
    return row


def require_keeper(actor: Actor) -> None:
    """Raise Refused unless the officer keeps the installation."""
    if actor.kind != "system" and not actor.roles & KEEPERS:
        raise refuse(
            "dock.keeper",
            _("采集站由系统管理员设置。"),
            who=_("系统管理员"),
            cure=_("请系统管理员办理。"),
        )


def _there(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row
