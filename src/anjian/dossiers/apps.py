"""Django wiring of the dossiers app."""

from __future__ import annotations

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Enterprises and their files."""

    name = "anjian.dossiers"
    label = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"
