"""Addresses of the time axis, of recorded steps and of copies with hidden parts."""

from __future__ import annotations

from django.urls import path

from anjian.web.timeline import clips, filming, redactions, views

app_name = "timeline"
_CASE, _ITEM = "cases/<str:case_no>", "cases/<str:case_no>/evidence/<str:no>"
_STEP = f"{_CASE}/filming/<uuid:occasion_id>"
_COPY = f"{_ITEM}/redactions/<uuid:redaction_id>"
urlpatterns = [
    path(f"{_CASE}/timeline/", views.page, name="page"),
    path(f"{_CASE}/timeline/data", views.data, name="data"),
    path(f"{_CASE}/timeline/print", views.printed, name="print"),
    path(f"{_CASE}/timeline/list.csv", views.as_csv, name="csv"),
    path(f"{_CASE}/timeline/list.pdf", views.as_pdf, name="pdf"),
    path(f"{_CASE}/timeline/mark", views.mark, name="mark"),
    path(f"{_CASE}/filming/", filming.overview_page, name="filming"),
    path(f"{_CASE}/filming/excuse", filming.excuse, name="excuse"),
    path(f"{_STEP}/", filming.record_page, name="record"),
    path(f"{_STEP}/recording/parts", filming.parts, name="parts"),
    path(f"{_STEP}/recording/markers", filming.markers, name="markers"),
    path(f"{_STEP}/recording/status", filming.status, name="status"),
    path(f"{_STEP}/recording/index", filming.index, name="index"),
    path(f"{_STEP}/recording/certify", filming.certify, name="certify"),
    path(f"{_STEP}/recording/parts/<uuid:part>/media", filming.media, name="media"),
    path(f"{_ITEM}/clock", clips.clock_page, name="clock"),
    path(f"{_ITEM}/redactions/", redactions.desk, name="redactions"),
    path(f"{_ITEM}/redactions/state", redactions.state, name="redaction_state"),
    path(f"{_COPY}/cancel", redactions.cancel, name="redaction_cancel"),
    path(f"{_COPY}/check", redactions.check, name="redaction_check"),
    path(f"{_COPY}/hand-out", redactions.hand_out, name="redaction_hand_out"),
    path(f"{_COPY}/file", redactions.copy, name="redaction_file"),
    path("handed-out/<str:token>", redactions.handed_out, name="handed_out"),
]
