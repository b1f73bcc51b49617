"""Addresses of the evidence screens."""

from __future__ import annotations

from django.urls import path

from anjian.web.evidence import files, intake, views

app_name = "evidence"
urlpatterns = [
    path("evidence/", views.listing, name="list"),
    path("cases/<str:case_no>/evidence/", views.case_page, name="case"),
    path("cases/<str:case_no>/evidence/upload", intake.upload, name="upload"),
    path("cases/<str:case_no>/evidence/register", intake.register, name="register"),
    path("cases/<str:case_no>/evidence/<str:no>/", views.item_page, name="item"),
    path("cases/<str:case_no>/evidence/<str:no>/file", files.original, name="file"),
    path("cases/<str:case_no>/evidence/<str:no>/files/<str:filename>", files.further, name="further"),
    path("cases/<str:case_no>/evidence/<str:no>/thumbnail", files.thumbnail, name="thumbnail"),
]
