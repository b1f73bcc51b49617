"""Addresses of the document screens."""

from __future__ import annotations

from django.urls import path

from anjian.web.documents import copies, gallery, views

app_name = "documents"
urlpatterns = [
    path("documents/", views.inbox_page, name="list"),
    path("documents/forms/", gallery.gallery, name="gallery"),
    path("documents/forms/<str:code>/", gallery.form, name="form"),
    path("documents/forms/<str:code>/<int:page>.png", gallery.form_picture, name="form_picture"),
    path("documents/forms/<str:code>/sample.<str:suffix>", gallery.form_file, name="form_file"),
    path("cases/<str:case_no>/documents/print", copies.printing, name="print"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/", views.page, name="page"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/edit", views.edit, name="edit"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/act", views.act, name="act"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/page.png", views.picture, name="picture"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/file.pdf", views.pdf, name="pdf"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/file.docx", copies.docx, name="docx"),
    path("cases/<str:case_no>/documents/<uuid:instrument_id>/preview", copies.preview, name="preview"),
]
