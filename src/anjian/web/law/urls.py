"""Addresses of the law: finding an article."""

from __future__ import annotations

from django.urls import path

from anjian.web.law import finder

app_name = "law"
urlpatterns = [
    path("find", finder.find, name="find"),
]
