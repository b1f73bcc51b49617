"""Signing of bytes with keys of the bureau, and sealing of PDFs with its seal."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anjian.audit.actions import transaction
from anjian.credentials import actions, keys, queries
from anjian.credentials.queries import Certificate
from anjian.kit.actor import system_actor
from anjian.people import queries as people
from anjian.proof import pades, sm2, timestamps

_LIST_SECONDS = 300.0
_lists: dict[str, tuple[float, tuple[bytes, bytes]]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Detached:
    """A signature beside what was signed: both algorithms (DER), with what it takes to check them."""

    algorithm: str
    signature: bytes
    certificate_pem: str
    chain_pem: str
    sm2_algorithm: str
    sm2_signature: bytes
    sm2_public_pem: str
    holder: str
    local: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPdf:
    """A sealed PDF with its seal's certificate, its time stamp, and the SM2 signature over its bytes."""

    pdf: bytes
    certificate: Certificate
    stamped_at: datetime
    stamp_authority: str
    stamp_local: bool
    sm2_signature: bytes


def sign(org_id: UUID, officer_id: UUID | None, statement: bytes, *, at: datetime) -> Detached:
    """Sign bytes with an officer's key, or (None) with the bureau's evidence key.

    For what leaves the house (a bundle's manifest); a mark in a case goes through
    `actions.sign_statement`, which keeps a row. Raises LookupError for an officer who never signed.
    """
    found = (
        queries.certificate_of(org_id, officer_id, at=at)
        if officer_id is not None
        else bureau_certificate(org_id, "evidence", at=at)
    )
    if found is None:
        raise LookupError(f"officer {officer_id} has no certificate that counts")
    return Detached(
        algorithm=actions.ALGORITHM,
        signature=keys.signing_key(found.label).sign(statement),
        certificate_pem=found.certificate_pem,
        chain_pem=found.chain_pem,
        sm2_algorithm=sm2.ALGORITHM,
        sm2_signature=keys.sm2_key(found.label).sign(statement),
        sm2_public_pem=found.sm2_public_pem,
        holder=found.holder,
        local=found.local,
    )


def seal(org_id: UUID, pdf: bytes, *, reason: str, at: datetime) -> SealedPdf:
    """Seal any PDF (a document, a volume) with the bureau's seal to PAdES-B-LTA.

    Asks the time authority, so it stands outside transactions. Raises pades.SealingFailed.
    """
    certificate = bureau_certificate(org_id, "seal", at=at)
    authority = keys.time_authority()
    sealer = pades.Sealer(
        sign=keys.signing_key(certificate.label).sign,
        certificate_pem=certificate.certificate_pem,
        chain_pem=certificate.chain_pem,
        crls=_recent_lists(),
        authority=authority,
    )
    stamped: list[bytes] = []
    sealed = pades.seal_pdf(pdf, pades.noting(sealer, stamped), reason=reason)
    stamp = timestamps.read(stamped[-1])
    return SealedPdf(
        pdf=sealed,
        certificate=certificate,
        stamped_at=stamp.at,
        stamp_authority=stamp.authority,
        stamp_local=stamp.local,
        sm2_signature=keys.sm2_key(certificate.label).sign(sealed),
    )


def bureau_certificate(org_id: UUID, kind: str, *, at: datetime) -> Certificate:
    """The bureau's seal or evidence certificate, issued where there is none that counts."""
    found = queries.certificate_of(org_id, org_id, at=at, kind=kind)
    if found is not None:
        return found
    with transaction(by=system_actor(org_id, people.agency(org_id).name), at=at) as tx:
        return actions.current_certificate(tx, kind, org_id, at=at)


def _recent_lists() -> tuple[bytes, bytes]:
    """The lists of revocations, made anew every five minutes: many documents go with one."""
    told = queries.revoked()
    name = f"{keys.folder()}:{len(told)}"
    known = _lists.get(name)
    if known is None or time.monotonic() - known[0] > _LIST_SECONDS:
        known = (time.monotonic(), queries.crls(at=keys.authority_clock()))
        _lists[name] = known
    return known[1]
