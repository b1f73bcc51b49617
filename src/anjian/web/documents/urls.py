"""Addresses of the document screens."""

from __future__ import annotations

from django.urls import path

from anjian.web.documents import views

app_name = "documents"
urlpatterns = [
    path("documents/", views.inbox_page, name="list"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/", views.page, name="page"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/edit", views.edit, name="edit"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/act", views.act, name="act"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/page.png", views.picture, name="picture"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/file.pdf", views.pdf, name="pdf"),
]
