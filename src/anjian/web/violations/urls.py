"""Addresses of the catalogue of violations."""

from __future__ import annotations

from django.urls import path

from anjian.web.violations import views

app_name = "violations"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<str:code>/", views.row, name="row"),
]
