"""Tables of exercises: the run, its rooms, and which answer came from which written line."""

from __future__ import annotations

from django.db import models

from anjian.audit.schema import OrgModel

STATES = (("playing", "进行中"), ("paused", "已暂停"), ("ended", "已结束"))


class Run(OrgModel):
    """One exercise: which scenario, in which case, at what speed, how far."""

    scenario = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    case_id = models.UUIDField()
    trainee_id = models.UUIDField()
    speed = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=STATES, default="playing")
    played = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "training_run"
        constraints = (models.UniqueConstraint(fields=("org_id", "case_id"), name="training_run_case"),)
        indexes = (models.Index(fields=("org_id", "-id"), name="training_run_newest"),)


class Seat(OrgModel):
    """The simulated room of one person of a run."""

    run_id = models.UUIDField()
    pid = models.CharField(max_length=8)
    session_id = models.UUIDField()
    lead_id = models.UUIDField()

    class Meta:
        db_table = "training_seat"
        constraints = (models.UniqueConstraint(fields=("org_id", "run_id", "pid"), name="training_seat_pid"),)


class Said(OrgModel):
    """That a written line was committed as an answer. Append-only."""

    run_id = models.UUIDField()
    sid = models.CharField(max_length=40)
    segment_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "training_said"
        constraints = (models.UniqueConstraint(fields=("org_id", "run_id", "sid"), name="training_said_sid"),)
