"""What every page knows: who is signed in, where the person is, how the screen should look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language

from anjian.kit import clock
from anjian.web import nav

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from anjian.kit.actor import Actor

THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
# A clock this far from the machine's own was moved on purpose: the page says it is a rehearsal.
_REHEARSAL_FROM = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame around a page: header, banner, switches."""

    actor: Actor | None
    nav: tuple[nav.NavItem, ...]
    theme: str
    language: str
    now: datetime
    rehearsal: bool
    may_move_time: bool
    search_url: str | None
    path: str


def theme_of(request: HttpRequest) -> str:
    """Return the stored choice of appearance: auto, light or dark."""
    stored = request.COOKIES.get(THEME_COOKIE, "auto")
    return stored if stored in THEMES else "auto"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: give templates `shell`."""
    actor: Actor | None = getattr(request, "actor", None)
    now = clock.now()
    drifted = abs(now - clock.SystemClock().now()) >= _REHEARSAL_FROM
    return {
        "shell": Shell(
            actor=actor,
            nav=nav.items_for(actor, request.path),
            theme=theme_of(request),
            language=get_language() or settings.LANGUAGE_CODE,
            now=now,
            # A rehearsal of today says so too.
            rehearsal=settings.REHEARSAL or drifted,
            may_move_time=settings.REHEARSAL and actor is not None,
            search_url=nav.url_or_none("cases:list") if actor else None,
            path=request.get_full_path(),
        )
    }
