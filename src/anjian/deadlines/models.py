"""Tables of clocks."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.audit.schema import OrgModel


class Clock(OrgModel):
    """One statutory term running in a case: from when, until when, why until then."""

    case_id = models.UUIDField()
    proceeding_id = models.UUIDField(null=True)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    kind = models.CharField(max_length=6, choices=(("limit", "限期"), ("wait", "等候期")))
    term = models.JSONField()
    basis = models.TextField()
    start_on = models.DateField()
    due_on = models.DateField()
    status = models.CharField(max_length=8, default="open")
    paused_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    pauses = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    explanation = ArrayField(models.TextField(), default=list)
    provisional = models.BooleanField(default=False)
    calendar = models.CharField(max_length=64)
    warn = ArrayField(models.PositiveSmallIntegerField(), default=list)
    warned = ArrayField(models.PositiveSmallIntegerField(), default=list)
    expired_on = models.DateField(null=True)
    # Terms in hours run between instants; the days above are then those of the instants.
    start_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=120, blank=True)
    # When the sweeper next has something to tell of this clock; empty when never again.
    next_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "deadlines_clock"
        indexes = (
            models.Index(fields=("org_id", "case_id"), name="deadlines_case"),
            models.Index(
                fields=("org_id", "due_on"), name="deadlines_open_due", condition=models.Q(status="open")
            ),
            models.Index(
                fields=("org_id", "next_at"),
                name="deadlines_next",
                condition=models.Q(status="open", next_at__isnull=False),
            ),
        )
