"""The analysis 证词分析 of a case: pieces that the console shows, and a page of its own.

Only those who may watch all rooms may see any of it; whoever sits in a room learns nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from anjian.audit import queries as audit
from anjian.audit.actions import record_access
from anjian.interviews import access
from anjian.interviews.queries.analysis import PAGE, SHOWN, Analysis
from anjian.interviews.queries.board import circled
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.testimony.board.grid import STATES
from anjian.web import components
from anjian.web.http import actor_of, is_fragment, officer_required
from anjian.web.interviews import board_drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, QueryDict

    from anjian.interviews.access import CaseRow

VIEWS = {
    "facts": gettext_noop("事实表"),
    "silence": gettext_noop("沉默图"),
    "timeline": gettext_noop("时间线"),
    "people": gettext_noop("人物关系"),
    "sameness": gettext_noop("雷同"),
}
WHOLE = 100_000
MOST_DIGITS = 6
MOST_GAPS = 60
EDGES = (("actor", gettext_noop("谁做的")), ("present", gettext_noop("谁在场")))

Context = dict[str, Any]


def _facts(analysis: Analysis, query: QueryDict) -> Context:
    page = query.get("page", "")
    view = analysis.facts(
        query.get("show", ""),
        int(page) if page.isdigit() and len(page) < MOST_DIGITS else 1,
        size=WHOLE if "print" in query else PAGE,
    )
    detail = analysis.row(query.get("row", "")) if "row" in query else None
    filters = [(code, label, view.counts[code]) for code, label in SHOWN.items()]
    legend = [(state, word, meaning) for state, (word, meaning) in STATES.items()]
    return {
        "facts": view,
        "filters": filters,
        "legend": legend,
        "detail": detail,
        "asked_row": "row" in query,
    }


def _silence(analysis: Analysis, query: QueryDict) -> Context:
    del query
    found = analysis.silence()
    names = {v.pid: v.name for v in analysis.voices}
    return {
        "silence": found,
        "persons": [(names[p.pid], p) for p in found.persons if p.pid in names],
        "next_questions": analysis.next_by_voice(found),
        "gaps": [
            {
                "gap": gap,
                "signs": [circled(no) for no in gap.disputes],
                "unasked": [names[p] for p in gap.unasked if p in names],
                "evaded": [names[p] for p in gap.evaded if p in names],
                "spoken": [names[p] for p in gap.spoken if p in names],
            }
            for gap in found.gaps[:MOST_GAPS]
        ],
        "more_gaps": max(0, len(found.gaps) - MOST_GAPS),
    }


def _timeline(analysis: Analysis, query: QueryDict) -> Context:
    del query
    found = analysis.timeline()
    return {
        "timeline": found,
        "days": board_drawing.days(found, analysis),
        "day_only": [analysis.moment(m) for m in found.day_only],
        "elsewhere": [analysis.moment(m) for m in found.elsewhere],
    }


def _people(analysis: Analysis, query: QueryDict) -> Context:
    chosen = query.getlist("with")
    view = analysis.people({"order", *chosen})
    return {
        "people": view,
        "graph": board_drawing.graph(view),
        "switches": [(code, _(label), code in chosen) for code, label in EDGES],
    }


def _sameness(analysis: Analysis, query: QueryDict) -> Context:
    del query
    return {"pairs": analysis.sameness(), "changes": analysis.own_changes()}


_CONTEXTS: dict[str, Callable[[Analysis, QueryDict], Context]] = {
    "facts": _facts,
    "silence": _silence,
    "timeline": _timeline,
    "people": _people,
    "sameness": _sameness,
}


def _context(request: HttpRequest, case: CaseRow, view: str) -> Context:
    analysis = Analysis(case.org_id, case.id)
    query = request.GET.copy()
    for name in ("view", "print", "part"):
        query.pop(name, None)
    address = reverse("interviews:board", args=[case.id, view])
    return {
        "case": case,
        "analysis": analysis,
        "view": view,
        "view_label": _(VIEWS[view]),
        "board_url": address,
        "board_src": f"{address}?{query.urlencode()}" if query else address,
        "page_url": f"{reverse('interviews:analysis', args=[case.id])}?view={view}",
        "template": f"interviews/board/_{view}.html",
        **_CONTEXTS[view](analysis, request.GET),
    }


def _on_record(request: HttpRequest, case: CaseRow, view: str) -> None:
    record_access(
        by=actor_of(request),
        at=clock.now(),
        what="interviews.analysis",
        subject_id=case.id,
        detail=f"{case.no} {VIEWS[view]}",
    )


@require_GET
@officer_required
def page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Draw the analysis as a page of its own, also for printing; opening it is put on record."""
    last_event = audit.newest_outbox_id()
    view = request.GET.get("view", "facts")
    if view not in VIEWS:
        raise NotFound
    case = access.console_case(actor_of(request), case_id)
    context = _context(request, case, view)
    _on_record(request, case, view)
    base = reverse("interviews:analysis", args=[case.id])
    context |= {
        "views": [(code, _(label), f"{base}?view={code}") for code, label in VIEWS.items()],
        "printing": request.GET.get("print") == "1",
        "printed_at": clock.now(),
        "printed_by": actor_of(request).name,
        "last_event": last_event,
        "live_topic": f"interview:{case.id}",
        "crumbs": components.crumbs(
            (_("询问"), "/interviews/"),
            (case.no, reverse("interviews:console", args=[case.id])),
            _("证词分析"),
        ),
    }
    return render(request, "interviews/board/page.html", context)


@require_GET
@officer_required
def fragment(request: HttpRequest, case_id: UUID, view: str) -> HttpResponse:
    """Draw one view as a piece of the console; without scripts the page of its own opens instead.

    A first look is put on record; the same view keeping itself fresh is not.
    """
    if view not in VIEWS:
        raise NotFound
    case = access.console_case(actor_of(request), case_id)
    fresh = request.headers.get("X-Live-Refresh") == "1"
    if not (is_fragment(request) or fresh):
        return redirect(f"{reverse('interviews:analysis', args=[case.id])}?view={view}")
    if not fresh:
        _on_record(request, case, view)
    last_event = audit.newest_outbox_id()
    context = _context(request, case, view) | {"last_event": last_event, "embedded": True}
    if "row" in request.GET and request.GET.get("part") == "detail":
        return render(request, "interviews/board/_detail.html", context)
    return render(request, "interviews/board/_board.html", context)
