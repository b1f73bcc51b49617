"""The two-way books: what went to police, procuratorate, court and other agencies, and what came back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.cases import access, queries
from anjian.kit import clock
from anjian.procedures.books import DIRECTIONS, ORGANS
from anjian.web.components import Filter, Option, Pager, crumbs
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from anjian.cases.queries import BookLine
    from anjian.kit.actor import Actor

PAGE_SIZE = 50
KINDS: dict[str, str] = {
    "police": gettext_noop("公安机关"),
    "procuratorate": gettext_noop("人民检察院"),
    "court": gettext_noop("人民法院"),
    "supervisory": gettext_noop("监察机关"),
    "agency": gettext_noop("其他行政机关"),
}
WAYS: dict[str, str] = {"sent": gettext_noop("发出"), "received": gettext_noop("收到")}


@officer_required
def books(request: HttpRequest) -> HttpResponse:
    """Show the books of every case the officer may know of, newest first."""
    actor = actor_of(request)
    context = _context(actor, request.GET)
    context["crumbs"] = crumbs((_("案件"), reverse("cases:list")), _("往来台账"))
    context["topic"] = f"org:{actor.org_id}"
    return render(request, "cases/books.html", context)


@officer_required
def case_books(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show the books of one case."""
    actor = actor_of(request)
    case = access.case_for(actor, case_no)
    context = _context(actor, request.GET, case_id=case.id)
    context |= {
        "case": case,
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            _("往来台账"),
        ),
        "topic": f"case:{case.id}",
    }
    return render(request, "cases/books.html", context)


def _context(actor: Actor, asked: Mapping[str, Any], case_id: UUID | None = None) -> dict[str, Any]:
    organ, way = str(asked.get("organ", "")), str(asked.get("way", ""))
    organ, way = organ if organ in ORGANS else "", way if way in DIRECTIONS else ""
    page = queries.book(
        actor,
        organ_kind=organ,
        direction=way,
        case_id=case_id,
        before=_uuid(asked.get("after")),
        after=_uuid(asked.get("before")),
        size=PAGE_SIZE,
    )
    today = clock.today()
    return {
        "rows": [_row(line, today) for line in page.lines],
        "filters": (
            Filter(
                name="organ",
                label=_("对方机关"),
                value=organ,
                options=tuple(Option(value=code, label=_(label)) for code, label in KINDS.items()),
            ),
            Filter(
                name="way",
                label=_("方向"),
                value=way,
                options=tuple(Option(value=code, label=_(label)) for code, label in WAYS.items()),
            ),
        ),
        "pager": Pager(
            previous=str(page.newer or ""), following=str(page.older or ""), shown=len(page.lines)
        ),
        "narrowed": bool(organ or way),
    }


def _row(line: BookLine, today: date) -> dict[str, Any]:
    term = line.clock
    return {
        "line": line,
        "entry": line.entry,
        "kind": _(KINDS[line.entry.organ_kind]),
        "way": _(WAYS[line.entry.direction]),
        "tone": "info" if line.entry.direction == "sent" else "ok",
        "day": date.fromisoformat(line.entry.day) if line.entry.day else None,
        "term": term,
        "late": term is not None and term.due_on < today,
    }


def _uuid(told: Any) -> UUID | None:
    try:
        return UUID(str(told))
    except ValueError:
        return None
