"""Questions that several conditions ask of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from anjian.procedures.facts import CaseFacts, ChildFact, DocumentFact, Taken

ZERO = Decimal(0)
_FIFTEEN_DAYS = timedelta(days=15)


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
    """The fine that stands, in yuan: of the decision, or as review or judgment changed it."""
    decided = f.last("decide", "decide_summary")
    if decided is None:
        return ZERO
    ruled = f.last("record_remedy_result", after=decided)
    if ruled is not None and ruled.get("result") == "quashed":
        return ZERO
    if ruled is not None and ruled.get("result") == "changed" and ruled.get("changed_fine") is not None:
        return Decimal(ruled.get("changed_fine"))
    return Decimal(decided.get("fine_amount") or ZERO)


def add_on(f: CaseFacts) -> Decimal:
    """The late-payment add-on owed so far, in yuan: of the latest demand or of the latest own decision."""
    if final_fine(f) == 0:
        return ZERO
    demanded = f.last("serve_demand")
    drafted = f.last("draft_demand")
    found = drafted.get("add_on_amount", ZERO) if demanded and drafted else ZERO
    if f.last("serve_add_on") and (decided := f.last("decide_add_on")):
        found = max(found, decided.get("added_amount", ZERO))
    return Decimal(found or ZERO)


def paid(f: CaseFacts) -> Decimal:
    """What was paid so far and not given back, at the bank or in cash on the spot, in yuan."""
    cash = sum((t.get("paid_amount", ZERO) for t in f.taken("collect_on_spot")), ZERO)
    back = sum((t.get("refund_amount", ZERO) for t in f.taken("record_refund")), ZERO)
    return f.paid + cash - back


def owed(f: CaseFacts) -> Decimal:
    """Fine and add-on together, in yuan."""
    return final_fine(f) + add_on(f)


def deferral(f: CaseFacts) -> Taken | None:
    """The deferral in force, with its plan; None when there is none or it fell away."""
    granted = f.last("approve_deferral")
    return None if granted is None or f.last("fall_due", after=granted) else granted


def plan_of(f: CaseFacts, granted: Taken | None = None) -> tuple[tuple[date, Decimal], ...]:
    """The instalments of a deferral by day: day and amount in yuan; empty when no plan is on record."""
    before = granted.seq if granted else None
    asked = next((t for t in f.taken("request_deferral") if before is None or t.seq < before), None)
    rows = asked.get("plan", ()) if asked else ()
    return tuple(sorted((row["due_on"], row["amount"]) for row in rows if row.get("due_on")))


def _paid_since(f: CaseFacts, granted: Taken | None, now: Mapping[str, Any]) -> Decimal:
    """What was paid since the deferral, with what the step at hand says is paid now."""
    earlier = (t for t in f.taken("record_payment") if granted is not None and t.seq > granted.seq)
    return sum((t.get("paid_amount", ZERO) for t in earlier), ZERO) + (now.get("paid_amount") or ZERO)


def next_instalment(
    f: CaseFacts, granted: Taken | None, inputs: Mapping[str, Any] | None = None
) -> date | None:
    """The day of the first instalment that what was paid does not cover; None when all are."""
    left = _paid_since(f, granted, inputs or {})
    for day, amount in plan_of(f, granted):
        if left < amount:
            return day
        left -= amount
    return None


def instalment_due(f: CaseFacts, inputs: Mapping[str, Any]) -> date | None:
    """The day of the next instalment as the step at hand leaves it; None without a deferral."""
    if "last_due_on" in inputs:
        return next_instalment(f, None, {})
    granted = deferral(f)
    return next_instalment(f, granted, inputs) if granted else None


def missed_instalment(f: CaseFacts) -> date | None:
    """The day of an instalment that was not paid in time; None when the party keeps to the plan."""
    granted = deferral(f)
    due = next_instalment(f, granted) if granted else None
    return due if due is not None and due < f.today else None


def deferral_end(f: CaseFacts) -> date | None:
    """The day on which the deferral ends: the last of the plan, or the one missed (APL art. 72)."""
    granted = f.last("approve_deferral")
    if granted is None:
        return None
    last: date | None = granted.get("last_due_on")
    fell = f.last("fall_due", after=granted)
    missed = fell.get("missed_on") if fell else missed_instalment(f)
    return missed or last


def payment_due(f: CaseFacts) -> date | None:
    """The last day for payment, moved on by an approved deferral; None before the service.

    Who misses an instalment owes all that is left from then on.
    """
    clock = f.clock("payment")
    if clock is None:
        return None
    ends = deferral_end(f)
    if ends is None:
        return clock.due_on
    # The clock was moved to the last instalment; what counts is the day that the plan leaves, and never
    # less than the fifteen days that everybody has (art. 67).
    return max(ends, clock.started_on + _FIFTEEN_DAYS) if clock.started_on else ends


def remedies_end(f: CaseFacts) -> date | None:
    """The last day on which review or suit can still be sought; None before the service."""
    codes = ("reconsideration", "suit", "suit_after_review")
    days = [c.due_on for code in codes if (c := f.clock(code))]
    ruled = f.last("record_remedy_result")
    if ruled is not None and ruled.get("effective_on"):
        days.append(ruled.get("effective_on"))
    return max(days) if days else None


def petition_start(f: CaseFacts) -> date | None:
    """The day from which the three months of the petition count (ACL art. 53, APL art. 72)."""
    ends = remedies_end(f)
    if ends is None:
        return None
    later = deferral_end(f)
    return max(ends, later) if later else ends


def late_from(f: CaseFacts) -> date | None:
    """The first late day; None while payment is in time."""
    due = payment_due(f)
    return due + timedelta(days=1) if due is not None and f.today > due else None


def late_excluded(f: CaseFacts) -> int:
    """Days of review and suit since payment is late, which are not counted (APL art. 73)."""
    first = late_from(f)
    if first is None:
        return 0
    days = 0
    for asked in f.taken("record_remedy"):
        ended = next((t for t in f.history if t.step == "record_remedy_result" and t.seq > asked.seq), None)
        begun = max(asked.get("filed_on", asked.on), first)
        last = min(ended.get("effective_on", ended.on) if ended else f.today, f.today)
        days += max((last - begun).days + 1, 0)
    return days


def late_days(f: CaseFacts) -> int:
    """Days by which payment is late, today included, without those of review and suit."""
    first = late_from(f)
    return max((f.today - first).days + 1 - late_excluded(f), 0) if first else 0


def same_words(one: Any, other: Any) -> bool:
    """Whether two texts are equal apart from blanks."""
    return "".join(str(one or "").split()) == "".join(str(other or "").split())


def unanswered(f: CaseFacts, told: Taken | None, said_by: str, inputs: Mapping[str, Any]) -> list[str]:
    """The points said in the steps `said_by` since the party was told that the replies leave open."""
    said = [t for t in f.taken(said_by) if told and t.seq > told.seq]
    answered = [row.get("point") for row in inputs.get("replies", ()) if row.get("reply")]
    points = [row["point"] for t in said for row in t.get("points", ())]
    return [point for point in points if not any(same_words(point, a) for a in answered)]


def filled(document: DocumentFact, *codes: str) -> bool:
    """Whether any of these particulars has content."""
    return any(document.fields.get(code) not in (None, "", [], ()) for code in codes)


def yes(value: Any) -> bool:
    """Whether an answer is a plain yes."""
    return value is True
