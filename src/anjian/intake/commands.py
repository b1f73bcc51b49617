"""What may be asked of intake: one frozen value per action."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.blobs import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLink:
    """Ask somebody without an account for evidence of a case; ``days`` is how long the link lives."""

    case_no: str
    giver: str
    relation: str
    asks: tuple[str, ...]
    note: str = ""
    days: int = 7
    files_limit: int = 50
    bytes_limit: int = 20 * 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """A link as it is told once: the address holds ``token``, the ``code`` is told by another way."""

    id: UUID
    token: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseLink:
    """Close a link that is no longer wanted."""

    case_no: str
    link_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One file as it was given; ``answers`` is the wish it answers, empty when it answers none."""

    digest: Digest
    filename: str
    media_type: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """Hand in files through a link, with what the giver says of them."""

    link_id: UUID
    giver: str
    files: tuple[Given, ...]
    contact: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseFile:
    """Say that a submitted file is not taken as evidence, and why."""

    case_no: str
    file_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStation:
    """Put a docking station into service."""

    code: str
    name: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dock:
    """A recording that a station took from a recorder; ``told`` is what the recorder said of it."""

    station_id: UUID
    digest: Digest
    filename: str
    device_no: str
    officer: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    marked: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)
