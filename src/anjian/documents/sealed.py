"""Reading the electronic seals of documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from anjian.documents.models import Instrument, SealedFile
from anjian.documents.store import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The electronic seal on a document: by whom, stamped when and by whom, over which bytes."""

    id: UUID
    instrument_id: UUID
    drawn_sha256: str
    sealed_sha256: str
    size: int
    level: str
    certificate_id: UUID
    signer: str
    local: bool
    stamped_at: datetime
    stamp_authority: str
    stamp_local: bool
    sm2_signature: str
    at: datetime

    @property
    def test_only(self) -> bool:
        """Whether a local test authority stands behind the certificate or the time."""
        return self.local or self.stamp_local


def seals_of(org_id: UUID, instrument_ids: Iterable[UUID]) -> dict[UUID, Seal]:
    """The seal that counts of each document that has one."""
    rows = SealedFile.objects.filter(org_id=org_id, instrument_id__in=list(instrument_ids)).order_by("id")
    return {row.instrument_id: _seal(row) for row in rows}


def seal_of(org_id: UUID, instrument_id: UUID) -> Seal | None:
    """The seal that counts of one document, None while it has none."""
    return seals_of(org_id, [instrument_id]).get(instrument_id)


def sealed_pdf_of(org_id: UUID, instrument_id: UUID) -> bytes | None:
    """The document under its electronic seal; None while it has none, and of a withdrawn one."""
    known = Instrument.objects.filter(org_id=org_id, id=instrument_id).exclude(status="withdrawn")
    pdf_sha256 = known.values_list("pdf_sha256", flat=True).first()
    if not pdf_sha256:
        return None
    found = seal_of(org_id, instrument_id)
    return read(found.sealed_sha256) if found is not None and found.drawn_sha256 == pdf_sha256 else None


def unsealed(*, limit: int, case: tuple[UUID, UUID] | None = None) -> list[tuple[UUID, UUID]]:
    """Issued documents without seal as (bureau, document), oldest first; of one case if it is named."""
    rows = Instrument.objects.filter(status__in=("issued", "served"))
    if case is not None:
        rows = rows.filter(org_id=case[0], case_id=case[1])
    else:
        rows = rows.exclude(pdf_sha256="")
    sealed = SealedFile.objects.filter(org_id=OuterRef("org_id"), instrument_id=OuterRef("id"))
    rows = rows.filter(~Exists(sealed)).order_by("issued_at", "id")
    return list(rows.values_list("org_id", "id")[:limit])


def _seal(row: SealedFile) -> Seal:
    return Seal(**{name: getattr(row, name) for name in Seal.__dataclass_fields__})
