"""Between views and actions: who may enter, how an error becomes a page or a fragment."""

from __future__ import annotations

import functools
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.audit.actions import record_access
from anjian.kit import clock
from anjian.kit.errors import AnjianError, Invalid, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase

    from anjian.kit.actor import Actor

View = TypeVar("View", bound="Callable[..., HttpResponseBase]")

ERROR_TITLES = {
    400: gettext_noop("这个请求无法处理"),
    403: gettext_noop("不能这样办理"),
    404: gettext_noop("没有找到"),
    409: gettext_noop("现在不能办理"),
    422: gettext_noop("有内容需要更正"),
    429: gettext_noop("操作过于频繁"),
}


class OfficerRequest(Protocol):
    """A request behind `officer_required`: the actor is there."""

    actor: Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return the acting officer of a request that passed `officer_required`."""
    return cast("OfficerRequest", request).actor


def is_fragment(request: HttpRequest) -> bool:
    """Whether the page asked for a piece of itself (htmx or a live refresh), not for a whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-Request-Type", "partial") != "full"


def wants_json(request: HttpRequest) -> bool:
    """Whether an island asked and reads the answer itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def officer_required(view: View) -> View:
    """Let only a signed-in, serving officer in; others are sent to the door and come back afterwards."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "actor", None) is not None:
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            return render(request, "errors/no_officer.html", status=403)
        if wants_json(request):
            return JsonResponse({"code": "signed_out", "message": _("请重新登录。")}, status=401)
        if is_fragment(request):
            response = HttpResponse(status=401)
            target = request.headers.get("HX-Current-URL", settings.LOGIN_REDIRECT_URL or "/")
            response["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': target})}"
            return response
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")

    return cast("View", guarded)


def _subject_of(request: HttpRequest, actor: Actor) -> UUID:
    """Return the id the address speaks of, or the actor's own when it names none."""
    match = request.resolver_match
    if match is not None:
        for value in match.kwargs.values():
            if isinstance(value, UUID):
                return value
    return actor.id


def _keep_refusal(request: HttpRequest, error: AnjianError) -> None:
    """Record the refused attempt on its own connection, so that a rollback cannot lose it."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or error.on_record:
        return
    codes = tuple(r.code for r in error.refusals) if isinstance(error, Refused) else (error.code,)
    record_access(
        by=actor,
        at=clock.now(),
        what=f"{request.method} {request.path}"[:80],
        subject_id=_subject_of(request, actor),
        detail=f"{error.status} {','.join(codes)} {error}"[:500],
        refused=True,
    )


def error_response(request: HttpRequest, error: AnjianError) -> HttpResponse:
    """Answer an error with its status: a page, or for fragments the notice area of the open page.

    Refusals and hidden things (404) are recorded; plain input errors are not.
    """
    if isinstance(error, Refused) or error.status in {403, 404}:
        _keep_refusal(request, error)
    if wants_json(request):
        return JsonResponse(
            {
                "code": error.code,
                "message": error.message,
                "refusals": [asdict(r) for r in error.refusals] if isinstance(error, Refused) else [],
                "fields": error.fields if isinstance(error, Invalid) else {},
            },
            status=error.status,
        )
    context = {
        "error": error,
        "status": error.status,
        "title": _(ERROR_TITLES.get(error.status, gettext_noop("出错了"))),
        "refusals": error.refusals if isinstance(error, Refused) else (),
        "fields": error.fields if isinstance(error, Invalid) else {},
        "back": request.headers.get("Referer", ""),
    }
    if is_fragment(request):
        response = render(request, "errors/notice.html", context, status=error.status)
        response["HX-Retarget"] = "#notices"
        response["HX-Reswap"] = "innerHTML"
        return response
    template = f"errors/{error.status}.html" if error.status in {403, 404, 409, 422} else "errors/error.html"
    return render(request, template, context, status=error.status)


def see_other(request: HttpRequest, to: str) -> HttpResponse:
    """Send the browser on after a successful POST (303; htmx follows by HX-Redirect)."""
    if is_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = resolve_url(to)
        return response
    response = HttpResponseRedirect(resolve_url(to))
    response.status_code = 303
    return response
