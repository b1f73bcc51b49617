"""Django wiring of the evidence app."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Items of evidence, their custody, the facts they prove."""

    name = "anjian.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
