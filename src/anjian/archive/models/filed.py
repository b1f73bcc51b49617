"""Files as they were locked: papers, volumes, places, notes, text of pages."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from anjian.archive.words import NOTE_KINDS
from anjian.audit.schema import OrgModel


class ArchivedFile(OrgModel):
    """A file 案卷 as it was locked at archiving; a case opened again is locked again in a new round.

    A trigger keeps every column but the dates of reopening, binding and destruction.
    """

    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField(default=1)
    no = models.CharField(max_length=24)
    case_no = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    closed_on = models.DateField()
    locked_at = models.DateTimeField()
    locked_by = models.UUIDField()
    locked_by_name = models.CharField(max_length=40)
    retention = models.CharField(max_length=12)
    retention_rule = models.CharField(max_length=60)
    retention_why = models.JSONField(default=dict)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    documents = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    report = models.JSONField(default=list)
    lacks_note = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    bound_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "archive_file"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "case_id", "round"), name="archive_file_round"),
            models.UniqueConstraint(fields=("org_id", "no"), name="archive_file_no"),
        )
        indexes = (
            models.Index(fields=("org_id", "-id"), name="archive_file_newest"),
            models.Index(
                fields=("org_id", "ends_on", "id"),
                condition=models.Q(destroyed_at__isnull=True, ends_on__isnull=False),
                name="archive_file_ending",
            ),
            models.Index(fields=("org_id", "begins_on", "id"), name="archive_file_age"),
        )


class LacksAccepted(OrgModel):
    """The archivist's reasoned word on lacks that cannot be cured, for one case before it is locked."""

    case_id = models.UUIDField()
    lacks = models.JSONField()
    reason = models.TextField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "archive_lacks_accepted"
        indexes = (models.Index(fields=("org_id", "case_id", "-id"), name="archive_lacks_case"),)


class Volume(OrgModel):
    """One volume 卷 of a file: which pages it holds, and its PDF once bound."""

    file_id = models.UUIDField()
    kind = models.CharField(max_length=4)
    seq = models.PositiveSmallIntegerField()
    first_page = models.PositiveIntegerField()
    last_page = models.PositiveIntegerField()
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_size = models.PositiveBigIntegerField(default=0)
    sealed_sha256 = models.CharField(max_length=64, blank=True)
    sealed_size = models.PositiveBigIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "archive_volume"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "file_id", "kind", "seq"), name="archive_volume_once"),
        )


class FiledPaper(OrgModel):
    """One paper in its place in a file. Append-only. ``undone``: its step was done again, kept apart."""

    file_id = models.UUIDField()
    volume_id = models.UUIDField()
    place = models.PositiveIntegerField()
    instrument_id = models.UUIDField()
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    no = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField(null=True)
    first_page = models.PositiveIntegerField()
    last_page = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    undone = models.BooleanField(default=False)

    class Meta:
        db_table = "archive_paper"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "file_id", "place"), name="archive_paper_place"),
        )


class VolumePlace(OrgModel):
    """Where a volume stands. Append-only; the newest row counts."""

    volume_id = models.UUIDField()
    room = models.CharField(max_length=40)
    cabinet = models.CharField(max_length=40, blank=True)
    shelf = models.CharField(max_length=40, blank=True)
    box = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "archive_place"
        indexes = (models.Index(fields=("org_id", "volume_id", "-id"), name="archive_place_newest"),)


class VolumeNote(OrgModel):
    """A remark on a volume: a missing sheet, its condition. Append-only."""

    volume_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=NOTE_KINDS)
    pages = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=300)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "archive_note"
        indexes = (models.Index(fields=("org_id", "volume_id", "id"), name="archive_note_volume"),)


class PageText(OrgModel):
    """The text of one page of a file, for the search; drawn from what is stored, so it can be made anew."""

    file_id = models.UUIDField()
    case_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    side = models.BooleanField(default=False)
    source_id = models.UUIDField()
    title = models.CharField(max_length=240)
    page = models.PositiveIntegerField(default=0)
    text = models.TextField()
    search = SearchVectorField()

    class Meta:
        db_table = "archive_page"
        indexes = (
            GinIndex(fields=("search",), name="archive_page_search"),
            models.Index(fields=("org_id", "case_id", "-id"), name="archive_page_case"),
            models.Index(fields=("org_id", "file_id", "page"), name="archive_page_file"),
        )
