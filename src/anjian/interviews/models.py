"""Tables of rooms, sessions, segments, prompts, contradictions, pages and signatures."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.audit.schema import OrgModel

LIVE_STATES = ("rights_told", "questioning", "paused", "read_back", "signing")
"""States in which the interview goes on: person, officers and room are taken."""

STATES = (
    ("prepared", "已准备"),
    ("rights_told", "已告知权利"),
    ("questioning", "询问中"),
    ("paused", "已暂停"),
    ("read_back", "核对笔录"),
    ("signing", "签名"),
    ("closed", "已结束"),
    ("cancelled", "已取消"),
)


RECEIPTS = (
    ("sent", "已送达"),
    ("shown", "已显示"),
    ("acknowledged", "已确认"),
    ("asked", "已提问"),
    ("answered", "已回答"),
    ("withdrawn", "已撤下"),
)

SIGNERS = (
    ("person", "被询问人"),
    ("lead", "询问人"),
    ("recorder", "记录人"),
    ("guardian", "监护人"),
    ("interpreter", "翻译"),
)


class Room(OrgModel):
    """A place of questioning 询问室: a fixed room, a portable kit or a remote seat."""

    name = models.CharField(max_length=40)
    kind = models.CharField(
        max_length=10, choices=(("fixed", "固定询问室"), ("portable", "便携设备"), ("remote", "远程"))
    )
    place = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "interviews_room"
        constraints = (models.UniqueConstraint(fields=("org_id", "name"), name="interviews_room_name"),)


class Board(OrgModel):
    """The counters of one case's interviews; ``id`` is the case. Its row lock orders all rooms."""

    segment_count = models.PositiveIntegerField(default=0)
    prompt_count = models.PositiveIntegerField(default=0)
    contradiction_count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "interviews_board"


class Session(OrgModel):
    """One interview of one person by two officers in one room (询问, 第 ``no`` 次).

    Identity columns follow the record form D12; ``id_no`` is masked in lists. ``live`` is true
    from the first officer's sign-in until the close: partial unique indexes over it keep a room
    and a person to one interview at a time.
    """

    case_id = models.UUIDField()
    case_no = models.CharField(max_length=40)
    case_title = models.CharField(max_length=200)
    room_id = models.UUIDField()
    person_id = models.UUIDField()
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=STATES, default="prepared")
    live = models.BooleanField(default=False)
    matter = models.CharField(max_length=200)
    prepared_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    segment_count = models.PositiveIntegerField(default=0)
    record_version = models.PositiveSmallIntegerField(default=0)
    read_how = models.CharField(
        max_length=10, blank=True, choices=(("self", "自行阅读"), ("aloud", "向其宣读"))
    )
    read_statement = models.CharField(max_length=200, blank=True)

    name = models.CharField(max_length=40)
    sex = models.CharField(max_length=2, blank=True, choices=(("男", "男"), ("女", "女")))
    born_on = models.DateField(null=True)
    id_no = models.CharField(max_length=40, blank=True)
    employer = models.CharField(max_length=120, blank=True)
    post = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=60, blank=True)
    delegate = models.CharField(max_length=60, blank=True)
    needs = models.CharField(
        max_length=10, blank=True, choices=(("none", "无"), ("deaf", "聋哑"), ("language", "语言不通"))
    )
    guardian = models.CharField(max_length=80, blank=True)
    guardian_absent = models.CharField(max_length=200, blank=True)
    interpreter = models.CharField(max_length=160, blank=True)

    class Meta:
        db_table = "interviews_session"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "case_id", "person_id", "no"), name="interviews_session_no"
            ),
            models.UniqueConstraint(
                fields=("org_id", "room_id"), condition=models.Q(live=True), name="interviews_room_once"
            ),
            models.UniqueConstraint(
                fields=("org_id", "person_id"), condition=models.Q(live=True), name="interviews_person_once"
            ),
        )
        indexes = (
            models.Index(fields=("org_id", "case_id"), name="interviews_session_case"),
            models.Index(fields=("org_id", "-id"), name="interviews_session_newest"),
        )


class Seat(OrgModel):
    """An officer's place in a session; ``present`` while signed in, which nobody can be twice."""

    session_id = models.UUIDField()
    officer_id = models.UUIDField()
    part = models.CharField(max_length=10, choices=(("lead", "询问人"), ("recorder", "记录人")))
    present = models.BooleanField(default=False)
    certificate_no = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "interviews_seat"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id", "officer_id"), name="interviews_seat_officer"
            ),
            models.UniqueConstraint(fields=("org_id", "session_id", "part"), name="interviews_seat_part"),
            models.UniqueConstraint(
                fields=("org_id", "officer_id"), condition=models.Q(present=True), name="interviews_seat_once"
            ),
        )
        indexes = (models.Index(fields=("org_id", "officer_id", "-id"), name="interviews_seat_of"),)


class Mark(OrgModel):
    """A time mark of a session: arrivals, pauses with reason, rest and meals, states. Append-only."""

    session_id = models.UUIDField()
    kind = models.CharField(
        max_length=12,
        choices=(
            ("came", "到场"),
            ("left", "离场"),
            ("begun", "开始询问"),
            ("paused", "暂停"),
            ("resumed", "继续"),
            ("read_back", "核对笔录"),
            ("confirmed", "确认无误"),
            ("returned", "再次核对"),
            ("warned", "时长提醒"),
            ("overdue", "超过时限"),
            ("closed", "结束"),
        ),
    )
    at = models.DateTimeField()
    officer_id = models.UUIDField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "interviews_mark"
        indexes = (models.Index(fields=("org_id", "session_id", "id"), name="interviews_mark_session"),)


class RightsLine(OrgModel):
    """One line of the opening script told, with the person's answer and the time. Append-only."""

    session_id = models.UUIDField()
    code = models.CharField(max_length=20)
    script = models.CharField(max_length=20)
    text = models.TextField()
    answer = models.CharField(max_length=200)
    at = models.DateTimeField()
    officer_id = models.UUIDField()

    class Meta:
        db_table = "interviews_rights_line"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "session_id", "code"), name="interviews_rights_once"),
        )


class Segment(OrgModel):
    """A question and its answer, numbered in the session and over the case. Append-only.

    A correction is a new row that names the one it replaces in ``corrects_id``, with the reason
    and, once the record is being read back, the person's initial. ``case_seq`` is the order of
    arrival over all rooms of the case.
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

    class Meta:
        db_table = "interviews_contradiction"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "case_id", "no"), name="interviews_contradiction_no"),
            models.UniqueConstraint(
                fields=("org_id", "a_segment_id", "b_segment_id", "slot"),
                name="interviews_contradiction_once",
            ),
        )


class Page(OrgModel):
    """A page of the record as frozen for reading, in one version of the record. Append-only."""

    session_id = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    lines = models.JSONField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)

    class Meta:
        db_table = "interviews_page"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id", "version", "no"), name="interviews_page_no"
            ),
        )


class PageSignature(OrgModel):
    """A hand-written signature on a page, or its reasoned refusal. Append-only.

    It binds to the page's hash: a page whose text changes afterwards is unsigned again.
    """

    session_id = models.UUIDField()
    page_no = models.PositiveSmallIntegerField()
    page_sha256 = models.CharField(max_length=64)
    slot = models.CharField(
        max_length=12,
        choices=SIGNERS,
    )
    signer = models.CharField(max_length=80)
    image_sha256 = models.CharField(max_length=64, blank=True)
    refusal = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    officer_id = models.UUIDField()

    class Meta:
        db_table = "interviews_page_signature"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id", "page_no", "page_sha256", "slot"),
                name="interviews_signature_once",
            ),
        )
