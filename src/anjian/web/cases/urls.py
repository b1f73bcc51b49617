"""Addresses of the case screens."""

from __future__ import annotations

from django.urls import path

from anjian.web.cases import archive, books, discretion, service, spot, validity, views, whatif

app_name = "cases"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new_lead, name="new"),
    path("books", books.books, name="books"),
    path("whatif", whatif.whatif_page, name="whatif"),
    path("validity", validity.unit_validity, name="unit_validity"),
    path("<str:case_no>/", views.case_page, name="page"),
    path("<str:case_no>/steps/<str:step>", views.step_page, name="step"),
    path("<str:case_no>/flow", views.flow, name="flow"),
    path("<str:case_no>/validity", validity.case_validity, name="validity"),
    path("<str:case_no>/discretion", discretion.sheet_page, name="discretion"),
    path("<str:case_no>/discretion/trace", discretion.trace_page, name="trace"),
    path("<str:case_no>/discretion/trace.pdf", discretion.trace_pdf, name="trace_pdf"),
    path("<str:case_no>/books", books.case_books, name="case_books"),
    path("<str:case_no>/service", service.service_page, name="service"),
    path("<str:case_no>/record", views.record, name="record"),
    path("<str:case_no>/spot", spot.road, name="spot"),
    path("<str:case_no>/assemble", archive.assemble, name="assemble"),
    path("<str:case_no>/bundle", archive.bundle, name="bundle"),
]
