"""What happens in credentials, as typed events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anjian.audit.events import Event, event

HOLDER_WORDS = {"officer": "执法人员", "seal": "单位电子签章", "evidence": "单位存证"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _CredentialEvent(Event):
    certificate_id: UUID
    holder_kind: str
    holder_id: UUID
    holder: str
    serial: str

    def topics(self) -> tuple[str, ...]:
        """Nobody watches the certificates live."""
        return ()


@event("credentials.certificate.issued", label="签发数字证书")
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateIssued(_CredentialEvent):
    """An officer, a seal or the evidence key received a certificate."""

    valid_from: datetime
    valid_to: datetime
    sha256: str
    reason: str

    def sentence(self) -> str:
        """Whose it is."""
        return f"为{HOLDER_WORDS[self.holder_kind]}{self.holder}签发数字证书（{self.reason}）"


@event("credentials.certificate.revoked", label="吊销数字证书")
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRevoked(_CredentialEvent):
    """A certificate counts no longer."""

    reason: str
    note: str

    def sentence(self) -> str:
        """Whose it was."""
        return f"吊销{HOLDER_WORDS[self.holder_kind]}{self.holder}的数字证书"
