"""What happens to an exercise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.audit.events import Event, event

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfRun(Event):
    """Something about an exercise: its console and its page hear of it."""

    def topics(self) -> tuple[str, ...]:
        """Reach the console of the exercise's case."""
        return (f"interview:{self.stream_id}",)


@event("training.run.begun", label="开始演练")
@dataclass(frozen=True, slots=True, kw_only=True)
class RunBegun(_OfRun):
    """An exercise began in a case of its own."""

    run_id: UUID
    scenario: str
    title: str
    speed: int

    def sentence(self) -> str:
        """Say which."""
        return f"开始演练：{self.title}（{self.speed}倍速）"


@event("training.run.moved", label="调整演练")
@dataclass(frozen=True, slots=True, kw_only=True)
class RunMoved(_OfRun):
    """An exercise was paused, resumed, ended, or is played at another speed."""

    run_id: UUID
    state: str
    speed: int

    def sentence(self) -> str:
        """Say how it goes on."""
        return f"演练{_STATES[self.state]}（{self.speed}倍速）"


_STATES = {"playing": "进行中", "paused": "已暂停", "ended": "已结束"}
