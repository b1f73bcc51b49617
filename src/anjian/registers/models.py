"""Tables of the registers: interference, typical cases, joint meetings."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.audit.schema import OrgModel
from anjian.registers.words import CHANNELS, LEVELS, ORGANISATIONS, OUTCOMES, REACTIONS, TYPICAL_STATES


class Interference(OrgModel):
    """One interference of an official in enforcement 干预记录. Append-only: a correction is a new row.

    ``hidden_ids`` and ``hidden_keys`` are from whom the row is kept: the person named, whoever passed the
    word on, and everybody so named in the rows it corrects. Fixed when written; they never grow, so that no
    later row changes what anybody sees of an earlier one.
    """

    no = models.CharField(max_length=20)
    person_name = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)
    person_post = models.CharField(max_length=60)
    person_body = models.CharField(max_length=120)
    level = models.CharField(max_length=12, choices=LEVELS)
    through_name = models.CharField(max_length=40, blank=True)
    through_id = models.UUIDField(null=True)
    hidden_ids = ArrayField(models.UUIDField())
    hidden_keys = ArrayField(models.CharField(max_length=80))
    happened_at = models.DateTimeField()
    channel = models.CharField(max_length=8, choices=CHANNELS)
    place = models.CharField(max_length=120, blank=True)
    content = models.TextField()
    reaction = models.CharField(max_length=10, choices=REACTIONS)
    reaction_note = models.TextField(blank=True)
    witness = models.CharField(max_length=200, blank=True)
    proof = models.TextField(blank=True)
    case_id = models.UUIDField(null=True)
    case_no = models.CharField(max_length=20, blank=True)
    case_title = models.CharField(max_length=200, blank=True)
    reported_by = models.UUIDField()
    reporter_name = models.CharField(max_length=40)
    reported_at = models.DateTimeField()
    corrects_id = models.UUIDField(null=True)
    correction_reason = models.TextField(blank=True)

    class Meta:
        db_table = "registers_interference"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "no"), name="registers_interference_no"),
            models.UniqueConstraint(
                fields=("org_id", "corrects_id"), name="registers_interference_corrected"
            ),
        )
        indexes = (
            models.Index(fields=("org_id", "-id"), name="registers_interf_newest"),
            models.Index(fields=("org_id", "reported_by", "-id"), name="registers_interf_reporter"),
            models.Index(fields=("org_id", "reported_at"), name="registers_interf_month"),
        )


class InterferenceHandling(OrgModel):
    """What the head of discipline did with an entry. Append-only; the latest line counts."""

    entry_id = models.UUIDField()
    outcome = models.CharField(max_length=16, choices=OUTCOMES)
    note = models.TextField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "registers_interference_handling"
        indexes = (models.Index(fields=("org_id", "entry_id"), name="registers_handling_entry"),)


class InterferenceReport(OrgModel):
    """A monthly report as it was drawn: what its drawer could see then, frozen with its digest. Append-only.

    Only its drawer reads it again: another head of discipline may be named in it.
    """

    month = models.DateField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    drawn_by = models.UUIDField()
    drawn_by_name = models.CharField(max_length=40)
    drawn_at = models.DateTimeField()

    class Meta:
        db_table = "registers_interference_report"
        indexes = (models.Index(fields=("org_id", "drawn_by", "-id"), name="registers_report_own"),)


class TypicalCase(OrgModel):
    """A typical case 典型案例: the anonymised telling of a closed case, on its way to the library."""

    case_id = models.UUIDField()
    title = models.CharField(max_length=200)
    violation = models.CharField(max_length=60, blank=True)
    basis = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=TYPICAL_STATES, default="draft")
    version = models.PositiveSmallIntegerField(default=1)
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    no = models.CharField(max_length=20, blank=True)
    approver_id = models.UUIDField(null=True)
    approver_name = models.CharField(max_length=40, blank=True)
    published_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "registers_typical_case"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "case_id"),
                condition=~models.Q(state="dropped"),
                name="registers_typical_once",
            ),
            models.UniqueConstraint(
                fields=("org_id", "no"), condition=~models.Q(no=""), name="registers_typical_no"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | (models.Q(approver_id__isnull=False) & ~models.Q(approver_id=models.F("author_id"))),
                name="registers_typical_four_eyes",
            ),
        )
        indexes = (
            models.Index(fields=("org_id", "-id"), name="registers_typical_newest"),
            models.Index(fields=("org_id", "violation", "-id"), name="registers_typical_kind"),
        )


class TypicalVersion(OrgModel):
    """One version of the text of a typical case: its parts by code, and who wrote it. Append-only."""

    typical_id = models.UUIDField()
    no = models.PositiveSmallIntegerField()
    parts = models.JSONField()
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "registers_typical_version"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "typical_id", "no"), name="registers_typical_version_no"
            ),
        )


class Meeting(OrgModel):
    """A joint meeting 联席会议 with police, court or procuratorate. Closed, it stays as it is (a trigger)."""

    topic = models.CharField(max_length=200)
    held_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    host = models.CharField(max_length=16, choices=ORGANISATIONS, default="agency")
    participants = models.JSONField(default=list)
    minutes = models.TextField(blank=True)
    opened_by = models.UUIDField()
    opened_by_name = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    closed_by_name = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "registers_meeting"
        indexes = (models.Index(fields=("org_id", "-id"), name="registers_meeting_newest"),)


class MeetingCase(OrgModel):
    """What a joint meeting concluded on one case. Append-only: a later word is a further row."""

    meeting_id = models.UUIDField()
    case_id = models.UUIDField()
    conclusion = models.TextField()
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "registers_meeting_case"
        indexes = (
            models.Index(fields=("org_id", "meeting_id"), name="registers_meeting_cases"),
            models.Index(fields=("org_id", "case_id", "-id"), name="registers_meeting_of_case"),
        )


class MeetingTask(OrgModel):
    """A task agreed at a joint meeting, bound to a case or to none. Append-only."""

    meeting_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    text = models.CharField(max_length=300)
    body = models.CharField(max_length=16, choices=ORGANISATIONS)
    who = models.CharField(max_length=60)
    due_on = models.DateField()

    class Meta:
        db_table = "registers_meeting_task"
        indexes = (models.Index(fields=("org_id", "meeting_id"), name="registers_task_meeting"),)


class MeetingTaskDone(OrgModel):
    """That a task was done: by whom told, when, with what result. Append-only, once for each task."""

    task_id = models.UUIDField()
    done_on = models.DateField()
    note = models.TextField(blank=True)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "registers_meeting_task_done"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "task_id"), name="registers_task_done_once"),
        )


class MeetingFile(OrgModel):
    """A paper of a joint meeting (minutes, list of signatures), kept by its hash. Append-only."""

    meeting_id = models.UUIDField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "registers_meeting_file"
        indexes = (models.Index(fields=("org_id", "meeting_id"), name="registers_file_meeting"),)
