"""Django wiring of the archive app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from anjian.audit.actions import Transaction
    from anjian.cases.access import Case


class ArchiveConfig(AppConfig):
    """Volumes of closed cases: pages, locks, lending, retention, destruction."""

    name = "anjian.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the archive step know what the file still lacks, and lock the file when it is taken."""
        from anjian.cases import facts_sources, step_effects

        facts_sources.register("assembly", _gaps, states=frozenset({"closed"}))
        step_effects.register("archive", "archive", _lock)


def _gaps(org_id: UUID, case_id: UUID) -> dict[str, Any]:
    from anjian.archive.queries import assembly_gaps

    return {"assembly_gaps": assembly_gaps(org_id, case_id)}


def _lock(tx: Transaction, case: Case, inputs: Mapping[str, Any]) -> None:
    from anjian.archive.actions import lock_file

    lock_file(tx, case, inputs)
