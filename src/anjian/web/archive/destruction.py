"""Destruction lists: proposed, appraised, approved twice, supervised by two; kept for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.archive import access, actions, roles
from anjian.archive.queries import destruction as queries
from anjian.archive.retention import LABELS
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.web.archive import shared
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_GET
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show every list, and which files could be put on the next one."""
    actor = actor_of(request)
    if not access.sees_lists(actor):
        raise NotFound
    context = {
        "tabs": shared.tabs(actor, "destruction"),
        "crumbs": shared.path(_("鉴定销毁")),
        "lists": queries.lists(actor.org_id),
        "ready": queries.proposable(actor.org_id, on=clock.today()),
        "labels": LABELS,
        "may_propose": roles.may(actor, "propose_destruction"),
    }
    return render(request, "archive/destruction.html", context)


@require_POST
@officer_required
def new(request: HttpRequest) -> HttpResponse:
    """Draw up a list of what has reached the end of its term."""
    actor = actor_of(request)
    if not access.sees_lists(actor):
        raise NotFound
    list_id = actions.propose(by=actor, at=clock.now(), key=request.POST.get("key"))
    return see_other(request, reverse("archive:destruction_list", args=[list_id]))


@require_GET
@officer_required
def page(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Show a list with its files, marks, and what may be done next."""
    actor = actor_of(request)
    told = queries.listed(access.list_for(actor, list_id))
    marks = {
        kind: [m for m in told.marks if m.kind == kind]
        for kind in ("appraise", "office", "head", "supervise")
    }
    context = {
        "told": told,
        "row": told.row,
        "labels": LABELS,
        "marks": marks,
        "next": _next(actor, told, marks),
        "needed": {"appraise": roles.figure("appraisers"), "supervise": roles.figure("supervisors")},
        "may_drop": roles.may(actor, "propose_destruction") and told.row.state not in {"executed", "dropped"},
        "crumbs": shared.path((_("鉴定销毁"), reverse("archive:destruction")), told.row.no),
    }
    return render(request, "archive/destruction_list.html", context)


def _next(actor: Any, told: queries.Listed, marks: dict[str, list[Any]]) -> str:
    """Which deed this officer may do next on the list, empty when none."""
    mine = {m.kind for m in told.marks if m.by_id == actor.id}
    if told.row.state == "proposed" and roles.may(actor, "appraise") and "appraise" not in mine:
        return "appraise"
    if told.row.state == "appraised":
        level = "head" if marks["office"] else "office"
        free = not mine & {"office", "head"}
        return "approve" if free and roles.may(actor, f"approve_destruction_{level}") else ""
    busy = mine & {"office", "head", "supervise"}
    if told.row.state == "approved" and roles.may(actor, "supervise") and not busy:
        return "supervise"
    return ""


@require_POST
@officer_required
def act(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Appraise, approve, supervise, or give the list up."""
    actor, now, key = actor_of(request), clock.now(), request.POST.get("key")
    row = access.list_for(actor, list_id)
    what, opinion = request.POST.get("what", ""), request.POST.get("opinion", "")
    if what == "appraise":
        keep = {
            entry.id: request.POST.get(f"why-{entry.id}", "")
            for entry in queries.listed(row).entries
            if request.POST.get(f"keep-{entry.id}") == "1"
        }
        actions.appraise(row.id, keep, opinion, by=actor, at=now, key=key)
        messages.success(request, _("鉴定意见已记录。"))
    elif what == "approve":
        actions.approve(row.id, opinion, by=actor, at=now, key=key)
        messages.success(request, _("已批准。"))
    elif what == "supervise":
        done = actions.supervise(row.id, opinion, by=actor, at=now, key=key)
        messages.success(
            request, _("已执行销毁，留存清册和销毁凭证。") if done else _("已登记监销，还需另一人。")
        )
    elif what == "drop":
        actions.drop(row.id, opinion, by=actor, at=now, key=key)
        messages.success(request, _("清册已撤销。"))
    else:
        raise NotFound
    return see_other(request, reverse("archive:destruction_list", args=[row.id]))
