"""Tables of enforcement documents: instrument, versions, marks, running numbers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.audit.schema import OrgModel

STATUSES = (
    ("draft", "拟制"),
    ("submitted", "待审批"),
    ("approved", "已审批"),
    ("issued", "已制发"),
    ("served", "已送达"),
    ("withdrawn", "已撤回"),
)


class Instrument(OrgModel):
    """One document 文书 of a case, from draft to proof of service.

    After issue `frozen` holds everything the PDF is drawn from; a database trigger
    keeps it, the number and the digest as they are.
    """

    case_id = models.UUIDField(null=True)
    proceeding_id = models.UUIDField(null=True)
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=STATUSES, default="draft")
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.UUIDField()
    drafted_by_name = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    no = models.CharField(max_length=80, blank=True)
    word = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    seq = models.PositiveIntegerField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_on = models.DateField(null=True)
    served_on = models.DateField(null=True)
    service_proof_id = models.UUIDField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    frozen = models.JSONField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_pages = models.PositiveIntegerField(default=0)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        db_table = "documents_instrument"
        indexes = (
            models.Index(fields=("org_id", "case_id", "code"), name="documents_instrument_case"),
            models.Index(fields=("org_id", "-created_at", "-id"), name="documents_instrument_new"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "word", "year", "seq"),
                condition=models.Q(seq__isnull=False),
                name="documents_instrument_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=("issued", "served")) | models.Q(frozen__isnull=False),
                name="documents_instrument_frozen",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="served") | models.Q(served_on__isnull=False),
                name="documents_instrument_served",
            ),
        )


class InstrumentVersion(OrgModel):
    """One version of an instrument's particulars; never changed, only followed by another."""

    instrument_id = models.UUIDField()
    no = models.PositiveIntegerField()
    fields = models.JSONField()
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "documents_version"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "instrument_id", "no"), name="documents_version_no"),
        )


class InstrumentMark(OrgModel):
    """An approval opinion, a return or a signature, bound to one version by its digest."""

    instrument_id = models.UUIDField()
    version = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=10, choices=(("approval", "审批"), ("return", "退回"), ("signature", "签名"))
    )
    slot = models.CharField(max_length=20)
    signer_id = models.UUIDField(null=True)
    signer_name = models.CharField(max_length=40)
    signer_role = models.CharField(max_length=40, blank=True)
    opinion = models.TextField(blank=True)
    refused = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    png_sha256 = models.CharField(max_length=64, blank=True)
    pages = ArrayField(models.PositiveIntegerField(), default=list)
    content_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    by_page: dict[int, InstrumentMark]
    """Filled when marks are merged: the mark given on each page."""

    class Meta:
        db_table = "documents_mark"
        indexes = (models.Index(fields=("org_id", "instrument_id"), name="documents_mark_instrument"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(refused=False) | ~models.Q(reason=""), name="documents_mark_reason"
            ),
        )


class SealedFile(OrgModel):
    """The PDF of an issued document under the bureau's electronic seal, made from the drawn one.

    The newest row of a document counts; a later one renews the time stamp or follows a new certificate.
    """

    instrument_id = models.UUIDField()
    drawn_sha256 = models.CharField(max_length=64)
    sealed_sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    level = models.CharField(max_length=12)
    certificate_id = models.UUIDField()
    signer = models.CharField(max_length=120)
    local = models.BooleanField()
    stamped_at = models.DateTimeField()
    stamp_authority = models.CharField(max_length=200)
    stamp_local = models.BooleanField()
    sm2_signature = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        db_table = "documents_sealed"
        indexes = (models.Index(fields=("org_id", "instrument_id", "-id"), name="documents_sealed_newest"),)
        constraints = (
            models.UniqueConstraint(fields=("org_id", "sealed_sha256"), name="documents_sealed_once"),
        )


class NumberSequence(OrgModel):
    """The last running number given out for a word in a year; taken only under its row lock."""

    word = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "documents_number_sequence"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "word", "year"), name="documents_number_once"),
        )
