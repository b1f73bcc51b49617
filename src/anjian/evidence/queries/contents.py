"""Which contents are evidence, and of which cases: asked by the ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count

from anjian.evidence.models import EvidenceItem, ItemFile
from anjian.evidence.records import item_no

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet


def contents(org_id: UUID) -> QuerySet[Any]:
    """Return the SHA-256 of everything that is an item of evidence, as a set inside the database."""
    return EvidenceItem.objects.filter(org_id=org_id).values("sha256")


def cases_holding(org_id: UUID, hashes: Iterable[str]) -> dict[str, int]:
    """Return for each content in how many cases of the bureau it is evidence."""
    rows = EvidenceItem.objects.filter(org_id=org_id, sha256__in=set(hashes)).values("sha256")
    return {row["sha256"]: row["cases"] for row in rows.annotate(cases=Count("case_id", distinct=True))}


def holders_of(org_id: UUID, case_id: UUID, hashes: Iterable[str]) -> tuple[dict[str, str], dict[str, int]]:
    """Return, by content, its evidence number in this case, and how many other cases hold it."""
    wanted = set(hashes)
    here: dict[str, str] = {}
    elsewhere: dict[str, set[UUID]] = {}
    rows = EvidenceItem.objects.filter(org_id=org_id, sha256__in=wanted).values_list(
        "sha256", "case_id", "seq"
    )
    for sha256, case, seq in rows:
        if case == case_id:
            here.setdefault(sha256, item_no(seq))
        else:
            elsewhere.setdefault(sha256, set()).add(case)
    further = ItemFile.objects.filter(org_id=org_id, sha256__in=wanted - here.keys(), role="original")
    items = dict(further.values_list("sha256", "item_id"))
    numbers = EvidenceItem.objects.filter(org_id=org_id, case_id=case_id, id__in=set(items.values()))
    known = {row.id: item_no(row.seq) for row in numbers}
    here |= {sha256: known[item] for sha256, item in items.items() if item in known}
    return here, {sha256: len(cases) for sha256, cases in elsewhere.items()}
