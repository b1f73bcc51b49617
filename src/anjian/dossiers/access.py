"""Fetch an enterprise of one's own organisation, or learn nothing about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.dossiers import queries
from anjian.kit.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.dossiers.queries import Firm
    from anjian.kit.actor import Actor


def firm_for(actor: Actor, enterprise_id: UUID) -> Firm:
    """Return the firm. Raises NotFound when it is absent or belongs to another organisation."""
    found = queries.firm(actor.org_id, enterprise_id)
    if found is None:
        raise NotFound
    return found
