"""What happens in the registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from anjian.audit.events import Event, event

if TYPE_CHECKING:
    from datetime import date

_INTERFERENCE = UUID("6f0c2a0e-6d0a-5d3e-9f57-2b6f5f3c7a11")


def interference_stream(org_id: UUID) -> UUID:
    """Return the stream of a bureau's interference register: its own, never that of a case."""
    return uuid5(_INTERFERENCE, str(org_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Silent(Event):
    """Something of the interference register: on record, and on no live line at all."""

    def topics(self) -> tuple[str, ...]:
        """Nobody hears of it."""
        return ()


@event("registers.interference.reported", label="登记干预记录")
@dataclass(frozen=True, slots=True, kw_only=True)
class InterferenceReported(_Silent):
    """An interference was entered; the digest binds the row to the chain."""

    entry_id: UUID
    no: str
    corrects_id: UUID | None
    sha256: str

    def sentence(self) -> str:
        """Name the entry, not the person."""
        return f"登记干预记录{self.no}"


@event("registers.interference.handled", label="处理干预记录")
@dataclass(frozen=True, slots=True, kw_only=True)
class InterferenceHandled(_Silent):
    """The head of discipline noted what became of an entry."""

    entry_id: UUID
    no: str
    outcome: str

    def sentence(self) -> str:
        """Name the entry."""
        return f"处理干预记录{self.no}"


@event("registers.interference.report_drawn", label="出具干预记录月报")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDrawn(_Silent):
    """A monthly report was drawn and frozen."""

    report_id: UUID
    month: date
    sha256: str

    def sentence(self) -> str:
        """Name the month."""
        return f"出具干预记录月报：{self.month:%Y年%m月}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfTypical(Event):
    title: str

    def topics(self) -> tuple[str, ...]:
        """The library is read, not watched."""
        return ()


@event("registers.typical.drafted", label="编写典型案例")
@dataclass(frozen=True, slots=True, kw_only=True)
class TypicalDrafted(_OfTypical):
    """A closed case was chosen and told without names."""

    case_id: UUID

    def sentence(self) -> str:
        """Name the text."""
        return f"编写典型案例：{self.title}"


@event("registers.typical.moved", label="典型案例进展")
@dataclass(frozen=True, slots=True, kw_only=True)
class TypicalMoved(_OfTypical):
    """A typical case was revised, submitted, returned, published or dropped."""

    state: str
    version: int
    sha256: str = ""

    def sentence(self) -> str:
        """Say how it goes on."""
        words = {"draft": "修改", "submitted": "提交复核", "published": "发布", "dropped": "放弃"}
        return f"{words[self.state]}典型案例：{self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfMeeting(Event):
    topic: str
    case_ids: tuple[UUID, ...] = ()

    def topics(self) -> tuple[str, ...]:
        """The pages of the cases that were discussed."""
        return tuple(f"case:{case_id}" for case_id in self.case_ids)


@event("registers.meeting.opened", label="登记联席会议")
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOpened(_OfMeeting):
    """A joint meeting was entered."""

    def sentence(self) -> str:
        """Name it."""
        return f"登记联席会议：{self.topic}"


@event("registers.meeting.grew", label="补充联席会议")
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingGrew(_OfMeeting):
    """A conclusion, a task, a done mark or a file was added to a joint meeting."""

    what: str

    def sentence(self) -> str:
        """Say what was added."""
        words = {
            "particulars": "会议情况",
            "case": "案件结论",
            "task": "任务",
            "done": "任务完成",
            "file": "附件",
        }
        return f"联席会议“{self.topic}”登记{words[self.what]}"


@event("registers.meeting.closed", label="办结联席会议记录")
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingClosed(_OfMeeting):
    """The minutes of a joint meeting were closed with their digest."""

    sha256: str

    def sentence(self) -> str:
        """Name it."""
        return f"联席会议“{self.topic}”记录定稿"
