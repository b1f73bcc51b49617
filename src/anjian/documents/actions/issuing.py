"""Issuing: the number, the seal, the fixed content, and the PDF drawn from it.

The algorithm of an issue, in order:

1. lock the document; everything that follows sees the version the page showed;
2. check particulars, approvals, signatures, signatures on each page, earlier papers,
   the bureau's own particulars; refuse with every reason at once;
3. lock the row of the word and year, and take the next number: the number exists only
   if the transaction commits, so the sequence has no gap;
4. freeze all that the PDF shows and keep the digest of it;
5. enqueue the drawing on the same connection: it happens if, and only if, this commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from anjian.audit.actions import Transaction, transaction
from anjian.documents import access, content, queries, rendering, rules
from anjian.documents.actions.drafting import expect, stream
from anjian.documents.actions.marks import marks_of
from anjian.documents.commands import IssueInstrument
from anjian.documents.events import InstrumentDrawn, InstrumentIssued
from anjian.documents.issuer import Issuer
from anjian.documents.kinds import DocumentKind, get
from anjian.documents.models import Instrument, InstrumentMark, NumberSequence
from anjian.documents.numbering import number_text
from anjian.documents.store import store
from anjian.documents.validation import validate
from anjian.documents.words import pattern_of, word_of
from anjian.kit.actor import Actor, system_actor
from anjian.kit.canonical import canonical_bytes
from anjian.kit.errors import Conflict, Invalid, NotFound, Refusal, Refused
from anjian.kit.hashing import sha256_hex
from anjian.kit.ids import uuid7
from anjian.people import queries as people

RENDER_JOB = "documents.render_pdf"
SEAL_JOB = "documents.seal_pdf"


def issue(command: IssueInstrument, *, by: Actor, at: datetime, key: str | None = None) -> str:
    """Number, sign off and seal a document; returns its number ("" for kinds without one)."""
    with transaction(by=by, at=at, key=key) as tx:
        instrument = access.instrument_for(by, command.instrument_id, lock=True)
        expect(instrument, command.expected_version)
        return issue_locked(tx, instrument, by=by, at=at)


def issue_locked(tx: Transaction, instrument: Instrument, *, by: Actor, at: datetime) -> str:
    """The issue itself, inside an open transaction with the document locked."""
    if instrument.status in {"issued", "served"}:
        raise Conflict(_("这份文书已经制发，没有重复制发。"), code="already_done")
    kind = get(instrument.code)
    fields = queries.current_fields(by.org_id, [instrument])[instrument.id]
    problems = validate(kind, fields)
    if problems:
        raise Invalid(problems)
    issuer = queries.issuer_of(by.org_id)
    counted = queries.standing_marks(marks_of(instrument), instrument.version)
    refusals = reasons_against(instrument, kind, fields, counted, issuer=issuer, by=by)
    refusals += access.issue_refusals(by, instrument, at)
    if refusals:
        raise Refused(rules.complete(kind, refusals))
    on = content.local_day(at)
    if kind.numbered:
        _number(instrument, kind, issuer, on=on)
    instrument.status = "issued"
    instrument.issued_at = at
    instrument.issued_on = on
    instrument.frozen = content.freeze(
        instrument,
        fields,
        counted,
        issuer=issuer,
        number=instrument.no,
        on=on,
        watermark="演练" if getattr(settings, "REHEARSAL", False) else "",
    )
    instrument.content_sha256 = sha256_hex(canonical_bytes(instrument.frozen))
    instrument.save()
    tx.record(
        InstrumentIssued(
            stream_id=stream(instrument),
            instrument_id=instrument.id,
            code=kind.code,
            title=instrument.title,
            version=instrument.version,
            no=instrument.no,
            issued_on=on,
            content_sha256=instrument.content_sha256,
            cites=kind.basis,
        )
    )
    app.configure_task(RENDER_JOB, allow_unknown=True, queue="documents", lock=str(instrument.id)).defer(
        org_id=str(instrument.org_id), instrument_id=str(instrument.id)
    )
    return instrument.no


def reasons_against(
    instrument: Instrument,
    kind: DocumentKind,
    fields: Mapping[str, Any],
    counted: Mapping[str, list[InstrumentMark]],
    *,
    issuer: Issuer,
    by: Actor,
) -> list[Refusal]:
    """Every reason against issuing the document as it stands."""
    approvals_left, signatures_left = queries.left(kind, fields, counted)
    return rules.may_issue(
        kind,
        instrument,
        actor=by,
        issuer=issuer,
        approvals_left=approvals_left,
        signatures_left=signatures_left,
        pages_unsigned=_unsigned_pages(kind, fields, counted, issuer),
        present=_present(instrument),
    )


def _present(instrument: Instrument) -> set[str]:
    if instrument.case_id is None:
        return set()
    rows = Instrument.objects.filter(
        org_id=instrument.org_id, case_id=instrument.case_id, status__in=("approved", "issued", "served")
    )
    return set(rows.values_list("code", flat=True))


def _unsigned_pages(
    kind: DocumentKind,
    fields: Mapping[str, Any],
    counted: Mapping[str, list[InstrumentMark]],
    issuer: Issuer,
) -> dict[str, tuple[int, ...]]:
    """For slots that must mark each page: the pages without a mark; a refusal needs none."""
    if not kind.every_page:
        return {}
    missing: dict[str, tuple[int, ...]] = {}
    pages = rendering.page_count(kind, fields, issuer=issuer)
    for slot in kind.every_page:
        mark = next((m for m in counted["signature"] if m.slot == slot), None)
        if mark is None or mark.refused:
            continue
        absent = tuple(page for page in range(1, pages + 1) if page not in mark.pages)
        if absent:
            missing[slot] = absent
    return missing


def _number(instrument: Instrument, kind: DocumentKind, issuer: Issuer, *, on: date) -> None:
    """Take the next number of the word in the year under its row lock; word and pattern of that day."""
    word, year = word_of(kind, issuer, on=on).text, on.year
    NumberSequence.objects.bulk_create(
        [NumberSequence(org_id=instrument.org_id, id=uuid7(), word=word, year=year)],
        ignore_conflicts=True,
    )
    row = NumberSequence.objects.select_for_update().get(org_id=instrument.org_id, word=word, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    instrument.word, instrument.year, instrument.seq = word, year, row.last
    instrument.no = number_text(
        region=issuer.region,
        word=word,
        year=year,
        seq=row.last,
        pattern=pattern_of(issuer, on=on).text,
    )


def ensure_pdf(org_id: UUID, instrument_id: UUID, *, at: datetime) -> str:
    """Draw the PDF of an issued document unless it is in the store; returns its SHA-256.

    Drawing again gives the same bytes; running twice changes nothing. Raises NotFound
    when there is no such document and Conflict when it is not issued.
    """
    instrument = Instrument.objects.filter(org_id=org_id, id=instrument_id).first()
    if instrument is None:
        raise NotFound
    if instrument.frozen is None:
        raise Conflict(_("文书尚未制发，没有正式文件。"), code="not_issued")
    if instrument.pdf_sha256 and instrument.pdf_sha256 in store():
        return instrument.pdf_sha256
    options = content.render_options(instrument)
    fields = instrument.frozen["fields"]
    pdf = rendering.render(instrument.code, fields, **options)
    pages = rendering.page_count(instrument.code, fields, **options)
    digest = store().put_bytes(pdf).sha256
    if instrument.pdf_sha256 == digest:
        return digest
    actor = system_actor(org_id, people.agency(org_id).name)
    with transaction(by=actor, at=at) as tx:
        locked = Instrument.objects.select_for_update().get(org_id=org_id, id=instrument_id)
        if not locked.pdf_sha256:
            locked.pdf_sha256, locked.pdf_pages = digest, pages
            locked.save(update_fields=["pdf_sha256", "pdf_pages"])
            tx.record(
                InstrumentDrawn(
                    stream_id=stream(locked),
                    instrument_id=locked.id,
                    code=locked.code,
                    title=locked.title,
                    pdf_sha256=digest,
                    pages=pages,
                )
            )
            # After what officers wait for: the seal needs the time authority, drawing does not.
            app.configure_task(
                SEAL_JOB, allow_unknown=True, queue="documents", lock=f"seal-{locked.id}", priority=-10
            ).defer(org_id=str(org_id), instrument_id=str(instrument_id))
        return locked.pdf_sha256
