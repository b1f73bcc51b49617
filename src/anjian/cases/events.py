"""What happens to a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.audit.events import Event, event

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class _CaseEvent(Event):
    org_id: UUID
    unit_id: UUID
    case_no: str

    def topics(self) -> tuple[str, ...]:
        """The case itself, and the boards of its unit and organisation."""
        return (f"case:{self.stream_id}", f"unit:{self.unit_id}", f"org:{self.org_id}")

    def live(self) -> dict[str, Any]:
        """Name the case, so that lists know which line to fetch again."""
        return {"case_no": self.case_no}


@event("cases.case.opened", label="登记线索")
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(_CaseEvent):
    """A lead was registered; its particulars are those the first steps are judged by."""

    title: str
    source: str
    party_kind: str
    party_name: str
    enterprise_id: UUID | None
    place_code: str

    def sentence(self) -> str:
        """Name the matter."""
        return f"登记线索：{self.title}"


@event("cases.step.taken", label="办理步骤")
@dataclass(frozen=True, slots=True, kw_only=True)
class StepWasTaken(_CaseEvent):
    """A step of the procedure, or of a child procedure, was taken."""

    step: str
    step_label: str
    seq: int
    proceeding_id: UUID | None
    from_state: str
    to_state: str
    inputs: dict[str, Any]
    opened: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Name the step."""
        return self.step_label


@event("cases.member.changed", label="调整办案人员")
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanged(_CaseEvent):
    """An officer took on, or gave up, a part in the case."""

    officer_id: UUID
    officer_name: str
    part: str

    def sentence(self) -> str:
        """Name the officer and the part."""
        words = {"lead": "主办", "co": "协办", "reviewer": "审核", "recused": "回避", "ended": "退出"}
        return f"{self.officer_name}：{words.get(self.part, self.part)}"
