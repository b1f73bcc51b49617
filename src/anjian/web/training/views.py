"""Exercises: choosing a written case, steering it beside the console, and looking back at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit import queries as audit
from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.training import access, actions, queries
from anjian.training.scenario import SPEEDS, Scenario, scenarios
from anjian.web import components
from anjian.web.http import actor_of, is_fragment, officer_required, see_other
from anjian.web.training import picture

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from anjian.training.queries import Run

HISTORY = 12
PEOPLE = (("2", "两人"), ("3", "三人"), ("4", "四人"))


@require_GET
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the written cases, without what is wrong in them, and the exercises held so far."""
    actor = access.trainee(actor_of(request))
    runs = queries.runs(actor.org_id, limit=HISTORY)
    asked = {name: request.GET.get(name, "") for name in ("q", "people", "domain")}
    known = list(scenarios().values())
    found = [s for s in known if _fits(s, asked)]
    context = {
        "found": found,
        "all": len(known),
        "search": asked["q"],
        "filters": _filters(known, asked),
        "speeds": SPEEDS,
        "going": next((run for run in runs if run.state != "ended"), None),
        "history": [_line(run) for run in runs],
    }
    return render(request, "training/list.html", context)


def _fits(scenario: Scenario, asked: dict[str, str]) -> bool:
    words = " ".join((scenario.title, scenario.domain, *(p.name for p in scenario.players)))
    return (
        asked["q"].strip() in words
        and asked["domain"] in ("", scenario.domain)
        and asked["people"] in ("", str(len(scenario.players)))
    )


def _filters(known: list[Scenario], asked: dict[str, str]) -> tuple[components.Filter, ...]:
    domains = dict.fromkeys(s.domain for s in known)
    return (
        components.Filter(
            name="people",
            label=_("人数"),
            value=asked["people"],
            options=tuple(components.Option(value, _(label)) for value, label in PEOPLE),
        ),
        components.Filter(
            name="domain",
            label=_("行业"),
            value=asked["domain"],
            options=tuple(components.Option(d, d) for d in domains),
        ),
    )


def _line(run: Run) -> dict[str, Any]:
    return {"run": run, "debrief": queries.debrief(run) if run.state == "ended" else None}


@require_POST
@officer_required
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an exercise and go to its console."""
    actor = access.trainee(actor_of(request))
    command = actions.BeginRun(
        scenario=request.POST.get("scenario", ""), speed=_speed(request.POST.get("speed", ""))
    )
    run_id = actions.begin(command, by=actor, at=clock.now())
    run = access.run(actor, run_id)
    return see_other(request, reverse("interviews:console", args=[run.case_id]))


def _speed(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 4 else 0


@require_GET
@officer_required
def page(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show how far an exercise is; once ended, what became of every planted contradiction."""
    actor = actor_of(request)
    last_event = audit.newest_outbox_id()
    run = access.run(actor, run_id)
    scenario = queries.scenario_of(run)
    context = _steering(run) | {
        "scenario": scenario,
        "last_event": last_event,
        "facts": _facts(run, len(scenario.lines)),
        "console": reverse("interviews:console", args=[run.case_id]),
        "crumbs": components.crumbs((_("演练"), reverse("training:list")), run.title),
    }
    if run.state == "ended":
        debrief, played = queries.debrief(run), queries.replay(run)
        context |= {"debrief": debrief, "picture": picture.draw(played, debrief)}
    return render(request, "training/run.html", context)


def _facts(run: Run, lines: int) -> tuple[components.Fact, ...]:
    begun = run.begun_at.astimezone(LOCAL_ZONE)
    return (
        components.fact(icon="calendar", text=f"{begun:%Y-%m-%d %H:%M}"),
        components.fact(icon="gauge", text=_("%(speed)d倍速") % {"speed": run.speed}),
        components.fact(
            icon="messages",
            text=_("播放%(played)d问，共%(lines)d问") % {"played": run.played, "lines": lines},
        ),
    )


def _steering(run: Run) -> dict[str, Any]:
    return {
        "run": run,
        "lines": len(queries.scenario_of(run).lines),
        "speeds": SPEEDS,
        "may_steer": run.state != "ended",
    }


@require_GET
@officer_required
def bar(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Draw the control bar afresh."""
    return render(request, "training/_bar.html", _steering(access.run(actor_of(request), run_id)))


@require_POST
@officer_required
def move(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Pause, go on, change the speed, or end; an ended exercise leads to its debrief."""
    actor, form = actor_of(request), request.POST
    command = actions.MoveRun(run_id=run_id, state=form.get("state", ""), speed=_speed(form.get("speed", "")))
    actions.move(command, by=actor, at=clock.now())
    run = access.run(actor, run_id)
    if run.state == "ended":
        return see_other(request, reverse("training:run", args=[run_id]))
    if is_fragment(request):
        return render(request, "training/_bar.html", _steering(run))
    return see_other(request, reverse("interviews:console", args=[run.case_id]))
