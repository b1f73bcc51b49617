"""Where apps that stand above cases add what procedures must know (interviews, hearings, …).

A source is registered once, at start-up, under a name; it receives (org_id, case_id) and returns
plain values which are laid into :class:`anjian.procedures.facts.CaseFacts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

_sources: dict[str, tuple[Callable[[UUID, UUID], dict[str, Any]], frozenset[str]]] = {}


def register(
    name: str, source: Callable[[UUID, UUID], dict[str, Any]], *, states: frozenset[str] = frozenset()
) -> None:
    """Register a source; registering the same name again replaces it.

    A source with ``states`` has something to say only of a case that stands in one of them.
    """
    _sources[name] = (source, states)


def gather(org_id: UUID, case_id: UUID, state: str) -> dict[str, Any]:
    """Return what the sources say of a case in this state (empty: all of them), keyed as they name it."""
    told: dict[str, Any] = {}
    for name in sorted(_sources):
        source, states = _sources[name]
        if not state or not states or state in states:
            told.update(source(org_id, case_id))
    return told
