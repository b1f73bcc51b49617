"""Who may read the record of a subject: whoever may read the subject itself.

The apps above check access to the case, session or firm first and then read its stream;
nothing in the record can be reached without naming a stream of one's own organisation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.kit.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor


def require_same_org(actor: Actor, org_id: UUID) -> None:
    """Raise NotFound unless the record belongs to the actor's organisation."""
    if actor.org_id != org_id:
        raise NotFound
