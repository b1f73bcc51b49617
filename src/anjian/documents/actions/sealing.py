"""Putting the bureau's electronic seal on what was issued.

The drawn PDF stays what its digest says; the sealed one is a further file, kept by hash in a table that
only grows. The time authority is asked outside the transaction; two who seal at once keep one seal.
"""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from anjian.audit.actions import transaction
from anjian.credentials import signing
from anjian.documents.actions.drafting import stream
from anjian.documents.actions.issuing import ensure_pdf
from anjian.documents.events import InstrumentSealed
from anjian.documents.models import Instrument, SealedFile
from anjian.documents.sealed import seal_of, unsealed
from anjian.documents.store import read, store
from anjian.kit.actor import system_actor
from anjian.kit.ids import uuid7
from anjian.people import queries as people
from anjian.proof.pades import SealingFailed

LEVEL = "PAdES-B-LTA"
_MANY = 1000
log = logging.getLogger(__name__)


def ensure_sealed(org_id: UUID, instrument_id: UUID, *, at: datetime) -> str:
    """Seal the PDF of an issued document unless it is sealed; returns the sealed file's SHA-256.

    Returns "" for a withdrawn document, which is served no more. Raises NotFound and Conflict as
    `ensure_pdf`, and SealingFailed when the time authority does not answer.
    """
    drawn = ensure_pdf(org_id, instrument_id, at=at)
    found = seal_of(org_id, instrument_id)
    if found is not None and found.drawn_sha256 == drawn and found.sealed_sha256 in store():
        return found.sealed_sha256
    item = Instrument.objects.filter(org_id=org_id, id=instrument_id).defer("frozen").get()
    if item.status == "withdrawn":
        return ""
    sealed = signing.seal(org_id, read(drawn), reason=f"制发{item.title}{item.no}", at=at)
    digest = store().put_bytes(sealed.pdf).sha256
    by = system_actor(org_id, people.agency(org_id).name)
    with transaction(by=by, at=at) as tx:
        locked = Instrument.objects.select_for_update().defer("frozen").get(org_id=org_id, id=instrument_id)
        first = seal_of(org_id, instrument_id)
        if first is not None and first.drawn_sha256 == drawn and first.sealed_sha256 in store():
            return first.sealed_sha256
        SealedFile(
            org_id=org_id,
            id=uuid7(),
            instrument_id=instrument_id,
            drawn_sha256=drawn,
            sealed_sha256=digest,
            size=len(sealed.pdf),
            level=LEVEL,
            certificate_id=sealed.certificate.id,
            signer=sealed.certificate.holder,
            local=sealed.certificate.local,
            stamped_at=sealed.stamped_at,
            stamp_authority=sealed.stamp_authority,
            stamp_local=sealed.stamp_local,
            sm2_signature=sealed.sm2_signature.hex(),
            at=at,
        ).save(force_insert=True)
        tx.record(
            InstrumentSealed(
                stream_id=stream(locked),
                instrument_id=instrument_id,
                code=locked.code,
                title=locked.title,
                drawn_sha256=drawn,
                sealed_sha256=digest,
                certificate_id=sealed.certificate.id,
                signer=sealed.certificate.holder,
                stamped_at=sealed.stamped_at,
                stamp_authority=sealed.stamp_authority,
                local=sealed.certificate.local or sealed.stamp_local,
            )
        )
    return digest


def seal_case(org_id: UUID, case_id: UUID, *, at: datetime) -> int:
    """Seal at once everything issued in a case that has no seal yet (before it is bundled or bound)."""
    waiting = unsealed(limit=_MANY, case=(org_id, case_id))
    for _org, instrument_id in waiting:
        ensure_sealed(org_id, instrument_id, at=at)
    return len(waiting)


def seal_missing(*, at: datetime, limit: int) -> int:
    """Seal what still waits, oldest first; stops where the time authority is away. Returns how many."""
    done = 0
    for org_id, instrument_id in unsealed(limit=limit):
        try:
            ensure_sealed(org_id, instrument_id, at=at)
        except SealingFailed as error:
            log.warning("documents wait for their seal: %s", error)
            break
        done += 1
    return done
