"""Rooms, sessions, who sits where, time marks, and the rights told."""

from __future__ import annotations

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
    ("source", "书证与读数"),
)

SOURCE_KINDS = (
    ("document", "书证"),
    ("device", "仪器读数"),
    ("register", "登记记录"),
)
"""What may speak beside persons: papers, instruments, registers that machines or gatekeepers keep."""

BREAKS = (
    ("rest", "休息"),
    ("meal", "用餐"),
    ("water", "饮水"),
    ("toilet", "如厕"),
    ("medical", "就医用药"),
)


ROOM_KINDS = (
    ("fixed", "固定询问室"),
    ("portable", "便携设备"),
    ("remote", "远程"),
    ("papers", "书证与仪器"),
)


class Room(OrgModel):
    """A place of questioning 询问室: a fixed room, a portable kit or a remote seat."""

    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=ROOM_KINDS)
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
    and a person to one interview at a time. ``place`` is where the person sits when that is not a
    fixed room; ``checked_by`` and ``checked_how`` say who saw the identity papers of a remote person.
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

    place = models.CharField(max_length=120, blank=True)
    checked_by = models.CharField(max_length=80, blank=True)
    checked_how = models.CharField(max_length=120, blank=True)

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
            ("joined", "陪同人员到场"),
            ("parted", "陪同人员离场"),
            ("break_begun", "开始休息"),
            ("break_ended", "休息结束"),
            ("rest_due", "提醒休息"),
            ("meal_due", "提醒用餐"),
            ("aloud", "开始宣读笔录"),
            ("refused", "拒绝签名"),
        ),
    )
    at = models.DateTimeField()
    officer_id = models.UUIDField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "interviews_mark"
        indexes = (models.Index(fields=("org_id", "session_id", "id"), name="interviews_mark_session"),)


class Companion(OrgModel):
    """A guardian (or suitable adult) or an interpreter beside the person questioned, signed in and out."""

    session_id = models.UUIDField()
    part = models.CharField(max_length=12, choices=(("guardian", "监护人"), ("interpreter", "翻译人员")))
    name = models.CharField(max_length=40)
    relation = models.CharField(max_length=60, blank=True)
    id_no = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    present = models.BooleanField(default=False)
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "interviews_companion"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id", "part"), name="interviews_companion_part"
            ),
        )


class Break(OrgModel):
    """A rest, meal, drink, toilet or medical break of a session, from when to when, at whose wish."""

    session_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=BREAKS)
    wanted_by = models.CharField(
        max_length=8, choices=(("person", "被询问人提出"), ("officer", "执法人员安排"))
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    begun_by = models.UUIDField()
    ended_by = models.UUIDField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "interviews_break"
        indexes = (models.Index(fields=("org_id", "session_id", "id"), name="interviews_break_session"),)
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id"),
                condition=models.Q(ended_at__isnull=True),
                name="interviews_break_once",
            ),
        )


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
