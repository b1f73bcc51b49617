"""Help: what the keys do, and the gallery of every component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from anjian.web.http import officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@officer_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the keys and the words of the platform."""
    return render(request, "help/index.html")


@officer_required
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "help/components.html")
