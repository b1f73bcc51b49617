"""Addresses of the remote screens; those below ``remote/g/`` are the guest's and need no account."""

from __future__ import annotations

from django.urls import path

from anjian.web.remote import captures, guest, line, officer

app_name = "remote"
urlpatterns = [
    path("cases/<str:case_no>/remote/", officer.case_page, name="case"),
    path("cases/<str:case_no>/remote/new", officer.new, name="new"),
    path("cases/<str:case_no>/remote/capture", captures.order, name="order"),
    path("remote/<uuid:session_id>/", officer.page, name="session"),
    path("remote/<uuid:session_id>/do/<slug:verb>", officer.do, name="do"),
    path("remote/<uuid:session_id>/link", officer.link, name="link"),
    path("remote/<uuid:session_id>/take", officer.take, name="take"),
    path("remote/<uuid:session_id>/items/<uuid:item_id>", officer.item, name="item"),
    path("remote/<uuid:session_id>/signal", line.officer_signal, name="signal"),
    path("remote/<uuid:session_id>/parts", line.officer_parts, name="parts"),
    path("remote/captures/<uuid:capture_id>/", captures.page, name="capture"),
    path("remote/captures/<uuid:capture_id>/again", captures.again, name="capture_again"),
    path("remote/captures/<uuid:capture_id>/files/<str:filename>", captures.file, name="capture_file"),
    path("remote/captures/<uuid:capture_id>/compare/<uuid:other>", captures.compare, name="capture_compare"),
    path("remote/g/<str:token>/", guest.page, name="guest"),
    path("remote/g/<str:token>/panel", guest.panel, name="guest_panel"),
    path("remote/g/<str:token>/do/<slug:verb>", guest.do, name="guest_do"),
    path("remote/g/<str:token>/files", guest.hand_over, name="guest_files"),
    path("remote/g/<str:token>/items/<uuid:item_id>", guest.item, name="guest_item"),
    path("remote/g/<str:token>/signal", line.guest_signal, name="guest_signal"),
    path("remote/g/<str:token>/parts", line.guest_parts, name="guest_parts"),
]
