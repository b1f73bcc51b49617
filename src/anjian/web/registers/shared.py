"""What the pages of all registers share: tabs, reading of the address, officers to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.kit import clock
from anjian.people import queries as people
from anjian.web.components import Filter, Option, Pager, Tab, crumbs
from anjian.web.forms_from_fields import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anjian.kit.actor import Actor
    from anjian.web.components import Crumb


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One of the registers: its address, its words, its sign."""

    name: str
    label: str
    icon: str
    text: str


REGISTERS = (
    Register(
        name="interference",
        label=gettext_noop("干预记录"),
        icon="shield-exclamation",
        text=gettext_noop("领导干部和其他人员干预执法的记录，如实登记，只增不改。"),
    ),
    Register(
        name="recusals",
        label=gettext_noop("回避登记"),
        icon="user-minus",
        text=gettext_noop("当事人申请和本人声明的回避，取自案件办理记录。"),
    ),
    Register(
        name="opinions",
        label=gettext_noop("法制审核意见登记"),
        icon="gavel",
        text=gettext_noop("每一次法制审核的事由、结果和用时，取自案件办理记录。"),
    ),
    Register(
        name="discussions",
        label=gettext_noop("集体讨论登记"),
        icon="users-group",
        text=gettext_noop("每一次集体讨论的参加人、各人意见和结论，取自案件办理记录。"),
    ),
    Register(
        name="typical",
        label=gettext_noop("典型案例"),
        icon="book",
        text=gettext_noop("隐去身份以后供内部学习的案例，经另一人复核发布。"),
    ),
    Register(
        name="meetings",
        label=gettext_noop("联席会议"),
        icon="building-community",
        text=gettext_noop("与公安、法院、检察院的联席会议、案件结论和任务。"),
    ),
)


def tabs(current: str) -> tuple[Tab, ...]:
    """Return the tabs over the registers."""
    return tuple(
        Tab(label=_(r.label), url=reverse(f"registers:{r.name}"), current=r.name == current)
        for r in REGISTERS
    )


def path(name: str, *rest: str) -> tuple[Crumb, ...]:
    """Return the breadcrumbs of a register's page."""
    label = _(next(r.label for r in REGISTERS if r.name == name))
    home = (_("登记簿"), reverse("registers:home"))
    if not rest:
        return crumbs(home, label)
    return crumbs(home, (label, reverse(f"registers:{name}")), *rest)


def uuid(text: str | None) -> UUID | None:
    """Read an id of the address; what is none is absent."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def day(text: str | None) -> date | None:
    """Read a day of the address; what is none is absent."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def pager(newer: UUID | None, older: UUID | None, shown: int) -> Pager:
    """Return the cursors of a keyset page."""
    return Pager(previous=str(newer or ""), following=str(older or ""), shown=shown)


def chosen(name: str, label: str, value: str, known: Iterable[tuple[str, str]]) -> Filter:
    """Return a filter over codes and their words."""
    options = tuple(Option(value=code, label=_(words)) for code, words in known)
    return Filter(name=name, label=label, value=value, options=options)


def span(asked: dict[str, str], since: str, until: str) -> tuple[Filter, Filter]:
    """Return the two filters of a span of days."""
    return (
        Filter(name="from", label=since, value=asked.get("from", ""), kind="date"),
        Filter(name="to", label=until, value=asked.get("to", ""), kind="date"),
    )


def units(actor: Actor, value: str) -> Filter:
    """Return the filter over the units of the bureau."""
    known = ((str(u["id"]), u["name"]) for u in people.units(actor.org_id))
    return Filter(
        name="unit",
        label=_("承办机构"),
        value=value,
        options=tuple(Option(value=v, label=n) for v, n in known),
    )


def officers(actor: Actor) -> tuple[Choice, ...]:
    """Return everybody of the bureau, for a choice."""
    return tuple(
        Choice(str(p.id), p.name, f"{p.unit_name} {p.post}")
        for p in people.officers(actor.org_id, on=clock.today())
    )
