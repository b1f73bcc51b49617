"""Django wiring of the archive app."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Volumes of closed cases: pages, locks, lending, retention, destruction."""

    name = "anjian.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"
