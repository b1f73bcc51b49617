"""Reading items with what was later said of them, and which facts they prove."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from anjian.audit import reading
from anjian.evidence.kinds import ENDING_ACTS
from anjian.evidence.models import (
    EvidenceCounter,
    EvidenceFreeze,
    EvidenceItem,
    ItemFile,
    ThingDetails,
)
from anjian.evidence.records import (
    CORRECTABLE,
    Fact,
    FileView,
    Finding,
    Frozen,
    Item,
    fact_no,
    item_no,
    seq_of,
)
from anjian.kit.canonical import canonical_bytes
from anjian.kit.hashing import sha256_hex
from anjian.procedures.facts import EvidenceFact, ProvedFact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet


def items_of(org_id: UUID, case_id: UUID) -> list[Item]:
    """Return a case's items in order of number; the number of queries does not grow with them."""
    rows = reading.instances(
        EvidenceItem, "WHERE org_id = %s AND case_id = %s ORDER BY seq", [org_id, case_id]
    )
    return _assembled(org_id, case_id, rows)


def item_of(org_id: UUID, case_id: UUID, no: str) -> Item | None:
    """Return one item as it stands now, or None."""
    seq = seq_of(no, "E")
    rows = [] if seq is None else list(EvidenceItem.objects.filter(org_id=org_id, case_id=case_id, seq=seq))
    return next(iter(_assembled(org_id, case_id, rows)), None)


def item_by_id(org_id: UUID, item_id: UUID) -> EvidenceItem | None:
    """Return an item as registered, for the work behind the pages."""
    return EvidenceItem.objects.filter(org_id=org_id, id=item_id).first()


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


_AWAY = frozenset({"lend", "test"})
# What was later said of some items, all of it in one statement: corrections in order, the newest
# finding, the last custody, the newest derived picture.
_LATER_SQL = """
SELECT i.id,
  (SELECT json_agg(c.changes ORDER BY c.id) FROM evidence_correction c
    WHERE c.org_id = i.org_id AND c.item_id = i.id),
  e.authentic, e.lawful, e.relevant, e.opinion, e.by_name, e.at, e.reasons, e.answers,
  k.act, k.to_holder, d.sha256, d.failure, k.place_code, k.due_on,
  EXISTS (SELECT 1 FROM evidence_custody w
    WHERE w.org_id = i.org_id AND w.item_id = i.id AND w.details ? 'seal_expected'),
  t.quantity, t.unit, a.text, m.proceeding_id, m.listed_as
FROM evidence_item i
LEFT JOIN LATERAL (SELECT * FROM evidence_examination x
  WHERE x.org_id = i.org_id AND x.item_id = i.id ORDER BY x.id DESC LIMIT 1) e ON true
LEFT JOIN LATERAL (SELECT act, to_holder, place_code, due_on FROM evidence_custody x
  WHERE x.org_id = i.org_id AND x.item_id = i.id ORDER BY x.seq DESC LIMIT 1) k ON true
LEFT JOIN LATERAL (SELECT sha256, failure FROM evidence_derived x
  WHERE x.org_id = i.org_id AND x.item_id = i.id ORDER BY x.id DESC LIMIT 1) d ON true
LEFT JOIN evidence_thing t ON t.org_id = i.org_id AND t.item_id = i.id
LEFT JOIN LATERAL (SELECT text FROM evidence_exculpatory x
  WHERE x.org_id = i.org_id AND x.item_id = i.id ORDER BY x.id DESC LIMIT 1) a ON true
LEFT JOIN LATERAL (SELECT proceeding_id, listed_as FROM evidence_measure x
  WHERE x.org_id = i.org_id AND x.item_id = i.id ORDER BY x.id DESC LIMIT 1) m ON true
WHERE i.org_id = %s AND i.id = ANY(%s)
"""


def _assembled(org_id: UUID, case_id: UUID | None, rows: Sequence[EvidenceItem]) -> list[Item]:
    if not rows:
        return []
    proves: dict[UUID, list[str]] = {}
    for seq, item_id in _standing(org_id, case_id) if case_id else ():
        proves.setdefault(item_id, []).append(fact_no(seq))
    later = {row[0]: row[1:] for row in reading.rows(_LATER_SQL, [org_id, [row.id for row in rows]])}
    items = []
    for row in rows:
        changes, authentic, lawful, relevant, opinion, by_name, at, reasons, answers, *kept = later[row.id]
        act, holder, picture, failure, place, due_on, mismatch, quantity, unit, answer, under, listed = kept
        laid_over: dict[str, str] = {}
        for change in reading.parsed(changes) or ():
            laid_over.update(change)
        item = replace(
            _plain(row),
            corrected=changes is not None,
            proves=tuple(sorted(proves.get(row.id, ()))),
            finding=None
            if at is None
            else Finding(
                authentic=authentic,
                lawful=lawful,
                relevant=relevant,
                opinion=opinion,
                by_name=by_name,
                at=at,
                reasons=reading.parsed(reasons),
                answers=reading.parsed(answers),
            ),
            custody_act=act or "",
            custody_holder=holder or "",
            thumbnail=picture or "",
            thumbnail_failure=failure or "",
            thing=quantity is not None,
            quantity="" if quantity is None else f"{quantity.normalize():f}{unit}",
            custody_place=place or "",
            due_on=due_on if act in _AWAY else None,
            seal_mismatch=mismatch,
            answer=answer or "",
            held_under=under,
            held_as=listed or "",
        )
        items.append(replace(item, **_known(laid_over)) if laid_over else item)
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


def _current_facts(org_id: UUID, case_id: UUID) -> dict[int, str]:
    newest = reading.rows(
        "SELECT DISTINCT ON (seq) seq, text FROM evidence_fact WHERE org_id = %s AND case_id = %s "
        "ORDER BY seq, id DESC",
        [org_id, case_id],
    )
    return {seq: text for seq, text in newest if text}


def _standing(org_id: UUID, case_id: UUID) -> list[tuple[int, UUID]]:
    newest = reading.rows(
        "SELECT fact_seq, item_id, stands FROM (SELECT DISTINCT ON (fact_seq, item_id) fact_seq, item_id, "
        "stands FROM evidence_proof WHERE org_id = %s AND case_id = %s "
        "ORDER BY fact_seq, item_id, id DESC) newest",
        [org_id, case_id],
    )
    return [(seq, item_id) for seq, item_id, stands in newest if stands]


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


def facts_of(org_id: UUID, case_id: UUID, items: Sequence[Item] | None = None) -> dict[str, Any]:
    """Return what procedures may know: ``evidence`` and ``to_prove`` of `procedures.facts.CaseFacts`.

    ``items`` are the case's own where they have been read already.
    """
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
                copy=item.form == "copy",
                examined=item.finding is not None,
                answered=bool(item.answer),
                seal_mismatch=item.seal_mismatch,
                held_under=item.held_under,
                held_as=item.held_as,
                ended=item.custody_act if item.custody_act in ENDING_ACTS else "",
            )
            for item in (items_of(org_id, case_id) if items is None else items)
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


def frozen_list(org_id: UUID, case_id: UUID) -> Frozen | None:
    """Return the list of the evidence as it was closed last at a decision, None when it never was."""
    rows = EvidenceFreeze.objects.filter(org_id=org_id, case_id=case_id, stage="decided")
    row = rows.order_by("-id").first()
    if row is None:
        return None
    listing = tuple(row.listing)
    return Frozen(
        stage=row.stage,
        at=row.at,
        listing=listing,
        sha256=row.listing_sha256,
        whole=bool(row.listing_sha256) and listing_hash(listing) == row.listing_sha256,
    )


def listing_of(org_id: UUID, case_id: UUID) -> list[dict[str, Any]]:
    """Return the list of a case's evidence as it is closed at the decision."""
    return [
        {
            "no": item.no,
            "title": item.title,
            "kind": item.kind_name,
            "sha256": item.sha256,
            "proves": list(item.proves),
            "accepted": item.finding is not None and item.finding.accepted,
            "exculpatory": item.exculpatory,
        }
        for item in items_of(org_id, case_id)
        if not item.after_freeze
    ]


def listing_hash(listing: Iterable[Mapping[str, Any]]) -> str:
    """Return the SHA-256 of a list of evidence in its canonical form (RFC 8785)."""
    return sha256_hex(canonical_bytes(list(listing)))


def freeze_of(org_id: UUID, case_id: UUID) -> tuple[str, datetime] | None:
    """Return stage and instant at which a case's evidence was closed; None while it is open."""
    row = EvidenceFreeze.objects.filter(org_id=org_id, case_id=case_id).order_by("-id").first()
    return None if row is None or row.stage == "lifted" else (row.stage, row.at)


def same_content(org_id: UUID, sha256: str) -> Iterable[tuple[UUID, int]]:
    """Return case and number of items of the organisation that have this very content."""
    rows = EvidenceItem.objects.filter(org_id=org_id, sha256=sha256).order_by("id")
    return list(rows.values_list("case_id", "seq"))


def held_in(org_id: UUID, case_id: UUID, hashes: Iterable[str]) -> set[str]:
    """Return which of some contents are originals or further files of a case's items."""
    wanted = list(hashes)
    items = EvidenceItem.objects.filter(org_id=org_id, case_id=case_id)
    files = ItemFile.objects.filter(org_id=org_id, item_id__in=items.values("id"), sha256__in=wanted)
    own = items.filter(sha256__in=wanted)
    return {*own.values_list("sha256", flat=True), *files.values_list("sha256", flat=True)}


def count(org_id: UUID, case_id: UUID) -> int:
    """Return how many items a case has."""
    counter = (
        EvidenceCounter.objects.filter(org_id=org_id, id=case_id).values_list("items", flat=True).first()
    )
    return counter or 0


def number_of(org_id: UUID, item_id: UUID) -> str:
    """Return an item's number in its case. Raises DoesNotExist."""
    return item_no(EvidenceItem.objects.values_list("seq", flat=True).get(org_id=org_id, id=item_id))


def files_of(org_id: UUID, item_ids: Iterable[UUID]) -> list[FileView]:
    """Return the further files of some items, each item's in order."""
    rows = ItemFile.objects.filter(org_id=org_id, item_id__in=list(item_ids)).order_by("item_id", "seq")
    return [FileView(**{name: getattr(row, name) for name in FileView.__slots__}) for row in rows]


def original_of(org_id: UUID, item_id: UUID) -> str | None:
    """Return the SHA-256 of what an item looks like: its file, of a thing its first photograph; or None."""
    if ThingDetails.objects.filter(org_id=org_id, item_id=item_id).exists():
        photos = ItemFile.objects.filter(org_id=org_id, item_id=item_id, media_type__startswith="image/")
        return photos.order_by("seq").values_list("sha256", flat=True).first()
    return EvidenceItem.objects.filter(org_id=org_id, id=item_id).values_list("sha256", flat=True).first()
