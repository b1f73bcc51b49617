"""View models of the components: what a view hands to `{% include "ui/…" %}`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

Tone = Literal["neutral", "info", "ok", "warn", "bad", "done"]

TONES: dict[str, str] = {
    "neutral": "circle-dashed",
    "info": "progress",
    "ok": "circle-check",
    "warn": "alert-triangle",
    "bad": "alert-octagon",
    "done": "circle-check",
}


@dataclass(frozen=True, slots=True)
class Status:
    """How a state code is written: words, tone, sign."""

    label: str
    tone: str
    sign: str = ""


def _status(label: str, tone: str, icon: str = "") -> Status:
    return Status(label, tone, icon)


STATUSES: dict[str, Status] = {
    "draft": _status(_("草稿"), "neutral", icon="pencil"),
    "submitted": _status(_("审批中"), "info", icon="progress"),
    "returned": _status(_("退回修改"), "warn", icon="arrow-back-up"),
    "approved": _status(_("已批准"), "info", icon="checks"),
    "rejected": _status(_("不同意"), "bad", icon="circle-x"),
    "issued": _status(_("已制发"), "ok", icon="rubber-stamp"),
    "signed": _status(_("已签名"), "ok", icon="signature"),
    "sealed": _status(_("已签章"), "ok", icon="rubber-stamp"),
    "served": _status(_("已送达"), "ok", icon="mail-check"),
    "awaiting_receipt": _status(_("待回执"), "warn", icon="mail-question"),
    "void": _status(_("已作废"), "neutral", icon="ban"),
    "open": _status(_("进行中"), "info", icon="progress"),
    "recording": _status(_("记录中"), "bad", icon="circle-filled"),
    "paused": _status(_("已暂停"), "warn", icon="player-pause"),
    "closed": _status(_("已结束"), "done", icon="circle-check"),
    "overdue": _status(_("已逾期"), "bad", icon="alert-octagon"),
    "pending": _status(_("待办"), "warn", icon="hourglass"),
    "verified": _status(_("已核验"), "ok", icon="shield-check"),
    "unverified": _status(_("未核验"), "neutral", icon="shield-question"),
    "contradiction": _status(_("矛盾"), "warn", icon="arrows-diff"),
    "resolved": _status(_("已查明"), "ok", icon="circle-check"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact under a page title: the name of its icon and the words."""

    sign: str
    text: str


def fact(icon: str, text: str) -> Fact:
    """Build a fact; written `fact(icon="calendar", text=…)` the icon joins the sprite.

    >>> fact(icon="calendar", text="立案 2026-08-24").sign
    'calendar'
    """
    return Fact(icon, text)


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb path; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One dot of the stage bar."""

    label: str
    state: Literal["done", "current", "future", "skipped"]
    on: date | None = None
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """A statutory clock as the person reads it: what, how long is left, why that day.

    `used` of `total` days feed the bar; `remaining` is the sentence (剩 3 天, 已逾期 2 天).
    """

    label: str
    remaining: str
    tone: Tone
    due_on: date | None
    used: int
    total: int
    basis: str = ""
    explanation: tuple[str, ...] = ()
    provisional: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person of the case: name, what they are, a tag."""

    name: str
    detail: str = ""
    tag: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """One line of the activity list: who did what when."""

    at: datetime
    who: str
    sentence: str
    url: str = ""
    no: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCard:
    """One item of the evidence grid."""

    name: str
    url: str
    kind: str
    at: datetime | None = None
    sm3: str = ""
    sha256: str = ""
    thumbnail: str = ""
    icon: str = "file"
    custody_ok: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a step is greyed: the sentence, its articles, who may, what to do."""

    reason: str
    code: str = ""
    cites: tuple[str, ...] = ()
    who: str = ""
    cure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOption:
    """A next step of the procedure: open with an address, or greyed with every reason."""

    label: str
    url: str = ""
    cites: tuple[str, ...] = ()
    by: str = ""
    reasons: tuple[Reason, ...] = ()
    primary: bool = False

    @property
    def allowed(self) -> bool:
        """Whether the step may be taken now."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One select or date input of the filters bar; its value lives in the address."""

    name: str
    label: str
    value: str = ""
    options: tuple[Option, ...] = ()
    kind: Literal["select", "date"] = "select"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Keyset paging: opaque cursors for the page before and the page after."""

    previous: str = ""
    following: str = ""
    shown: int = 0
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab of a page; a tab is a link, so it has an address."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that leads to its list."""

    label: str
    value: int | str
    url: str = ""
    tone: Tone = "neutral"


def crumbs(*pairs: tuple[str, str] | str) -> tuple[Crumb, ...]:
    """Build a breadcrumb path from (label, url) pairs; a bare string is the page itself.

    >>> crumbs(("案件", "/cases/"), "017号")[1].label
    '017号'
    """
    return tuple(Crumb(p) if isinstance(p, str) else Crumb(*p) for p in pairs)


def tone_for_days(left: int) -> Tone:
    """Tone of a clock with so many days left: bad from 1 day, warn from 7.

    >>> [tone_for_days(n) for n in (-2, 1, 5, 30)]
    ['bad', 'bad', 'warn', 'info']
    """
    if left <= 1:
        return "bad"
    return "warn" if left <= 7 else "info"


def initials(names: Iterable[str]) -> str:
    """First characters of some names, for a stack of avatars.

    >>> initials(["王虎", "赵敏"])
    '王赵'
    """
    return "".join(name[:1] for name in names)
