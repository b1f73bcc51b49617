"""Tables of intake: links by which others hand in evidence, and what recorders bring to a docking station.

All of them only grow. A link is closed, a station changed, a file refused by a further row.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.audit.schema import OrgModel
from anjian.intake.words import RELATIONS, USES, VERDICTS


class IntakeLink(OrgModel):
    """A link by which somebody without an account hands in what a case asks for, once.

    Only digests of token and code are kept: whoever reads the table can use neither.
    """

    case_id = models.UUIDField()
    token_sha256 = models.CharField(max_length=64, db_index=True)
    code_sha256 = models.CharField(max_length=64)
    giver = models.CharField(max_length=120)
    relation = models.CharField(max_length=16, choices=RELATIONS)
    asks = ArrayField(models.CharField(max_length=200))
    note = models.TextField(blank=True)
    files_limit = models.PositiveSmallIntegerField()
    bytes_limit = models.PositiveBigIntegerField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "intake_link"
        indexes = (models.Index(fields=("org_id", "case_id", "-id"), name="intake_link_case"),)


class LinkUse(OrgModel):
    """What happened to a link: a right or wrong code, its lock, its closing by an officer."""

    link_id = models.UUIDField()
    what = models.CharField(max_length=12, choices=USES)
    reason = models.TextField(blank=True)
    by_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_link_use"
        indexes = (models.Index(fields=("org_id", "link_id", "id"), name="intake_link_use_link"),)


class Submission(OrgModel):
    """What was handed in through a link, with the receipt the giver got; a link is used once."""

    link_id = models.UUIDField()
    case_id = models.UUIDField()
    receipt_no = models.CharField(max_length=24)
    giver = models.CharField(max_length=120)
    contact = models.CharField(max_length=60, blank=True)
    statement = models.TextField(blank=True)
    receipt = models.JSONField()
    receipt_sha256 = models.CharField(max_length=64)
    receipt_signature = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_submission"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "link_id"), name="intake_submission_once"),
            models.UniqueConstraint(fields=("org_id", "receipt_no"), name="intake_submission_no"),
        )
        indexes = (models.Index(fields=("org_id", "case_id", "-id"), name="intake_submission_case"),)


class SubmittedFile(OrgModel):
    """One file of a submission; it becomes evidence only when two officers register it."""

    submission_id = models.UUIDField()
    seq = models.PositiveSmallIntegerField()
    filename = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    answers = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "intake_submitted_file"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "submission_id", "seq"), name="intake_file_seq"),
        )


class FileRefusal(OrgModel):
    """That an officer does not take a submitted file as evidence, and why; the file stays."""

    file_id = models.UUIDField()
    reason = models.TextField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_file_refusal"


class FileCheck(OrgModel):
    """What the virus check said of a content; the newest of a content counts."""

    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=12, choices=VERDICTS)
    detail = models.CharField(max_length=200, blank=True)
    checker = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_file_check"
        indexes = (models.Index(fields=("org_id", "sha256", "-id"), name="intake_file_check_content"),)


class DockStation(OrgModel):
    """A docking station for recorders: a watched folder, a key for HTTP, or both."""

    code = models.CharField(max_length=24)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=120)
    token_sha256 = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_dock_station"
        constraints = (models.UniqueConstraint(fields=("org_id", "code"), name="intake_station_code"),)


class DockedFile(OrgModel):
    """A recording taken from a recorder at a station, before it belongs to a case.

    ``told`` is what the recorder said of it, unaltered; ``officer_id`` is empty while its wearer
    is not known. ``late_hours`` counts from the end of the recording to its arrival.
    """

    station_id = models.UUIDField()
    device_no = models.CharField(max_length=60)
    officer_id = models.UUIDField(null=True)
    officer_name = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    marked = models.BooleanField(default=False)
    filename = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    told = models.JSONField(default=dict)
    docked_at = models.DateTimeField()
    late_hours = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "intake_docked_file"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "device_no", "filename", "sha256"), name="intake_docked_once"
            ),
        )
        indexes = (
            models.Index(fields=("org_id", "-id"), name="intake_docked_newest"),
            models.Index(fields=("org_id", "officer_id", "-id"), name="intake_docked_officer"),
        )
