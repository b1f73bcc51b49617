"""Loans, reading rights, and holds."""

from __future__ import annotations

from django.db import models

from anjian.archive.words import CONDITIONS, HOLD_KINDS, LOAN_FORMS, LOAN_STATES
from anjian.audit.schema import OrgModel


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
