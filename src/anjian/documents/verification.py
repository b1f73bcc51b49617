"""What a stranger may learn of an issued document: by its QR code, or by the bytes of its file.

The address in the QR code names the document and 80 bits of the digest of its content, so that it can
neither be guessed nor counted up. Whoever has the paper, or the file byte for byte, learns what is
printed on it anyway: kind, number, bureau, day — and whether it still counts. Nothing else is told.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from anjian.documents.kinds import get
from anjian.documents.models import Instrument, SealedFile
from anjian.people import queries as people


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An issued document as a stranger may know it. ``state`` is valid, withdrawn or undone."""

    org_id: UUID
    instrument_id: UUID
    name: str
    no: str
    bureau: str
    issued_on: date
    state: str
    sealed_sha256: str
    drawn_sha256: str
    rehearsal: bool


def by_code(instrument_id: UUID, code: str) -> Card | None:
    """The document a QR code names; None when there is none or the code is not its own."""
    row = Instrument.objects.filter(id=instrument_id, frozen__isnull=False).first()
    if row is None or row.frozen is None:
        return None
    known = str(row.frozen.get("verify", {}).get("code", ""))
    return _card(row) if known and hmac.compare_digest(known, code) else None


def by_file(sha256: str) -> Card | None:
    """The document whose file, sealed or drawn, has exactly this SHA-256."""
    sealed = SealedFile.objects.filter(sealed_sha256=sha256).order_by("-id").first()
    which = Q(pdf_sha256=sha256) if sealed is None else Q(org_id=sealed.org_id, id=sealed.instrument_id)
    row = Instrument.objects.filter(which, frozen__isnull=False).first()
    return _card(row) if row is not None else None


def _card(row: Instrument) -> Card:
    kind, frozen = get(row.code), row.frozen or {}
    sealed = SealedFile.objects.filter(org_id=row.org_id, instrument_id=row.id).order_by("-id").first()
    return Card(
        org_id=row.org_id,
        instrument_id=row.id,
        name=kind.name,
        no=row.no,
        bureau=people.agency(row.org_id).name,
        issued_on=date.fromisoformat(frozen["on"]),
        state="withdrawn" if row.status == "withdrawn" else "valid",
        sealed_sha256=sealed.sealed_sha256 if sealed is not None else "",
        drawn_sha256=row.pdf_sha256,
        rehearsal=bool(frozen.get("watermark")),
    )
