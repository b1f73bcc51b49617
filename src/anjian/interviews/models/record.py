"""The record as it was read and signed."""

from __future__ import annotations

from django.db import models

from anjian.audit.schema import OrgModel

SIGNERS = (
    ("person", "被询问人"),
    ("lead", "询问人"),
    ("recorder", "记录人"),
    ("guardian", "监护人"),
    ("interpreter", "翻译"),
    ("witness", "见证人"),
)


class Page(OrgModel):
    """A page of the record as frozen for reading, in one version of the record. Append-only."""

    session_id = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    lines = models.JSONField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)

    class Meta:
        db_table = "interviews_page"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id", "version", "no"), name="interviews_page_no"
            ),
        )


class PageSignature(OrgModel):
    """A hand-written signature on a page, or its reasoned refusal. Append-only.

    It binds to the page's hash: a page whose text changes afterwards is unsigned again. The person
    also leaves a fingerprint, or ``note`` says why not.
    """

    session_id = models.UUIDField()
    page_no = models.PositiveSmallIntegerField()
    page_sha256 = models.CharField(max_length=64)
    slot = models.CharField(
        max_length=12,
        choices=SIGNERS,
    )
    signer = models.CharField(max_length=80)
    image_sha256 = models.CharField(max_length=64, blank=True)
    fingerprint_sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=200, blank=True)
    refusal = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    officer_id = models.UUIDField()

    class Meta:
        db_table = "interviews_page_signature"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id", "page_no", "page_sha256", "slot"),
                name="interviews_signature_once",
            ),
        )


class PageReading(OrgModel):
    """What became of a page at the read-back: read, read out, or said to be wrong. Append-only."""

    session_id = models.UUIDField()
    page_no = models.PositiveSmallIntegerField()
    page_sha256 = models.CharField(max_length=64)
    verdict = models.CharField(
        max_length=8, choices=(("read", "已看完"), ("aloud", "已宣读"), ("wrong", "有错误"))
    )
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    officer_id = models.UUIDField()

    class Meta:
        db_table = "interviews_page_reading"
        indexes = (models.Index(fields=("org_id", "session_id", "id"), name="interviews_reading_session"),)


class SelfWritten(OrgModel):
    """A statement the person wrote himself (自书材料), kept as received and as evidence. Append-only."""

    session_id = models.UUIDField()
    title = models.CharField(max_length=120)
    sheets = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=80, blank=True)
    filename = models.CharField(max_length=255)
    signed = models.BooleanField()
    evidence_id = models.UUIDField()
    evidence_no = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    received_by = models.UUIDField()

    class Meta:
        db_table = "interviews_self_written"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id", "sha256"), name="interviews_self_written_once"
            ),
        )
