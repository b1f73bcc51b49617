"""What happens to the file of a case."""

from __future__ import annotations

from dataclasses import dataclass

from anjian.audit.events import Event, event


@event("journeys.file.assembled", label="组卷")
@dataclass(frozen=True, slots=True, kw_only=True)
class FileAssembled(Event):
    """Cover, index and note were filled from the papers of the case."""

    case_no: str
    documents: int
    pages: int

    def sentence(self) -> str:
        """Say how large the file is."""
        return f"组卷：{self.documents}件，共{self.pages}页"
