"""What a person may ask of evidence: one frozen value per action, parsed from a form or an API call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal
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
    place_code: str = ""
    due_on: date | None = None
    details: Mapping[str, object] = field(default_factory=dict)


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
    """Find an item authentic, lawful and relevant, or say in ``opinion`` or ``reasons`` why not.

    ``reasons`` are by trait, ``answers`` by point of the checklist (`examination.points`).
    """

    case_id: UUID
    no: str
    authentic: bool
    lawful: bool
    relevant: bool
    opinion: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What came of a registration: the item, and how many other cases of the agency hold the same file."""

    id: UUID
    no: str
    same_elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterThing:
    """Register an object 物证 that lies in keeping, with photographs of it; quantity in ``unit``.

    Its file is a sheet that the system writes from what is said here; photographs are (digest,
    file name). ``parent_no`` and ``part`` (test, retained) mark a sample of another item.
    """

    case_id: UUID
    title: str
    purpose: str
    source: str
    collectors: tuple[UUID, ...]
    place: str
    collected_at: datetime
    quantity: Decimal
    unit: str
    features: str = ""
    value_yuan: Decimal | None = None
    packaging: str = ""
    seal_no: str = ""
    place_code: str = ""
    photos: tuple[tuple[Digest, str], ...] = ()
    holder: str = ""
    record: str = ""
    exculpatory: bool = False
    proves: tuple[str, ...] = ()
    parent_no: str = ""
    part: str = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePart:
    """One part of what is sampled or split: for the test, or kept back 留样."""

    title: str
    quantity: Decimal
    unit: str
    part: str
    seal_no: str
    packaging: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSamples:
    """Take samples of an item (``sample``) or split it (``split``); each part becomes an item."""

    case_id: UUID
    no: str
    act: str
    parts: tuple[SamplePart, ...]
    reason: str
    happened_at: datetime
    place: str
    place_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAct:
    """Sign a custody act as the first of two, for one item or several together.

    ``items`` are (case, number). ``to_id`` is the officer who must accept (a transfer, a loan) or
    witness; ``to_holder`` names somebody outside who receives. ``seal_nos`` is by number of item
    within the case, as ``case id/number``. ``receipt`` is the picture of an outsider's signature
    (SHA-256 in the store) or the number of a paper receipt.
    """

    items: tuple[tuple[UUID, str], ...]
    act: str
    reason: str
    happened_at: datetime
    to_id: UUID | None = None
    to_holder: str = ""
    seal_nos: Mapping[str, str] = field(default_factory=dict)
    place_code: str = ""
    due_on: date | None = None
    approval: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAct:
    """Accept or refuse an act as its second signer; ``how`` is account, or password on the first's screen."""

    handover_id: UUID
    accepted: bool
    reason: str = ""
    how: str = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpPlace:
    """Set up a place, or say anew what an existing code means; offices and officers who may enter."""

    code: str
    name: str
    kind: str
    parent_code: str = ""
    roles: tuple[str, ...] = ()
    officers: tuple[UUID, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountPlace:
    """Count a place 盘点: the codes scanned there, by two."""

    place_code: str
    codes: tuple[str, ...]
    second_id: UUID
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieMeasure:
    """Say that an item is held under a measure of the case, by its name on the measure's list."""

    case_id: UUID
    no: str
    proceeding_id: UUID
    measure: str
    listed_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerExculpatory:
    """Say why an item that speaks for the party is adopted, or why it does not change the finding."""

    case_id: UUID
    no: str
    adopted: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetProofs:
    """Change several proofs at once: (item, fact, stands); ``note`` is the reason for what is taken away."""

    case_id: UUID
    cells: tuple[tuple[str, str, bool], ...]
    note: str = ""
