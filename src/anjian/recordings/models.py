"""Tables of recordings. All of them only grow: the files are what was recorded, the rows what it is for."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.audit.schema import OrgModel
from anjian.recordings.causes import CAUSES, LABELS
from anjian.recordings.occasions import BASES, KINDS


class Recording(OrgModel):
    """The recording of one subject (an interview) of a case, begun with its first part."""

    case_id = models.UUIDField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()

    class Meta:
        db_table = "recordings_recording"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "subject_kind", "subject_id"), name="recordings_recording_subject"
            ),
        )


class Part(OrgModel):
    """One run of one recorder: a numbered part of a stream, sent by the browser that named it.

    ``started_ms`` is epoch milliseconds by the server's clock; the browser measured ``offset_ms``
    (server minus its own) with a round trip of ``rtt_ms``. ``previous_*`` says which run it
    follows in the same stream, and why that one ended, as far as the browser knew.
    """

    recording_id = models.UUIDField()
    stream = models.CharField(max_length=20)
    no = models.PositiveIntegerField()
    who = models.CharField(max_length=40)
    mime = models.CharField(max_length=80)
    client_id = models.UUIDField()
    started_ms = models.BigIntegerField()
    offset_ms = models.BigIntegerField()
    rtt_ms = models.IntegerField()
    previous_client_id = models.UUIDField(null=True)
    previous_cause = models.CharField(max_length=20, blank=True, choices=tuple(CAUSES.items()))
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()

    class Meta:
        db_table = "recordings_part"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "recording_id", "stream", "no"), name="recordings_part_no"
            ),
            models.UniqueConstraint(fields=("org_id", "client_id"), name="recordings_part_client"),
        )


class PartEnd(OrgModel):
    """That a part is complete, what it holds and why its run ended; ``id`` is the part.

    ``by`` is ``recorder``, or ``officer`` when the rest was declared lost with a reason.
    """

    chunks = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()
    duration_ms = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    cause = models.CharField(max_length=20, choices=tuple(CAUSES.items()))
    by = models.CharField(max_length=10, choices=(("recorder", "录制端"), ("officer", "执法人员")))
    reason = models.CharField(max_length=200, blank=True)
    ended_ms = models.BigIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "recordings_part_end"


class Marker(OrgModel):
    """A moment somebody marked while it was recorded."""

    recording_id = models.UUIDField()
    at_ms = models.BigIntegerField()
    label = models.CharField(max_length=80)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "recordings_marker"
        indexes = (models.Index(fields=("org_id", "recording_id", "id"), name="recordings_marker_of"),)


class Preflight(OrgModel):
    """What was checked before a recording: each check with its result; a failed one needs a reason."""

    case_id = models.UUIDField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    checks = models.JSONField()
    passed = models.BooleanField()
    override_reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)

    class Meta:
        db_table = "recordings_preflight"
        indexes = (
            models.Index(
                fields=("org_id", "subject_kind", "subject_id", "id"), name="recordings_preflight_of"
            ),
        )


class Certificate(OrgModel):
    """The completeness certificate of a recording: a statement with the agency's signature over it.

    ``statement`` is the certificate as handed out (canonical JSON). The parts it names lie in the
    evidence store, as files of one item.
    """

    recording_id = models.UUIDField()
    statement = models.TextField()
    sha256 = models.CharField(max_length=64)
    complete = models.BooleanField()
    override_reason = models.CharField(max_length=200, blank=True)
    evidence_item_id = models.UUIDField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()

    class Meta:
        db_table = "recordings_certificate"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "recording_id"), name="recordings_certificate_once"),
        )


class Gap(OrgModel):
    """A stretch of a certified recording that a stream does not hold, with its cause."""

    certificate_id = models.UUIDField()
    stream = models.CharField(max_length=20)
    from_ms = models.BigIntegerField()
    to_ms = models.BigIntegerField()
    cause = models.CharField(max_length=20, choices=tuple(LABELS.items()))

    class Meta:
        db_table = "recordings_gap"
        indexes = (models.Index(fields=("org_id", "certificate_id", "id"), name="recordings_gap_of"),)


class Absence(OrgModel):
    """That a subject was not recorded 未录音录像, and why."""

    case_id = models.UUIDField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    reason = models.CharField(max_length=200, blank=True)
    required = models.BooleanField()
    cites = ArrayField(models.TextField(), default=list)
    at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        db_table = "recordings_absence"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "subject_kind", "subject_id"), name="recordings_absence_once"
            ),
        )


class Signal(OrgModel):
    """A message by which two browsers arrange a live picture between them; forgotten within minutes."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    sender = models.CharField(max_length=80)
    recipient = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "recordings_signal"
        indexes = (
            models.Index(fields=("org_id", "subject_kind", "subject_id", "id"), name="recordings_signal_of"),
        )


class Occasion(OrgModel):
    """A step of a case that is recorded 环节: an inspection, a seizure, a service; subject of a recording."""

    case_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=tuple(KINDS.items()))
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    officers = ArrayField(models.UUIDField())
    officer_names = ArrayField(models.CharField(max_length=80))
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()

    class Meta:
        db_table = "recordings_occasion"
        indexes = (models.Index(fields=("org_id", "case_id", "id"), name="recordings_occasion_case"),)


class ClipClock(OrgModel):
    """When an imported clip began by the server's clock, as somebody worked it out; the newest counts.

    ``shown_ms`` is what the device said (epoch milliseconds), ``drift_ms`` how far its clock was ahead;
    the clip began at ``shown_ms - drift_ms``. ``filename`` is empty for the item's own file.
    """

    case_id = models.UUIDField()
    item_id = models.UUIDField()
    filename = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, blank=True, choices=tuple(KINDS.items()))
    shown_ms = models.BigIntegerField()
    drift_ms = models.BigIntegerField()
    basis = models.CharField(max_length=20, choices=tuple(BASES.items()))
    note = models.CharField(max_length=300, blank=True)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "recordings_clip_clock"
        indexes = (models.Index(fields=("org_id", "case_id", "id"), name="recordings_clip_clock_case"),)


class ClipFacts(OrgModel):
    """What a worker found a media file to be, once per content; ``failure`` says why nothing was found."""

    sha256 = models.CharField(max_length=64)
    duration_ms = models.PositiveBigIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    has_picture = models.BooleanField(default=False)
    has_sound = models.BooleanField(default=False)
    failure = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "recordings_clip_facts"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "sha256"), name="recordings_clip_facts_once"),
        )


class Redaction(OrgModel):
    """An order to make a copy with parts made unrecognisable 遮盖副本: what is hidden, for whom and why."""

    case_id = models.UUIDField()
    item_id = models.UUIDField()
    filename = models.CharField(max_length=255, blank=True)
    of_sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    no = models.PositiveIntegerField()
    recipe = models.JSONField()
    recipe_sha256 = models.CharField(max_length=64)
    purpose = models.CharField(max_length=300)
    recipient = models.CharField(max_length=120)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "recordings_redaction"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "item_id", "no"), name="recordings_redaction_no"),
        )


class RedactionRun(OrgModel):
    """How far the making of a redaction is (``id`` is the redaction); changes while it is made."""

    state = models.CharField(
        max_length=10,
        choices=(
            ("queued", "等待制作"), ("running", "正在制作"), ("done", "已完成"),
            ("failed", "未能制作"), ("cancelled", "已取消"),
        ),
    )  # fmt: skip
    done_ms = models.PositiveBigIntegerField(default=0)
    total_ms = models.PositiveBigIntegerField(default=0)
    copy_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    checked = models.JSONField(default=dict)
    failure = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "recordings_redaction_run"


class Handout(OrgModel):
    """That the copy of a redaction was handed to somebody outside, by a link that lasts some days."""

    redaction_id = models.UUIDField()
    recipient = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "recordings_handout"
