"""Home of the archive: figures, what waits, what is lent; the catalogue, full text, places, the schedule."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anjian.archive import retention, roles
from anjian.archive.queries import files
from anjian.archive.queries import places as shelves
from anjian.archive.queries import search as full_text
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.people import queries as people
from anjian.web.archive import shared
from anjian.web.components import Figure, Filter, Option
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SOON = timedelta(days=365)


@require_GET
@officer_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what the archive has, what waits, what is lent, what is held, what comes to its end."""
    actor, today = actor_of(request), clock.today()
    keeper = roles.may(actor, "keep")
    told = files.figures(actor, today=today)
    catalogue, loans = reverse("archive:files"), reverse("archive:loans")
    agency = people.agency(actor.org_id)
    years = 20 if agency.level == "city" else 10
    context = {
        "tabs": shared.tabs(actor, "home"),
        "keeper": keeper,
        "figures": (
            Figure(label=_("在库案卷"), value=told.files, url=catalogue),
            Figure(label=_("页"), value=told.pages),
            Figure(
                label=_("待归档"), value=told.waiting, url="#waiting", tone="warn" if told.waiting else "ok"
            ),
            Figure(label=_("待审批借阅"), value=told.asked, url=loans, tone="warn" if told.asked else "ok"),
            Figure(label=_("借出"), value=told.lent, url=f"{catalogue}?state=lent"),
            Figure(label=_("逾期未还"), value=told.overdue, url=loans, tone="bad" if told.overdue else "ok"),
            Figure(label=_("保全中"), value=told.held, url=f"{catalogue}?state=held"),
            Figure(label=_("一年内到期"), value=told.ending, url="#ending"),
        ),
        "waiting": [
            {"line": w, "late": w.due_on is not None and w.due_on < today} for w in files.waiting(actor)
        ],
        "loans": [
            {
                "row": row,
                "no": no,
                "late": row.form == "paper" and row.due_on is not None and row.due_on < today,
            }
            for row, no in (files.open_loans(actor.org_id) if keeper else files.loans_of(actor))
        ],
        "holds": files.standing_holds(actor, limit=20),
        "ending": files.ending(actor.org_id, before=today + SOON, limit=20) if keeper else [],
        "transfer": files.permanent_before(
            actor.org_id, begun_before=today.replace(year=today.year - years), limit=20
        )
        if keeper
        else [],
        "transfer_years": years,
        "today": today,
        "search": "",
    }
    return render(request, "archive/home.html", context)


@require_GET
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the catalogue of files that this officer may know of."""
    actor, asked = actor_of(request), request.GET
    found = files.page(
        actor,
        text=asked.get("q", "").strip(),
        retention=asked.get("retention", "") if asked.get("retention") in retention.LABELS else "",
        state=asked.get("state", ""),
        before=shared.uuid(asked.get("after")),
        after=shared.uuid(asked.get("before")),
    )
    states = (
        ("lent", _("借出中")),
        ("held", _("保全中")),
        ("unplaced", _("未上架")),
        ("destroyed", _("电子文件已销毁")),
    )
    context = {
        "tabs": shared.tabs(actor, "files"),
        "crumbs": shared.path(_("案卷目录")),
        "lines": found.lines,
        "labels": retention.LABELS,
        "search": asked.get("q", "").strip(),
        "narrowed": any(asked.values()),
        "pager": shared.pager(found.newer, found.older, len(found.lines)),
        "filters": (
            Filter(
                name="retention",
                label=_("保管期限"),
                value=asked.get("retention", ""),
                options=tuple(Option(code, label) for code, label in retention.LABELS.items()),
            ),
            Filter(
                name="state",
                label=_("状态"),
                value=asked.get("state", ""),
                options=tuple(Option(code, label) for code, label in states),
            ),
        ),
    }
    return render(request, "archive/files.html", context)


@require_GET
@officer_required
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that contain the words, of files this officer may know of."""
    actor, asked = actor_of(request), request.GET
    text = asked.get("q", "").strip()[:80]
    kind = asked.get("kind", "") if asked.get("kind") in full_text.KINDS else ""
    found = full_text.search(actor, text, kind=kind, before=shared.uuid(asked.get("after")))
    context = {
        "tabs": shared.tabs(actor, "search"),
        "crumbs": shared.path(_("全文检索")),
        "search": text,
        "lines": found.lines,
        "older": found.older,
        "filters": (
            Filter(
                name="kind",
                label=_("内容"),
                value=kind,
                options=tuple(Option(code, label) for code, label in full_text.KINDS.items()),
            ),
        ),
    }
    return render(request, "archive/search.html", context)


@require_GET
@officer_required
def places(request: HttpRequest) -> HttpResponse:
    """Show the rooms with their cabinets and shelves, and what stands on one of them."""
    actor, asked = actor_of(request), request.GET
    if not roles.may(actor, "keep"):
        raise NotFound
    chosen = (asked.get("room", ""), asked.get("cabinet", ""), asked.get("shelf", ""))
    context = {
        "tabs": shared.tabs(actor, "places"),
        "crumbs": shared.path(_("库房位置")),
        "racks": shelves.plan_of_places(actor.org_id),
        "chosen": "-".join(part for part in chosen if part),
        "volumes": shelves.on_shelf(actor.org_id, *chosen) if chosen[0] else [],
        "at": chosen,
    }
    return render(request, "archive/places.html", context)


@require_GET
@officer_required
def schedule(request: HttpRequest) -> HttpResponse:
    """Show the retention schedule with sources and how sure they are."""
    context = {
        "tabs": shared.tabs(actor_of(request), "schedule"),
        "crumbs": shared.path(_("保管期限表")),
        "rules": retention.schedule(),
        "media": retention.media_rules(),
    }
    return render(request, "archive/schedule.html", context)
