"""Contradictions as the board takes them from the ledger, numbered as everywhere on the console."""

from __future__ import annotations

from dataclasses import dataclass

from anjian.testimony.board.points import FAMILY_OF_SLOT, Family
from anjian.testimony.lexicon import by_id
from anjian.testimony.model import SLOT_LABELS, Alarm, Slot, Span, Tier

OPEN = frozenset({"open", "verified"})
NOT_ONE = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Two answers that cannot both be true, with the number and the state the ledger gives it."""

    no: int
    a_sid: str
    b_sid: str
    slot: Slot
    tier: Tier
    title: str
    a_span: Span
    b_span: Span
    a_value: str = ""
    b_value: str = ""
    rule: str = ""
    because: str = ""
    ask: str = ""
    state: str = "open"
    issue: str = ""

    @property
    def open(self) -> bool:
        """Whether it still has to be settled."""
        return self.state in OPEN

    @property
    def family(self) -> Family:
        """Which kind of fact is disputed."""
        return FAMILY_OF_SLOT[self.slot]

    @property
    def concept(self) -> str:
        """The concept the comparator named, if it named one."""
        name = self.rule.removeprefix("POLAR.")
        return name if name in by_id() else ""

    @property
    def matter(self) -> str:
        """The title without its summons: what the rows and lists call it."""
        return self.title.removeprefix("核实：")

    @property
    def named(self) -> bool:
        """Whether the title says more than the kind of fact (有无)."""
        return self.matter not in SLOT_LABELS.values()

    def value_of(self, sid: str) -> str:
        """What one of the two answers claims, in short."""
        return self.a_value if sid == self.a_sid else self.b_value

    def sides(self) -> tuple[tuple[str, Span], tuple[str, Span]]:
        """Both answers with the stretch that shows it."""
        return (self.a_sid, self.a_span), (self.b_sid, self.b_span)


def of_alarm(no: int, alarm: Alarm) -> Dispute:
    """The dispute an alarm would become in the ledger."""
    return Dispute(
        no=no,
        a_sid=alarm.a_sid,
        b_sid=alarm.b_sid,
        slot=alarm.slot,
        tier=alarm.tier,
        title=alarm.title,
        a_span=alarm.a_span,
        b_span=alarm.b_span,
        a_value=alarm.a_value,
        b_value=alarm.b_value,
        rule=alarm.rule,
        because=alarm.because,
        ask=alarm.ask,
        issue=alarm.issue,
    )
