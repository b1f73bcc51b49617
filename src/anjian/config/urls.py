"""The address space of the one port; each screen and API package lists its own addresses."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from anjian.config import views

_OURS = {"anjian.api": "api/", "anjian.web": ""}

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", views.health, name="health"),
    path("accounts/", include("allauth.urls")),
    *(
        [path("rehearsal/advance", views.advance_rehearsal, name="rehearsal_advance")]
        if settings.REHEARSAL
        else []
    ),
    *(
        path(prefix, include(f"{app}.urls"))
        for app, prefix in _OURS.items()
        if (settings.PACKAGE / app.removeprefix("anjian.") / "urls.py").exists()
    ),
]

handler400 = "anjian.web.errors.bad_request"
handler403 = "anjian.web.errors.forbidden"
handler404 = "anjian.web.errors.not_found"
handler500 = "anjian.web.errors.server_error"
