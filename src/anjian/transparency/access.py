"""Who may know of the log and its checks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from anjian.kit.actor import Actor
from anjian.kit.errors import NotFound, refuse

READERS = frozenset(
    {
        "system_admin",
        "archivist",
        "case_manager",
        "legal_reviewer",
        "agency_leader",
        "agency_head",
        "discipline_head",
    }
)
"""Who sees the state of the log and what checks found."""

CHECKERS = frozenset({"system_admin", "archivist", "case_manager"})
"""Who may have everything checked now."""


def may_read(actor: Actor) -> bool:
    """Whether the officer sees the page of integrity."""
    return bool(actor.roles & READERS)


def may_check(actor: Actor) -> bool:
    """Whether the officer may have everything checked now."""
    return bool(actor.roles & CHECKERS)


def may_know_names(actor: Actor) -> bool:
    """Whether findings may say what people call an item: not to those who see no cases."""
    return bool(actor.roles & (READERS - {"system_admin"}))


def require_reader(actor: Actor) -> None:
    """Raise NotFound for everybody whose business it is not."""
    if not may_read(actor):
        raise NotFound


def require_checker(actor: Actor) -> None:
    """Raise NotFound for those who may not see the page, Refused for those who may only read it."""
    require_reader(actor)
    if not may_check(actor):
        raise refuse(
            "role",
            _("您的岗位不能发起完整性核查。"),
            "《档案法实施条例》第三十九条",
            who=_("系统管理员、档案管理员、案件管理员"),
            cure=_("请他们发起；系统每天夜里也会自动核查。"),
        )
