"""What is recorded: an interview session of a case, known only by its ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is recorded: an interview session of a case."""

    org_id: UUID
    case_id: UUID
    id: UUID
    kind: str = "interview"
