"""Reading objects, their samples, acts that wait for a second signature, and what is out too long."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from anjian.audit import reading
from anjian.evidence import labels
from anjian.evidence.kinds import CUSTODY_ACTS
from anjian.evidence.models import EvidenceItem, HandOver, HandOverAnswer, ThingDetails
from anjian.evidence.records import Away, OpenHandOver, Thing, item_no

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet


def things_of(org_id: UUID, item_ids: Iterable[UUID]) -> dict[UUID, Thing]:
    """Return what is known of the objects among some items."""
    rows = list(ThingDetails.objects.filter(org_id=org_id, item_id__in=list(item_ids)))
    parents = {row.parent_id for row in rows if row.parent_id}
    numbers = dict(EvidenceItem.objects.filter(org_id=org_id, id__in=parents).values_list("id", "seq"))
    return {
        row.item_id: Thing(
            item_id=row.item_id,
            quantity=row.quantity,
            unit=row.unit,
            features=row.features,
            value_yuan=row.value_yuan,
            packaging=row.packaging,
            part=row.part,
            parent_no=item_no(numbers[row.parent_id]) if row.parent_id else "",
        )
        for row in rows
    }


def parts_of(org_id: UUID, item_id: UUID) -> list[str]:
    """Return the numbers of the samples taken of an item."""
    children = ThingDetails.objects.filter(org_id=org_id, parent_id=item_id).values("item_id")
    rows = EvidenceItem.objects.filter(org_id=org_id, id__in=children).order_by("seq")
    return [item_no(seq) for seq in rows.values_list("seq", flat=True)]


_BY_SHORT = 'SELECT id, case_id, seq FROM evidence_item WHERE org_id = %s AND "right"(id::text, 10) = %s'


def found_by_label(org_id: UUID, text: str) -> list[tuple[UUID, UUID, str]]:
    """Return id, case and number of the items that a scanned or typed label code names.

    Nothing for what is no code. Two items of one bureau can share a code (40 random bits), so a list.
    """
    short = labels.read(text)
    rows = reading.rows(_BY_SHORT, [org_id, short]) if short else []
    return [(item_id, case_id, item_no(seq)) for item_id, case_id, seq in rows]


def cases_of(org_id: UUID, item_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Return case and number of some items."""
    rows = EvidenceItem.objects.filter(org_id=org_id, id__in=list(item_ids))
    return {
        item_id: (case_id, item_no(seq)) for item_id, case_id, seq in rows.values_list("id", "case_id", "seq")
    }


def _open(rows: QuerySet[HandOver]) -> list[OpenHandOver]:
    answered = HandOverAnswer.objects.filter(handover_id__in=rows.values("id")).values_list(
        "handover_id", flat=True
    )
    return [handover_view(row) for row in rows.exclude(id__in=list(answered)).order_by("-id")[:100]]


def handover_view(row: HandOver) -> OpenHandOver:
    """Return an act as it was signed by the first."""
    return OpenHandOver(
        id=row.id,
        act=row.act,
        act_name=CUSTODY_ACTS[row.act],
        case_ids=tuple(row.case_ids),
        item_ids=tuple(UUID(one) for one in row.acts),
        first_id=row.first_id,
        first_name=row.first_name,
        to_id=row.to_id,
        to_name=row.to_name,
        reason=next((str(one["reason"]) for one in row.acts.values()), ""),
        happened_at=row.happened_at,
        asked_at=row.asked_at,
    )


def handover(org_id: UUID, handover_id: UUID, officer_id: UUID) -> OpenHandOver | None:
    """Return an act that waits, as its first or second signer may see it; None for everybody else."""
    rows = HandOver.objects.filter(org_id=org_id, id=handover_id)
    found = next(iter(_open(rows)), None)
    return found if found and officer_id in (found.first_id, found.to_id) else None


def waiting_for(org_id: UUID, officer_id: UUID) -> list[OpenHandOver]:
    """Return the acts that wait for an officer's signature, newest first."""
    return _open(HandOver.objects.filter(org_id=org_id, to_id=officer_id))


def proposed_by(org_id: UUID, officer_id: UUID) -> list[OpenHandOver]:
    """Return the acts that an officer signed first and that wait for another."""
    return _open(HandOver.objects.filter(org_id=org_id, first_id=officer_id))


def open_in_case(org_id: UUID, case_id: UUID) -> list[OpenHandOver]:
    """Return the acts on items of a case that wait for their second signature."""
    return _open(HandOver.objects.filter(org_id=org_id, case_ids__contains=[case_id]))


_OUT = """
SELECT i.id, i.case_id, i.seq, i.title, k.act, k.to_holder, k.due_on
FROM evidence_item i JOIN LATERAL (
  SELECT act, to_holder, due_on FROM evidence_custody x WHERE x.org_id = i.org_id AND x.item_id = i.id
  ORDER BY x.seq DESC LIMIT 1) k ON true
WHERE i.org_id = %s AND i.case_id = ANY(%s) AND k.act IN ('lend', 'test') AND k.due_on < %s
ORDER BY k.due_on, i.id LIMIT 50
"""


def overdue_in(org_id: UUID, case_ids: Sequence[UUID], *, on: date) -> list[Away]:
    """Return what was lent or sent to a test from some cases and should have come back before a day."""
    return [
        Away(
            item_id=row[0],
            case_id=row[1],
            no=item_no(row[2]),
            title=row[3],
            act=row[4],
            act_name=CUSTODY_ACTS[row[4]],
            holder=row[5],
            due_on=row[6],
        )
        for row in reading.rows(_OUT, [org_id, list(case_ids), on])
    ]
