"""Django wiring of the cases app."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor
    from anjian.kit.errors import Refusal


class CasesConfig(AppConfig):
    """Cases, the steps taken in them and the people who work on them."""

    name = "anjian.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open documents by the rule of their case, and let its procedure say when they may be issued."""
        from anjian.cases.access import case_by_id
        from anjian.documents.access import use_case_gate, use_issue_gate
        from anjian.documents.pictures import use_case_files

        use_case_gate(case_by_id)
        use_issue_gate(_issue_refusals)
        use_case_files(_files_of_case)


def _issue_refusals(actor: Actor, instrument: Any, at: datetime) -> tuple[Refusal, ...]:
    from anjian.cases.access import case_by_id
    from anjian.cases.queries import issue_refusals

    if instrument.code not in gated_documents():
        return ()
    case = case_by_id(actor, instrument.case_id)
    return issue_refusals(case, actor, instrument.code, instrument.proceeding_id, now=at)


def _files_of_case(org_id: UUID, case_id: UUID, hashes: Collection[str]) -> set[str]:
    from anjian.evidence import queries

    return queries.held_in(org_id, case_id, hashes)


@cache
def gated_documents() -> frozenset[str]:
    """The documents that some procedure holds back until its step was taken."""
    from anjian.procedures import registry

    return frozenset(gate.document for procedure in registry.ALL for gate in procedure.gates)
