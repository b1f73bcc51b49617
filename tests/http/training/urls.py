"""The address space of a rehearsal: that of production and the clock that can be moved."""

from __future__ import annotations

from django.urls import path

from anjian.config import urls, views

CLOCK = path("rehearsal/advance", views.advance_rehearsal, name="rehearsal_advance")
urlpatterns = [CLOCK, *(p for p in urls.urlpatterns if getattr(p, "name", "") != "rehearsal_advance")]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
