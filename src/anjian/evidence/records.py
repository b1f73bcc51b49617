"""Evidence as it is read: plain frozen values, without the tables behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from anjian.evidence.kinds import CUSTODY_ACTS, FORMS, KINDS, icon_of
from anjian.evidence.labels import code_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID

CORRECTABLE = (
    "title",
    "purpose",
    "source",
    "holder",
    "place",
    "device",
    "kind",
    "form",
    "copy_note",
    "record",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The newest examination of an item."""

    authentic: bool
    lawful: bool
    relevant: bool
    opinion: str
    by_name: str
    at: datetime
    reasons: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether the item may found a decision."""
        return self.authentic and self.lawful and self.relevant


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item as it stands now: registered values with later corrections laid over."""

    id: UUID
    case_id: UUID
    no: str
    kind: str
    title: str
    purpose: str
    source: str
    holder: str
    collectors: tuple[UUID, ...]
    collector_names: tuple[str, ...]
    place: str
    collected_at: datetime
    device: str
    form: str
    copy_note: str
    record: str
    exculpatory: bool
    sha256: str
    sm3: str
    size: int
    media_type: str
    filename: str
    after_freeze: bool
    registered_at: datetime
    corrected: bool = False
    proves: tuple[str, ...] = ()
    finding: Finding | None = None
    custody_act: str = ""
    custody_holder: str = ""
    thumbnail: str = ""
    thumbnail_failure: str = ""
    thing: bool = False
    quantity: str = ""
    custody_place: str = ""
    due_on: date | None = None
    seal_mismatch: bool = False
    answer: str = ""
    held_under: UUID | None = None
    held_as: str = ""

    @property
    def act_name(self) -> str:
        """The newest act of its custody in words; empty when there is none."""
        return CUSTODY_ACTS.get(self.custody_act, "")

    @property
    def label_code(self) -> str:
        """The code on its label."""
        return code_of(self.id)

    @property
    def kind_name(self) -> str:
        """The kind in the law's words."""
        return KINDS[self.kind]

    @property
    def form_name(self) -> str:
        """Original or copy, in words."""
        return FORMS[self.form]

    @property
    def icon(self) -> str:
        """The icon shown where there is no thumbnail."""
        return "package" if self.thing else icon_of(self.media_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A further file of an item that consists of several; without ``sha256`` it could not be made."""

    item_id: UUID
    role: str
    title: str
    filename: str
    media_type: str
    sha256: str
    size: int
    of_sha256: str
    recipe: dict[str, Any]
    failure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact to be proved, with the numbers of the items said to prove it."""

    no: str
    text: str
    proved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """One link in the custody of an item."""

    seq: int
    act: str
    from_holder: str
    to_holder: str
    reason: str
    seal_no: str
    place: str
    signers: tuple[str, ...]
    happened_at: datetime
    sha256_before: str
    sha256_after: str
    by_name: str
    prev_hash: str
    hash: str
    place_code: str = ""
    due_on: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What can be said of an object itself; ``parent_no`` names the item that a sample was taken of."""

    item_id: UUID
    quantity: Decimal
    unit: str
    features: str
    value_yuan: Decimal | None
    packaging: str
    part: str
    parent_no: str = ""

    @property
    def part_name(self) -> str:
        """Whole, sample for the test, or sample kept back."""
        return {"whole": "整件", "test": "检验样品", "retained": "留样"}[self.part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """The list of the evidence as it stood when it was closed, and the hash of its canonical form."""

    stage: str
    at: datetime
    listing: tuple[Mapping[str, Any], ...]
    sha256: str
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHandOver:
    """A custody act that waits for its second signer."""

    id: UUID
    act: str
    act_name: str
    case_ids: tuple[UUID, ...]
    item_ids: tuple[UUID, ...]
    first_id: UUID
    first_name: str
    to_id: UUID | None
    to_name: str
    reason: str
    happened_at: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place where evidence is kept; who may enter by office or by name."""

    code: str
    name: str
    kind: str
    kind_name: str
    parent_code: str
    roles: tuple[str, ...]
    officers: tuple[UUID, ...]
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A count of a place: what is missing, what lies there though it should not, what nobody knows."""

    place_code: str
    at: datetime
    by_names: tuple[str, ...]
    expected: int
    missing: tuple[UUID, ...]
    strange: tuple[UUID, ...]
    unknown: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A thing that is not where it is kept: lent or at a test, and until when."""

    item_id: UUID
    case_id: UUID
    no: str
    title: str
    act: str
    act_name: str
    holder: str
    due_on: date


def item_no(seq: int) -> str:
    """Return the public number of an item within its case."""
    return f"E-{seq}"


def fact_no(seq: int) -> str:
    """Return the public number of a fact within its case."""
    return f"F-{seq}"


def seq_of(no: str, prefix: str) -> int | None:
    """Return the running number in a public number (``E-12``, ``F-3``), None when it is none.

    >>> seq_of("E-12", "E"), seq_of("12", "E"), seq_of("E-²", "E")
    (12, None, None)
    """
    start, _dash, digits = no.partition("-")
    sound = start == prefix and digits.isascii() and digits.isdigit() and len(digits) <= 6
    return int(digits) if sound else None
