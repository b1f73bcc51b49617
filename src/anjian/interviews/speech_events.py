"""What machines heard of an interview; kept apart from its record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.audit.events import event
from anjian.interviews.events import OfSession

if TYPE_CHECKING:
    from uuid import UUID


@event("interviews.transcript.kept", label="保存机器转写")
@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptKept(OfSession):
    """A machine transcript of one channel was kept for comparison with the record."""

    transcript_id: UUID
    who: str
    engine: str
    pieces: int
    digest: str

    def sentence(self) -> str:
        """Say whose channel and by which engine."""
        return f"保存{self.person}询问录音的机器转写（{self.who}，{self.engine}）"
