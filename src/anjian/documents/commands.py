"""What can be asked of documents; views, jobs and rehearsals build these and call one action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anjian.credentials.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInstrument:
    """Begin a document. `context` prefills, `fields` are what was typed and win over it.

    `by_step` says that a step of the procedure (or a closed interview) makes it: who may, and
    whether the case is open to them, has been judged there.
    """

    code: str
    case_id: UUID | None = None
    proceeding_id: UUID | None = None
    title: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    id: UUID | None = None
    by_step: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseInstrument:
    """Write the next version. `expected_version` is the one the page showed."""

    instrument_id: UUID
    expected_version: int
    fields: Mapping[str, Any]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitInstrument:
    """Hand a version up for approval."""

    instrument_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveInstrument:
    """Approve in a role with an opinion; `png` is the hand-written signature, if any."""

    instrument_id: UUID
    expected_version: int
    role: str
    opinion: str = "同意。"
    png: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnInstrument:
    """Send a version back to its drafter with reasons."""

    instrument_id: UUID
    expected_version: int
    role: str
    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInstrument:
    """Sign in a slot, or note the refusal with its reason.

    Officers sign for themselves; `officer_id` names a colleague who signs on the same
    pad (a picture is then required).  `signer_name` names an outsider or an attendee.
    `pages` are the pages marked, counted from 1; `moment` is what the device told of place and picture.
    """

    instrument_id: UUID
    expected_version: int
    slot: str
    signer_name: str = ""
    officer_id: UUID | None = None
    png: bytes | None = None
    pages: tuple[int, ...] = ()
    refused: bool = False
    reason: str = ""
    moment: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueInstrument:
    """Give number and seal; from then on the content is fixed."""

    instrument_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordService:
    """Record that an issued document was served; makes the proof of service D43.

    `servers` are the two serving officers; `server_pngs` their hand-written signatures
    where they signed on the device (else the paper receipt carries them).
    `method` is the Chinese word or its code (direct, left, entrusted, post, handed_on,
    electronic, announced); `effective_on` overrides the day it counts as served.
    `served_at` is when it was handed over,
    received, sent electronically or announced.
    """

    instrument_id: UUID
    method: str
    served_at: datetime
    place: str
    servers: tuple[UUID, ...]
    recipient: str = ""
    receiver: str = ""
    receiver_relation: str = ""
    receiver_png: bytes | None = None
    refused: bool = False
    refusal_reason: str = ""
    witnesses: tuple[Mapping[str, str], ...] = ()
    recording: str = ""
    tracking_no: str = ""
    case_cause: str = ""
    note: str = ""
    server_pngs: tuple[tuple[UUID, bytes], ...] = ()
    effective_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawInstrument:
    """Take a document back, with reasons."""

    instrument_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenMark:
    """A signature that was given elsewhere and is already in the store, or its noted refusal.

    `page` is the page it stands on; a slot may be given on many pages.
    """

    slot: str
    signer_name: str
    at: datetime
    page: int
    signer_id: UUID | None = None
    png_sha256: str = ""
    refused: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSignedRecord:
    """Put a record that was signed where it arose (an interview room) among the documents."""

    code: str
    case_id: UUID
    fields: Mapping[str, Any]
    marks: tuple[GivenMark, ...]
    title: str = ""
    id: UUID | None = None
