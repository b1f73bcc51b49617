"""The guest's page: a link, a code, and then one thing to do at a time. No account, no case data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.errors import AnjianError, Invalid, NotFound
from anjian.people import queries as people
from anjian.remote import access, actions, course, queries
from anjian.web.evidence import receiving
from anjian.web.http import see_other, wants_json
from anjian.web.remote import words
from anjian.web.remote.doors import device_of, guarded, guest_of, keep_device

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http.response import HttpResponseBase

    from anjian.remote.access import SessionRow


def _context(session: SessionRow, token: str, at: datetime) -> dict[str, Any]:
    """Return what the guest must know, and nothing of the case besides."""
    org = people.agency(session.org_id).name
    points = queries.points_of(session, org_name=org) if session.state == "identified" else []
    pages = queries.pages_of(session) if session.state in {"reading", "signing"} else []
    items = queries.items_of(session) if session.state in {"working", "reading"} else []
    told = sorted((one for one in points if one.told_at), key=lambda one: one.confirmed_at is not None)
    return {
        "session": session,
        "token": token,
        "org": org,
        "over": session.state in course.OVER,
        "step": course.COURSE.index(session.state) if session.state in course.COURSE else 0,
        "told": told,
        "points_left": len(points) - len([one for one in points if one.confirmed_at]),
        "items": [one for one in items if one.kind != "identity"],
        "pages": pages,
        "next_page": next((p for p in pages if p.seen_at is None), None),
        "to_sign": next((p for p in pages if "party" not in p.signed), None),
        "fixes": [one for one in queries.lines_of(session) if one.kind == "fix"] if pages else [],
        "now": at,
    }


@require_http_methods(["GET", "POST"])
@guarded
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page, or first ask for the code that was told by telephone."""
    now = clock.now()
    session = access.invited_session(token, at=now)
    problem = ""
    if request.method == "POST":
        try:
            device = actions.enter_by_code(
                token, request.POST.get("code", ""), at=now, agent=request.headers.get("User-Agent", "")
            )
        except access.Closed:
            raise
        except AnjianError as wrong:
            problem = wrong.message
        else:
            response = see_other(request, reverse("remote:guest", args=[token]))
            keep_device(response, request, token, device)
            return response
    elif session.device_sha256:
        session = access.guest_session(token, device_of(request, token), at=now)
        actions.note_seen(session, at=now)
        session = access.guest_session(token, device_of(request, token), at=now)
        island = {
            "session": str(session.id),
            "base": reverse("remote:guest", args=[token]),
            "site": session.kind == "site",
            "ice": words.ice(),
            "words": words.guest(),
        }
        return render(request, "remote/guest.html", _context(session, token, now) | {"island": island})
    context = {"org": people.agency(session.org_id).name, "problem": problem, "token": token}
    return render(request, "remote/guest_code.html", context, status=422 if problem else 200)


@require_GET
@guarded
def panel(request: HttpRequest, token: str) -> HttpResponse:
    """Draw what there is to do now; the page asks again and again."""
    now = clock.now()
    session = guest_of(request, token)
    actions.note_seen(session, at=now)
    return render(request, "remote/_guest_panel.html", _context(session, token, now))


def _position(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.POST.get("position", "") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound from problem


def _check(request: HttpRequest, s: SessionRow, at: datetime) -> None:
    try:
        checks = json.loads(request.POST.get("checks", ""))
    except ValueError:
        checks = None
    if not isinstance(checks, list):
        raise Invalid({"checks": _("没有检查结果。")})
    actions.note_device(s.id, checks, by=s, at=at)


def _agree(request: HttpRequest, s: SessionRow, at: datetime) -> None:
    org = people.agency(s.org_id).name
    actions.agree_point(s, request.POST.get("point", ""), org_name=org, at=at)


def _consent(_request: HttpRequest, s: SessionRow, at: datetime) -> None:
    actions.consent(s, org_name=people.agency(s.org_id).name, at=at)


def _sign(request: HttpRequest, s: SessionRow, at: datetime) -> None:
    form = request.POST
    command = actions.SignPage(
        slot="party",
        page_no=_whole(form.get("page", "")),
        sha256=form.get("sha256", ""),
        image=form.get("image", ""),
        moment=form.get("moment", ""),
        position=_position(request),
    )
    actions.sign_page(s, command, by=actions.guest_actor(s), at=at)


def _see(request: HttpRequest, s: SessionRow, at: datetime) -> None:
    actions.see_page(s, _whole(request.POST.get("page", "")), request.POST.get("sha256", ""), at=at)


def _correct(request: HttpRequest, s: SessionRow, at: datetime) -> None:
    actions.correct_record(s, _whole(request.POST.get("page", "")), request.POST.get("words", ""), at=at)


_VERBS: dict[str, Callable[[HttpRequest, SessionRow, datetime], None]] = {
    "check": _check,
    "agree": _agree,
    "consent": _consent,
    "refuse": lambda r, s, at: actions.refuse_session(s, reason=r.POST.get("reason", ""), at=at),
    "confirm-item": lambda r, s, at: actions.confirm_item(s, _id(r.POST.get("item", "")), at=at),
    "position": lambda r, s, at: actions.note_position(s, _position(r), at=at),
    "see": _see,
    "correct": _correct,
    "confirm": lambda _r, s, at: actions.confirm_record(s, at=at),
    "sign": _sign,
    "left": lambda _r, s, at: actions.leave_page(s, at=at),
}


@require_POST
@guarded
def do(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """Do one thing; a page without scripts goes on by itself."""
    session = guest_of(request, token)
    if verb not in _VERBS:
        raise NotFound
    _VERBS[verb](request, session, clock.now())
    if wants_json(request):
        return JsonResponse({"done": True})
    return see_other(request, reverse("remote:guest", args=[token]))


@require_http_methods(["PUT"])
@guarded
def hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """Take a file of the guest into the store and put it on record; the answer carries its hash."""
    session = guest_of(request, token)
    actions.may_take(session, "file")
    name = request.GET.get("name", "").strip().replace("/", "_").replace("\\", "_")
    if not name:
        raise Invalid({"file": _("文件没有名称。")})
    digest = receiving.take_body(request)
    command = actions.TakeItem(
        session=session, kind="file", title=name[:120], filename=name[:255], digest=digest, position={}
    )
    item_id = actions.take_item(command, by=actions.guest_actor(session), at=clock.now())
    answer = {"item": str(item_id), "sha256": digest.sha256, "sm3": digest.sm3, "size": digest.size}
    return JsonResponse(answer, status=201)


@require_GET
@guarded
def item(request: HttpRequest, token: str, item_id: UUID) -> HttpResponseBase:
    """Show the guest a picture that was taken of their side."""
    session = guest_of(request, token)
    found = queries.item_of(session, item_id)
    if found is None or found.kind != "shot" or session.state in course.OVER:
        raise NotFound
    return FileResponse(store().open(found.sha256), content_type="image/png")
