"""Tables of credentials: certificates issued, certificates revoked, signatures made. Rows only grow."""

from __future__ import annotations

from django.db import models

from anjian.audit.schema import OrgModel

HOLDERS = (("officer", "执法人员"), ("seal", "单位电子签章"), ("evidence", "单位存证"))
REASONS = (
    ("affiliation_changed", "人员离岗、调离或者退休"),
    ("key_compromise", "密钥可能泄露"),
    ("superseded", "更换证书"),
    ("cessation", "不再使用"),
)


class CertificateRow(OrgModel):
    """A certificate issued to an officer, to the bureau's seal, or to its evidence key."""

    holder_kind = models.CharField(max_length=10, choices=HOLDERS)
    holder_id = models.UUIDField()
    holder_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=80, blank=True)
    no = models.PositiveIntegerField()
    serial = models.CharField(max_length=40)
    issuer = models.CharField(max_length=120)
    local = models.BooleanField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    certificate_pem = models.TextField()
    chain_pem = models.TextField()
    sm2_public_pem = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)
    issued_by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "credentials_certificate"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "holder_kind", "holder_id", "no"), name="credentials_certificate_no"
            ),
            models.UniqueConstraint(fields=("org_id", "serial"), name="credentials_certificate_serial"),
        )


class RevocationRow(OrgModel):
    """A certificate counts no longer from an instant on; why, and who said so."""

    certificate_id = models.UUIDField()
    reason = models.CharField(max_length=24, choices=REASONS)
    note = models.CharField(max_length=200, blank=True)
    revoked_by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "credentials_revocation"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "certificate_id"), name="credentials_revocation_once"),
        )


class SignatureRow(OrgModel):
    """A statement with two signatures of one certificate: ECDSA, and SM2 beside it (both DER, in hex)."""

    certificate_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    mark_id = models.UUIDField()
    signer_name = models.CharField(max_length=80)
    statement = models.TextField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=160)
    sm2_signature = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        db_table = "credentials_signature"
        indexes = (
            models.Index(fields=("org_id", "case_id"), name="credentials_signature_case"),
            models.Index(fields=("org_id", "subject_id"), name="credentials_signature_subject"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "kind", "subject_id", "mark_id"), name="credentials_signature_once"
            ),
        )
