"""Reading documents: of a case, one with its history, what procedures and pages need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.audit import reading
from anjian.documents import content, rendering
from anjian.documents.file_order import in_file_order
from anjian.documents.issuer import Issuer
from anjian.documents.kinds import DocumentKind, get
from anjian.documents.models import Instrument, InstrumentMark, InstrumentVersion
from anjian.documents.prefill import lookup
from anjian.documents.sealed import sealed_pdf_of
from anjian.documents.store import read
from anjian.kit.errors import NotFound
from anjian.people import queries as people
from anjian.procedures.definitions.service_steps.outcome import METHOD_CODES
from anjian.procedures.facts import DocumentFact, DocumentStatus

STATUS_LABELS = {
    "draft": gettext_noop("拟制"),
    "submitted": gettext_noop("待审批"),
    "approved": gettext_noop("已审批"),
    "issued": gettext_noop("已制发"),
    "served": gettext_noop("已送达"),
    "withdrawn": gettext_noop("已撤回"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One document in a list."""

    id: UUID
    case_id: UUID | None
    proceeding_id: UUID | None
    code: str
    name: str
    title: str
    status: str
    version: int
    no: str
    volume: str
    created_at: datetime
    issued_at: datetime | None
    issued_on: date | None
    served: bool
    served_on: date | None
    pdf_sha256: str
    pages: int
    drafted_by: UUID
    drafted_by_name: str
    proof_id: UUID | None = None  # the proof of its service, once served

    @property
    def status_label(self) -> str:
        """The status in Chinese."""
        return _(STATUS_LABELS[self.status])

    @property
    def awaits_service(self) -> bool:
        """Whether the document must still be served."""
        return self.served and self.status == "issued"


def row_of(item: Instrument) -> Row:
    """A document as lists show it."""
    kind = get(item.code)
    return Row(
        id=item.id,
        case_id=item.case_id,
        proceeding_id=item.proceeding_id,
        code=item.code,
        name=kind.name,
        title=item.title,
        status=item.status,
        version=item.version,
        no=item.no,
        volume=kind.volume,
        created_at=item.created_at,
        issued_at=item.issued_at,
        issued_on=item.issued_on,
        served=kind.served,
        served_on=item.served_on,
        pdf_sha256=item.pdf_sha256,
        pages=item.pdf_pages,
        drafted_by=item.drafted_by,
        drafted_by_name=item.drafted_by_name,
        proof_id=item.service_proof_id,
    )


def list_of(org_id: UUID, case_id: UUID, *, withdrawn: bool = True) -> list[Row]:
    """The documents of a case in the order of the file."""
    found = [row_of(item) for item in _items_of(org_id, case_id)]
    return in_file_order([row for row in found if withdrawn or row.status != "withdrawn"])


def _items_of(org_id: UUID, case_id: UUID) -> list[Instrument]:
    condition = "WHERE org_id = %s AND case_id = %s ORDER BY created_at, id"
    return reading.instances(Instrument, condition, [org_id, case_id], without=("frozen",))


def newest(
    org_id: UUID, case_ids: Sequence[UUID], *, statuses: Sequence[str] = (), limit: int = 50
) -> list[Row]:
    """The newest documents of several cases, for a person's list."""
    rows = Instrument.objects.filter(org_id=org_id, case_id__in=case_ids).defer("frozen")
    if statuses:
        rows = rows.filter(status__in=statuses)
    return [row_of(item) for item in rows.order_by("-created_at", "-id")[:limit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the particulars."""

    no: int
    fields: Mapping[str, Any]
    author_id: UUID
    author_name: str
    reason: str
    at: datetime
    content_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An approval, a return or a signature."""

    kind: str
    version: int
    slot: str
    signer_id: UUID | None
    signer_name: str
    signer_role: str
    opinion: str
    refused: bool
    reason: str
    png_sha256: str
    pages: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One document with all versions and marks."""

    row: Row
    kind: DocumentKind
    fields: Mapping[str, Any]
    versions: tuple[Version, ...]
    marks: tuple[Mark, ...]
    approvals_left: tuple[str, ...]
    signatures_left: tuple[str, ...]
    content_sha256: str
    service_proof_id: UUID | None
    withdrawn_reason: str


def one(org_id: UUID, instrument_id: UUID) -> Detail:
    """One document with its history; raises NotFound. Rights are checked by `access`."""
    item = Instrument.objects.filter(org_id=org_id, id=instrument_id).first()
    if item is None:
        raise NotFound
    kind = get(item.code)
    versions = tuple(
        Version(
            no=v.no,
            fields=v.fields,
            author_id=v.author_id,
            author_name=v.author_name,
            reason=v.reason,
            at=v.at,
            content_sha256=v.content_sha256,
        )
        for v in InstrumentVersion.objects.filter(org_id=org_id, instrument_id=item.id).order_by("no")
    )
    rows = list(InstrumentMark.objects.filter(org_id=org_id, instrument_id=item.id).order_by("at", "id"))
    marks = tuple(
        Mark(
            kind=m.kind,
            version=m.version,
            slot=m.slot,
            signer_id=m.signer_id,
            signer_name=m.signer_name,
            signer_role=m.signer_role,
            opinion=m.opinion,
            refused=m.refused,
            reason=m.reason,
            png_sha256=m.png_sha256,
            pages=tuple(m.pages),
            at=m.at,
        )
        for m in rows
    )
    fields = next(v.fields for v in versions if v.no == item.version)
    approvals, signatures = left(kind, fields, standing_marks(rows, item.version))
    return Detail(
        row=row_of(item),
        kind=kind,
        fields=fields,
        versions=versions,
        marks=marks,
        approvals_left=approvals,
        signatures_left=signatures,
        content_sha256=item.content_sha256,
        service_proof_id=item.service_proof_id,
        withdrawn_reason=item.withdrawn_reason,
    )


def standing_marks(marks: Iterable[InstrumentMark], version: int) -> dict[str, list[InstrumentMark]]:
    """The marks that count for a version; a return wipes the approvals given before it."""
    counted = content.latest_marks(marks, version)
    returned = max((m.at for m in counted["return"]), default=None)
    if returned is not None:
        counted["approval"] = [m for m in counted["approval"] if m.at > returned]
    return counted


def left(
    kind: DocumentKind, fields: Mapping[str, Any], counted: Mapping[str, list[InstrumentMark]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Roles that still have to approve, in order, and signatures still missing.

    A missing attendee is named as ``attendees:姓名``.
    """
    approved, signed = ({m.slot for m in counted[way]} for way in ("approval", "signature"))
    names = {m.signer_name for m in counted["signature"] if m.slot == "attendees"}
    missing: list[str] = []
    for slot in kind.signatures:
        if slot == "attendees":
            missing += [
                f"attendees:{row.get('name')}"
                for row in fields.get("attendees") or ()
                if row.get("name") not in names
            ]
        elif slot not in signed:
            missing.append(slot)
    return tuple(role for role in kind.approvals if role not in approved), tuple(missing)


def issuer_of(org_id: UUID) -> Issuer:
    """The bureau as it stands on its documents today."""
    return _issuer(people.agency(org_id))


def _issuer(agency: people.Agency) -> Issuer:
    known: dict[str, Any] = {"region": agency.number_region, "place": agency.place_code}
    return Issuer.of(known | agency.particulars, name=agency.name)


def current_fields(org_id: UUID, items: Sequence[Instrument]) -> dict[UUID, Mapping[str, Any]]:
    """The particulars of each document's current version, in one query."""
    rows = reading.rows(
        "SELECT v.instrument_id, v.fields FROM documents_version v JOIN documents_instrument i "
        "ON i.org_id = v.org_id AND i.id = v.instrument_id AND i.version = v.no "
        "WHERE v.org_id = %s AND v.instrument_id = ANY(%s)",
        [org_id, [item.id for item in items]],
    )
    return {instrument_id: reading.parsed(fields) for instrument_id, fields in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The documents of a case read once: as the page lists them, and as rules see them."""

    rows: tuple[Row, ...]
    facts: tuple[DocumentFact, ...]


def file_of(org_id: UUID, case_id: UUID, bureau: people.Agency) -> CaseFile:
    """The documents of a case: rows in the order of the file, facts oldest first.

    Withdrawn ones stay in the rows and do not count for rules.
    """
    everything = _items_of(org_id, case_id)
    items = [item for item in everything if item.status != "withdrawn"]
    rows = tuple(in_file_order([row_of(item) for item in everything]))
    if not items:
        return CaseFile(rows=rows, facts=())
    ids = [item.id for item in items]
    fields = current_fields(org_id, items)
    marks: dict[UUID, list[InstrumentMark]] = {}
    condition = "WHERE org_id = %s AND instrument_id = ANY(%s)"
    for mark in reading.instances(InstrumentMark, condition, [org_id, ids]):
        marks.setdefault(mark.instrument_id, []).append(mark)
    issuer = _issuer(bureau)
    return CaseFile(
        rows=rows,
        facts=tuple(
            _fact(
                item,
                content.derived(get(item.code), fields[item.id], issuer),
                marks.get(item.id, []),
                proof=fields.get(item.service_proof_id, {}) if item.service_proof_id else {},
            )
            for item in items
        ),
    )


def facts_of(org_id: UUID, case_id: UUID) -> tuple[DocumentFact, ...]:
    """The documents of a case as rules see them, oldest first; withdrawn ones do not count."""
    return file_of(org_id, case_id, people.agency(org_id)).facts


def _fact(
    item: Instrument, fields: Mapping[str, Any], marks: list[InstrumentMark], *, proof: Mapping[str, Any]
) -> DocumentFact:
    counted = standing_marks(marks, item.version)
    return DocumentFact(
        id=item.id,
        code=item.code,
        no=item.no,
        status=cast("DocumentStatus", item.status),
        fields=fields,
        digest=item.content_sha256,
        issued_at=item.issued_at,
        served_on=item.served_on,
        signed_by=tuple(m.slot for m in counted["signature"] if not m.refused),
        approved_by=tuple(m.signer_id for m in counted["approval"] if m.signer_id),
        drafted_by=item.drafted_by,
        proceeding_id=item.proceeding_id,
        must_be_served=get(item.code).served,
        served_how=METHOD_CODES.get(proof.get("method", ""), ""),
    )


def context_of(org_id: UUID, case_id: UUID) -> dict[str, Any]:
    """For prefilling: by code the newest standing document (number, days, particulars)."""
    return {
        fact.code: {
            "no": fact.no,
            "issued_on": content.local_day(fact.issued_at) if fact.issued_at else None,
            "served_on": fact.served_on,
            "fields": dict(fact.fields),
        }
        for fact in facts_of(org_id, case_id)
    }


def known_since(org_id: UUID, found: Detail) -> dict[str, Any]:
    """What other papers of the case have come to say since a draft was begun, for its empty particulars."""
    if found.row.case_id is None:
        return {}
    context = {"documents": context_of(org_id, found.row.case_id)}
    named = {f.code: f.source for f in found.kind.fields if f.source.startswith("documents.")}
    known = {code: lookup(context, path) for code, path in named.items() if not found.fields.get(code)}
    return {code: value for code, value in known.items() if value is not None}


def drawing_of(org_id: UUID, instrument_id: UUID) -> tuple[str, Mapping[str, Any], dict[str, Any]]:
    """What a document is drawn from: its kind, particulars and options. Raises NotFound."""
    item = Instrument.objects.filter(org_id=org_id, id=instrument_id).first()
    if item is None:
        raise NotFound
    if item.frozen is not None:
        options = content.render_options(item)
        if item.status == "withdrawn":
            options["watermark"] = "已撤回"
        return item.code, item.frozen["fields"], options
    fields = current_fields(org_id, [item])[item.id]
    marks = InstrumentMark.objects.filter(org_id=org_id, instrument_id=item.id)
    return item.code, fields, content.draft_options(item, fields, marks, issuer_of(org_id))


def pdf_of(org_id: UUID, instrument_id: UUID) -> bytes:
    """The document as PDF: under its electronic seal once it has one, else as it is drawn."""
    return sealed_pdf_of(org_id, instrument_id) or drawn_pdf_of(org_id, instrument_id)


def drawn_pdf_of(org_id: UUID, instrument_id: UUID) -> bytes:
    """The document without electronic seal: from the store when issued, else drawn now (草稿 watermark)."""
    item = Instrument.objects.filter(org_id=org_id, id=instrument_id).exclude(status="withdrawn")
    if stored := item.values_list("pdf_sha256", flat=True).first():
        return read(stored)
    code, fields, options = drawing_of(org_id, instrument_id)
    return rendering.render(code, fields, **options)


def png_of(org_id: UUID, instrument_id: UUID, *, page: int = 1, ppi: float = 110) -> bytes:
    """One page as picture for the preview; IndexError beyond the last page."""
    code, fields, options = drawing_of(org_id, instrument_id)
    return rendering.render_png(code, fields, page=page, ppi=ppi, **options)


def pages_of(org_id: UUID, instrument_id: UUID) -> int:
    """How many pages the document has as it stands."""
    code, fields, options = drawing_of(org_id, instrument_id)
    return rendering.page_count(code, fields, **options)
