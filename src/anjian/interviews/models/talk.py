"""What is asked, answered, prompted, shown, and what contradicts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.audit.schema import OrgModel

RECEIPTS = (
    ("sent", "已送达"),
    ("shown", "已显示"),
    ("acknowledged", "已确认"),
    ("asked", "已提问"),
    ("answered", "已回答"),
    ("withdrawn", "已撤下"),
)


class Segment(OrgModel):
    """A question and its answer, numbered in the session and over the case. Append-only.

    A correction is a new row that names the one it replaces in ``corrects_id``, with the reason
    and, once the record is being read back, the person's initial. ``case_seq`` is the order of
    arrival over all rooms of the case. ``asked_at`` is when the first key of the question was
    pressed, by the room's clock set right by the server; ``plan_item`` the planned question it asks.
    """

    case_id = models.UUIDField()
    session_id = models.UUIDField()
    person_id = models.UUIDField()
    no = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    case_seq = models.PositiveIntegerField()
    question = models.TextField()
    answer = models.TextField()
    author_id = models.UUIDField()
    committed_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    plan_item = models.CharField(max_length=60, blank=True)
    prompt_id = models.UUIDField(null=True)
    corrects_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    initial_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "interviews_segment"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id", "no", "version"), name="interviews_segment_no"
            ),
            models.UniqueConstraint(
                fields=("org_id", "case_id", "case_seq"), name="interviews_segment_order"
            ),
        )


class PlanMark(OrgModel):
    """What officers decide about a question plan: chosen, dropped, a question ticked or not. Append-only.

    The newest mark of a plan, of an item, or of the person's part counts.
    """

    session_id = models.UUIDField()
    kind = models.CharField(
        max_length=8,
        choices=(
            ("chosen", "选用"),
            ("dropped", "不用"),
            ("ticked", "标为已问清"),
            ("unticked", "标为未问清"),
            ("part", "身份"),
        ),
    )
    code = models.CharField(max_length=60)
    at = models.DateTimeField()
    officer_id = models.UUIDField()

    class Meta:
        db_table = "interviews_plan_mark"
        indexes = (models.Index(fields=("org_id", "session_id", "id"), name="interviews_plan_session"),)


class Prompt(OrgModel):
    """A question the case manager sends to rooms, numbered in the case. Append-only.

    ``officer`` reaches only the officers' strip, ``display`` the screen facing the person.
    """

    case_id = models.UUIDField()
    no = models.PositiveIntegerField()
    channel = models.CharField(max_length=8, choices=(("officer", "仅询问人员"), ("display", "示证屏")))
    text = models.CharField(max_length=300)
    sender_id = models.UUIDField()
    sent_at = models.DateTimeField()
    contradiction_id = models.UUIDField(null=True)
    override_reason = models.CharField(max_length=200, blank=True)
    flags = models.JSONField(default=list)

    class Meta:
        db_table = "interviews_prompt"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "case_id", "no"), name="interviews_prompt_no"),
        )


class PromptReceipt(OrgModel):
    """A step of a prompt in one room: sent, shown, acknowledged, asked, answered. Append-only."""

    prompt_id = models.UUIDField()
    session_id = models.UUIDField()
    status = models.CharField(
        max_length=12,
        choices=RECEIPTS,
    )
    at = models.DateTimeField()
    officer_id = models.UUIDField()
    segment_id = models.UUIDField(null=True)

    class Meta:
        db_table = "interviews_prompt_receipt"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "prompt_id", "session_id", "status"), name="interviews_receipt_once"
            ),
        )
        indexes = (models.Index(fields=("org_id", "session_id", "id"), name="interviews_receipt_session"),)


class Exhibit(OrgModel):
    """An evidence image or a text released to the screen facing the person, until it is cleared."""

    session_id = models.UUIDField()
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    released_by = models.UUIDField()
    released_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "interviews_exhibit"
        indexes = (models.Index(fields=("org_id", "session_id", "id"), name="interviews_exhibit_session"),)


class Contradiction(OrgModel):
    """Two answers that cannot both be true, or may not; it must be settled or left with a reason."""

    case_id = models.UUIDField()
    no = models.PositiveIntegerField()
    a_segment_id = models.UUIDField()
    b_segment_id = models.UUIDField()
    a_session_id = models.UUIDField()
    b_session_id = models.UUIDField()
    slot = models.CharField(max_length=12)
    tier = models.CharField(max_length=6, choices=(("red", "矛盾"), ("yellow", "疑似")))
    score = models.FloatField()
    rule = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    because = models.TextField()
    ask = models.TextField()
    a_span = ArrayField(models.PositiveIntegerField(), size=2)
    b_span = ArrayField(models.PositiveIntegerField(), size=2)
    a_value = models.CharField(max_length=200, blank=True)
    b_value = models.CharField(max_length=200, blank=True)
    material = models.BooleanField(default=True)
    found_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        choices=(
            ("open", "待核实"),
            ("verified", "核实中"),
            ("resolved", "已解决"),
            ("explained", "已说明"),
            ("left", "存疑保留"),
            ("dismissed", "不成立"),
        ),
        default="open",
    )
    reason = models.CharField(max_length=400, blank=True)
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    issue = models.CharField(max_length=120, blank=True)
    """The question of fact it is about; alarms of one issue share a card. Empty: one of its own."""
    opinion = models.CharField(max_length=300, blank=True)
    """What a model on the agency's network thinks of it, marked as such; never decides anything."""

    class Meta:
        db_table = "interviews_contradiction"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "case_id", "no"), name="interviews_contradiction_no"),
            models.UniqueConstraint(
                fields=("org_id", "a_segment_id", "b_segment_id", "slot"),
                name="interviews_contradiction_once",
            ),
        )
        indexes = (
            models.Index(fields=("org_id", "b_segment_id"), name="interviews_contradiction_b"),
            models.Index(fields=("org_id", "case_id", "issue"), name="interviews_contradiction_of"),
        )


class ContradictionMove(OrgModel):
    """A step in the life of a contradiction: found, then every settling with who and why. Append-only."""

    contradiction_id = models.UUIDField()
    state = models.CharField(max_length=10)
    material = models.BooleanField()
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    officer_id = models.UUIDField(null=True)
    """Who settled it; empty where the cross-check found it."""

    class Meta:
        db_table = "interviews_contradiction_move"
        indexes = (
            models.Index(fields=("org_id", "contradiction_id", "id"), name="interviews_move_of"),
            models.Index(fields=("org_id", "state", "id"), name="interviews_move_state"),
        )
