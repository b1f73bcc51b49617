"""Django wiring of the audit app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The record: events, chain heads, outbox, accesses, request keys."""

    name = "anjian.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
