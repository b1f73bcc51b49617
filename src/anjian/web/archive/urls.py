"""Addresses of the archive."""

from __future__ import annotations

from django.urls import path

from anjian.web.archive import assembly, destruction, files, home, loans, scans, viewer

app_name = "archive"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("places/", home.places, name="places"),
    path("schedule/", home.schedule, name="schedule"),
    path("files/", home.listing, name="files"),
    path("files/<uuid:file_id>/", files.page, name="file"),
    path("files/<uuid:file_id>/act", files.act, name="file_act"),
    path("files/<uuid:file_id>/labels", files.labels, name="labels"),
    path("files/<uuid:file_id>/supplements/<uuid:supplement_id>.pdf", files.supplement, name="supplement"),
    path("files/<uuid:file_id>/volumes/<uuid:volume_id>.pdf", viewer.pdf, name="volume_pdf"),
    path("files/<uuid:file_id>/volumes/<uuid:volume_id>/", viewer.volume, name="volume"),
    path("files/<uuid:file_id>/papers/<int:place>/<int:page>.png", viewer.picture, name="picture"),
    path("loans/", loans.listing, name="loans"),
    path("loans/ask", loans.ask, name="loan_ask"),
    path("loans/<uuid:loan_id>/act", loans.act, name="loan_act"),
    path("destruction/", destruction.listing, name="destruction"),
    path("destruction/new", destruction.new, name="destruction_new"),
    path("destruction/<uuid:list_id>/", destruction.page, name="destruction_list"),
    path("destruction/<uuid:list_id>/act", destruction.act, name="destruction_act"),
    path("cases/<str:case_no>/", assembly.page, name="assembly"),
    path("cases/<str:case_no>/lacks", assembly.accept, name="lacks"),
    path("cases/<str:case_no>/scans/", scans.listing, name="scans"),
    path("cases/<str:case_no>/scans/add", scans.add, name="scan_add"),
    path("cases/<str:case_no>/scans/<uuid:scan_id>/", scans.page, name="scan"),
    path("cases/<str:case_no>/scans/<uuid:scan_id>/order", scans.order, name="scan_order"),
    path("cases/<str:case_no>/scans/<uuid:scan_id>/bound.pdf", scans.bound, name="scan_pdf"),
    path(
        "cases/<str:case_no>/scans/<uuid:scan_id>/sheets/<uuid:sheet_id>.webp",
        scans.preview,
        name="scan_sheet",
    ),
]
