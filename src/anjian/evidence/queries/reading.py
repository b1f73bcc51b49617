"""Reads of what files say of themselves: beside the claim, and which pictures look alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from anjian.evidence.models import EvidenceItem, FileReading
from anjian.evidence.reading.compare import Claim, Remark, compare
from anjian.evidence.reading.letters import LETTERS
from anjian.evidence.reading.licence import Particular, particulars
from anjian.evidence.reading.told import READER, Told
from anjian.evidence.records import item_no
from anjian.law.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from anjian.evidence.records import Item

NEAR_BITS = 12
"""Differing bits of 64 up to which two pictures are shown as alike: cropping by 5 % changes 12."""
_MOST = 12


def signed(likeness: str) -> int:
    """Return a difference hash (16 hex digits) as the signed number the database keeps."""
    value = int(likeness, 16)
    return value - (1 << 64) if value >= 1 << 63 else value


@dataclass(frozen=True, slots=True)
class Alike:
    """Another picture that looks like this one; ``no`` is its number if it belongs to the same case."""

    case_id: UUID
    item_id: UUID
    no: str
    bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an item's file says, what differs from the claim, which pictures of the case look alike.

    ``elsewhere`` counts pictures of other cases that look alike; which ones is not told here.
    ``letters`` is what a machine read in the picture, ``proposals`` what it may say as a licence.
    """

    told: Told
    at: datetime
    remarks: tuple[Remark, ...]
    alike: tuple[Alike, ...]
    elsewhere: int
    letters: Told | None = None
    proposals: tuple[Particular, ...] = ()


def reading_of(item: Item, *, case_id: UUID, org_id: UUID) -> Reading | None:
    """Return the reading of an item; None while the worker has not come to it. Four queries at most."""
    rows = {row.reader: row for row in FileReading.objects.filter(org_id=org_id, item_id=item.id)}
    row = rows.get(READER)
    if row is None:
        return None
    told = Told.of(row.told)
    letters = Told.of(rows[LETTERS].told) if LETTERS in rows else None
    near = alike(org_id, row.likeness, but=item.id) if row.likeness is not None else ()
    numbers = _numbers(org_id, [one.item_id for one in near if one.case_id == case_id])
    here = tuple(
        Alike(one.case_id, one.item_id, numbers[one.item_id], one.bits)
        for one in near
        if one.item_id in numbers
    )
    return Reading(
        told=told,
        at=row.at,
        remarks=_remarks(told, item, org_id, case_id),
        alike=here,
        elsewhere=len({one.case_id for one in near if one.case_id != case_id}),
        letters=letters,
        proposals=particulars(letters.text) if letters else (),
    )


def _remarks(told: Told, item: Item, org_id: UUID, case_id: UUID) -> tuple[Remark, ...]:
    on = item.collected_at.date()
    claim = Claim(
        collected_at=item.collected_at,
        registered_at=item.registered_at,
        place=item.place,
        form=item.form,
        others=tuple(positions(org_id, case_id, but=item.id)) if told.latitude is not None else (),
    )
    return compare(
        told,
        claim,
        minutes=int(parameter("evidence.time_tolerance", on=on).value or 0),
        metres=int(parameter("evidence.place_tolerance", on=on).value or 0),
    )


def positions(org_id: UUID, case_id: UUID, *, but: UUID | None = None) -> list[tuple[str, float, float]]:
    """Return number, latitude and longitude of every item of a case whose file tells them."""
    rows = FileReading.objects.filter(org_id=org_id, case_id=case_id, told__latitude__isnull=False)
    found = [
        (item_id, told["latitude"], told["longitude"])
        for item_id, told in rows.values_list("item_id", "told")
        if item_id != but and told.get("latitude") is not None
    ]
    numbers = _numbers(org_id, [item_id for item_id, _lat, _lon in found])
    return [(numbers[item_id], lat, lon) for item_id, lat, lon in found if item_id in numbers]


def alike(org_id: UUID, likeness: int, *, but: UUID) -> tuple[Alike, ...]:
    """Return the pictures of the bureau that look like this one, likest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, item_id, bits FROM ("
            "  SELECT case_id, item_id, bit_count((likeness # %s::bigint)::bit(64)) AS bits"
            "  FROM evidence_reading WHERE org_id = %s AND likeness IS NOT NULL AND item_id <> %s"
            ") AS near WHERE bits <= %s ORDER BY bits, item_id LIMIT %s",
            [likeness, org_id, but, NEAR_BITS, _MOST],
        )
        return tuple(Alike(case_id, item_id, "", bits) for case_id, item_id, bits in cursor.fetchall())


def _numbers(org_id: UUID, ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = EvidenceItem.objects.filter(org_id=org_id, id__in=list(ids)).values_list("id", "seq")
    return {item_id: item_no(seq) for item_id, seq in rows}


def texts_of(org_id: UUID, case_id: UUID) -> list[tuple[str, str]]:
    """Return number and text of every item of a case whose file holds text."""
    rows = FileReading.objects.filter(org_id=org_id, case_id=case_id).values_list("item_id", "told")
    found: dict[UUID, str] = {}
    for item_id, told in rows:
        if told.get("text"):
            found[item_id] = "\n".join(filter(None, (found.get(item_id), told["text"])))
    numbers = _numbers(org_id, found)
    return sorted((numbers[item_id], text) for item_id, text in found.items() if item_id in numbers)
