"""Django wiring of the remote app."""

from __future__ import annotations

from django.apps import AppConfig


class RemoteConfig(AppConfig):
    """Evidence taken at a distance: video sessions by one-time link, captured web pages."""

    name = "anjian.remote"
    label = "remote"
    default_auto_field = "django.db.models.BigAutoField"
