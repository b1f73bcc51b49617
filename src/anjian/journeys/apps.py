"""Django wiring of the journeys."""

from __future__ import annotations

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Journeys hold no tables: use cases that cross apps."""

    name = "anjian.journeys"
    label = "journeys"
