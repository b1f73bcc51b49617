"""Addresses of the ways in; those below ``submit/`` and ``dock/media`` are used without an account."""

from __future__ import annotations

from django.urls import path

from anjian.web.intake import docking, guest, links

app_name = "intake"
urlpatterns = [
    path("cases/<str:case_no>/intake/", links.page, name="case"),
    path("cases/<str:case_no>/intake/close", links.close, name="close"),
    path("cases/<str:case_no>/intake/take", links.take, name="take"),
    path("cases/<str:case_no>/intake/refuse", links.refuse, name="refuse"),
    path("cases/<str:case_no>/intake/<uuid:file_id>/file", links.file, name="file"),
    path("submit/<str:token>/", guest.page, name="guest"),
    path("submit/<str:token>/code", guest.code, name="guest_code"),
    path("submit/<str:token>/upload", guest.upload, name="guest_upload"),
    path("submit/<str:token>/send", guest.send, name="guest_send"),
    path("submit/<str:token>/receipt.json", guest.receipt, name="guest_receipt"),
    path("dock/", docking.listing, name="docked"),
    path("dock/media", docking.receive, name="receive"),
    path("dock/stations/", docking.stations, name="stations"),
    path("dock/stations/<uuid:station_id>/end", docking.end, name="station_end"),
    path("dock/<uuid:file_id>/", docking.page, name="docked_file"),
    path("dock/<uuid:file_id>/media", docking.media, name="docked_media"),
    path("dock/<uuid:file_id>/take", docking.take, name="docked_take"),
]
