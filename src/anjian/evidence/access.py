"""Fetch an item of evidence or learn nothing about it.

Who may see the case may see its evidence: the caller has fetched the case through
`cases.access` before and names it here. Items of other organisations and of other cases
are not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.evidence.models import EvidenceItem
from anjian.evidence.records import seq_of
from anjian.kit.errors import NotFound, refuse

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor

HANDLING_ROLES = frozenset({"case_officer", "unit_head", "interviewer", "case_manager"})
CUSTODY_ROLES = HANDLING_ROLES | {"archivist"}
EXAMINING_ROLES = HANDLING_ROLES | {"legal_reviewer", "hearing_chair"}


def item_for(actor: Actor, case_id: UUID, no: str, *, lock: bool = False) -> EvidenceItem:
    """Return an item of the case by its number (``E-1``). Raises NotFound."""
    seq = seq_of(no, "E")
    if seq is None:
        raise NotFound
    return _one(actor, lock=lock, case_id=case_id, seq=seq)


def item_by_id(
    actor: Actor, item_id: UUID, *, case_id: UUID | None = None, lock: bool = False
) -> EvidenceItem:
    """Return an item by its id, of the named case if one is named. Raises NotFound."""
    scope = {"id": item_id} if case_id is None else {"id": item_id, "case_id": case_id}
    return _one(actor, lock=lock, **scope)


def _one(actor: Actor, *, lock: bool, **scope: object) -> EvidenceItem:
    rows = EvidenceItem.objects.filter(org_id=actor.org_id, **scope)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound
    return found


def require_role(actor: Actor, roles: frozenset[str], doing: str) -> None:
    """Raise Refused unless the actor (or the system itself) holds one of the roles."""
    if actor.kind == "system" or actor.roles & roles:
        return
    raise refuse(
        "role",
        _("您的岗位不能%(doing)s。") % {"doing": doing},
        "《行政处罚法》第四十二条第一款",
        who=_("承办本案的执法人员"),
        cure=_("请承办人办理，或由机关调整岗位。"),
    )
