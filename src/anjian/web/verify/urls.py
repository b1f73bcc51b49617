"""Addresses of the public check; short, because they stand in QR codes."""

from __future__ import annotations

from django.urls import path

from anjian.web.verify import views

app_name = "verify"
urlpatterns = [
    path("", views.page, name="page"),
    path("<str:number>/<str:code>/", views.document, name="document"),
]
