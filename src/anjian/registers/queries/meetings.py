"""Reading joint meetings: nobody learns here of a case that is not theirs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from anjian.audit import reading
from anjian.cases import queries as cases
from anjian.registers.models import Meeting, MeetingCase, MeetingFile, MeetingTask, MeetingTaskDone
from anjian.registers.words import ORGANISATIONS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from anjian.cases.queries import CaseLine
    from anjian.kit.actor import Actor

CONVENERS = frozenset({"case_manager", "legal_reviewer", "unit_head", "agency_leader", "agency_head"})
"""Who enters joint meetings."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of meetings with the keys of its neighbours, and what counts stand beside each."""

    lines: list[Meeting] = field(default_factory=list)
    newer: UUID | None = None
    older: UUID | None = None
    cases: dict[UUID, list[CaseLine]] = field(default_factory=dict)
    open_tasks: dict[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with what became of it."""

    row: MeetingTask
    done: MeetingTaskDone | None
    case: CaseLine | None
    body_label: str

    def late(self, today: date) -> bool:
        """Whether its day has passed undone."""
        return self.done is None and self.row.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A meeting as far as its reader may know it; ``whole`` when every case discussed is theirs to see."""

    meeting: Meeting
    whole: bool
    conclusions: list[tuple[CaseLine, list[MeetingCase]]]
    tasks: list[TaskLine]
    files: list[MeetingFile]


@dataclass(frozen=True, slots=True)
class OfCase:
    """What a meeting concluded on a case, for the page of that case."""

    meeting: Meeting
    conclusion: str
    tasks: list[TaskLine]


def _seen(actor: Actor) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(org_id=actor.org_id)
    discussed = MeetingCase.objects.filter(org_id=actor.org_id, meeting_id=OuterRef("id"))
    known = Exists(discussed.filter(case_id__in=cases.visible(actor).values("id")))
    mine = Q() if actor.roles & CONVENERS else Q(opened_by=actor.id)
    return rows.filter(Q(known) | (mine & ~Q(Exists(discussed))))


def concerns(actor: Actor, meeting: Meeting) -> bool:
    """Whether an officer may know of a meeting: a case of it is theirs, or it has none and they convene."""
    return _seen(actor).filter(id=meeting.id).exists()


def page(
    actor: Actor,
    *,
    text: str = "",
    since: date | None = None,
    until: date | None = None,
    before: UUID | None = None,
    after: UUID | None = None,
    size: int = 30,
) -> Page:
    """Return a page of the meetings an officer may know of, newest first."""
    rows = _seen(actor)
    if text:
        rows = rows.filter(Q(topic__icontains=text) | Q(place__icontains=text))
    if since:
        rows = rows.filter(held_at__date__gte=since)
    if until:
        rows = rows.filter(held_at__date__lte=until)
    backwards = after is not None
    if backwards:
        rows = rows.filter(id__gt=after).order_by("id")
    else:
        rows = (rows.filter(id__lt=before) if before else rows).order_by("-id")
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page()
    ids = [m.id for m in found]
    pairs = list(
        MeetingCase.objects.filter(org_id=actor.org_id, meeting_id__in=ids).values_list(
            "meeting_id", "case_id"
        )
    )
    lines = cases.lines(actor, list({c for _m, c in pairs}))
    discussed: dict[UUID, dict[UUID, CaseLine]] = {}
    for meeting_id, case_id in pairs:
        if case_id in lines:
            discussed.setdefault(meeting_id, {})[case_id] = lines[case_id]
    done = MeetingTaskDone.objects.filter(org_id=actor.org_id, task_id=OuterRef("id"))
    left = MeetingTask.objects.filter(~Exists(done), org_id=actor.org_id, meeting_id__in=ids)
    waiting: dict[UUID, int] = {}
    for task in left:
        if task.case_id is None or task.case_id in lines:
            waiting[task.meeting_id] = waiting.get(task.meeting_id, 0) + 1
    return Page(
        found,
        found[0].id if (more if backwards else before is not None) else None,
        found[-1].id if (backwards or more) else None,
        {m: list(found_cases.values()) for m, found_cases in discussed.items()},
        waiting,
    )


def told(actor: Actor, meeting: Meeting) -> Told:
    """Return what an officer may know of a meeting."""
    of_it: dict[str, Any] = {"org_id": meeting.org_id, "meeting_id": meeting.id}
    rows = list(MeetingCase.objects.filter(**of_it).order_by("id"))
    lines = cases.lines(actor, list({r.case_id for r in rows}))
    whole = all(r.case_id in lines for r in rows)
    conclusions: dict[UUID, list[MeetingCase]] = {}
    for row in rows:
        if row.case_id in lines:
            conclusions.setdefault(row.case_id, []).append(row)
    tasks = _tasks(meeting, lines, whole=whole)
    files = list(MeetingFile.objects.filter(**of_it).order_by("id")) if whole else []
    return Told(
        meeting=meeting,
        whole=whole,
        conclusions=[(lines[c], found) for c, found in conclusions.items()],
        tasks=tasks,
        files=files,
    )


def _tasks(meeting: Meeting, lines: dict[UUID, CaseLine], *, whole: bool) -> list[TaskLine]:
    rows = MeetingTask.objects.filter(org_id=meeting.org_id, meeting_id=meeting.id).order_by("due_on", "id")
    kept = [t for t in rows if (whole if t.case_id is None else t.case_id in lines)]
    done = _done(meeting.org_id, [t.id for t in kept])
    return [_task(t, done, lines) for t in kept]


def _task(row: MeetingTask, done: dict[UUID, MeetingTaskDone], lines: dict[UUID, CaseLine]) -> TaskLine:
    label = dict(ORGANISATIONS)[row.body]
    return TaskLine(row, done.get(row.id), lines.get(row.case_id) if row.case_id else None, label)


def _done(org_id: UUID, task_ids: list[UUID]) -> dict[UUID, MeetingTaskDone]:
    return {d.task_id: d for d in MeetingTaskDone.objects.filter(org_id=org_id, task_id__in=task_ids)}


def of_case(org_id: UUID, case_id: UUID) -> list[OfCase]:
    """Return what meetings concluded on one case, newest first; the caller may see the case."""
    rows = reading.instances(
        MeetingCase, "WHERE org_id = %s AND case_id = %s ORDER BY id DESC LIMIT 20", [org_id, case_id]
    )
    if not rows:
        return []
    meetings = {m.id: m for m in Meeting.objects.filter(org_id=org_id, id__in=[r.meeting_id for r in rows])}
    tasks = list(MeetingTask.objects.filter(org_id=org_id, case_id=case_id).order_by("due_on", "id"))
    done = _done(org_id, [t.id for t in tasks])
    found: dict[UUID, OfCase] = {}
    for row in rows:
        if row.meeting_id not in found:
            own = [_task(t, done, {}) for t in tasks if t.meeting_id == row.meeting_id]
            found[row.meeting_id] = OfCase(meetings[row.meeting_id], row.conclusion, own)
    return list(found.values())


def task_of(meeting: Meeting, task_id: UUID) -> MeetingTask | None:
    """Return a task of a meeting, or None."""
    return MeetingTask.objects.filter(org_id=meeting.org_id, meeting_id=meeting.id, id=task_id).first()


def file_of(meeting: Meeting, file_id: UUID) -> MeetingFile | None:
    """Return a file of a meeting, or None."""
    return MeetingFile.objects.filter(org_id=meeting.org_id, meeting_id=meeting.id, id=file_id).first()


def case_ids(meeting: Meeting) -> tuple[UUID, ...]:
    """Return the cases discussed at a meeting, whoever may see them; for the record only."""
    rows = MeetingCase.objects.filter(org_id=meeting.org_id, meeting_id=meeting.id).order_by("id")
    return tuple(dict.fromkeys(rows.values_list("case_id", flat=True)))


def is_done(task: MeetingTask) -> bool:
    """Whether a task was marked as done."""
    return MeetingTaskDone.objects.filter(org_id=task.org_id, task_id=task.id).exists()
