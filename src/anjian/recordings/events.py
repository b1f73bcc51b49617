"""What happens to recordings. Every event joins its case's chain; no picture and no sound is on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.audit.events import Event, event
from anjian.recordings.causes import LABELS

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfSubject(Event):
    """Something about the recording of one subject; its room and the console of its case hear of it."""

    subject_kind: str
    subject_id: UUID

    def topics(self) -> tuple[str, ...]:
        """Reach the case page, the console and the room."""
        return (f"case:{self.stream_id}", f"interview:{self.stream_id}", f"room:{self.subject_id}")

    def live(self) -> dict[str, Any]:
        """Name the subject."""
        return {"session": str(self.subject_id)}


@event("recordings.part.opened", label="开始录制")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartOpened(_OfSubject):
    """A run of a recorder began."""

    part_id: UUID
    stream: str
    no: int
    who: str
    previous_cause: str = ""

    def sentence(self) -> str:
        """Say whose channel, and what ended the run before."""
        which = "画面" if self.stream == "picture" else f"{self.who}话筒"
        before = f"，此前中断：{LABELS[self.previous_cause]}" if self.previous_cause else ""
        return f"开始录制（{which}第{self.no}段{before}）"


@event("recordings.part.ended", label="结束录制")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartEnded(_OfSubject):
    """A run is over and everything of it is kept, or its rest was declared lost."""

    part_id: UUID
    stream: str
    no: int
    chunks: int
    bytes: int
    head: str
    cause: str
    by: str
    reason: str = ""

    def sentence(self) -> str:
        """Name the part and why it ended."""
        lost = f"；未传完的部分无法取得：{self.reason}" if self.reason else ""
        return f"第{self.no}段录制结束：{LABELS[self.cause]}{lost}"


@event("recordings.marker.set", label="录像打点")
@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerSet(_OfSubject):
    """A moment was marked."""

    at_ms: int
    label_text: str

    def sentence(self) -> str:
        """Name the mark."""
        return f"录像打点：{self.label_text}"


@event("recordings.preflight.done", label="录制前检查")
@dataclass(frozen=True, slots=True, kw_only=True)
class PreflightDone(_OfSubject):
    """The room was checked before recording."""

    failed: tuple[str, ...]
    override_reason: str = ""

    def sentence(self) -> str:
        """Say whether all is well, or what was gone over and why."""
        if not self.failed:
            return "录制前检查全部通过"
        return f"录制前检查未通过：{'、'.join(self.failed)}；仍继续，理由：{self.override_reason}"


@event("recordings.certificate.made", label="出具录制完整性证明")
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateMade(_OfSubject):
    """The completeness certificate was signed, and the original parts filed as evidence."""

    certificate_id: UUID
    sha256: str
    parts: int
    gaps: int
    missing_ms: int
    evidence_no: str
    override_reason: str = ""

    def topics(self) -> tuple[str, ...]:
        """Reach the case page too."""
        return (f"case:{self.stream_id}", f"interview:{self.stream_id}", f"room:{self.subject_id}")

    def sentence(self) -> str:
        """Name what it found."""
        found = f"{self.gaps}处中断" if self.gaps else "无中断"
        return f"出具录音录像完整性证明（{self.parts}段，{found}），原始录像登记为证据{self.evidence_no}"


@event("recordings.absence.noted", label="未录音录像")
@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecorded(_OfSubject):
    """A subject was not recorded."""

    required: bool
    reason: str

    def topics(self) -> tuple[str, ...]:
        """Reach the case page too."""
        return (f"case:{self.stream_id}", f"interview:{self.stream_id}", f"room:{self.subject_id}")

    def sentence(self) -> str:
        """Give the reason, if there is one."""
        return f"本次询问未录音录像{f'：{self.reason}' if self.reason else ''}"


@event("recordings.remux.made", label="制作播放副本")
@dataclass(frozen=True, slots=True, kw_only=True)
class RemuxMade(_OfSubject):
    """A copy for players was made from the original parts."""

    evidence_no: str
    copies: int
    failed: int

    def topics(self) -> tuple[str, ...]:
        """Nobody waits for it live."""
        return ()

    def sentence(self) -> str:
        """Say how many."""
        return f"由证据{self.evidence_no}的原始录像制作播放副本{self.copies}份"
