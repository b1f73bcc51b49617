"""Writes of credentials: each action is one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from anjian.audit.actions import Transaction, transaction
from anjian.credentials import access, keys, queries
from anjian.credentials.commands import IssueCertificate, RevokeCertificate, SignStatement
from anjian.credentials.events import CertificateIssued, CertificateRevoked
from anjian.credentials.models import CertificateRow, RevocationRow, SignatureRow
from anjian.credentials.queries import Certificate, certificate_of, key_label
from anjian.kit.actor import Actor, system_actor
from anjian.kit.canonical import canonical_bytes
from anjian.kit.errors import Conflict, Invalid
from anjian.kit.hashing import sha256_hex
from anjian.kit.ids import uuid7
from anjian.people import queries as people
from anjian.proof import pki

STATEMENT_FORMAT = "anjian-signature/1"
ALGORITHM = "ECDSA-P256-SHA256"
_YEARS = {"officer": 3, "seal": 5, "evidence": 5}
# As the authority's own certificates: records taken over and rehearsals carry earlier days.
_DATED_BACK = timedelta(days=400)


def issue_certificate(command: IssueCertificate, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Issue or renew a certificate. What was signed with an earlier one stays valid.

    Refuses whoever is no system administrator; Invalid for somebody who is no officer of the bureau.
    """
    with transaction(by=by, at=at, key=key) as tx:
        access.require_manager(by)
        if not command.reason.strip():
            raise Invalid({"reason": _("请写明签发事由。")})
        if command.kind == "officer":
            officer = (
                people.actor(by.org_id, command.officer_id, on=at.date()) if command.officer_id else None
            )
            if officer is None:
                raise Invalid({"officer_id": _("没有找到这名在岗人员。")})
            return _issue(tx, _Holder.officer(officer), reason=command.reason.strip()).id
        if command.kind not in {"seal", "evidence"}:
            raise Invalid({"kind": _("没有这种证书。")})
        return _issue(tx, _Holder.bureau(by.org_id, command.kind), reason=command.reason.strip()).id


def revoke_certificate(
    command: RevokeCertificate, *, by: Actor, at: datetime, key: str | None = None
) -> None:
    """Revoke a certificate from now on; what was signed before with a time stamp stays valid.

    Refuses whoever is no system administrator; Conflict when it is revoked already.
    """
    with transaction(by=by, at=at, key=key) as tx:
        access.require_manager(by)
        found = access.certificate_for(by, command.certificate_id, at=at)
        if command.reason not in queries.REASON_LABELS:
            raise Invalid({"reason": _("请选择吊销原因。")})
        if not command.note.strip():
            raise Invalid({"note": _("请写明吊销的具体情况。")})
        if found.revoked_at is not None:
            raise Conflict(_("这张证书已经吊销。"), code="already_done")
        _revoke(tx, found, reason=command.reason, note=command.note.strip())


def revoke_of_those_who_left(org_id: UUID, *, at: datetime) -> int:
    """Revoke the certificates of officers who have left the bureau; returns how many."""
    counting = [c for c in queries.certificates(org_id, at=at, kind="officer") if c.counts]
    present = {p.id for p in people.officers(org_id, on=at.date())}
    gone = [c for c in counting if c.holder_id not in present and c.revoked_at is None]
    if gone:
        with transaction(by=system_actor(org_id, people.agency(org_id).name), at=at) as tx:
            for one in gone:
                _revoke(tx, one, reason="affiliation_changed", note=_("人员已离岗，系统自动吊销。"))
    return len(gone)


def sign_statement(tx: Transaction, command: SignStatement, *, at: datetime) -> UUID:
    """Sign a statement inside an open action; returns the signature's id.

    An officer without a certificate receives one now. Nothing outside the machine is asked
    (unless the site keeps its keys in a token).
    """
    holder = (
        _Holder.officer(command.officer)
        if command.officer is not None
        else _Holder.bureau(tx.org_id, "evidence")
    )
    certificate = current_certificate(tx, holder.kind, holder.id, at=at, holder=holder)
    statement = canonical_bytes(
        {
            "format": STATEMENT_FORMAT,
            "kind": command.kind,
            "subject": command.subject_id,
            "mark": command.mark_id,
            "case": command.case_id,
            "signer": command.signer_name,
            "at": at,
            "certificate_sha256": certificate.sha256,
            **command.content,
        }
    )
    row = SignatureRow(
        org_id=tx.org_id,
        id=uuid7(),
        certificate_id=certificate.id,
        case_id=command.case_id,
        kind=command.kind,
        subject_id=command.subject_id,
        mark_id=command.mark_id,
        signer_name=command.signer_name,
        statement=statement.decode(),
        sha256=sha256_hex(statement),
        signature=keys.signing_key(certificate.label).sign(statement).hex(),
        sm2_signature=keys.sm2_key(certificate.label).sign(statement).hex(),
        at=at,
    )
    row.save(force_insert=True)
    return row.id


class _Holder:
    """Who is to hold a certificate."""

    def __init__(self, kind: str, id_: UUID, subject: pki.Subject) -> None:
        self.kind, self.id, self.subject = kind, id_, subject

    @classmethod
    def officer(cls, actor: Actor) -> _Holder:
        # The serial number of a name (RFC 5280) takes plain letters only; enforcement certificates often
        # have Chinese ones, so the officer's own number in the register stands there.
        name = pki.Subject(name=actor.name, org=actor.org_name, unit=actor.unit_name, no=actor.id.hex)
        return cls("officer", actor.id, name)

    @classmethod
    def bureau(cls, org_id: UUID, kind: str) -> _Holder:
        name = people.agency(org_id).name
        ending = "电子签章" if kind == "seal" else "电子存证"
        return cls(kind, org_id, pki.Subject(name=f"{name}{ending}", org=name, no=org_id.hex))


def current_certificate(
    tx: Transaction, kind: str, holder_id: UUID, *, at: datetime, holder: _Holder | None = None
) -> Certificate:
    """The certificate a holder signs with now; issued here when there is none that counts."""
    found = certificate_of(tx.org_id, holder_id, at=at, kind=kind)
    if found is not None:
        return found
    with connection.cursor() as cursor:
        # Two first signatures at once must not make two certificates.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"credentials:{holder_id}"])
    found = certificate_of(tx.org_id, holder_id, at=at, kind=kind)
    return found or _issue(tx, holder or _Holder.bureau(tx.org_id, kind), reason=_("首次签名时签发"))


def _issue(tx: Transaction, holder: _Holder, *, reason: str) -> Certificate:
    no = (
        1
        + CertificateRow.objects.filter(
            org_id=tx.org_id, holder_kind=holder.kind, holder_id=holder.id
        ).count()
    )
    label = key_label(holder.kind, holder.id, no)
    ca = keys.authority()
    begins = tx.at.replace(microsecond=0)
    issued = ca.issue(
        keys.signing_key(label).public_key,
        holder.subject,
        valid_from=begins - _DATED_BACK,
        valid_to=begins + timedelta(days=365 * _YEARS[holder.kind]),
    )
    pem = pki.pem(issued)
    row = CertificateRow(
        org_id=tx.org_id,
        id=uuid7(),
        holder_kind=holder.kind,
        holder_id=holder.id,
        holder_name=holder.subject.name,
        unit_name=holder.subject.unit,
        no=no,
        serial=f"{issued.serial_number:x}",
        issuer=pki.common_name(issued.issuer),
        local=pki.is_local(issued),
        valid_from=issued.not_valid_before_utc,
        valid_to=issued.not_valid_after_utc,
        certificate_pem=pem,
        chain_pem=ca.chain_pem(),
        sm2_public_pem=keys.sm2_key(label).public_pem,
        sha256=pki.sha256_of(issued),
        reason=reason,
        issued_by=tx.by.name,
        at=tx.at,
    )
    row.save(force_insert=True)
    tx.record(
        CertificateIssued(
            stream_id=holder.id,
            certificate_id=row.id,
            holder_kind=row.holder_kind,
            holder_id=row.holder_id,
            holder=row.holder_name,
            serial=row.serial,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            sha256=row.sha256,
            reason=reason,
        )
    )
    made = queries.certificate(tx.org_id, row.id, at=tx.at)
    assert made is not None  # noqa: S101  the row was written a line above
    return made


def _revoke(tx: Transaction, found: Certificate, *, reason: str, note: str) -> None:
    RevocationRow(
        org_id=tx.org_id,
        id=uuid7(),
        certificate_id=found.id,
        reason=reason,
        note=note,
        revoked_by=tx.by.name,
        at=tx.at,
    ).save(force_insert=True)
    tx.record(
        CertificateRevoked(
            stream_id=found.holder_id,
            certificate_id=found.id,
            holder_kind=found.kind,
            holder_id=found.holder_id,
            holder=found.holder,
            serial=found.serial,
            reason=reason,
            note=note,
        )
    )
