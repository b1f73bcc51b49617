"""Tables of the log. All but the queue and the state of a check only grow."""

from __future__ import annotations

from django.db import models

from anjian.audit.schema import OrgModel


class Log(OrgModel):
    """The log of an organisation: the name it signs under (origin) and its public key, for good."""

    origin = models.CharField(max_length=200)
    public_key = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "transparency_log"
        constraints = (models.UniqueConstraint(fields=("org_id",), name="transparency_log_one"),)


class Pending(models.Model):
    """An entry the database made with its row, on its way to a place in the log."""

    pk = models.CompositePrimaryKey("org_id", "id")
    org_id = models.UUIDField()
    id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    digest = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=32)

    class Meta:
        db_table = "transparency_pending"


class Entry(models.Model):
    """One entry at its place in the log: what it commits to, and the salt that hides it from strangers."""

    pk = models.CompositePrimaryKey("org_id", "index")
    org_id = models.UUIDField()
    index = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    digest = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=32)

    class Meta:
        db_table = "transparency_entry"
        indexes = (
            models.Index(fields=("org_id", "subject_id", "kind", "index"), name="transparency_entry_subject"),
        )


class Tile(models.Model):
    """A full row of 256 hashes of the tree, and the hash over it."""

    pk = models.CompositePrimaryKey("org_id", "level", "index")
    org_id = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField(max_length=32)

    class Meta:
        db_table = "transparency_tile"


class Head(models.Model):
    """A checkpoint that was signed: size and root of the log at an instant, as the signed note."""

    pk = models.CompositePrimaryKey("org_id", "size")
    org_id = models.UUIDField()
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "transparency_checkpoint"
        indexes = (models.Index(fields=("org_id", "at"), name="transparency_checkpoint_at"),)


class Stamp(OrgModel):
    """An RFC 3161 time stamp over a signed checkpoint."""

    size = models.BigIntegerField()
    token = models.BinaryField()
    authority = models.CharField(max_length=200)
    local = models.BooleanField()
    stamped_at = models.DateTimeField()

    class Meta:
        db_table = "transparency_stamp"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "size", "authority"), name="transparency_stamp_once"),
        )


class Cosignature(OrgModel):
    """A witness's signature under a checkpoint, as its line in the note."""

    size = models.BigIntegerField()
    witness = models.CharField(max_length=200)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "transparency_cosignature"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "size", "witness"), name="transparency_cosignature_once"
            ),
        )


class Alarm(OrgModel):
    """Something that must not happen to a log: a witness refused, or it no longer fits what it signed."""

    source = models.CharField(max_length=200)
    code = models.CharField(max_length=40)
    size = models.BigIntegerField()
    detail = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "transparency_alarm"
        indexes = (models.Index(fields=("org_id", "-at"), name="transparency_alarm_new"),)


class Check(OrgModel):
    """One integrity check of an organisation's records: how far it is, what it read, what it found."""

    status = models.CharField(
        max_length=10,
        choices=(("running", "进行中"), ("passed", "通过"), ("failed", "发现问题"), ("broken", "未完成")),
    )
    asked_by_name = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=40, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)

    class Meta:
        db_table = "transparency_check"
        indexes = (models.Index(fields=("org_id", "-started_at"), name="transparency_check_new"),)
        constraints = (
            models.UniqueConstraint(
                fields=("org_id",),
                condition=models.Q(status="running"),
                name="transparency_check_one_at_a_time",
            ),
        )
