"""What is added to a locked file: scans and supplements."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.archive.words import DECISIONS, SCAN_STATES
from anjian.audit.schema import OrgModel


class Scan(OrgModel):
    """Paper brought in 扫描补录: uploaded sheets, put in order, made into one PDF by a job."""

    case_id = models.UUIDField()
    instrument_id = models.UUIDField(null=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=SCAN_STATES, default="waiting")
    failure = models.CharField(max_length=300, blank=True)
    pages = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "archive_scan"
        indexes = (models.Index(fields=("org_id", "case_id", "-id"), name="archive_scan_case"),)


class ScanSheet(OrgModel):
    """One uploaded picture or PDF of a scan; the upload itself is never altered, only turned or left out."""

    scan_id = models.UUIDField()
    place = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField(default=0)
    dropped = models.BooleanField(default=False)
    replaces_id = models.UUIDField(null=True)
    filename = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    preview_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    hints = ArrayField(models.CharField(max_length=12), default=list)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "archive_scan_sheet"
        indexes = (models.Index(fields=("org_id", "scan_id", "place"), name="archive_scan_sheets"),)


class Supplement(OrgModel):
    """Material added to a locked file 补充材料: own number, reason, approval; the file itself stays."""

    file_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    reason = models.TextField()
    scan_id = models.UUIDField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=DECISIONS, blank=True)
    opinion = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)
    first_page = models.PositiveIntegerField(default=0)
    last_page = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "archive_supplement"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "file_id", "seq"), name="archive_supplement_no"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="archive_supplement_four_eyes",
            ),
        )
