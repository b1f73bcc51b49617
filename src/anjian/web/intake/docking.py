"""Docking stations and the recordings they bring: the list, the match with cases, the way in by HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anjian.cases import access as cases
from anjian.evidence import access as evidence
from anjian.intake import access, actions, queries, recorders, watching
from anjian.intake.commands import Dock, FoundStation
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.kit.blobs import Digest
from anjian.kit.errors import Invalid, NotFound
from anjian.law.parameters import parameter
from anjian.people import queries as people
from anjian.web.components import crumbs
from anjian.web.evidence import files, pending, receiving
from anjian.web.forms_from_fields import FieldForm, Spec
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from anjian.law.parameters import Parameter

_TOLD = "intake.station"


@require_safe
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show recordings that came in, newest first; an officer's own, or all for those who lead."""
    actor, asked = actor_of(request), request.GET
    overseer = bool(actor.roles & access.OVERSEERS)
    lines, more = queries.docked_page(
        actor,
        all_officers=overseer,
        before=_uuid(asked.get("before")),
        text=asked.get("q", "").strip(),
        unfiled=bool(asked.get("unfiled")),
    )
    limit = parameter("recording.dock_within", on=clock.today())
    context = {
        "lines": [(row, held, _is_late(row.late_hours, limit)) for row, held in lines],
        "more": more,
        "limit": limit,
        "overseer": overseer,
        "keeper": bool(actor.roles & access.KEEPERS),
        "search": asked.get("q", "").strip(),
        "unfiled": bool(asked.get("unfiled")),
        "crumbs": crumbs((_("证据"), reverse("evidence:list")), _("执法记录仪数据")),
    }
    return render(request, "intake/docked.html", context)


@require_safe
@officer_required
def page(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Show one recording, what its recorder said, and the cases it may belong to."""
    actor = actor_of(request)
    row = access.docked(actor, file_id)
    near = [found for found in queries.candidates(row) if cases.may_see(actor, found.case_id)]
    limit = parameter("recording.dock_within", on=clock.today())
    context = {
        "row": row,
        "near": near,
        "check": queries.checks_of(actor.org_id, [row.sha256]).get(row.sha256),
        "late": _is_late(row.late_hours, limit),
        "limit": limit,
        "family": row.media_type.split("/", 1)[0],
        "may_take": bool(actor.roles & evidence.HANDLING_ROLES),
        "told": sorted(row.told.items()),
        "crumbs": crumbs(
            (_("证据"), reverse("evidence:list")),
            (_("执法记录仪数据"), reverse("intake:docked")),
            row.filename,
        ),
    }
    return render(request, "intake/docked_file.html", context)


@require_POST
@officer_required
def take(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Take a recording on to its registration as evidence of a case."""
    actor = actor_of(request)
    row = access.docked(actor, file_id)
    evidence.require_role(actor, evidence.HANDLING_ROLES, _("登记证据"))
    try:
        case = cases.case_for(actor, request.POST.get("case_no", "").strip())
    except NotFound:
        raise Invalid({"case_no": _("没有找到这个案件编号。")}) from None
    token = pending.claim(
        actor,
        case.id,
        Digest(row.sha256, row.sm3, row.size),
        row.filename,
        row.started_at.isoformat() if row.started_at else "",
    )
    pending.remember(request, case.id, token)
    return see_other(request, reverse("evidence:register", args=[case.no]))


@require_safe
@officer_required
def media(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """Hand out a recording; each reading of it is put on record."""
    row = access.docked(actor_of(request), file_id)
    return files.send(
        request,
        files.Sent(
            subject_id=row.id,
            what="intake.docked",
            sha256=row.sha256,
            size=row.size,
            media_type=row.media_type,
            name=row.filename,
            detail=f"{row.device_no} {row.filename}",
        ),
    )


@csrf_exempt
@require_http_methods(["PUT"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take one recording from a station: PUT of raw bytes with the station's key.

    ``Authorization: Bearer <key>``, ``?name=`` the file's name, ``X-Told`` the recorder's words as JSON
    (percent-encoded), ``X-Content-SHA256`` the hash if known. No cookie plays a part, so none is checked.
    """
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise NotFound
    station = access.station_by_token(key.strip())
    name = Path(request.GET.get("name", "").replace("\\", "/")).name.strip()
    if not name:
        raise Invalid({"name": _("文件没有名称。")})
    try:
        beside = unquote(request.headers.get("X-Told", "")) or "{}"
        told = recorders.told_beside(beside, name)
    except (ValueError, json.JSONDecodeError) as problem:
        raise Invalid({"told": _("随附的说明无法读取：%(why)s") % {"why": problem}}) from problem
    digest = receiving.take_body(request)
    file_id, new = actions.dock(
        Dock(
            station_id=station.id,
            digest=digest,
            filename=name,
            device_no=told.device_no or "不明",
            officer=told.officer,
            started_at=told.started_at,
            ended_at=told.ended_at,
            marked=told.marked,
            told=told.raw,
        ),
        by=system_actor(station.org_id, people.agency(station.org_id).name, name=station.name),
        at=clock.now(),
    )
    answer = {"id": str(file_id), "new": new, "sha256": digest.sha256, "sm3": digest.sm3, "size": digest.size}
    return JsonResponse(answer, status=201 if new else 200)


def _fields() -> tuple[Spec, ...]:
    return (
        Spec(code="code", label=_("编号"), max_length=24, help=_("英文字母、数字和连字符，例如 D1。")),
        Spec(code="name", label=_("名称"), max_length=80),
        Spec(code="place", label=_("放置地点"), max_length=120),
    )


@officer_required
def stations(request: HttpRequest) -> HttpResponse:
    """Show the stations; a POST puts one into service and shows its key once."""
    actor, now = actor_of(request), clock.now()
    access.require_keeper(actor)
    form = FieldForm(_fields(), request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made, key = actions.found_station(
                    FoundStation(**form.inputs), by=actor, at=now, key=request.POST.get("key")
                )
            except Invalid as problem:
                form.add_errors(problem.fields)
            else:
                request.session[_TOLD] = [str(made), key]
                return see_other(request, reverse("intake:stations"))
    told = request.session.pop(_TOLD, None)
    agency, root = people.agency(actor.org_id), Path(settings.DOCK_DIR)
    rows = [
        (
            row,
            watching.folder_of(root, agency.place_code, row.code),
            told[1] if told and told[0] == str(row.id) else "",
        )
        for row in queries.stations(actor.org_id)
    ]
    context = {
        "rows": rows,
        "form": form,
        "address": request.build_absolute_uri(reverse("intake:receive")),
        "crumbs": crumbs((_("执法记录仪数据"), reverse("intake:docked")), _("采集站")),
    }
    return render(request, "intake/stations.html", context, status=status)


@require_POST
@officer_required
def end(request: HttpRequest, station_id: UUID) -> HttpResponse:
    """Take a station out of service."""
    actions.end_station(station_id, by=actor_of(request), at=clock.now(), key=request.POST.get("key"))
    messages.success(request, _("采集站已停用。"))
    return see_other(request, reverse("intake:stations"))


def _is_late(hours: int, limit: Parameter) -> bool:
    return limit.value is not None and hours > limit.value


def _uuid(value: str | None) -> UUID | None:
    try:
        return UUID(value or "")
    except ValueError:
        return None
