"""Values a step's form starts with, looked up by the dotted paths that procedure files name.

Nothing is typed twice: what an earlier step, the firm's file or the case already knows is offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anjian.cases.access import Case
    from anjian.cases.queries import Picture
    from anjian.dossiers.queries import Firm
    from anjian.procedures.spec import Step


def suggested(step: Step, case: Case, picture: Picture, firm: Firm | None) -> dict[str, Any]:
    """Return the initial values of a step's form; what is unknown stays the field's own default."""
    found: dict[str, Any] = {}
    for field in step.fields:
        value = _look_up(field.source, case, picture, firm) if field.source else None
        if value is None and field.sets:
            value = picture.particulars.get(field.sets)
        if value is not None:
            found[field.code] = value
    return found


def _look_up(path: str, case: Case, picture: Picture, firm: Firm | None) -> Any:
    head, _, rest = path.partition(".")
    if head == "case":
        if rest == "handlers":
            return tuple(h.id for h in picture.facts.handlers) or None
        return picture.particulars.get(rest, getattr(case, rest, None))
    if head == "party":
        known = {
            "name": case.party_name,
            "head": firm.legal_person if firm else case.party_name,
            "address": firm.address if firm else None,
            "phone": firm.phone if firm else None,
            "credit_code": firm.credit_code if firm else None,
        }
        return known.get(rest)
    if head == "org":
        return picture.agency.particulars.get(rest, getattr(picture.agency, rest, None))
    taken = picture.facts.last(head)
    return taken.get(rest) if taken else None
