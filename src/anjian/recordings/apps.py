"""Django wiring of the recordings app."""

from __future__ import annotations

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """Recordings, their parts and gaps, markers, completeness certificates, second copies."""

    name = "anjian.recordings"
    label = "recordings"
    default_auto_field = "django.db.models.BigAutoField"
