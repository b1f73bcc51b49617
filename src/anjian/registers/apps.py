"""Django wiring of the registers app."""

from __future__ import annotations

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers that stand beside the case files."""

    name = "anjian.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
