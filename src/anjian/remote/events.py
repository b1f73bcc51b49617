"""What happens in remote, as typed events. No words of the record and no secret is in any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from anjian.audit.events import Event, event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfSession(Event):
    """Something in one session; pages of its case hear of it."""

    session_id: UUID
    person: str

    def live(self) -> dict[str, Any]:
        """Name the session."""
        return {"session": str(self.session_id)}


@event("remote.session.opened", label="安排远程取证")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened(_OfSession):
    """A session was arranged with two certified officers, and a link made."""

    kind: str
    purpose: str
    officers: tuple[str, ...]
    expires_at: str

    def sentence(self) -> str:
        """Say with whom."""
        what = "远程查看现场" if self.kind == "site" else "远程询问"
        return f"安排与{self.person}的{what}（{'、'.join(self.officers)}）"


@event("remote.session.step", label="远程取证进程")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStep(_OfSession):
    """A step of the course; ``code`` names it, ``words`` say it."""

    code: str
    words: str
    side: str
    state: str

    def sentence(self) -> str:
        """Say what happened with whom."""
        return f"远程取证（{self.person}）：{self.words}"


@event("remote.item.taken", label="远程取得材料")
@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTaken(_OfSession):
    """A picture was taken or a file handed over; its hash was shown to both sides."""

    item_id: UUID
    no: int
    kind: str
    filename: str
    sha256: str
    sm3: str
    size: int

    def sentence(self) -> str:
        """Say what, with the beginning of its hash."""
        return f"远程取证（{self.person}）取得“{self.filename}”，SHA-256 {self.sha256[:8]}…"


@event("remote.record.signed", label="远程签名")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSigned(_OfSession):
    """A page of the record was signed, or its signature refused."""

    page_no: int
    page_sha256: str
    slot: str
    signer: str
    refused: bool
    moment_sha256: str

    def sentence(self) -> str:
        """Say who signed which page."""
        return f"{self.signer}{'拒绝签名' if self.refused else '签名'}：远程取证笔录第{self.page_no}页"


@event("remote.capture.ordered", label="网页取证")
@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureOrdered(Event):
    """Two officers ordered that a web page be fixed."""

    capture_id: UUID
    no: int
    url: str
    again_of: UUID | None = None

    def sentence(self) -> str:
        """Say which address."""
        return f"网页取证第{self.no}号：{self.url[:80]}"


@event("remote.capture.done", label="网页取证完成")
@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureDone(Event):
    """The page was fetched and registered as evidence, or could not be fetched."""

    capture_id: UUID
    no: int
    url: str
    sha256: str
    evidence_no: str
    failure: str

    def sentence(self) -> str:
        """Say what came of it."""
        if self.failure:
            return f"网页取证第{self.no}号没有完成：{self.failure[:80]}"
        return f"网页取证第{self.no}号完成，登记为{self.evidence_no}"
