"""Questions that several conditions ask of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from anjian.procedures.facts import CaseFacts, ChildFact, DocumentFact, Taken

ZERO = Decimal(0)


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def planned(f: CaseFacts) -> Mapping[str, Any]:
    """The penalty as the latest step that fixes it puts it: notice before report."""
    found = f.last("prepare_notice", "report")
    return found.inputs if found else {}


def at_least(f: CaseFacts, amount: Decimal, code: str) -> bool:
    """Whether an amount reaches a threshold; an unknown threshold counts as reached."""
    if amount <= 0:
        return False
    line = f.threshold(code)
    return line is None or amount >= line


def by_party(f: CaseFacts, code: str) -> str:
    """The code of the figure for this kind of party, for example `hearing.unit`."""
    return f"{code}.{f.party_kind}"


def heavy(f: CaseFacts, inputs: Mapping[str, Any], code: str) -> bool:
    """Whether a penalty is of the kinds of article 63, with the money line of that code."""
    return (
        at_least(f, inputs.get("fine_amount") or ZERO, by_party(f, code))
        or at_least(f, inputs.get("confiscation_amount") or ZERO, by_party(f, code))
        or bool(inputs.get("stop_business"))
        or bool(inputs.get("licence"))
    )


def hearing_applies(f: CaseFacts, inputs: Mapping[str, Any] | None = None) -> bool:
    """Whether the party must be told of the right to a hearing (APL art. 63)."""
    own = inputs if inputs and "fine_amount" in inputs else planned(f)
    return heavy(f, own, "hearing")


def notice_taken(f: CaseFacts) -> Taken | None:
    """The latest service of the prior notice."""
    return f.last("serve_notice")


def since_notice(f: CaseFacts, *steps: str) -> Taken | None:
    """The latest of these steps, if it came after the latest service of the prior notice."""
    served = notice_taken(f)
    return f.last(*steps, after=served) if served else None


def latest_hearing(f: CaseFacts) -> ChildFact | None:
    """The hearing opened since the latest prior notice."""
    return f.child("hearing") if since_notice(f, "request_hearing") else None


def finished_on(f: CaseFacts, child: ChildFact) -> Taken | None:
    """The last step of a child proceeding."""
    return next((t for t in reversed(f.history) if t.proceeding_id == child.proceeding_id), None)


def final_fine(f: CaseFacts) -> Decimal:
    """The fine of the decision that was made, in yuan."""
    decided = f.last("decide")
    return decided.get("fine_amount", ZERO) if decided else ZERO


def add_on(f: CaseFacts) -> Decimal:
    """The late-payment add-on demanded so far, in yuan."""
    demanded = f.last("serve_demand")
    drafted = f.last("draft_demand")
    return drafted.get("add_on_amount", ZERO) if demanded and drafted else ZERO


def payment_due(f: CaseFacts) -> date | None:
    """The last day for payment, moved on by an approved deferral; None before the service."""
    clock, deferred = f.clock("payment"), f.last("approve_deferral")
    if clock is None:
        return None
    return max(clock.due_on, deferred.get("last_due_on", clock.due_on)) if deferred else clock.due_on


def same_words(one: Any, other: Any) -> bool:
    """Whether two texts are equal apart from blanks."""
    return "".join(str(one or "").split()) == "".join(str(other or "").split())


def filled(document: DocumentFact, *codes: str) -> bool:
    """Whether any of these particulars has content."""
    return any(document.fields.get(code) not in (None, "", [], ()) for code in codes)


def yes(value: Any) -> bool:
    """Whether an answer is a plain yes."""
    return value is True
