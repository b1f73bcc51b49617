"""Django wiring of the interviews app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from uuid import UUID


class InterviewsConfig(AppConfig):
    """Interviews of a case and what they must tell its procedure."""

    name = "anjian.interviews"
    label = "interviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let procedures know of interviews, unsigned pages and open contradictions."""
        from anjian.cases import facts_sources

        facts_sources.register("interviews", _facts)


def _facts(org_id: UUID, case_id: UUID) -> dict[str, Any]:
    from anjian.interviews.queries import facts_of

    return facts_of(org_id, case_id)
