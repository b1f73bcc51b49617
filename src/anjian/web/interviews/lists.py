"""The list of interviews, the rooms, and arranging several interviews side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anjian.cases import access as cases
from anjian.interviews import access, actions, queries
from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound, Refused
from anjian.people import queries as people
from anjian.web import components
from anjian.web.http import actor_of, officer_required, see_other
from anjian.web.interviews.answers import needed, once, uuid_of

if TYPE_CHECKING:
    from anjian.kit.actor import Actor

SIDE_BY_SIDE = 4
PAGE = 50


@require_GET
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the officer's interviews, or those of one case (``?case=``) with its console."""
    actor = actor_of(request)
    case = cases.case_for(actor, request.GET["case"]) if request.GET.get("case") else None
    if case is not None:
        lines = queries.sessions_of(actor.org_id, case.id, cancelled=True)
        older = ""
    else:
        found = queries.session_list(actor, before=uuid_of(request.GET.get("before")), size=PAGE + 1)
        lines, older = found[:PAGE], str(found[PAGE - 1].id) if len(found) > PAGE else ""
    context = {
        "lines": lines,
        "case": case,
        "watch": {i for i in {line.case_id for line in lines} if _watches(actor, i)},
        "may_watch": case is not None and access.may_watch(actor, case),
        "may_direct": case is not None and access.may_direct(actor, case),
        "rooms": queries.room_list(actor.org_id),
        "may_set_up_rooms": bool(actor.roles & {"case_manager", "system_admin"}),
        "pager": components.Pager(following=older, shown=len(lines)),
        "own": {line.id for line in lines if any(s.officer_id == actor.id for s in line.seats)},
    }
    return render(request, "interviews/list.html", context)


def _watches(actor: Actor, case_id: UUID) -> bool:
    try:
        return access.may_watch(actor, cases.case_by_id(actor, case_id))
    except NotFound:
        return False


@require_http_methods(["POST"])
@officer_required
def set_up_room(request: HttpRequest) -> HttpResponse:
    """Set up a room."""
    actor = actor_of(request)
    if not actor.roles & {"case_manager", "system_admin"}:
        raise NotFound
    form = request.POST
    command = actions.SetUpRoom(
        name=form.get("name", "").strip(),
        kind=form.get("kind", "fixed"),
        place=form.get("place", "").strip(),
        position=len(queries.room_list(actor.org_id)),
    )
    actions.set_up_room(command, by=actor, at=clock.now())
    return see_other(request, reverse("interviews:list"))


@require_http_methods(["GET", "POST"])
@officer_required
def prepare(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose persons, rooms and officers for up to four interviews at the same time."""
    actor, now = actor_of(request), clock.now()
    case = access.directed_case(actor, case_id)
    rows = [_row(request, n) for n in range(SIDE_BY_SIDE)]
    problem: Invalid | Refused | None = None
    if request.method == "POST":
        try:
            commands = tuple(_command(request, case_id, row) for row in rows if row["name"] or row["person"])
            if not commands:
                raise Invalid({"name_0": _("请至少填写一名被询问人。")})  # noqa: TRY301 -- answered like what the action itself finds wrong
            key = request.POST.get("key") or None
            once(lambda: actions.prepare_parallel(commands, by=actor, at=now, key=key))
        except (Invalid, Refused) as found:
            problem = found
        else:
            return see_other(request, reverse("interviews:console", args=[case_id]))
    context = {
        "case": case,
        "rows": rows,
        "matter": request.POST.get("matter", case.title),
        "rooms": queries.room_list(actor.org_id),
        "people": queries.people_of(actor.org_id, case_id),
        "officers": [
            p
            for p in people.officers(actor.org_id, on=now.date())
            if p.roles & {"interviewer", "case_officer"}
        ],
        "problem": problem,
        "refusals": problem.refusals if isinstance(problem, Refused) else (),
        "fields": list(problem.fields.values()) if isinstance(problem, Invalid) else [],
        "crumbs": components.crumbs(
            (_("询问"), reverse("interviews:list")),
            (case.no, reverse("interviews:console", args=[case_id])),
            _("安排询问"),
        ),
    }
    return render(request, "interviews/prepare.html", context, status=422 if problem else 200)


_FIELDS = ("person", "name", "post", "relation", "room", "lead", "recorder")


def _row(request: HttpRequest, n: int) -> dict[str, Any]:
    typed = {field: request.POST.get(f"{field}_{n}", "").strip() for field in _FIELDS}
    return {"n": n, "no": n + 1, **typed}


def _command(request: HttpRequest, case_id: UUID, row: dict[str, Any]) -> actions.PrepareSession:
    absent = {
        f"{field}_{row['n']}": _("第%(n)d行还没有选择%(what)s。") % {"n": row["no"], "what": label}
        for field, label in (("room", _("询问室")), ("lead", _("询问人")), ("recorder", _("记录人")))
        if not row[field]
    }
    if absent:
        raise Invalid(absent)
    person = uuid_of(row["person"])
    name = row["name"]
    if person is not None and not name:
        known = {
            pid: known_name for pid, known_name, _post in queries.people_of(actor_of(request).org_id, case_id)
        }
        name = known.get(person, "")
    return actions.PrepareSession(
        case_id=case_id,
        name=name,
        post=row["post"],
        relation=row["relation"],
        room_id=needed(row["room"]),
        lead_id=needed(row["lead"]),
        recorder_id=needed(row["recorder"]),
        matter=request.POST.get("matter", ""),
        person_id=person,
    )
