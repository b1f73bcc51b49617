"""Who may practise: the centre's people, and only where nothing is real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from anjian.interviews.access import CENTRE
from anjian.kit.errors import NotFound, refuse
from anjian.training.models import Run

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor


def trainee(actor: Actor) -> Actor:
    """Return an actor who may practise. Raises NotFound outside a rehearsal, Refused to other offices."""
    if not settings.REHEARSAL:
        raise NotFound
    if not actor.roles & CENTRE:
        raise refuse(
            "training.role",
            _("演练供案件管理员练习同步询问的指挥。"),
            who=_("案件管理员"),
            cure=_("用案件管理员的账号登录演练系统。"),
        )
    return actor


def run(actor: Actor, run_id: UUID, *, lock: bool = False) -> Run:
    """Return an exercise of the actor's organisation, locked when asked. Raises NotFound or Refused."""
    trainee(actor)
    rows = Run.objects.select_for_update() if lock else Run.objects.all()
    found = rows.filter(org_id=actor.org_id, id=run_id).first()
    if found is None:
        raise NotFound
    return found
