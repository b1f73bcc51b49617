"""What happens at the ways in, as typed events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.audit.events import Event, event

if TYPE_CHECKING:
    from uuid import UUID


@event("intake.link.made", label="发出材料提交链接")
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMade(Event):
    """An officer asked somebody for evidence by a one-time link."""

    link_id: UUID
    giver: str
    relation: str
    asks: tuple[str, ...]
    ends_at: str

    def sentence(self) -> str:
        """Name who was asked."""
        return f"向{self.giver}发出材料提交链接"


@event("intake.link.used", label="材料提交链接状态变化")
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkUsed(Event):
    """A link was opened, locked after wrong codes, or closed."""

    link_id: UUID
    giver: str
    what: str
    word: str
    reason: str = ""

    def sentence(self) -> str:
        """Name the link by its giver."""
        return f"{self.giver}的材料提交链接：{self.word}"


@event("intake.submission.received", label="收到提交的材料")
@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReceived(Event):
    """Somebody handed in files; the digest of the receipt binds them to the chain."""

    submission_id: UUID
    receipt_no: str
    giver: str
    files: int
    receipt_sha256: str

    def sentence(self) -> str:
        """Name giver and receipt."""
        return f"收到{self.giver}提交的材料{self.files}份，回执{self.receipt_no}"


@event("intake.file.refused", label="不作为证据接收")
@dataclass(frozen=True, slots=True, kw_only=True)
class FileRefused(Event):
    """An officer does not take a submitted file as evidence."""

    file_id: UUID
    filename: str
    sha256: str
    reason: str

    def sentence(self) -> str:
        """Name the file and the reason."""
        return f"提交的文件“{self.filename}”不作为证据接收：{self.reason}"


@event("intake.station.founded", label="启用采集站")
@dataclass(frozen=True, slots=True, kw_only=True)
class StationFounded(Event):
    """A docking station was put into service."""

    code: str
    name: str

    def topics(self) -> tuple[str, ...]:
        """No page waits for it."""
        return ()

    def sentence(self) -> str:
        """Name the station."""
        return f"启用采集站{self.name}"


@event("intake.station.ended", label="停用采集站")
@dataclass(frozen=True, slots=True, kw_only=True)
class StationEnded(StationFounded):
    """A docking station was taken out of service; its key is worth nothing any more."""

    def sentence(self) -> str:
        """Name the station."""
        return f"停用采集站{self.name}"


@event("intake.media.docked", label="执法记录仪数据入库")
@dataclass(frozen=True, slots=True, kw_only=True)
class MediaDocked(Event):
    """A recording came in from a recorder; its stream is the station's."""

    file_id: UUID
    device_no: str
    filename: str
    sha256: str
    size: int
    late_hours: int

    def topics(self) -> tuple[str, ...]:
        """No page waits for it."""
        return ()

    def sentence(self) -> str:
        """Name recorder and file."""
        return f"记录仪{self.device_no}的文件{self.filename}入库"
