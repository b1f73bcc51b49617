"""The page of integrity: how the log stands, who attests it, what the checks found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST
from procrastinate.contrib.django import app

from anjian.kit import clock
from anjian.kit.errors import Conflict, NotFound
from anjian.transparency import access, actions, queries, witnesses
from anjian.transparency.checking import PARTS
from anjian.web.components import crumbs
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from anjian.kit.actor import Actor
    from anjian.transparency.records import Checked, SignedCheckpoint

STATES = {
    "running": ("info", gettext_noop("进行中")),
    "passed": ("ok", gettext_noop("通过")),
    "failed": ("bad", gettext_noop("发现问题")),
    "broken": ("warn", gettext_noop("未完成")),
}
PART_NAMES = {
    "log": gettext_noop("存证日志"),
    "rows": gettext_noop("数据库记录"),
    "chains": gettext_noop("事件链"),
    "blobs": gettext_noop("存储文件"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One check as the page shows it."""

    check: Checked
    tone: str
    label: str
    parts: tuple[tuple[str, int], ...]

    @property
    def percent(self) -> int:
        """How far it is through the part at work."""
        return 100 * self.check.done // self.check.total if self.check.total else 0

    @property
    def seconds(self) -> int:
        """How long it took."""
        if self.check.finished_at is None:
            return 0
        return round((self.check.finished_at - self.check.started_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Curve:
    """The growth of the log as points of a small drawing, 600 by 80."""

    line: str
    area: str
    first: str
    last: str
    low: int
    high: int


def _shown(check: Checked) -> Shown:
    tone, label = STATES[check.status]
    parts = tuple((_(PART_NAMES[part.code]), int(check.counts.get(part.code, 0))) for part in PARTS)
    return Shown(check, tone, _(label), parts)


def _curve(org_id: UUID) -> Curve | None:
    days = queries.growth(org_id)
    if len(days) < 2:
        return None
    low, high = days[0][1], max(days[-1][1], days[0][1] + 1)
    points = [
        f"{600 * n / (len(days) - 1):.1f},{76 - 72 * (size - low) / (high - low):.1f}"
        for n, (_day, size) in enumerate(days)
    ]
    line = " ".join(points)
    return Curve(line, f"0,80 {line} 600,80", days[0][0], days[-1][0], days[0][1], days[-1][1])


@dataclass(frozen=True, slots=True)
class Attested:
    """A configured witness and whether it has signed the newest checkpoint."""

    name: str
    url: str
    signed: bool


def _attested(signed: SignedCheckpoint | None) -> list[Attested]:
    names = {one.witness for one in signed.witnesses} if signed else set()
    return [Attested(one.name, one.url, one.name in names) for one in witnesses.configured()]


def _state(actor: Actor) -> dict[str, object]:
    signed = queries.checkpoint(actor.org_id)
    attested = _attested(signed)
    count = sum(one.signed for one in attested)
    newest = [_shown(check) for check in queries.checks(actor.org_id, limit=12)]
    return {
        "signed": signed,
        "origin": queries.origin_of(actor.org_id),
        "vkey": queries.log_key(actor.org_id),
        "waiting": queries.waiting(actor.org_id),
        "witnesses": attested,
        "witnessed": count,
        "quorum": witnesses.quorum(),
        "enough": bool(attested) and count >= witnesses.quorum(),
        "alarms": queries.alarms(actor.org_id, limit=10),
        "curve": _curve(actor.org_id),
        "heads": queries.daily_heads(actor.org_id, limit=7),
        "checks": newest,
        "running": next((one for one in newest if one.check.status == "running"), None),
        "last": next((one for one in newest if one.check.status in {"passed", "failed"}), None),
    }


@require_GET
@officer_required
def page(request: HttpRequest) -> HttpResponse:
    """Show the log, its witnesses and the last checks of the officer's own bureau."""
    actor = actor_of(request)
    access.require_reader(actor)
    context = {**_state(actor), "may_check": access.may_check(actor), "org_id": actor.org_id}
    return render(request, "transparency/integrity.html", context)


@require_POST
@officer_required
def run(request: HttpRequest) -> HttpResponse:
    """Have everything checked now."""
    actor = actor_of(request)
    access.require_checker(actor)
    try:
        check_id = actions.ask_for_check(actor.org_id, asked_by=actor.name, at=clock.now())
    except Conflict as running:
        messages.info(request, running.message)
    else:
        job = app.configure_task("transparency.check_records", allow_unknown=True, queue="maintenance")
        job.defer(org_id=str(actor.org_id), check_id=str(check_id))
    return see_other(request, reverse("transparency:integrity"))


@require_GET
@officer_required
def check(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Show one check with everything it found."""
    actor = actor_of(request)
    access.require_reader(actor)
    found = queries.check(actor.org_id, check_id)
    if found is None:
        raise NotFound
    context = {
        "shown": _shown(found),
        "names": access.may_know_names(actor),
        "crumbs": crumbs((_("完整性核查"), reverse("transparency:integrity")), _("核查结果")),
    }
    return render(request, "transparency/check.html", context)
