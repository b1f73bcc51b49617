"""Django wiring of the deadlines app."""

from __future__ import annotations

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Open clocks and the sweeper that tells when one runs out."""

    name = "anjian.deadlines"
    label = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"
