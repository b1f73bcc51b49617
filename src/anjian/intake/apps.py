"""Django wiring of the intake app."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Ways in for evidence: resumable uploads, one-time links, docking stations."""

    name = "anjian.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
