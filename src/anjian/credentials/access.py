"""Who may see and manage certificates."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.credentials.queries import Certificate, certificate
from anjian.kit.actor import Actor
from anjian.kit.errors import NotFound, refuse

MANAGER = "system_admin"


def may_manage(by: Actor) -> bool:
    """Whether the actor issues and revokes certificates."""
    return MANAGER in by.roles


def require_manager(by: Actor) -> None:
    """Refuse whoever does not manage certificates."""
    if not may_manage(by):
        raise refuse(
            "role",
            _("签发、吊销数字证书由系统管理员办理。"),
            who=_("系统管理员"),
            cure=_("请联系本单位的系统管理员。"),
        )


def certificate_for(by: Actor, certificate_id: UUID, *, at: datetime) -> Certificate:
    """A certificate of the actor's own bureau; NotFound for any other."""
    found = certificate(by.org_id, certificate_id, at=at)
    if found is None:
        raise NotFound
    return found
