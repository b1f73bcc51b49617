"""Evidence as it is read: plain frozen values, without the tables behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.evidence.kinds import FORMS, KINDS, icon_of

if TYPE_CHECKING:
    from datetime import datetime
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
        return icon_of(self.media_type)


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
