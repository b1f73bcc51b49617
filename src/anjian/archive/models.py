"""Tables of the archive: files and their volumes, places, loans, holds, destruction, text of pages."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from anjian.archive.words import (
    CONDITIONS,
    DECISIONS,
    HOLD_KINDS,
    LIST_STATES,
    LOAN_FORMS,
    LOAN_STATES,
    NOTE_KINDS,
    SCAN_STATES,
)
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


class Loan(OrgModel):
    """A loan 借阅 of a file, on paper or as a reading right for a time; its steps are events."""

    file_id = models.UUIDField()
    form = models.CharField(max_length=8, choices=LOAN_FORMS)
    state = models.CharField(max_length=10, choices=LOAN_STATES, default="asked")
    with_side = models.BooleanField(default=False)
    reader_id = models.UUIDField()
    reader_name = models.CharField(max_length=40)
    reader_unit = models.CharField(max_length=120, blank=True)
    purpose = models.TextField()
    days = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)
    opinion = models.TextField(blank=True)
    handed_by_name = models.CharField(max_length=40, blank=True)
    handed_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_to_name = models.CharField(max_length=40, blank=True)
    condition = models.CharField(max_length=10, choices=CONDITIONS, blank=True)
    condition_note = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "archive_loan"
        indexes = (
            models.Index(fields=("org_id", "file_id", "-id"), name="archive_loan_file"),
            models.Index(fields=("org_id", "reader_id", "-id"), name="archive_loan_reader"),
            models.Index(
                fields=("org_id", "due_on", "id"),
                condition=models.Q(state__in=("asked", "approved", "out")),
                name="archive_loan_open",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("reader_id")),
                name="archive_loan_four_eyes",
            ),
            models.UniqueConstraint(
                fields=("org_id", "file_id"),
                condition=models.Q(form="paper", state="out"),
                name="archive_loan_one_paper",
            ),
        )


class Reading(OrgModel):
    """That somebody read a page under a reading right. Append-only."""

    loan_id = models.UUIDField()
    file_id = models.UUIDField()
    what = models.CharField(max_length=60)
    reader_id = models.UUIDField()
    reader_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "archive_reading"
        indexes = (models.Index(fields=("org_id", "file_id", "-id"), name="archive_reading_file"),)


class Hold(OrgModel):
    """A hold 保全: while it stands the file is not destroyed, whatever its term."""

    file_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=HOLD_KINDS)
    body = models.CharField(max_length=120)
    reason = models.TextField()
    until = models.DateField(null=True)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by_name = models.CharField(max_length=40, blank=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        db_table = "archive_hold"
        indexes = (
            models.Index(fields=("org_id", "file_id"), name="archive_hold_file"),
            models.Index(
                fields=("org_id", "-id"),
                condition=models.Q(lifted_at__isnull=True),
                name="archive_hold_standing",
            ),
        )


class DestructionList(OrgModel):
    """A destruction list 销毁清册: proposed by rule, appraised, approved twice, executed. Kept for ever."""

    no = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=LIST_STATES, default="proposed")
    rule_day = models.DateField()
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    executed_at = models.DateTimeField(null=True)
    bytes_destroyed = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "archive_destruction_list"
        constraints = (models.UniqueConstraint(fields=("org_id", "no"), name="archive_destruction_no"),)


class DestructionEntry(OrgModel):
    """One file on a destruction list, with the appraisal group's verdict."""

    list_id = models.UUIDField()
    file_id = models.UUIDField()
    file_no = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    retention = models.CharField(max_length=12)
    ended_on = models.DateField()
    rule = models.TextField()
    verdict = models.CharField(
        max_length=8, choices=(("", "待鉴定"), ("destroy", "销毁"), ("keep", "续存")), blank=True
    )
    verdict_reason = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "archive_destruction_entry"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "list_id", "file_id"), name="archive_destruction_once"),
        )


class DestructionMark(OrgModel):
    """Who appraised, approved or supervised a destruction, with what opinion. Append-only."""

    list_id = models.UUIDField()
    kind = models.CharField(
        max_length=10,
        choices=(
            ("appraise", "鉴定"),
            ("office", "档案机构负责人审批"),
            ("head", "机关负责人审批"),
            ("supervise", "监销"),
            ("drop", "撤销"),
        ),
    )
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=40)
    opinion = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "archive_destruction_mark"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "list_id", "kind", "by_id"), name="archive_destruction_mark_once"
            ),
        )


class Tombstone(OrgModel):
    """What remains of destroyed bytes: digest, rule, list, approval, day. Append-only, entered in the log.

    ``hash`` is SHA-256 over the canonical form of the other columns.
    """

    file_id = models.UUIDField()
    list_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    what = models.CharField(max_length=200)
    rule = models.TextField()
    approved_by = models.CharField(max_length=80)
    at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "archive_tombstone"
        constraints = (models.UniqueConstraint(fields=("org_id", "sha256"), name="archive_tombstone_once"),)


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
