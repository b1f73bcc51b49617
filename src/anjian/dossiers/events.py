"""What happens to an enterprise's file."""

from __future__ import annotations

from dataclasses import dataclass

from anjian.audit.events import Event, event


@event("dossiers.enterprise.registered", label="登记企业")
@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRegistered(Event):
    """A firm was entered with its identity."""

    name: str
    credit_code: str

    def sentence(self) -> str:
        """Name the firm."""
        return f"登记企业：{self.name}"

    def topics(self) -> tuple[str, ...]:
        """Return the file's own topic."""
        return (f"enterprise:{self.stream_id}",)
