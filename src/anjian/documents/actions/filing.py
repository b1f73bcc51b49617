"""Filing records that were signed where they arose."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from anjian.audit.actions import transaction
from anjian.documents import content, queries
from anjian.documents.actions.drafting import draft
from anjian.documents.actions.issuing import issue_locked
from anjian.documents.actions.marks import sign_marks
from anjian.documents.commands import DraftInstrument, FileSignedRecord
from anjian.documents.models import Instrument, InstrumentMark
from anjian.documents.store import store
from anjian.kit.actor import Actor
from anjian.kit.ids import uuid7


def file_signed_record(command: FileSignedRecord, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Make a document of a signed record: its pages and marks as they are, issued at once.

    The caller has judged that the actor closes this record; the case is not asked again.

    Raises BlobMissing when a picture is not in the store, Invalid for missing particulars,
    Refused when a page or a place lacks its signature.
    """
    with transaction(by=by, at=at, key=key) as tx:
        instrument_id = draft(
            DraftInstrument(
                code=command.code,
                case_id=command.case_id,
                title=command.title,
                fields=command.fields,
                id=command.id,
                by_step=True,
            ),
            by=by,
            at=at,
        )
        instrument = Instrument.objects.select_for_update().get(org_id=by.org_id, id=instrument_id)
        fields = queries.current_fields(by.org_id, [instrument])[instrument.id]
        digest = content.digest_of(instrument.code, fields)
        for mark in command.marks:
            # Opening says in Chinese what is missing.
            if mark.png_sha256 and mark.png_sha256 not in store():
                store().open(mark.png_sha256).close()
        marks = [
            InstrumentMark(
                org_id=by.org_id,
                id=uuid7(),
                instrument_id=instrument.id,
                version=instrument.version,
                kind="signature",
                slot=mark.slot,
                signer_id=mark.signer_id,
                signer_name=mark.signer_name,
                refused=mark.refused,
                reason=mark.reason,
                png_sha256=mark.png_sha256,
                pages=[mark.page],
                content_sha256=digest,
                at=mark.at,
            )
            for mark in command.marks
        ]
        InstrumentMark.objects.bulk_create(marks)
        sign_marks(tx, instrument, marks, by=by)
        issue_locked(tx, instrument, by=by, at=at)
        return instrument.id
