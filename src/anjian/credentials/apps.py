"""Django wiring of the credentials app."""

from __future__ import annotations

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """Keys and certificates of officers and bureaus, and what was signed with them."""

    name = "anjian.credentials"
    label = "credentials"
    default_auto_field = "django.db.models.BigAutoField"
