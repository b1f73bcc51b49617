"""Fetch a text of one's own organisation, or learn nothing about it; who may import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.kit.errors import NotFound
from anjian.library import queries

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor
    from anjian.library.queries import Text

IMPORTERS = frozenset({"legal_reviewer", "case_manager", "archivist", "system_admin"})


def may_import(actor: Actor) -> bool:
    """Whether somebody keeps the library of the organisation."""
    return actor.kind == "system" or bool(actor.roles & IMPORTERS)


def text_for(actor: Actor, text_id: UUID) -> Text:
    """Return the text. Raises NotFound when it is absent or another organisation's."""
    found = queries.text(actor.org_id, text_id)
    if found is None:
        raise NotFound
    return found
