"""Addresses of the law: finding an article, the library of texts, citations."""

from __future__ import annotations

from django.urls import path

from anjian.web.law import finder, importing, library

app_name = "law"
urlpatterns = [
    path("", library.texts, name="texts"),
    path("find", finder.find, name="find"),
    path("import", importing.upload, name="import"),
    path("cite/<str:key>", library.cited, name="cite"),
    path("texts/<uuid:text_id>/", library.text, name="text"),
    path("texts/<uuid:text_id>/against/<uuid:other_id>", library.compared, name="compare"),
]
