"""Writing joint meetings: entered, filled in, closed; then only done marks and later words are added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.cases import access as cases
from anjian.evidence.store import store
from anjian.kit.canonical import canonical_bytes
from anjian.kit.errors import Conflict, Invalid, NotFound, refuse
from anjian.kit.hashing import sha256_hex
from anjian.registers import access
from anjian.registers.events import MeetingClosed, MeetingGrew, MeetingOpened
from anjian.registers.models import Meeting, MeetingCase, MeetingFile, MeetingTask, MeetingTaskDone
from anjian.registers.queries import meetings
from anjian.registers.words import ORGANISATIONS

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from anjian.audit.actions import Transaction
    from anjian.kit.actor import Actor
    from anjian.kit.blobs import Digest

Participant = tuple[str, str, str]
"""Organisation code, name, post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldMeeting:
    """A joint meeting: what about, when, where, who was there. ``meeting_id``: it is filled in further."""

    topic: str
    held_at: datetime
    place: str
    host: str
    participants: tuple[Participant, ...]
    minutes: str = ""
    meeting_id: UUID | None = None


def hold(cmd: HoldMeeting, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Enter a joint meeting or fill it in further. Raises Refused, Invalid, NotFound."""
    access.convener(by)
    _check(cmd, at)
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("registers.meeting", cmd.meeting_id)
        if cmd.meeting_id is None:
            row = Meeting(org_id=by.org_id, opened_by=by.id, opened_by_name=by.name, opened_at=at)
        else:
            row = _open_one(by, cmd.meeting_id)
        row.topic, row.held_at, row.place, row.host = (
            cmd.topic.strip(),
            cmd.held_at,
            cmd.place.strip(),
            cmd.host,
        )
        row.participants = [dict(zip(("body", "name", "post"), p, strict=True)) for p in cmd.participants]
        row.minutes = cmd.minutes.strip()
        row.save()
        if cmd.meeting_id is None:
            tx.record(MeetingOpened(stream_id=row.id, topic=row.topic))
        else:
            _grew(tx, row, "particulars")
    return row.id


def _check(cmd: HoldMeeting, at: datetime) -> None:
    wrong = {}
    for name, label in (("topic", _("议题")), ("place", _("地点"))):
        if not getattr(cmd, name).strip():
            wrong[name] = _("请填写“%(label)s”。") % {"label": label}
    if cmd.host not in dict(ORGANISATIONS):
        wrong["host"] = _("请从列出的选项中选择。")
    if cmd.held_at > at:
        wrong["held_at"] = _("时间不能晚于现在；会议开过以后再登记。")
    if not {body for body, _name, _post in cmd.participants} - {"agency"}:
        wrong["participants"] = _("联席会议应当有其他单位的人员参加。")
    if not {body for body, _name, _post in cmd.participants} <= {code for code, _label in ORGANISATIONS}:
        wrong["participants"] = _("请从列出的选项中选择单位。")
    if wrong:
        raise Invalid(wrong)


def _open_one(by: Actor, meeting_id: UUID) -> Meeting:
    """Return a meeting whose minutes are still open, all of which the officer may know."""
    row = access.meeting(by, meeting_id, lock=True)
    if not meetings.told(by, row).whole:
        raise NotFound
    if row.closed_at is not None:
        raise refuse(
            "meeting.closed",
            _("会议记录已经定稿，不能再改。"),
            cure=_("案件有新情况的，在会议页面登记补充结论。"),
        )
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeCase:
    """What a meeting concluded on a case; after the close a later word on a case it discussed."""

    meeting_id: UUID
    case_no: str
    conclusion: str


def conclude(cmd: ConcludeCase, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Bind a case to a meeting with what was concluded. Raises Refused, Invalid, NotFound."""
    access.convener(by)
    if len(cmd.conclusion.strip()) < 2:
        raise Invalid({"conclusion": _("请填写会议对案件的结论。")})
    try:
        case = cases.case_for(by, cmd.case_no.strip())
    except NotFound:
        raise Invalid({"case_no": _("没有找到这个案件编号。")}) from None
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("registers.meeting.case", cmd.meeting_id)
        row = access.meeting(by, cmd.meeting_id, lock=True)
        known = meetings.case_ids(row)
        if row.closed_at is not None and case.id not in known:
            raise Invalid({"case_no": _("会议记录已经定稿，只能补充会上讨论过的案件。")})
        if row.closed_at is None:
            _open_one(by, row.id)
        MeetingCase.objects.create(
            org_id=by.org_id, meeting_id=row.id, case_id=case.id, conclusion=cmd.conclusion.strip(),
            by_name=by.name, at=at,
        )  # fmt: skip
        _grew(tx, row, "case")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeTask:
    """A task agreed at a meeting; ``case_no`` when it belongs to one of the cases discussed."""

    meeting_id: UUID
    text: str
    body: str
    who: str
    due_on: date
    case_no: str = ""


def agree_task(cmd: AgreeTask, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Enter a task before the minutes are closed. Raises Refused, Invalid, NotFound."""
    access.convener(by)
    wrong = {}
    if len(cmd.text.strip()) < 2:
        wrong["text"] = _("请填写任务内容。")
    if not cmd.who.strip():
        wrong["who"] = _("请填写责任人。")
    if cmd.body not in dict(ORGANISATIONS):
        wrong["body"] = _("请从列出的选项中选择。")
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("registers.meeting.task", cmd.meeting_id)
        row = _open_one(by, cmd.meeting_id)
        case_id = None
        if cmd.case_no:
            case_id = next(
                (
                    line.id
                    for line, _rows in meetings.told(by, row).conclusions
                    if line.no == cmd.case_no.strip()
                ),
                None,
            )
            if case_id is None:
                wrong["case_no"] = _("先登记会议对这个案件的结论，再登记它的任务。")
        if wrong:
            raise Invalid(wrong)
        task = MeetingTask.objects.create(
            org_id=by.org_id, meeting_id=row.id, case_id=case_id, text=cmd.text.strip(), body=cmd.body,
            who=cmd.who.strip(), due_on=cmd.due_on,
        )  # fmt: skip
        _grew(tx, row, "task")
    return task.id


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask:
    """That a task was done."""

    meeting_id: UUID
    task_id: UUID
    done_on: date
    note: str = ""


def finish_task(cmd: FinishTask, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Mark a task as done, also after the close. Raises Refused, Invalid, NotFound, Conflict."""
    access.convener(by)
    if cmd.done_on > at.date():
        raise Invalid({"done_on": _("日期不能晚于今天。")})
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("registers.meeting.done", cmd.meeting_id)
        row = access.meeting(by, cmd.meeting_id, lock=True)
        task = next((t for t in meetings.told(by, row).tasks if t.row.id == cmd.task_id), None)
        if task is None:
            raise NotFound
        if task.done is not None:
            message = _("这项任务已经标记完成。")
            raise Conflict(message, code="done")
        MeetingTaskDone.objects.create(
            org_id=by.org_id, task_id=task.row.id, done_on=cmd.done_on, note=cmd.note.strip(),
            by_name=by.name, at=at,
        )  # fmt: skip
        _grew(tx, row, "done")


def add_file(
    meeting_id: UUID, name: str, digest: Digest, *, by: Actor, at: datetime, key: str | None = None
) -> UUID:
    """Add a paper that lies in the store already, before the minutes are closed. Raises Refused, NotFound."""
    access.convener(by)
    if not name.strip() or not store().has(digest.sha256, size=digest.size):
        raise Invalid({"files": _("没有选择文件，或者文件没有传完。")})
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("registers.meeting.file", meeting_id)
        row = _open_one(by, meeting_id)
        kept = MeetingFile.objects.create(
            org_id=by.org_id, meeting_id=row.id, name=name.strip()[:200], sha256=digest.sha256,
            sm3=digest.sm3, size=digest.size, by_name=by.name, at=at,
        )  # fmt: skip
        _grew(tx, row, "file")
    return kept.id


def close(meeting_id: UUID, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Close the minutes: they stay as they are from now on. Raises Refused, NotFound."""
    access.convener(by)
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("registers.meeting.close", meeting_id)
        row = _open_one(by, meeting_id)
        if not row.minutes:
            raise refuse("meeting.minutes", _("会议记录还是空的。"), cure=_("先填写会议记录，再定稿。"))
        row.sha256 = _digest(by, row)
        row.closed_at, row.closed_by_name = at, by.name
        row.save()
        tx.record(
            MeetingClosed(
                stream_id=row.id, topic=row.topic, case_ids=meetings.case_ids(row), sha256=row.sha256
            )
        )


def _digest(by: Actor, row: Meeting) -> str:
    """SHA-256 over everything the minutes say at their close."""
    told = meetings.told(by, row)
    content = {
        "topic": row.topic,
        "held_at": row.held_at,
        "place": row.place,
        "host": row.host,
        "participants": row.participants,
        "minutes": row.minutes,
        "cases": [[line.no, [r.conclusion for r in rows]] for line, rows in told.conclusions],
        "tasks": [[t.row.text, t.row.body, t.row.who, t.row.due_on] for t in told.tasks],
        "files": [[f.name, f.sha256] for f in told.files],
    }
    return sha256_hex(canonical_bytes(content))


def _grew(tx: Transaction, row: Meeting, what: str) -> None:
    tx.record(MeetingGrew(stream_id=row.id, topic=row.topic, case_ids=meetings.case_ids(row), what=what))
