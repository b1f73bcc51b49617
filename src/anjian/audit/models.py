"""Tables of the record: events, their chain heads, the outbox, accesses and request keys."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.audit.schema import OrgModel


class EventRow(OrgModel):
    """One change that happened, in its stream's hash chain; never updated, never deleted."""

    stream_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=80)
    payload = models.JSONField()
    sentence = models.TextField()
    actor = models.JSONField()
    actor_id = models.UUIDField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    cites = ArrayField(models.TextField(), default=list)
    procedure = models.CharField(max_length=80, blank=True)
    act_id = models.UUIDField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_event"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "stream_id", "seq"), name="audit_event_stream_seq"),
        )
        indexes = (
            models.Index(fields=("org_id", "-id"), name="audit_event_newest"),
            models.Index(fields=("org_id", "actor_id", "-id"), name="audit_event_actor"),
        )


class ChainHead(OrgModel):
    """Last entry of a stream's chain; its row lock orders writers of one stream."""

    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_chain_head"


class OutboxRow(models.Model):
    """A message for live pages, numbered in commit order (see actions.py)."""

    id = models.BigAutoField(primary_key=True)
    org_id = models.UUIDField()
    topics = ArrayField(models.TextField())
    type = models.CharField(max_length=80)
    data = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "audit_outbox"


class AccessRow(OrgModel):
    """A read of something sensitive, or a refused attempt; survives rollback."""

    actor = models.JSONField()
    actor_id = models.UUIDField()
    what = models.CharField(max_length=80)
    subject_id = models.UUIDField(null=True)
    detail = models.TextField(blank=True)
    refused = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_access"
        indexes = (models.Index(fields=("org_id", "subject_id", "-id"), name="audit_access_subject"),)


class RequestKey(models.Model):
    """An idempotency key already used, so that a repeated click does nothing twice."""

    pk = models.CompositePrimaryKey("org_id", "key")
    org_id = models.UUIDField()
    key = models.CharField(max_length=80)
    act_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_request_key"
