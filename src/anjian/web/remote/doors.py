"""The guest's door: link and device instead of an account, a cookie for this link alone, and few tries."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anjian.kit import clock
from anjian.kit.errors import AnjianError, NotFound
from anjian.remote import access
from anjian.web.http import error_response, wants_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from anjian.remote.access import SessionRow

WINDOW_S = 60
MOST_ASKED = 600
"""Requests of one address a minute: a page asks some sixty times, an office may have several guests."""
MOST_MISSED = 20
"""Links that are none of ours, of one address a minute: nobody mistypes 43 characters so often."""
DEVICE_DAYS = 8


def cookie_of(token: str) -> str:
    """Return the name of the cookie that holds this link's device secret."""
    return f"remote_{token[:12]}"


def device_of(request: HttpRequest, token: str) -> str:
    """Return the device secret that this browser holds for the link, empty for none."""
    return request.COOKIES.get(cookie_of(token), "")


def keep_device(response: HttpResponse, request: HttpRequest, token: str, device: str) -> None:
    """Give the device secret to this browser, for the pages of this link alone."""
    response.set_cookie(
        cookie_of(token),
        device,
        max_age=DEVICE_DAYS * 86400,
        path=f"/remote/g/{token}/",
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )


def _counted(request: HttpRequest, kind: str, most: int, *, add: int = 1) -> bool:
    """Count a request of this address; False when it has had its share of this minute."""
    key = f"remote:{kind}:{request.META.get('REMOTE_ADDR', '')}:{int(clock.now().timestamp()) // WINDOW_S}"
    cache.add(key, 0, WINDOW_S * 2)
    try:
        found: int = cache.incr(key, add) if add else int(cache.get(key, 0))
    except ValueError:
        return True
    return found <= most if add else found < most


class TooMany(AnjianError):
    """This address asks more than any guest does."""

    status, code = 429, "too_many"


def _not_too_many(request: HttpRequest) -> None:
    if not _counted(request, "all", MOST_ASKED) or not _counted(request, "miss", MOST_MISSED, add=0):
        raise TooMany(_("请求过于频繁，请一分钟以后再试。"))


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Limit how often an address may ask, and say plainly what is wrong with a link. No account is needed.

    What is shown tells nothing of any case: a link that never was and a path that is nobody's look alike.
    """

    @functools.wraps(view)
    def inner(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            _not_too_many(request)
            response = view(request, token, *args, **kwargs)
        except NotFound as problem:
            _counted(request, "miss", MOST_MISSED)
            response = _turned_away(request, problem)
        except (access.Closed, TooMany) as problem:
            response = _turned_away(request, problem)
        except AnjianError as problem:
            response = error_response(request, problem)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return inner


def _turned_away(request: HttpRequest, problem: AnjianError) -> HttpResponse:
    said = (
        _("没有这个链接，或者不是在打开它的设备上。请核对链接，或者打电话给联系您的执法人员。")
        if isinstance(problem, NotFound)
        else problem.message
    )
    if wants_json(request):
        return JsonResponse(
            {"code": problem.code, "message": said, "refusals": [], "fields": {}}, status=problem.status
        )
    return render(request, "remote/guest_away.html", {"said": said}, status=problem.status)


def guest_of(request: HttpRequest, token: str) -> SessionRow:
    """Return the session to the device that opened its link. Raises NotFound, Closed."""
    return access.guest_session(token, device_of(request, token), at=clock.now())
