"""Addresses of the registers."""

from __future__ import annotations

from django.urls import path

from anjian.web.registers import interference, meetings, over_cases, typical

app_name = "registers"
urlpatterns = [
    path("", over_cases.home, name="home"),
    path("recusals/", over_cases.recusals, name="recusals"),
    path("opinions/", over_cases.opinions, name="opinions"),
    path("discussions/", over_cases.discussions, name="discussions"),
    path("interference/", interference.listing, name="interference"),
    path("interference/new", interference.new, name="interference_new"),
    path("interference/reports/", interference.reports, name="interference_reports"),
    path("interference/reports/draw", interference.draw, name="interference_draw"),
    path("interference/reports/<uuid:report_id>/", interference.report, name="interference_report"),
    path("interference/<uuid:entry_id>/", interference.entry, name="interference_entry"),
    path("interference/<uuid:entry_id>/correct", interference.correct, name="interference_correct"),
    path("interference/<uuid:entry_id>/handle", interference.handle, name="interference_handle"),
    path("interference/<uuid:entry_id>/record.pdf", interference.record, name="interference_record"),
    path("typical/", typical.library, name="typical"),
    path("typical/new", typical.new, name="typical_new"),
    path("typical/<uuid:typical_id>/", typical.page, name="typical_page"),
    path("typical/<uuid:typical_id>/edit", typical.edit, name="typical_edit"),
    path("typical/<uuid:typical_id>/act", typical.act, name="typical_act"),
    path("meetings/", meetings.listing, name="meetings"),
    path("meetings/new", meetings.new, name="meeting_new"),
    path("meetings/<uuid:meeting_id>/", meetings.page, name="meeting"),
    path("meetings/<uuid:meeting_id>/edit", meetings.edit, name="meeting_edit"),
    path("meetings/<uuid:meeting_id>/add", meetings.add, name="meeting_add"),
    path("meetings/<uuid:meeting_id>/files", meetings.upload, name="meeting_upload"),
    path("meetings/<uuid:meeting_id>/files/<uuid:file_id>", meetings.file, name="meeting_file"),
]
