"""The sections of the platform, in the order of the header."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.translation import gettext, gettext_noop

if TYPE_CHECKING:
    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One entry of the main navigation, shown only when its screen is mounted.

    ``rehearsal`` marks one that only a rehearsal has.
    """

    label: str
    url_name: str
    hidden_from: frozenset[str] = frozenset()
    only_for: frozenset[str] = frozenset()
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class NavItem:
    """A section as the header shows it to one person on one page."""

    label: str
    url: str
    current: bool


_TECHNICAL = frozenset({"system_admin"})

SECTIONS: tuple[Section, ...] = (
    Section(label=gettext_noop("工作台"), url_name="workbench"),
    Section(label=gettext_noop("案件"), url_name="cases:list", hidden_from=_TECHNICAL),
    Section(label=gettext_noop("询问"), url_name="interviews:list", hidden_from=_TECHNICAL),
    Section(label=gettext_noop("文书"), url_name="documents:list", hidden_from=_TECHNICAL),
    Section(label=gettext_noop("证据"), url_name="evidence:list", hidden_from=_TECHNICAL),
    Section(label=gettext_noop("期限"), url_name="deadlines:list", hidden_from=_TECHNICAL),
    Section(label=gettext_noop("企业档案"), url_name="dossiers:list", hidden_from=_TECHNICAL),
    Section(label=gettext_noop("违法行为"), url_name="violations:catalogue"),
    Section(label=gettext_noop("法律"), url_name="law:texts"),
    Section(label=gettext_noop("登记簿"), url_name="registers:home"),
    Section(label=gettext_noop("档案"), url_name="archive:home", hidden_from=_TECHNICAL),
    Section(label=gettext_noop("机构人员"), url_name="people:list"),
    Section(label=gettext_noop("电子认证"), url_name="credentials:list", only_for=_TECHNICAL),
    Section(label=gettext_noop("采集站"), url_name="intake:stations", only_for=_TECHNICAL),
    Section(
        label=gettext_noop("完整性核查"),
        url_name="transparency:integrity",
        only_for=frozenset({"system_admin", "archivist"}),
    ),
    Section(
        label=gettext_noop("演练"),
        url_name="training:list",
        only_for=frozenset({"case_manager"}),
        rehearsal=True,
    ),
)


def url_or_none(name: str) -> str | None:
    """Return the address of a named page, or None while no such page is mounted."""
    return _address(get_urlconf() or settings.ROOT_URLCONF, name)


@lru_cache(maxsize=64)
def _address(urlconf: str, name: str) -> str | None:
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return None


def _shown(section: Section, actor: Actor) -> bool:
    if section.rehearsal and not settings.REHEARSAL:
        return False
    if section.only_for and not actor.roles & section.only_for:
        return False
    return not (section.hidden_from and actor.roles and actor.roles <= section.hidden_from)


def items_for(actor: Actor | None, path: str) -> tuple[NavItem, ...]:
    """Return the sections this person may enter; the longest address that fits the page is current."""
    if actor is None:
        return ()
    found: list[tuple[str, str]] = []
    for section in SECTIONS:
        if not _shown(section, actor):
            continue
        url = url_or_none(section.url_name)
        if url is not None:
            found.append((section.label, url))
    matching = [url for _, url in found if path.startswith(url)]
    current = max(matching, key=len, default=None)
    return tuple(NavItem(gettext(label), url, url == current) for label, url in found)
