"""Addresses of the log. Those below ``log/`` are for everybody, without an account (c2sp.org/tlog-tiles)."""

from __future__ import annotations

from django.urls import path

from anjian.web.transparency import integrity, proofs, public

app_name = "transparency"
urlpatterns = [
    path("log/<uuid:org_id>/checkpoint", public.checkpoint, name="checkpoint"),
    path("log/<uuid:org_id>/key", public.key, name="key"),
    path("log/<uuid:org_id>/stamp.tsr", public.stamp, name="stamp"),
    path("log/<uuid:org_id>/tile/<path:name>", public.tile, name="tile"),
    path("integrity/", integrity.page, name="integrity"),
    path("integrity/check", integrity.run, name="run_check"),
    path("integrity/<uuid:check_id>/", integrity.check, name="check"),
    path("proof/<str:kind>/<uuid:subject_id>/", proofs.page, name="proof"),
    path("proof/<str:kind>/<uuid:subject_id>/tlog-proof", proofs.download, name="proof_file"),
]
