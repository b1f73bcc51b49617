"""Who listens: the officer behind a session cookie, and whether a topic is theirs to hear."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from anjian.cases import access as cases
from anjian.interviews import access as interviews
from anjian.kit import clock
from anjian.people import queries as people

if TYPE_CHECKING:
    from anjian.kit.actor import Actor

INTERVIEW_TOPICS = frozenset({"interview", "room", "display", "signal"})


def officer_of(cookies: str) -> Actor | None:
    """Return the serving officer signed in by these cookies, or None."""
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    if found is None:
        return None
    engine: Any = import_module(settings.SESSION_ENGINE)
    request = HttpRequest()
    request.session = engine.SessionStore(found.value)
    user = get_user(request)
    if not user.is_authenticated or not user.is_active:
        return None
    return people.actor_for_user(user, on=clock.today())


def may_listen(actor: Actor, topic: str) -> bool:
    """Whether the officer may hear a topic; unknown kinds and malformed ids are nobody's."""
    kind, _colon, text = topic.partition(":")
    try:
        subject = UUID(text)
    except ValueError:
        return False
    if kind == "case":
        return cases.may_see(actor, subject)
    if kind == "org":
        return subject == actor.org_id
    return kind in INTERVIEW_TOPICS and interviews.may_hear(actor, kind, subject)
