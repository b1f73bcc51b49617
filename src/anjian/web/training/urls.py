"""Addresses of exercises; outside a rehearsal each of them answers that it does not exist."""

from __future__ import annotations

from django.urls import path

from anjian.web.training import views

app_name = "training"
urlpatterns = [
    path("", views.listing, name="list"),
    path("begin", views.begin, name="begin"),
    path("<uuid:run_id>/", views.page, name="run"),
    path("<uuid:run_id>/bar", views.bar, name="bar"),
    path("<uuid:run_id>/move", views.move, name="move"),
]
