"""The door of the platform and the two switches every page carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from anjian.web import nav
from anjian.web.context import THEME_COOKIE, THEMES
from anjian.web.http import officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_YEAR = 365 * 24 * 3600


@officer_required
def front_door(request: HttpRequest) -> HttpResponse:
    """Send the officer to the workbench, or to the first section there is."""
    del request
    for section in nav.SECTIONS:
        url = nav.url_or_none(section.url_name)
        if url is not None:
            return HttpResponseRedirect(url)
    return HttpResponseRedirect(nav.url_or_none("help:index") or "/")


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the page the form named, if it is one of ours."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    response.status_code = 303
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen appearance in this browser for a year."""
    response = _back(request)
    theme = request.POST.get("theme", "auto")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=_YEAR, samesite="Lax", secure=request.is_secure(), httponly=False
        )
    return response


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen screen language in this browser for a year."""
    response = _back(request)
    language = request.POST.get("language", "")
    if check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=_YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response
