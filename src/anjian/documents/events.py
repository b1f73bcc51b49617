"""What happens to documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anjian.audit.events import Event, event


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentEvent(Event):
    """Common part: which document of which kind."""

    instrument_id: UUID
    code: str
    title: str

    def live(self) -> dict[str, Any]:
        """Pages refresh the one document."""
        return {"instrument": str(self.instrument_id), "code": self.code}


@event("documents.instrument.drafted", label="拟制文书")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentDrafted(InstrumentEvent):
    """A document was begun."""

    version: int
    content_sha256: str

    def sentence(self) -> str:
        """Say which document."""
        return f"拟制《{self.title}》"


@event("documents.instrument.revised", label="修改文书")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentRevised(InstrumentEvent):
    """A new version was written."""

    version: int
    content_sha256: str
    changed: tuple[str, ...]
    reason: str

    def sentence(self) -> str:
        """Say which document and version."""
        return f"修改《{self.title}》，形成第{self.version}稿"


@event("documents.instrument.submitted", label="提交文书审批")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentSubmitted(InstrumentEvent):
    """A version was handed up for approval."""

    version: int

    def sentence(self) -> str:
        """Say which document."""
        return f"提交《{self.title}》审批"


@event("documents.instrument.approved", label="审批文书")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentApproved(InstrumentEvent):
    """One role approved a version."""

    version: int
    role: str
    opinion: str
    complete: bool

    def sentence(self) -> str:
        """Say which document and the opinion."""
        return f"审批《{self.title}》：{self.opinion}"


@event("documents.instrument.returned", label="退回文书")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentReturned(InstrumentEvent):
    """One role sent a version back."""

    version: int
    role: str
    opinion: str

    def sentence(self) -> str:
        """Say which document and why."""
        return f"退回《{self.title}》：{self.opinion}"


@event("documents.instrument.signed", label="签署文书")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentSigned(InstrumentEvent):
    """A person signed, or refused to."""

    version: int
    slot: str
    signer: str
    refused: bool
    reason: str
    png_sha256: str
    pages: tuple[int, ...]

    def sentence(self) -> str:
        """Say who signed or refused."""
        verb = "拒绝签署" if self.refused else "签署"
        return f"{self.signer}{verb}《{self.title}》"


@event("documents.instrument.issued", label="制发文书")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentIssued(InstrumentEvent):
    """The document got its number and seal; its content is fixed."""

    version: int
    no: str
    issued_on: date
    content_sha256: str

    def sentence(self) -> str:
        """Say which document and number."""
        return f"制发《{self.title}》{self.no}"


@event("documents.instrument.drawn", label="生成文书文件")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentDrawn(InstrumentEvent):
    """The PDF of an issued document is in the store."""

    pdf_sha256: str
    pages: int

    def sentence(self) -> str:
        """Say which document."""
        return f"生成《{self.title}》的PDF文件"


@event("documents.instrument.sealed", label="加盖电子签章")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentSealed(InstrumentEvent):
    """The PDF of an issued document bears the bureau's electronic seal and a time stamp."""

    drawn_sha256: str
    sealed_sha256: str
    certificate_id: UUID
    signer: str
    stamped_at: datetime
    stamp_authority: str
    local: bool

    def sentence(self) -> str:
        """Say which document."""
        return f"《{self.title}》加盖电子签章"


@event("documents.instrument.served", label="送达文书")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentServed(InstrumentEvent):
    """The document reached the party; the proof of service is another document."""

    no: str
    method: str
    served_on: date
    proof_id: UUID

    def sentence(self) -> str:
        """Say which document, how and when."""
        return f"以{self.method}方式送达《{self.title}》，送达日期{self.served_on.isoformat()}"


@event("documents.instrument.withdrawn", label="撤回文书")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentWithdrawn(InstrumentEvent):
    """The document no longer counts; its number stays used."""

    no: str
    reason: str

    def sentence(self) -> str:
        """Say which document and why."""
        return f"撤回《{self.title}》：{self.reason}"


@event("documents.service.voided", label="送达不再有效")
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceVoided(InstrumentEvent):
    """A recorded service no longer counts; the document awaits service again."""

    no: str
    was_served_on: date | None
    reason: str

    def sentence(self) -> str:
        """Say which document and why."""
        return f"《{self.title}》须重新送达：{self.reason}"
