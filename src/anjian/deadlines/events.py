"""What happens to clocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.audit.events import Event, event
from anjian.law.explain import in_words

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class _ClockEvent(Event):
    clock_id: UUID
    code: str
    clock: str
    due_on: date


@event("deadlines.clock.started", label="期限起算")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStarted(_ClockEvent):
    """A term began to run."""

    start_on: date

    def sentence(self) -> str:
        """Name the term and its last day."""
        return f"期限起算：{self.clock}，至{in_words(self.due_on)}"


@event("deadlines.clock.stopped", label="期限终止")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStopped(_ClockEvent):
    """A term ended because the act was done."""

    stopped_on: date

    def sentence(self) -> str:
        """Name the term."""
        return f"期限终止：{self.clock}"


@event("deadlines.clock.voided", label="期限重新计算")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockVoided(_ClockEvent):
    """A term no longer counts: the steps that moved it were done again."""

    def sentence(self) -> str:
        """Name the term."""
        return f"期限不再计算：{self.clock}（重新办理）"


@event("deadlines.clock.paused", label="期限中止")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPaused(_ClockEvent):
    """A term stands still."""

    paused_on: date
    reason: str = ""

    def sentence(self) -> str:
        """Name the term and why it stands still."""
        return f"期限中止计算：{self.clock}" + (f"（{self.reason}）" if self.reason else "")


@event("deadlines.clock.moved", label="期限变更")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMoved(_ClockEvent):
    """The last day changed: resumed, extended, or computed anew from a changed calendar."""

    was_due_on: date
    why: str

    def sentence(self) -> str:
        """Name the term, both days and the reason."""
        return f"{self.clock}由{in_words(self.was_due_on)}改为{in_words(self.due_on)}：{self.why}"


@event("deadlines.clock.warned", label="期限预警")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWarned(_ClockEvent):
    """The last day comes near."""

    days_left: int

    def sentence(self) -> str:
        """Say how many days are left."""
        return f"期限预警：{self.clock}还剩{self.days_left}天"


@event("deadlines.clock.expired", label="期限届满")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExpired(_ClockEvent):
    """The last day passed."""

    kind: str

    def sentence(self) -> str:
        """Say what the end of the term means."""
        return f"期限届满：{self.clock}" if self.kind == "wait" else f"期限逾期：{self.clock}"
