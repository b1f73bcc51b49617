"""Django wiring of the training app."""

from __future__ import annotations

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Exercises at the interview console, in the rehearsal only."""

    name = "anjian.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"
