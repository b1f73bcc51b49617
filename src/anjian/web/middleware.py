"""Puts the acting officer on the request and answers platform errors as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from anjian.kit import clock
from anjian.kit.errors import AnjianError
from anjian.people import queries as people
from anjian.web.http import error_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase


class LanguageMiddleware:
    """Speaks Chinese unless this browser has chosen another language of ours.

    What the browser itself asks for does not count: an office machine installed in English
    would otherwise show its officer a page that quotes Chinese law in translated frames.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Switch for this request only."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self._get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActorMiddleware:
    """Sets `request.actor` (Actor or None) and turns AnjianError into its page or fragment.

    Must come after the authentication middleware. It reads the person once per request;
    a signed-in account without a serving officer has no actor and reaches no case page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Find the actor, then go on."""
        user = request.user
        request.actor = people.actor_for_user(user, on=clock.today()) if user.is_authenticated else None  # type: ignore[attr-defined]
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer the errors that are answers; leave defects to the 500 page."""
        if isinstance(exception, AnjianError):
            return error_response(request, exception)
        return None
