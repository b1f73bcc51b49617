"""What happens to documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

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
        return _("拟制《%(title)s》") % {"title": self.title}


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
        return _("修改《%(title)s》，形成第%(version)s稿") % {"title": self.title, "version": self.version}


@event("documents.instrument.submitted", label="提交文书审批")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentSubmitted(InstrumentEvent):
    """A version was handed up for approval."""

    version: int

    def sentence(self) -> str:
        """Say which document."""
        return _("提交《%(title)s》审批") % {"title": self.title}


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
        return _("审批《%(title)s》：%(opinion)s") % {"title": self.title, "opinion": self.opinion}


@event("documents.instrument.returned", label="退回文书")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentReturned(InstrumentEvent):
    """One role sent a version back."""

    version: int
    role: str
    opinion: str

    def sentence(self) -> str:
        """Say which document and why."""
        return _("退回《%(title)s》：%(opinion)s") % {"title": self.title, "opinion": self.opinion}


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
        said = _("%(signer)s拒绝在《%(title)s》上签名") if self.refused else _("%(signer)s签署《%(title)s》")
        return said % {"signer": self.signer, "title": self.title}


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
        return _("制发《%(title)s》%(no)s") % {"title": self.title, "no": self.no}


@event("documents.instrument.drawn", label="生成文书文件")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentDrawn(InstrumentEvent):
    """The PDF of an issued document is in the store."""

    pdf_sha256: str
    pages: int

    def sentence(self) -> str:
        """Say which document."""
        return _("生成《%(title)s》的PDF文件") % {"title": self.title}


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
        return _("以%(method)s方式送达《%(title)s》，送达日期%(day)s") % {
            "method": self.method,
            "title": self.title,
            "day": self.served_on.isoformat(),
        }


@event("documents.instrument.withdrawn", label="撤回文书")
@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentWithdrawn(InstrumentEvent):
    """The document no longer counts; its number stays used."""

    no: str
    reason: str

    def sentence(self) -> str:
        """Say which document and why."""
        return _("撤回《%(title)s》：%(reason)s") % {"title": self.title, "reason": self.reason}
