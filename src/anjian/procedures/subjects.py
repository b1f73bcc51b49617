"""The document that a child proceeding is about, and the step that opened the proceeding.

A child does not repeat what its opening was told: it looks it up.
"""

from __future__ import annotations

from uuid import UUID

from anjian.procedures.facts import CaseFacts, ChildFact, DocumentFact, Taken

DOCUMENT = "document"
"""The input of an opening step that names the document."""


def opening(f: CaseFacts, proceeding_id: UUID | None = None) -> Taken | None:
    """The step that opened a child proceeding, by default the one at hand; None for the case itself.

    A proceeding is opened in the instant of its step. Where several were opened in one instant, they
    stand in the same order as their steps.
    """
    wanted = proceeding_id or f.proceeding_id
    child = next((c for c in f.children if c.proceeding_id == wanted), None)
    if child is None or child.opened_at is None:
        return None
    twins = [c for c in f.children if (c.procedure, c.opened_at) == (child.procedure, child.opened_at)]
    steps = [
        t
        for t in f.history
        if t.at == child.opened_at and DOCUMENT in t.inputs and t.proceeding_id != child.proceeding_id
    ]
    place = twins.index(child)
    return steps[place] if place < len(steps) else None


def subject(f: CaseFacts, proceeding_id: UUID | None = None) -> DocumentFact | None:
    """The document that the proceeding at hand, or the named one, was opened for."""
    opened = opening(f, proceeding_id)
    return next((d for d in f.documents if opened and d.id == opened.get(DOCUMENT)), None)


def about(f: CaseFacts, procedure: str, document_id: UUID) -> ChildFact | None:
    """The latest child proceeding of that procedure about this document."""
    for child in reversed(f.children_of(procedure)):
        found = opening(f, child.proceeding_id)
        if found is not None and found.get(DOCUMENT) == document_id:
            return child
    return None
