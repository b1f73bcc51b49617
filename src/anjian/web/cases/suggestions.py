"""Values a step's form starts with, looked up by the dotted paths that procedure files name.

Nothing is typed twice: what an earlier step, the firm's file or the case already knows is offered.
Several paths separated by ``|`` are tried in turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.procedures.definitions.service_steps.outcome import SERVICE, ended, tries
from anjian.procedures.reckon import reckon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anjian.cases.access import Case
    from anjian.cases.queries import Picture
    from anjian.dossiers.queries import Firm
    from anjian.procedures.facts import CaseFacts
    from anjian.procedures.spec import Step

_ASKED = frozenset({"text", "choice", "document", "date"})


def suggested(
    step: Step, case: Case, picture: Picture, firm: Firm | None, facts: CaseFacts | None = None
) -> dict[str, Any]:
    """Return the initial values of a step's form; what is unknown stays the field's own default.

    ``facts`` are those of the proceeding on which the step is tried, the case itself by default.
    """
    seen = facts or picture.facts
    known = _Known(case, picture, firm, seen, _service(step, seen))
    found: dict[str, Any] = {}
    for field in step.fields:
        value = None
        for path in filter(None, field.source.split("|")):
            value = _look_up(path, known)
            if value is not None:
                break
        if value is None and field.sets:
            value = picture.particulars.get(field.sets)
        if value is not None:
            found[field.code] = value
    return found


def asked_for(step: Step, given: Mapping[str, str]) -> dict[str, str]:
    """Return what the address that led to the form already names, such as the document."""
    return {f.code: given[f.code] for f in step.fields if f.type in _ASKED and given.get(f.code)}


@dataclass(frozen=True, slots=True)
class _Known:
    case: Case
    picture: Picture
    firm: Firm | None
    facts: CaseFacts
    served: Mapping[str, Any]


def _look_up(path: str, known: _Known) -> Any:
    case, picture, firm, facts = known.case, known.picture, known.firm, known.facts
    head, _, rest = path.partition(".")
    if head == "reckon":
        return reckon(rest, facts)
    if head == "case":
        if rest == "handlers":
            return tuple(h.id for h in picture.facts.handlers) or None
        return picture.particulars.get(rest, getattr(case, rest, None))
    if head == "party":
        told = {
            "name": case.party_name,
            "head": firm.legal_person if firm else case.party_name,
            "address": firm.address if firm else None,
            "phone": firm.phone if firm else None,
            "credit_code": firm.credit_code if firm else None,
        }
        return told.get(rest)
    if head == "org":
        return picture.agency.particulars.get(rest, getattr(picture.agency, rest, None))
    if head in {"today", "now"}:
        return getattr(facts, head)
    if head == "clock":
        running = facts.clock(rest)
        return running.due_on if running else None
    if head == SERVICE:
        return known.served.get(rest)
    taken = facts.last(head)
    return taken.get(rest) if taken else None


def _service(step: Step, facts: CaseFacts) -> dict[str, Any]:
    """What the service of the step's document has come to, or what was tried so far in its proceeding."""
    for code in step.serves:
        paper = facts.document(code)
        done = ended(facts, paper.id) if paper else None
        if done is not None:
            return done.particulars
    failed = "；".join(map(str, tries(facts)))
    return {"failed_attempts": failed, "difficulty": failed} if failed else {}
