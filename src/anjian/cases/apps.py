"""Django wiring of the cases app."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, the steps taken in them and the people who work on them."""

    name = "anjian.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
