"""Django wiring of the library app."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Texts of statutes in dated versions."""

    name = "anjian.library"
    label = "library"
    default_auto_field = "django.db.models.BigAutoField"
