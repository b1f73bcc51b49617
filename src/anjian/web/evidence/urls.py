"""Addresses of the evidence screens."""

from __future__ import annotations

from django.urls import path

from anjian.web.evidence import case, files, handing, intake, keeping_places, sheets, things, views

app_name = "evidence"
urlpatterns = [
    path("evidence/", views.listing, name="list"),
    path("cases/<str:case_no>/evidence/", case.page, name="case"),
    path("evidence/scan", handing.scan, name="scan"),
    path("evidence/hand-over", handing.hand_over, name="hand_over"),
    path("evidence/hand-over/<uuid:handover_id>", handing.handover, name="handover"),
    path("evidence/places/", keeping_places.listing, name="places"),
    path("evidence/places/<str:code>/", keeping_places.page, name="place"),
    path("cases/<str:case_no>/evidence/proofs", case.proofs, name="proofs"),
    path("cases/<str:case_no>/evidence/facts", case.adopt, name="adopt"),
    path("cases/<str:case_no>/evidence/catalogue", sheets.catalogue, name="catalogue"),
    path("cases/<str:case_no>/evidence/examined", sheets.examined, name="examined"),
    path("cases/<str:case_no>/evidence/labels", sheets.print_labels, name="labels"),
    path("cases/<str:case_no>/evidence/thing", things.new, name="thing"),
    path("cases/<str:case_no>/evidence/upload", intake.upload, name="upload"),
    path("cases/<str:case_no>/evidence/register", intake.register, name="register"),
    path("cases/<str:case_no>/evidence/<str:no>/", views.item_page, name="item"),
    path("cases/<str:case_no>/evidence/<str:no>/answer", case.answer, name="answer"),
    path("cases/<str:case_no>/evidence/<str:no>/chain", sheets.chain, name="chain"),
    path("cases/<str:case_no>/evidence/<str:no>/examine", sheets.examine, name="examine"),
    path("cases/<str:case_no>/evidence/<str:no>/measure", things.measure, name="measure"),
    path("cases/<str:case_no>/evidence/<str:no>/samples", things.samples, name="samples"),
    path("cases/<str:case_no>/evidence/<str:no>/file", files.original, name="file"),
    path("cases/<str:case_no>/evidence/<str:no>/files/<str:filename>", files.further, name="further"),
    path("cases/<str:case_no>/evidence/<str:no>/thumbnail", files.thumbnail, name="thumbnail"),
]
