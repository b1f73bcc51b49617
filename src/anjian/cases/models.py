"""Tables of cases, their steps, child proceedings and members."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from anjian.audit.schema import OrgModel
from anjian.procedures.books import CROSSINGS

# Steps that a register over all cases lists (recusals, opinions of the legal review, discussions).
REGISTERED_STEPS = (
    "request_recusal",
    "request_hearing_recusal",
    "hold_discussion",
    "pass_legal_review",
    "advise_amendment",
    "return_review",
    "fail_legal_review",
    "advise_transfer",
)


class Case(OrgModel):
    """A case. ``state`` is moved only together with a step (a database trigger sees to it).

    Columns other than identity are projections of the steps, kept for lists and search.
    """

    no = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    procedure = models.CharField(max_length=80)
    state = models.CharField(max_length=40)
    stage = models.CharField(max_length=40)
    step_count = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=20)
    party_kind = models.CharField(max_length=10, choices=(("unit", "单位"), ("person", "个人")))
    enterprise_id = models.UUIDField(null=True)
    party_name = models.CharField(max_length=120)
    place_code = models.CharField(max_length=12)
    unit_id = models.UUIDField()
    lead_officer_id = models.UUIDField(null=True)
    co_officer_id = models.UUIDField(null=True)
    violation = models.CharField(max_length=60, blank=True)
    conduct_on = models.DateField(null=True)
    opened_on = models.DateField()
    filed_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    archived_on = models.DateField(null=True)
    fine_yuan = models.PositiveBigIntegerField(null=True)
    moved_at = models.DateTimeField()
    search = SearchVectorField(null=True)

    class Meta:
        db_table = "cases_case"
        constraints = (models.UniqueConstraint(fields=("org_id", "no"), name="cases_case_no"),)
        indexes = (
            models.Index(fields=("org_id", "-id"), name="cases_newest"),
            models.Index(fields=("org_id", "stage", "-id"), name="cases_by_stage"),
            models.Index(fields=("org_id", "unit_id", "-id"), name="cases_by_unit"),
            models.Index(fields=("org_id", "unit_id", "stage", "-id"), name="cases_by_unit_stage"),
            models.Index(fields=("org_id", "lead_officer_id", "-id"), name="cases_by_lead"),
            models.Index(fields=("org_id", "co_officer_id", "-id"), name="cases_by_co"),
            models.Index(fields=("org_id", "enterprise_id", "-id"), name="cases_by_firm"),
            models.Index(fields=("org_id", "state", "moved_at"), name="cases_waiting"),
            models.Index(
                fields=("org_id", "party_name"),
                condition=models.Q(enterprise_id__isnull=True),
                name="cases_by_party",
            ),
            models.Index(
                fields=("org_id", "violation", "party_kind", "-id"),
                condition=models.Q(fine_yuan__gt=0, decided_on__isnull=False),
                name="cases_comparable",
            ),
            GinIndex(fields=("search",), name="cases_search"),
        )


class StepTaken(OrgModel):
    """One step that was taken: who, when, with which inputs, under which law. Append-only."""

    case_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    proceeding_id = models.UUIDField(null=True)
    procedure = models.CharField(max_length=80)
    step = models.CharField(max_length=60)
    label = models.CharField(max_length=80)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    inputs = models.JSONField(default=dict)
    cites = ArrayField(models.TextField(), default=list)
    actor = models.JSONField()
    actor_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_step"
        constraints = (models.UniqueConstraint(fields=("org_id", "case_id", "seq"), name="cases_step_seq"),)
        indexes = (
            models.Index(
                fields=("org_id", "step", "-id"),
                condition=models.Q(step__in=REGISTERED_STEPS),
                name="cases_step_register",
            ),
            models.Index(
                fields=("org_id", "-id"),
                condition=models.Q(step__in=tuple(c.step for c in CROSSINGS)),
                name="cases_step_books",
            ),
        )


class Proceeding(OrgModel):
    """A child procedure of a case (hearing, legal review, …) with its own state."""

    case_id = models.UUIDField()
    procedure = models.CharField(max_length=80)
    state = models.CharField(max_length=40)
    step_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    ended = models.BooleanField(default=False)

    class Meta:
        db_table = "cases_proceeding"
        indexes = (models.Index(fields=("org_id", "case_id"), name="cases_proceeding_case"),)


class Member(OrgModel):
    """An officer's part in a case; a recused one sees nothing of it any more (APL art. 43)."""

    case_id = models.UUIDField()
    officer_id = models.UUIDField()
    part = models.CharField(
        max_length=12,
        choices=(
            ("lead", "主办"),
            ("co", "协办"),
            ("reviewer", "审核"),
            ("opened", "登记"),
            ("recused", "回避"),
        ),
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_member"
        indexes = (
            models.Index(fields=("org_id", "case_id"), name="cases_member_case"),
            models.Index(fields=("org_id", "officer_id", "case_id"), name="cases_member_officer"),
        )


class CaseNumber(OrgModel):
    """The running number of cases of one year; its row lock keeps the row gapless."""

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "cases_number"
        constraints = (models.UniqueConstraint(fields=("org_id", "year"), name="cases_number_year"),)


class StageCount(OrgModel):
    """How many cases of a unit stand in a stage: kept by the steps, so that boards need no counting."""

    unit_id = models.UUIDField()
    stage = models.CharField(max_length=40)
    count = models.IntegerField(default=0)

    class Meta:
        db_table = "cases_stage_count"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "unit_id", "stage"), name="cases_stage_count_once"),
        )


class CaseCheck(OrgModel):
    """The latest examination of a case for what would void it (``id`` is the case).

    A projection for the list of a unit: it can be computed anew from the record at any time.
    """

    unit_id = models.UUIDField()
    checked_at = models.DateTimeField()
    worst = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=dict)
    defects = models.JSONField(default=list)
    open = models.BooleanField(default=True)

    class Meta:
        db_table = "cases_check"
        indexes = (
            models.Index(fields=("org_id", "unit_id", "-worst", "-id"), name="cases_check_unit"),
            models.Index(fields=("org_id", "-worst", "-id"), name="cases_check_worst"),
        )
