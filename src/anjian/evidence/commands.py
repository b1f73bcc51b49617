"""What a person may ask of evidence: one frozen value per action, parsed from a form or an API call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.blobs import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEvidence:
    """Register a file that already lies in the store as evidence of a case.

    ``collectors`` are the two officers who obtained it; a copy says in ``copy_note`` where
    the original is and that it was checked against it. ``record`` names the record of the
    taking (inspection record, report), which evidence from before the filing needs.
    ``although_same`` registers content that the case already has, with the reason why.
    """

    case_id: UUID
    kind: str
    title: str
    purpose: str
    source: str
    collectors: tuple[UUID, ...]
    place: str
    collected_at: datetime
    digest: Digest
    filename: str
    media_type: str = ""
    holder: str = ""
    device: str = ""
    form: str = "original"
    copy_note: str = ""
    record: str = ""
    exculpatory: bool = False
    proves: tuple[str, ...] = ()
    although_same: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectDescription:
    """Correct what is said about an item; the file and its hash stay what they are."""

    case_id: UUID
    no: str
    changes: Mapping[str, str]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCustody:
    """Record one act in an item's custody, signed by two."""

    case_id: UUID
    no: str
    act: str
    to_holder: str
    reason: str
    signers: tuple[str, ...]
    happened_at: datetime
    from_holder: str = ""
    seal_no: str = ""
    place: str = ""
    sha256_after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFile:
    """Add a further file to an item that consists of several; it lies in the store already.

    A derived file names its original and recipe, or in ``failure`` why it could not be made.
    """

    item_id: UUID
    filename: str
    title: str
    media_type: str
    digest: Digest | None
    role: str = "original"
    of_sha256: str = ""
    recipe: Mapping[str, object] | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFact:
    """State a fact to be proved; with ``no`` restate that fact, with empty text withdraw it."""

    case_id: UUID
    text: str
    no: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkProof:
    """Say that an item proves a fact, or (``stands`` false, with a note) that it no longer does."""

    case_id: UUID
    no: str
    fact_no: str
    note: str = ""
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Examine:
    """Find an item authentic, lawful and relevant, or say in ``opinion`` why not."""

    case_id: UUID
    no: str
    authentic: bool
    lawful: bool
    relevant: bool
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What came of a registration: the item, and how many other cases of the agency hold the same file."""

    id: UUID
    no: str
    same_elsewhere: int = 0
