"""The officers' side: sessions of a case, arranging one, and the session itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import UUID

import segno
from django.contrib.auth import authenticate
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anjian.audit import queries as audit
from anjian.cases import access as cases
from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound, Refused
from anjian.people import queries as people
from anjian.remote import access, actions, course, queries
from anjian.web.components import crumbs
from anjian.web.evidence import receiving
from anjian.web.field_values import day as read_day
from anjian.web.forms_from_fields import Choice, FieldForm
from anjian.web.http import actor_of, officer_required, see_other, wants_json
from anjian.web.remote import forms, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http.response import HttpResponseBase

    from anjian.kit.actor import Actor


def officers(actor: Actor) -> tuple[Choice, ...]:
    """Return the colleagues who may be the second officer."""
    return tuple(
        Choice(str(p.id), p.name, f"{p.unit_name} {p.post}")
        for p in people.officers(actor.org_id, role="case_officer", on=clock.today())
        if p.id != actor.id
    )


@require_GET
@officer_required
def case_page(request: HttpRequest, case_no: str) -> HttpResponse:
    """List the sessions and captures of a case."""
    actor = actor_of(request)
    last_event = audit.newest_outbox_id()
    case = cases.case_for(actor, case_no)
    context = {
        "case": case,
        "sessions": queries.sessions_of(case.org_id, case.id),
        "captures": queries.captures_of(case.org_id, case.id),
        "states": course.STATES,
        "last_event": last_event,
        "topic": f"case:{case.id}",
        "breadcrumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            _("远程取证"),
        ),
    }
    return render(request, "remote/case.html", context)


@require_http_methods(["GET", "POST"])
@officer_required
def new(request: HttpRequest, case_no: str) -> HttpResponse:
    """Arrange a session; the answer shows the link and the code, this one time."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    form = FieldForm(
        forms.session(),
        request.POST if request.method == "POST" else None,
        initial={
            "place": actor.org_name,
            "matter": case.title[:120],
            "second_id": str(case.co_officer_id or ""),
        },
        officers=officers(actor),
        today=now.date(),
    )
    refusals: tuple[Any, ...] = ()
    status = 200
    if request.method == "POST" and form.is_valid():
        typed: dict[str, Any] = dict(form.inputs)
        command = actions.OpenSession(case_no=case.no, hours=int(typed.pop("hours")), **typed)
        try:
            made = actions.open_session(command, by=actor, at=now, key=request.POST.get("key"))
            return invited(request, made, case.no)
        except Invalid as problem:
            form.add_errors(problem.fields)
        except Refused as problem:
            refusals, status = problem.refusals, problem.status
    context = {
        "case": case,
        "form": form,
        "refusals": refusals,
        "back": reverse("remote:case", args=[case.no]),
        "breadcrumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            (_("远程取证"), reverse("remote:case", args=[case.no])),
            _("安排视频取证"),
        ),
    }
    return render(request, "remote/new.html", context, status=422 if form.errors or form.general else status)


def invited(request: HttpRequest, made: actions.Invitation, case_no: str) -> HttpResponse:
    """Show the link and the code once: nothing of ours can show them again."""
    session = access.session_for(actor_of(request), made.session_id)
    url = request.build_absolute_uri(reverse("remote:guest", args=[made.token]))
    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", scale=4, border=2, xmldecl=False, svgclass="remote-qr")
    context = {
        "session": session,
        "url": url,
        "code": made.code,
        "case_no": case_no,
        "qr": mark_safe(drawn.getvalue().decode()),  # noqa: S308  drawn by us, from an address of ours
    }
    response = render(request, "remote/invited.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@officer_required
def link(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Make a new link; the old one is out."""
    actor = actor_of(request)
    hours = request.POST.get("hours", "24")
    made = actions.invite_again(
        session_id, hours=int(hours) if hours.isascii() and hours.isdigit() else 0, by=actor, at=clock.now()
    )
    return invited(request, made, access.session_for(actor, session_id).case_no)


@require_GET
@officer_required
def page(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show the session: to its two officers with everything to do, to others of the case as it stands."""
    actor, now = actor_of(request), clock.now()
    last_event = audit.newest_outbox_id()
    session = access.session_for(actor, session_id)
    seated = actor.id in {session.lead_id, session.second_id}
    pages = queries.pages_of(session)
    recorded = queries.recorded(session, at=now)
    context = {
        "session": session,
        "seated": seated,
        "state_label": _(course.STATES[session.state]),
        "over": session.state in course.OVER,
        "course": [(code, _(course.STATES[code])) for code in course.COURSE],
        "at_step": course.COURSE.index(session.state) if session.state in course.COURSE else -1,
        "here": queries.here(session, now),
        "points": queries.points_of(session, org_name=actor.org_name),
        "happenings": queries.happenings_of(session)[::-1],
        "lines": queries.lines_of(session),
        "items": queries.items_of(session),
        "pages": pages,
        "unsigned": queries.unsigned(pages),
        "recorded": recorded,
        "last_page": pages[-1] if pages else None,
        "last_event": last_event,
        "topic": f"case:{session.case_id}",
        "breadcrumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (session.case_no, reverse("cases:page", args=[session.case_no])),
            (_("远程取证"), reverse("remote:case", args=[session.case_no])),
            session.guest_name,
        ),
        "island": {
            "session": str(session.id),
            "base": reverse("remote:session", args=[session.id]),
            "ice": words.ice(),
            "words": words.officer(),
        },
    }
    return render(request, "remote/session.html", context)


def _identify(request: HttpRequest, session_id: UUID, by: Actor, at: datetime) -> None:
    form = request.POST
    born = form.get("born_on", "").strip()
    try:
        born_on = read_day(born) if born else None
    except ValueError as problem:
        raise Invalid({"born_on": str(problem)}) from problem
    texts = ("id_no", "sex", "address", "employer", "post", "relation", "phone", "guest_place")
    command = actions.Identify(
        session_id=session_id,
        born_on=born_on,
        same_person=form.get("same_person") == "1",
        **{code: form.get(code, "") for code in texts},
    )
    actions.identify(command, by=by, at=at)


def _colleague(request: HttpRequest, session_id: UUID, _by: Actor, at: datetime) -> None:
    """The second officer confirms at the same screen, with their own account and password."""
    name = request.POST.get("login", "")
    user = authenticate(request, username=name, login=name, password=request.POST.get("password", ""))
    colleague = people.actor_for_user(user, on=clock.today()) if user is not None else None
    if colleague is None:
        raise Invalid({"password": _("账号或者密码不正确。")})
    try:
        actions.present(session_id, by=colleague, at=at)
    except (NotFound, Refused) as problem:
        raise Invalid({"login": _("这个账号不是本场安排的执法人员。")}) from problem


def _sign(request: HttpRequest, session_id: UUID, by: Actor, at: datetime) -> None:
    form = request.POST
    number = form.get("page", "")
    command = actions.SignPage(
        slot=form.get("slot", ""),
        page_no=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0,
        sha256=form.get("sha256", ""),
        image=form.get("image", ""),
        refusal=form.get("refusal", ""),
    )
    actions.sign_page(access.seated_session(by, session_id), command, by=by, at=at)


def _write(request: HttpRequest, session_id: UUID, by: Actor, at: datetime) -> None:
    form = request.POST
    actions.write_line(
        session_id,
        question=form.get("question", ""),
        answer=form.get("answer", ""),
        by=by,
        at=at,
        key=form.get("key") or None,
    )


_VERBS: dict[str, Callable[[HttpRequest, UUID, Actor, datetime], object]] = {
    "present": lambda _r, i, by, at: actions.present(i, by=by, at=at),
    "colleague": _colleague,
    "record": lambda r, i, by, at: actions.set_recording(i, on=r.POST.get("on") == "1", by=by, at=at),
    "identify": _identify,
    "tell": lambda r, i, by, at: actions.tell(i, r.POST.get("point", ""), by=by, at=at),
    "write": _write,
    "read": lambda _r, i, by, at: actions.read_record(i, by=by, at=at),
    "back": lambda _r, i, by, at: actions.go_back(i, by=by, at=at),
    "sign": _sign,
    "certify": lambda r, i, by, at: actions.certify_session(i, by=by, at=at, reason=r.POST.get("reason", "")),
    "close": lambda _r, i, by, at: actions.close_session(i, by=by, at=at),
    "revoke": lambda _r, i, by, at: actions.revoke_link(i, by=by, at=at),
    "end": lambda r, i, by, at: actions.end_session(i, reason=r.POST.get("reason", ""), by=by, at=at),
}


@require_POST
@officer_required
def do(request: HttpRequest, session_id: UUID, verb: str) -> HttpResponse:
    """Do one thing in a session."""
    actor = actor_of(request)
    access.seated_session(actor, session_id)
    if verb not in _VERBS:
        raise NotFound
    _VERBS[verb](request, session_id, actor, clock.now())
    if wants_json(request):
        return JsonResponse({"done": True})
    return see_other(request, reverse("remote:session", args=[session_id]))


@require_http_methods(["PUT"])
@officer_required
def take(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take a still picture of what the guest shows: the identity card, or evidence."""
    actor, now = actor_of(request), clock.now()
    session = access.seated_session(actor, session_id)
    kind = request.GET.get("kind", "shot")
    if kind not in {"identity", "shot"}:
        raise NotFound
    actions.may_take(session, kind)
    digest = receiving.take_body(request)
    with store().open(digest.sha256) as stream:
        if not stream.read(8).startswith(b"\x89PNG\r\n\x1a\n") or digest.size > 20 * 1024**2:
            raise Invalid({"file": _("图片无法识别。")})
    name = _("证件照片") if kind == "identity" else _("截图")
    title = request.GET.get("title", "").strip()[:120] or f"{session.guest_name}{name}"
    command = actions.TakeItem(
        session=session,
        kind=kind,
        title=title,
        filename=f"{kind}-{now:%H%M%S}.png",
        digest=digest,
        position={},
    )
    item_id = actions.take_item(command, by=actor, at=now)
    return JsonResponse({"item": str(item_id), "sha256": digest.sha256, "sm3": digest.sm3}, status=201)


@require_GET
@officer_required
def item(request: HttpRequest, session_id: UUID, item_id: UUID) -> HttpResponseBase:
    """Hand out something taken: pictures to look at, files as downloads."""
    session = access.session_for(actor_of(request), session_id)
    found = queries.item_of(session, item_id)
    if found is None:
        raise NotFound
    shown = found.kind != "file"
    return FileResponse(
        store().open(found.sha256),
        as_attachment=not shown,
        filename=found.filename,
        content_type="image/png" if shown else "application/octet-stream",
    )
