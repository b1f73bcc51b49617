"""Django wiring of the journeys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from uuid import UUID


class JourneysConfig(AppConfig):
    """Journeys hold no tables; they tell procedures whether a file is complete."""

    name = "anjian.journeys"
    label = "journeys"

    def ready(self) -> None:
        """Let the archive step know what the file still lacks."""
        from anjian.cases import facts_sources

        facts_sources.register("assembly", _gaps, states=frozenset({"closed"}))


def _gaps(org_id: UUID, case_id: UUID) -> dict[str, Any]:
    from anjian.journeys.queries import assembly_gaps

    return {"assembly_gaps": assembly_gaps(org_id, case_id)}
