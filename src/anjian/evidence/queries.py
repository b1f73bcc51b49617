"""Reading evidence: items with what was later said of them, custody, the matrix of proof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from anjian.evidence.models import (
    CustodyEvent,
    DerivedCopy,
    EvidenceCounter,
    EvidenceFreeze,
    EvidenceItem,
    Examination,
    FactProof,
    FactToProve,
    ItemCorrection,
)
from anjian.evidence.records import CORRECTABLE, Custody, Fact, Finding, Item, fact_no, item_no, seq_of
from anjian.evidence.store import store
from anjian.kit.clock import LOCAL_ZONE
from anjian.procedures.facts import EvidenceFact, ProvedFact
from anjian.proof.bundle import Entry
from anjian.proof.chain import Link, verify_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from anjian.proof.chain import Break


def items_of(org_id: UUID, case_id: UUID) -> list[Item]:
    """Return a case's items in order of number; the number of queries does not grow with them."""
    rows = list(EvidenceItem.objects.filter(org_id=org_id, case_id=case_id).order_by("seq"))
    return _assembled(org_id, case_id, rows)


def item_of(org_id: UUID, case_id: UUID, no: str) -> Item | None:
    """Return one item as it stands now, or None."""
    seq = seq_of(no, "E")
    rows = [] if seq is None else list(EvidenceItem.objects.filter(org_id=org_id, case_id=case_id, seq=seq))
    return next(iter(_assembled(org_id, case_id, rows)), None)


def newest(
    org_id: UUID, cases: QuerySet[Any], *, kind: str = "", before: UUID | None = None, limit: int = 50
) -> list[Item]:
    """Return the newest items of the cases given as a query of their ids, by keyset."""
    rows = EvidenceItem.objects.filter(org_id=org_id, case_id__in=cases).order_by("-id")
    if kind:
        rows = rows.filter(kind=kind)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return _assembled(org_id, None, list(rows[:limit]))


def _assembled(org_id: UUID, case_id: UUID | None, rows: Sequence[EvidenceItem]) -> list[Item]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    changes: dict[UUID, dict[str, str]] = {}
    for item_id, change in (
        ItemCorrection.objects.filter(org_id=org_id, item_id__in=ids)
        .order_by("id")
        .values_list("item_id", "changes")
    ):
        changes.setdefault(item_id, {}).update(change)
    findings = {
        row.item_id: _finding(row)
        for row in Examination.objects.filter(org_id=org_id, item_id__in=ids).order_by("id")
    }
    custody = {
        row["item_id"]: row
        for row in CustodyEvent.objects.filter(org_id=org_id, item_id__in=ids)
        .order_by("item_id", "-seq")
        .distinct("item_id")
        .values("item_id", "act", "to_holder")
    }
    pictures = {
        row["item_id"]: row
        for row in DerivedCopy.objects.filter(org_id=org_id, item_id__in=ids)
        .order_by("id")
        .values("item_id", "sha256", "failure")
    }
    proves: dict[UUID, list[str]] = {}
    for seq, item_id in _standing(org_id, case_id) if case_id else ():
        proves.setdefault(item_id, []).append(fact_no(seq))
    nothing: dict[str, str] = {}
    items = []
    for row in rows:
        last = custody.get(row.id) or nothing
        picture = pictures.get(row.id) or nothing
        item = replace(
            _plain(row),
            corrected=row.id in changes,
            proves=tuple(sorted(proves.get(row.id, ()))),
            finding=findings.get(row.id),
            custody_act=last.get("act", ""),
            custody_holder=last.get("to_holder", ""),
            thumbnail=picture.get("sha256", ""),
            thumbnail_failure=picture.get("failure", ""),
        )
        items.append(replace(item, **_known(changes.get(row.id, {}))))
    return items


def _known(changes: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name in CORRECTABLE}


def _plain(row: EvidenceItem) -> Item:
    return Item(
        id=row.id,
        case_id=row.case_id,
        no=item_no(row.seq),
        kind=row.kind,
        title=row.title,
        purpose=row.purpose,
        source=row.source,
        holder=row.holder,
        collectors=tuple(row.collectors),
        collector_names=tuple(row.collector_names),
        place=row.place,
        collected_at=row.collected_at,
        device=row.device,
        form=row.form,
        copy_note=row.copy_note,
        record=row.record,
        exculpatory=row.exculpatory,
        sha256=row.sha256,
        sm3=row.sm3,
        size=row.size,
        media_type=row.media_type,
        filename=row.filename,
        after_freeze=row.after_freeze,
        registered_at=row.registered_at,
    )


def _finding(row: Examination) -> Finding:
    return Finding(
        authentic=row.authentic,
        lawful=row.lawful,
        relevant=row.relevant,
        opinion=row.opinion,
        by_name=row.by_name,
        at=row.at,
    )


def _current_facts(org_id: UUID, case_id: UUID) -> dict[int, str]:
    rows = FactToProve.objects.filter(org_id=org_id, case_id=case_id).order_by("id")
    newest = dict(rows.values_list("seq", "text"))
    return {seq: newest[seq] for seq in sorted(newest) if newest[seq]}


def _standing(org_id: UUID, case_id: UUID) -> list[tuple[int, UUID]]:
    rows = FactProof.objects.filter(org_id=org_id, case_id=case_id).order_by("id")
    newest = {
        (seq, item_id): stands for seq, item_id, stands in rows.values_list("fact_seq", "item_id", "stands")
    }
    return [pair for pair, stands in newest.items() if stands]


def facts(org_id: UUID, case_id: UUID) -> list[Fact]:
    """Return the facts to be proved in order of number, withdrawn ones left out."""
    numbers = dict(EvidenceItem.objects.filter(org_id=org_id, case_id=case_id).values_list("id", "seq"))
    proved: dict[int, list[int]] = {}
    for seq, item_id in _standing(org_id, case_id):
        proved.setdefault(seq, []).append(numbers[item_id])
    return [
        Fact(no=fact_no(seq), text=text, proved_by=tuple(item_no(n) for n in sorted(proved.get(seq, ()))))
        for seq, text in _current_facts(org_id, case_id).items()
    ]


def facts_of(org_id: UUID, case_id: UUID) -> dict[str, Any]:
    """Return what procedures may know: ``evidence`` and ``to_prove`` of `procedures.facts.CaseFacts`."""
    current = _current_facts(org_id, case_id)
    known = {fact_no(seq) for seq in current}
    return {
        "evidence": tuple(
            EvidenceFact(
                id=item.id,
                kind=item.kind,
                name=item.title,
                collected_at=item.collected_at,
                collectors=item.collectors,
                proves=tuple(no for no in item.proves if no in known),
                source_person=item.source,
                verified=item.finding is not None and item.finding.accepted,
                exculpatory=item.exculpatory,
                lawful=item.finding is None or item.finding.lawful,
                record=item.record,
            )
            for item in items_of(org_id, case_id)
        ),
        "to_prove": tuple(ProvedFact(id=fact_no(seq), text=text) for seq, text in current.items()),
    }


def document_rows(org_id: UUID, case_id: UUID) -> list[dict[str, str]]:
    """Return the rows of the evidence table in documents: name, kind, what it proves."""
    return [
        {"name": f"{item.no} {item.title}", "kind": item.kind_name, "proves": item.purpose}
        for item in items_of(org_id, case_id)
        if not item.after_freeze
    ]


def custody_of(org_id: UUID, item_id: UUID) -> list[Custody]:
    """Return an item's custody from the beginning."""
    return custody_of_many(org_id, [item_id]).get(item_id, [])


def custody_of_many(org_id: UUID, item_ids: Sequence[UUID]) -> dict[UUID, list[Custody]]:
    """Return the custody of several items from the beginning, in one query."""
    found: dict[UUID, list[Custody]] = {}
    for row in CustodyEvent.objects.filter(org_id=org_id, item_id__in=item_ids).order_by("item_id", "seq"):
        found.setdefault(row.item_id, []).append(_custody(row))
    return found


def _custody(row: CustodyEvent) -> Custody:
    return Custody(
        seq=row.seq,
        act=row.act,
        from_holder=row.from_holder,
        to_holder=row.to_holder,
        reason=row.reason,
        seal_no=row.seal_no,
        place=row.place,
        signers=tuple(row.signers),
        happened_at=row.happened_at,
        sha256_before=row.sha256_before,
        sha256_after=row.sha256_after,
        by_name=row.by_name,
        prev_hash=row.prev_hash,
        hash=row.hash,
    )


def custody_body(item_id: UUID, link: Custody) -> dict[str, Any]:
    """Return what the hash of a custody link is taken over."""
    return {
        "stream_id": str(item_id),
        "seq": link.seq,
        "act": link.act,
        "from": link.from_holder,
        "to": link.to_holder,
        "reason": link.reason,
        "seal_no": link.seal_no,
        "place": link.place,
        "signers": list(link.signers),
        "happened_at": link.happened_at.astimezone(LOCAL_ZONE).isoformat(timespec="microseconds"),
        "sha256_before": link.sha256_before,
        "sha256_after": link.sha256_after,
        "by": link.by_name,
    }


def check_custody(org_id: UUID, item_id: UUID) -> Break | None:
    """Return the first custody link that does not fit, None when the chain is whole."""
    return verify_stream(
        Link(str(item_id), link.seq, link.prev_hash, link.hash, custody_body(item_id, link))
        for link in custody_of(org_id, item_id)
    )


def freeze_of(org_id: UUID, case_id: UUID) -> tuple[str, datetime] | None:
    """Return stage and instant at which a case's evidence was closed; None while it is open."""
    row = EvidenceFreeze.objects.filter(org_id=org_id, case_id=case_id).order_by("-id").first()
    return None if row is None or row.stage == "lifted" else (row.stage, row.at)


def same_content(org_id: UUID, sha256: str) -> Iterable[tuple[UUID, int]]:
    """Return case and number of items of the organisation that have this very content."""
    rows = EvidenceItem.objects.filter(org_id=org_id, sha256=sha256).order_by("id")
    return list(rows.values_list("case_id", "seq"))


def count(org_id: UUID, case_id: UUID) -> int:
    """Return how many items a case has."""
    counter = (
        EvidenceCounter.objects.filter(org_id=org_id, id=case_id).values_list("items", flat=True).first()
    )
    return counter or 0


def entries_of(org_id: UUID, case_id: UUID) -> list[Entry]:
    """Return a case's originals as entries of a bundle, each with its description and custody."""
    kept, items = store(), items_of(org_id, case_id)
    custody = custody_of_many(org_id, [item.id for item in items])
    return [
        Entry(
            path=f"originals/{item.no}{_suffix(item.filename)}",
            source=kept.path(item.sha256),
            role="original",
            title=f"{item.no} {item.title}",
            media_type=item.media_type,
            size=item.size,
            sha256=item.sha256,
            about=_about(item, custody.get(item.id, ())),
        )
        for item in items
    ]


def _about(item: Item, custody: Iterable[Custody]) -> dict[str, Any]:
    return {
        "no": item.no,
        "kind": item.kind_name,
        "form": item.form_name,
        "purpose": item.purpose,
        "proves": list(item.proves),
        "source": item.source,
        "collected_by": list(item.collector_names),
        "collected_at": item.collected_at.astimezone(LOCAL_ZONE).isoformat(),
        "place": item.place,
        "filename": item.filename,
        "custody": [
            {**custody_body(item.id, link), "prev_hash": link.prev_hash, "hash": link.hash}
            for link in custody
        ],
    }


def _suffix(filename: str) -> str:
    suffix = PurePosixPath(filename).suffix.lower()
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 10 else ""


def original_of(org_id: UUID, item_id: UUID) -> str | None:
    """Return the SHA-256 of an item's file, None when there is no such item."""
    return EvidenceItem.objects.filter(org_id=org_id, id=item_id).values_list("sha256", flat=True).first()
