"""Django wiring of the credentials app."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from anjian.proof import keyfiles


class CredentialsConfig(AppConfig):
    """Keys and certificates of officers and bureaus, and what was signed with them."""

    name = "anjian.credentials"
    label = "credentials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the process's key files with the installation's secret."""
        keyfiles.install(settings.KEY_SECRET)
