"""Django wiring of the documents app."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Enforcement documents of cases."""

    name = "anjian.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
