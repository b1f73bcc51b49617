"""What the screens of this folder answer and read: pages without scripts, JSON for islands."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from anjian.kit.errors import Conflict, NotFound
from anjian.web.http import see_other, wants_json

if TYPE_CHECKING:
    from collections.abc import Callable


def done(request: HttpRequest, name: str, subject: UUID) -> HttpResponse:
    """Answer a change that was made: a short yes for an island, else the page it belongs to."""
    if wants_json(request):
        return JsonResponse({"done": True})
    return see_other(request, reverse(name, args=[subject]))


def once(action: Callable[[], object]) -> None:
    """Run an action; that a repeated request finds it already done is no error for the person."""
    try:
        action()
    except Conflict as problem:
        if problem.code != "already_done":
            raise


def uuid_of(text: str | None) -> UUID | None:
    """Return an id that a form carried, None when the field was empty. Raises NotFound for nonsense."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound from problem


def needed(text: str | None) -> UUID:
    """Return an id that a form must carry. Raises NotFound."""
    found = uuid_of(text)
    if found is None:
        raise NotFound
    return found
