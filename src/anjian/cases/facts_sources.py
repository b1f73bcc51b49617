"""Where apps that stand above cases add what procedures must know (interviews, hearings, …).

A source is registered once, at start-up, under a name; it receives (org_id, case_id) and returns
plain values which are laid into :class:`anjian.procedures.facts.CaseFacts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

_sources: dict[str, Callable[[UUID, UUID], dict[str, Any]]] = {}


def register(name: str, source: Callable[[UUID, UUID], dict[str, Any]]) -> None:
    """Register a source; registering the same name again replaces it."""
    _sources[name] = source


def gather(org_id: UUID, case_id: UUID) -> dict[str, Any]:
    """Return what all sources say of a case, keyed as they name it."""
    told: dict[str, Any] = {}
    for name in sorted(_sources):
        told.update(_sources[name](org_id, case_id))
    return told
