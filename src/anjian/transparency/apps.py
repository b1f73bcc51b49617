"""Django wiring of the transparency app."""

from __future__ import annotations

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """The tamper-evident log of each organisation (RFC 6962) and its checkpoints."""

    name = "anjian.transparency"
    label = "transparency"
    default_auto_field = "django.db.models.BigAutoField"
