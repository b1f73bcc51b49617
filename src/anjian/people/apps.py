"""Django wiring of the people app."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Organisations and the officers who act in their name."""

    name = "anjian.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
