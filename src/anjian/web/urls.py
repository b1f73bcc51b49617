"""Addresses of all screens; each screen folder brings its own."""

from __future__ import annotations

from django.urls import include, path

from anjian.web.home import views as home

urlpatterns = [
    path("", home.front_door, name="home"),
    path("preferences/theme", home.set_theme, name="theme"),
    path("preferences/language", home.set_language, name="language"),
    path("workbench/", include("anjian.web.workbench.urls")),
    path("cases/", include("anjian.web.cases.urls")),
    path("", include("anjian.web.documents.urls")),
    path("", include("anjian.web.evidence.urls")),
    path("", include("anjian.web.timeline.urls")),
    path("", include("anjian.web.intake.urls")),
    path("", include("anjian.web.remote.urls")),
    path("", include("anjian.web.transparency.urls")),
    path("verify/", include("anjian.web.verify.urls")),
    path("credentials/", include("anjian.web.credentials.urls")),
    path("interviews/", include("anjian.web.interviews.urls")),
    path("violations/", include("anjian.web.violations.urls")),
    path("law/", include("anjian.web.law.urls")),
    path("registers/", include("anjian.web.registers.urls")),
    path("archive/", include("anjian.web.archive.urls")),
    path("training/", include("anjian.web.training.urls")),
    path("help/", include("anjian.web.help.urls")),
]
