"""What happens to a case's recorded steps, its imported clips and its copies with hidden parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.audit.events import Event, event
from anjian.recordings.hiding.recipe import SOUNDS
from anjian.recordings.occasions import BASES, KINDS

if TYPE_CHECKING:
    from uuid import UUID


@event("recordings.occasion.opened", label="开始一项环节录制")
@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionOpened(Event):
    """A step of the case is going to be recorded."""

    occasion_id: UUID
    kind: str
    title: str
    place: str
    officers: tuple[str, ...]

    def sentence(self) -> str:
        """Name the step and who records it."""
        return f"准备录制“{KINDS[self.kind]}”：{self.title}（{'、'.join(self.officers)}）"


@event("recordings.occasion.excused", label="说明环节未录制")
@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionExcused(Event):
    """A kind of step took place and was not recorded, for a reason."""

    kind: str
    reason: str

    def sentence(self) -> str:
        """Name the step and the reason."""
        return f"“{KINDS[self.kind]}”未录音录像：{self.reason}"


@event("recordings.clip.clocked", label="核定视听资料时间")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClipClocked(Event):
    """The beginning of an imported clip was put on the case's one clock."""

    evidence_no: str
    filename: str
    kind: str
    shown_ms: int
    drift_ms: int
    basis: str

    def sentence(self) -> str:
        """Say how far its clock was off and how that is known."""
        off = f"，设备时钟快{self.drift_ms / 1000:g}秒" if self.drift_ms > 0 else ""
        off = f"，设备时钟慢{-self.drift_ms / 1000:g}秒" if self.drift_ms < 0 else off
        return f"核定证据{self.evidence_no}的起始时间（依据：{BASES[self.basis]}{off}）"


@event("recordings.redaction.ordered", label="申请制作遮盖副本")
@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionOrdered(Event):
    """A copy with hidden parts is to be made."""

    redaction_id: UUID
    evidence_no: str
    no: int
    boxes: int
    sounds: tuple[str, ...]
    purpose: str
    recipient: str
    of_sha256: str
    recipe_sha256: str

    def live(self) -> dict[str, Any]:
        """Name the item."""
        return {"evidence": self.evidence_no}

    def sentence(self) -> str:
        """Say what is hidden and for whom."""
        voice = "".join(f"，{SOUNDS[how]}{self.sounds.count(how)}段" for how in dict.fromkeys(self.sounds))
        return (
            f"为证据{self.evidence_no}制作第{self.no}份遮盖副本（遮盖{self.boxes}处{voice}），"
            f"提供给{self.recipient}，用途：{self.purpose}"
        )


@event("recordings.redaction.finished", label="遮盖副本制作结果")
@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionFinished(Event):
    """The copy was made, or could not be, or was cancelled."""

    redaction_id: UUID
    evidence_no: str
    no: int
    state: str
    sha256: str = ""
    failure: str = ""

    def live(self) -> dict[str, Any]:
        """Name the item."""
        return {"evidence": self.evidence_no}

    def sentence(self) -> str:
        """Say what came of it."""
        which = f"证据{self.evidence_no}的第{self.no}份遮盖副本"
        if self.state == "done":
            return f"{which}制作完成，原件未变"
        return f"{which}已取消" if self.state == "cancelled" else f"{which}未能制作：{self.failure}"


@event("recordings.redaction.handed_out", label="提供遮盖副本")
@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionHandedOut(Event):
    """The copy, and only the copy, was made available to somebody outside."""

    redaction_id: UUID
    evidence_no: str
    no: int
    recipient: str
    days: int

    def sentence(self) -> str:
        """Say to whom and for how long."""
        return f"向{self.recipient}提供证据{self.evidence_no}的第{self.no}份遮盖副本，链接{self.days}日内有效"
