"""What happens around the typed record: companions, breaks, plans, pages read, self-written papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.audit.events import event
from anjian.interviews.events import OfSession, OfSessionFacing

if TYPE_CHECKING:
    from uuid import UUID


@event("interviews.companion.came", label="陪同人员到场")
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionCame(OfSession):
    """A guardian or an interpreter signed in beside the person."""

    part: str
    name: str
    digest: str

    def sentence(self) -> str:
        """Say who came beside whom."""
        return f"{self.person}的{_PARTS[self.part]}{self.name}到场"


@event("interviews.companion.left", label="陪同人员离场")
@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionLeft(OfSession):
    """A guardian or an interpreter signed out; an interview that needs them pauses."""

    part: str
    name: str

    def sentence(self) -> str:
        """Say who left."""
        return f"{self.person}的{_PARTS[self.part]}{self.name}离场"


_PARTS = {"guardian": "监护人", "interpreter": "翻译人员"}


@event("interviews.break.begun", label="开始休息")
@dataclass(frozen=True, slots=True, kw_only=True)
class BreakBegun(OfSession):
    """A rest, meal, drink, toilet or medical break began."""

    kind: str
    wanted_by: str

    def sentence(self) -> str:
        """Say whose and what for."""
        return f"{self.person}：{self.kind}开始（{self.wanted_by}）"


@event("interviews.break.ended", label="休息结束")
@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEnded(OfSession):
    """A break ended."""

    kind: str
    minutes: int

    def sentence(self) -> str:
        """Say whose and how long."""
        return f"{self.person}：{self.kind}结束，{self.minutes}分钟"


@event("interviews.break.due", label="提醒休息、用餐")
@dataclass(frozen=True, slots=True, kw_only=True)
class BreakDue(OfSession):
    """An interview has gone on too long without a rest or a meal."""

    kind: str
    minutes: int

    def sentence(self) -> str:
        """Say whose and what is due."""
        return f"{self.person}的询问已持续{self.minutes}分钟没有{'用餐' if self.kind == 'meal' else '休息'}"


@event("interviews.plan.marked", label="询问提纲")
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMarked(OfSession):
    """An officer chose or dropped a question plan, or ticked a question by hand."""

    kind: str
    code: str


@event("interviews.page.looked", label="核对笔录页")
@dataclass(frozen=True, slots=True, kw_only=True)
class PageLooked(OfSessionFacing):
    """The person finished a page, it was read out, or the person found a mistake on it."""

    page_no: int
    page_sha256: str
    verdict: str
    note: str

    def sentence(self) -> str:
        """Say which page and what was said of it."""
        word = {"read": "看完", "aloud": "听完宣读", "wrong": "指出有错误"}[self.verdict]
        return f"{self.person}{word}笔录第{self.page_no}页{f'：{self.note}' if self.note else ''}"


@event("interviews.statement.taken", label="收取自书材料")
@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTaken(OfSession):
    """A paper the person wrote himself was taken in and registered as evidence."""

    title: str
    sheets: int
    sha256: str
    evidence_id: UUID
    evidence_no: str

    def sentence(self) -> str:
        """Say whose and where it is."""
        return f"收取{self.person}自书材料《{self.title}》{self.sheets}页（{self.evidence_no}）"
