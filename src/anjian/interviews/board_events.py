"""What happens on a case's contradiction board. Rooms never hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.audit.events import Event, event

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfBoard(Event):
    """Something on the case's contradiction board, which rooms never hear of."""

    def topics(self) -> tuple[str, ...]:
        """Reach the case page and the console, no room."""
        return (f"case:{self.stream_id}", f"interview:{self.stream_id}")


@event("interviews.contradiction.found", label="发现矛盾")
@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionFound(_OfBoard):
    """The cross-check found two answers that do not agree."""

    contradiction_id: UUID
    no: int
    slot: str
    tier: str
    title: str
    a_segment_id: UUID
    b_segment_id: UUID
    a_session_id: UUID
    b_session_id: UUID

    def sentence(self) -> str:
        """Say what about."""
        return f"发现矛盾{self.no}：{self.title}"

    def live(self) -> dict[str, Any]:
        """Name the pair."""
        return {
            "contradiction": str(self.contradiction_id),
            "sessions": [str(self.a_session_id), str(self.b_session_id)],
        }


@event("interviews.contradiction.settled", label="处理矛盾")
@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionSettled(_OfBoard):
    """A contradiction moved: being verified, resolved, explained, left open with a reason, dismissed."""

    contradiction_id: UUID
    no: int
    state: str
    material: bool
    reason: str

    def sentence(self) -> str:
        """Say which and how."""
        word = {
            "open": "待核实",
            "verified": "核实中",
            "resolved": "已解决",
            "explained": "已说明",
            "left": "存疑保留",
            "dismissed": "不成立",
        }[self.state]
        return f"矛盾{self.no}{word}{f'：{self.reason}' if self.reason else ''}"

    def live(self) -> dict[str, Any]:
        """Name the contradiction, so that a page fetches its card and the two answers."""
        return {"contradiction": str(self.contradiction_id)}


@event("interviews.reading.added", label="登记书证、仪器读数")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingAdded(_OfBoard):
    """What a document, an instrument or a register says was put beside the testimonies."""

    session_id: UUID
    segment_id: UUID
    source: str
    no: int
    version: int
    evidence_no: str
    digest: str

    def sentence(self) -> str:
        """Say which source."""
        corrected = "更正" if self.version > 1 else "登记"
        return f"{corrected}“{self.source}”的第{self.no}项内容，与证词比对"

    def live(self) -> dict[str, Any]:
        """Name the reading, so that the console fetches it like an answer."""
        return {"session": str(self.session_id), "segment": str(self.segment_id), "no": self.no}


@event("interviews.contradiction.judged", label="模型对矛盾的意见")
@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionJudged(_OfBoard):
    """A model on the agency's network said what it thinks of a contradiction; nothing follows from it."""

    contradiction_id: UUID
    no: int
    opinion: str

    def sentence(self) -> str:
        """Say of which."""
        return f"模型对矛盾{self.no}提出意见（仅供参考）"

    def live(self) -> dict[str, Any]:
        """Name the contradiction, so that its card is fetched."""
        return {"contradiction": str(self.contradiction_id)}
