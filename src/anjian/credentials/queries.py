"""Reads of credentials: certificates and their state, signatures and whether they hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.credentials import keys
from anjian.credentials.models import REASONS, CertificateRow, RevocationRow, SignatureRow
from anjian.kit.hashing import sha256_hex
from anjian.proof import pki, sm2

KIND_LABELS = {
    "officer": gettext_noop("执法人员"),
    "seal": gettext_noop("单位电子签章"),
    "evidence": gettext_noop("单位存证"),
}
STATE_LABELS = {
    "valid": gettext_noop("有效"),
    "expiring": gettext_noop("即将到期"),
    "expired": gettext_noop("已过期"),
    "revoked": gettext_noop("已吊销"),
}
REASON_LABELS = dict(REASONS)
SOON_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate with its state at the instant it was asked for."""

    id: UUID
    org_id: UUID
    kind: str
    holder_id: UUID
    holder: str
    unit: str
    no: int
    serial: str
    issuer: str
    local: bool
    valid_from: datetime
    valid_to: datetime
    certificate_pem: str
    chain_pem: str
    sm2_public_pem: str
    sha256: str
    reason: str
    issued_by: str
    at: datetime
    revoked_at: datetime | None
    revoked_why: str
    revoked_note: str
    state: str

    @property
    def kind_label(self) -> str:
        """Whose kind of certificate it is, in the reader's language."""
        return _(KIND_LABELS[self.kind])

    @property
    def state_label(self) -> str:
        """Whether it counts, in the reader's language."""
        return _(STATE_LABELS[self.state])

    @property
    def counts(self) -> bool:
        """Whether something may be signed with it now."""
        return self.state in {"valid", "expiring"}

    @property
    def label(self) -> str:
        """Under which name its key is kept."""
        return key_label(self.kind, self.holder_id, self.no)


def key_label(kind: str, holder_id: UUID, no: int) -> str:
    """The name under which the key of a holder's n-th certificate is kept."""
    return f"{kind}-{holder_id}-{no}"


def certificates(org_id: UUID, *, at: datetime, kind: str = "") -> list[Certificate]:
    """All certificates of a bureau: its own first, then officers by name, newest first."""
    rows = CertificateRow.objects.filter(org_id=org_id)
    if kind:
        rows = rows.filter(holder_kind=kind)
    order = {"seal": 0, "evidence": 1, "officer": 2}
    found = _with_state(org_id, rows, at)
    return sorted(found, key=lambda c: (order[c.kind], c.unit, c.holder, -c.no))


def certificate(org_id: UUID, certificate_id: UUID, *, at: datetime) -> Certificate | None:
    """One certificate, or None."""
    found = _with_state(org_id, CertificateRow.objects.filter(org_id=org_id, id=certificate_id), at)
    return found[0] if found else None


def certificate_of(
    org_id: UUID, holder_id: UUID, *, at: datetime, kind: str = "officer"
) -> Certificate | None:
    """The newest certificate of a holder that counts at an instant; None when there is none."""
    gone = RevocationRow.objects.filter(org_id=org_id, certificate_id=OuterRef("id"), at__lte=at)
    rows = CertificateRow.objects.filter(
        ~Exists(gone),
        org_id=org_id,
        holder_kind=kind,
        holder_id=holder_id,
        valid_from__lte=at,
        valid_to__gt=at,
    )
    # Asked at every mark: one statement, and one that stands unrevoked needs no second.
    newest = rows.order_by("-no").first()
    return _certificate(newest, None, at) if newest is not None else None


def _with_state(org_id: UUID, rows: Iterable[CertificateRow], at: datetime) -> list[Certificate]:
    listed = list(rows)
    ids = [row.id for row in listed]
    revoked = {
        r.certificate_id: r for r in RevocationRow.objects.filter(org_id=org_id, certificate_id__in=ids)
    }
    return [_certificate(row, revoked.get(row.id), at) for row in listed]


def _certificate(row: CertificateRow, revoked: RevocationRow | None, at: datetime) -> Certificate:
    state = "valid"
    if revoked is not None and revoked.at <= at:
        state = "revoked"
    elif row.valid_to <= at:
        state = "expired"
    elif (row.valid_to - at).days < SOON_DAYS:
        state = "expiring"
    return Certificate(
        id=row.id,
        org_id=row.org_id,
        kind=row.holder_kind,
        holder_id=row.holder_id,
        holder=row.holder_name,
        unit=row.unit_name,
        no=row.no,
        serial=row.serial,
        issuer=row.issuer,
        local=row.local,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        certificate_pem=row.certificate_pem,
        chain_pem=row.chain_pem,
        sm2_public_pem=row.sm2_public_pem,
        sha256=row.sha256,
        reason=row.reason,
        issued_by=row.issued_by,
        at=row.at,
        revoked_at=revoked.at if revoked else None,
        revoked_why=REASON_LABELS.get(revoked.reason, revoked.reason) if revoked else "",
        revoked_note=revoked.note if revoked else "",
        state=state,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signed statement with all that is needed to check it anywhere."""

    id: UUID
    kind: str
    case_id: UUID | None
    subject_id: UUID
    mark_id: UUID
    signer_name: str
    statement: str
    sha256: str
    signature: str
    sm2_signature: str
    at: datetime
    certificate_id: UUID
    holder: str
    holder_kind: str
    local: bool
    certificate_pem: str
    chain_pem: str
    sm2_public_pem: str

    @property
    def content(self) -> dict[str, Any]:
        """The statement, read."""
        return dict(json.loads(self.statement))

    def holds(self) -> bool:
        """Whether both signatures are over this statement and by this certificate's keys."""
        message = self.statement.encode()
        return pki.verify(self.certificate_pem, message, bytes.fromhex(self.signature)) and sm2.verify(
            self.sm2_public_pem, message, bytes.fromhex(self.sm2_signature)
        )


def signatures_of(org_id: UUID, case_id: UUID) -> tuple[Signature, ...]:
    """Everything signed in a case, oldest first (for its bundle)."""
    return _signatures(SignatureRow.objects.filter(org_id=org_id, case_id=case_id))


def signatures_on(org_id: UUID, subject_id: UUID) -> tuple[Signature, ...]:
    """Everything signed on one document or interview, oldest first."""
    return _signatures(SignatureRow.objects.filter(org_id=org_id, subject_id=subject_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsound:
    """A signature in a case that does not verify: on what, by whom, and why in Chinese."""

    subject_id: UUID
    signer_name: str
    why: str


def unsound(org_id: UUID, case_id: UUID) -> tuple[Unsound, ...]:
    """Return the signatures of a case that do not verify: statement, certificate of that day, mathematics."""
    rows = list(SignatureRow.objects.filter(org_id=org_id, case_id=case_id).order_by("at", "id"))
    ids = {row.certificate_id for row in rows}
    known = {c.id: c for c in CertificateRow.objects.filter(org_id=org_id, id__in=ids)}
    gone = dict(
        RevocationRow.objects.filter(org_id=org_id, certificate_id__in=ids).values_list(
            "certificate_id", "at"
        )
    )
    told = ((row, _fault(row, known.get(row.certificate_id), gone.get(row.certificate_id))) for row in rows)
    return tuple(
        Unsound(subject_id=row.subject_id, signer_name=row.signer_name, why=why) for row, why in told if why
    )


def _fault(row: SignatureRow, by: CertificateRow | None, revoked_at: datetime | None) -> str:
    if sha256_hex(row.statement.encode()) != row.sha256:
        return "签名声明与登记的摘要不符"
    if by is None:
        return "没有签名所用的证书"
    try:
        said = json.loads(row.statement)
        names = ("kind", "subject", "mark", "case", "signer", "certificate_sha256")
        row_says = (row.kind, row.subject_id, row.mark_id, row.case_id, row.signer_name, by.sha256)
        same = [said[name] for name in names] == list(map(str, row_says))
        same = same and datetime.fromisoformat(said["at"]) == row.at
        found = pki.certificate(by.certificate_pem)
        if not same or pki.sha256_of(found) != by.sha256:
            return "签名声明与签名记录或者证书不符"
        held = found.not_valid_before_utc <= row.at <= found.not_valid_after_utc
        if not held or (revoked_at is not None and revoked_at <= row.at):
            return "签名时证书无效"
        sound = _signature(row, by).holds()
    except (ValueError, TypeError, KeyError):
        sound = False
    return "" if sound else "签名验证不通过"


def _signatures(rows: Any) -> tuple[Signature, ...]:
    listed = list(rows.order_by("at", "id"))
    ids = {row.certificate_id for row in listed}
    known = {c.id: c for c in CertificateRow.objects.filter(id__in=ids)}
    return tuple(_signature(row, known[row.certificate_id]) for row in listed)


def _signature(row: SignatureRow, by: CertificateRow) -> Signature:
    return Signature(
        id=row.id,
        kind=row.kind,
        case_id=row.case_id,
        subject_id=row.subject_id,
        mark_id=row.mark_id,
        signer_name=row.signer_name,
        statement=row.statement,
        sha256=row.sha256,
        signature=row.signature,
        sm2_signature=row.sm2_signature,
        at=row.at,
        certificate_id=row.certificate_id,
        holder=by.holder_name,
        holder_kind=by.holder_kind,
        local=by.local,
        certificate_pem=by.certificate_pem,
        chain_pem=by.chain_pem,
        sm2_public_pem=by.sm2_public_pem,
    )


def revoked() -> list[pki.Revoked]:
    """What the authority's list of revocations names: every bureau's, for the authority is one."""
    rows = list(RevocationRow.objects.order_by("at", "id"))
    serials = dict(
        CertificateRow.objects.filter(id__in=[r.certificate_id for r in rows]).values_list("id", "serial")
    )
    reasons: dict[str, pki.Reason] = {
        "affiliation_changed": "affiliation_changed",
        "key_compromise": "key_compromise",
        "superseded": "superseded",
        "cessation": "cessation",
    }
    return [pki.Revoked(int(serials[row.certificate_id], 16), row.at, reasons[row.reason]) for row in rows]


def crls(*, at: datetime) -> tuple[bytes, bytes]:
    """The lists of revocations (DER) of the issuing authority and of the root, made now."""
    ca = keys.authority()
    return ca.crl(revoked(), at=at), ca.root_crl(at=at)


def trusted_roots() -> tuple[str, ...]:
    """The roots (PEM) this installation trusts: of its certificates and of its time authority."""
    return tuple(dict.fromkeys((pki.pem(keys.authority().root), *keys.time_authority().roots_pem)))


def count_signatures(org_id: UUID) -> dict[UUID, int]:
    """How many statements were signed with each certificate of a bureau."""
    rows = SignatureRow.objects.filter(org_id=org_id).values("certificate_id").annotate(n=Count("id"))
    return {row["certificate_id"]: row["n"] for row in rows}


def reasons() -> tuple[tuple[str, str], ...]:
    """For which reasons a certificate is revoked, in the reader's language."""
    return tuple((code, _(label)) for code, label in REASONS)
