"""Addresses of the help pages."""

from __future__ import annotations

from django.urls import path

from anjian.web.help import views

app_name = "help"
urlpatterns = [
    path("", views.index, name="index"),
    path("components", views.components, name="components"),
]
