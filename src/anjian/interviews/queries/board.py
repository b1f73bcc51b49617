"""Reading the console: columns of rooms, contradictions with both quotes, prompts with receipts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from anjian.interviews import rules, script
from anjian.interviews.models import (
    LIVE_STATES,
    RECEIPTS,
    Contradiction,
    Exhibit,
    Prompt,
    PromptReceipt,
    Segment,
    Session,
)
from anjian.interviews.queries.records import SegmentView, segments_of
from anjian.interviews.queries.sessions import SessionLine, local_day, sessions_of
from anjian.people import queries as staff
from anjian.testimony.model import SLOT_LABELS

if TYPE_CHECKING:
    from datetime import datetime

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
SETTLED = frozenset({"resolved", "explained", "left", "dismissed"})


def circled(no: int) -> str:
    """Return a number as a sign: ① to ⑳, then (21).

    >>> circled(2), circled(21)
    ('②', '(21)')
    """
    return CIRCLED[no - 1] if 1 <= no <= len(CIRCLED) else f"({no})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One side of a contradiction: who said it, where, and the words with the telling part marked."""

    segment_id: UUID
    session_id: UUID
    person: str
    room: str
    no: int
    before: str
    marked: str
    after: str
    question: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionView:
    """A contradiction as its card shows it."""

    id: UUID
    no: int
    sign: str
    slot: str
    slot_label: str
    tier: str
    tier_label: str
    title: str
    because: str
    ask: str
    a: Quote
    b: Quote
    material: bool
    state: str
    state_label: str
    reason: str
    settled_by: str
    settled_at: datetime | None
    found_at: datetime

    @property
    def quotes(self) -> tuple[Quote, Quote]:
        """Both sides, the earlier answer first."""
        return (self.a, self.b)

    @property
    def settled(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self.state in SETTLED


def _quote(segment: Segment, span: list[int], person: str, room: str) -> Quote:
    start, end = max(0, span[0]), min(len(segment.answer), span[1])
    return Quote(
        segment_id=segment.id,
        session_id=segment.session_id,
        person=person,
        room=room,
        no=segment.no,
        before=segment.answer[:start],
        marked=segment.answer[start:end],
        after=segment.answer[end:],
        question=segment.question,
        at=segment.committed_at,
    )


def contradictions(org_id: UUID, case_id: UUID) -> list[ContradictionView]:
    """Return a case's contradictions: open ones first, red before yellow, newest first."""
    rows = list(Contradiction.objects.filter(org_id=org_id, case_id=case_id).order_by("-no"))
    wanted = {i for row in rows for i in (row.a_segment_id, row.b_segment_id)}
    segments = {s.id: s for s in Segment.objects.filter(org_id=org_id, id__in=wanted)}
    lines = {line.id: line for line in sessions_of(org_id, case_id)}
    names = staff.names(org_id, {row.settled_by for row in rows if row.settled_by})

    def side(segment_id: UUID, span: list[int]) -> Quote:
        segment = segments[segment_id]
        line = lines[segment.session_id]
        return _quote(segment, span, line.person, line.room)

    views = [
        ContradictionView(
            id=row.id,
            no=row.no,
            sign=circled(row.no),
            slot=row.slot,
            slot_label=SLOT_LABELS.get(row.slot, row.slot),
            tier=row.tier,
            tier_label=row.get_tier_display(),
            title=row.title,
            because=row.because,
            ask=row.ask,
            a=side(row.a_segment_id, row.a_span),
            b=side(row.b_segment_id, row.b_span),
            material=row.material,
            state=row.state,
            state_label=row.get_state_display(),
            reason=row.reason,
            settled_by=names.get(row.settled_by, "") if row.settled_by else "",
            settled_at=row.settled_at,
            found_at=row.found_at,
        )
        for row in rows
    ]
    return sorted(views, key=lambda v: (v.settled, v.tier != "red", -v.no))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """How far a prompt has come in one room."""

    session_id: UUID
    room: str
    person: str
    status: str
    status_label: str
    at: datetime
    segment_no: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptView:
    """A prompt with its receipts, one per room."""

    id: UUID
    no: int
    channel: str
    channel_label: str
    text: str
    sender: str
    sent_at: datetime
    override_reason: str
    receipts: tuple[ReceiptView, ...]


_ORDER = {code: i for i, (code, _label) in enumerate(RECEIPTS)}


def prompts(org_id: UUID, case_id: UUID, *, limit: int = 50) -> list[PromptView]:
    """Return the prompts of a case, newest first, each with the furthest receipt of every room."""
    rows = list(Prompt.objects.filter(org_id=org_id, case_id=case_id).order_by("-no")[:limit])
    receipts = PromptReceipt.objects.filter(org_id=org_id, prompt_id__in=[r.id for r in rows]).order_by("id")
    best: dict[UUID, dict[UUID, PromptReceipt]] = defaultdict(dict)
    for receipt in receipts:
        held = best[receipt.prompt_id].get(receipt.session_id)
        if held is None or _ORDER[receipt.status] >= _ORDER[held.status]:
            best[receipt.prompt_id][receipt.session_id] = receipt
    lines = {line.id: line for line in sessions_of(org_id, case_id, cancelled=True)}
    names = staff.names(org_id, {row.sender_id for row in rows})
    answered = [r.segment_id for by_room in best.values() for r in by_room.values() if r.segment_id]
    numbers = dict(Segment.objects.filter(org_id=org_id, id__in=answered).values_list("id", "no"))
    return [
        PromptView(
            id=row.id,
            no=row.no,
            channel=row.channel,
            channel_label=row.get_channel_display(),
            text=row.text,
            sender=names.get(row.sender_id, ""),
            sent_at=row.sent_at,
            override_reason=row.override_reason,
            receipts=tuple(
                ReceiptView(
                    session_id=r.session_id,
                    room=lines[r.session_id].room,
                    person=lines[r.session_id].person,
                    status=r.status,
                    status_label=r.get_status_display(),
                    at=r.at,
                    segment_no=numbers.get(r.segment_id) if r.segment_id else None,
                )
                for r in sorted(best[row.id].values(), key=lambda r: lines[r.session_id].room_position)
            ),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPrompt:
    """A prompt in a room's strip: text and how far this room is; nothing of other rooms."""

    id: UUID
    no: int
    channel: str
    channel_label: str
    text: str
    sent_at: datetime
    done: frozenset[str]
    status_label: str

    @property
    def open(self) -> bool:
        """Whether the room still has to deal with it."""
        return not self.done & {"answered", "withdrawn"}


def open_prompts(session: Session) -> list[RoomPrompt]:
    """Return the prompts sent to a room, newest first, finished ones included."""
    rows = PromptReceipt.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id")
    done: dict[UUID, list[PromptReceipt]] = defaultdict(list)
    for row in rows:
        done[row.prompt_id].append(row)
    found = Prompt.objects.filter(org_id=session.org_id, id__in=list(done)).order_by("-no")
    return [
        RoomPrompt(
            id=p.id,
            no=p.no,
            channel=p.channel,
            channel_label=p.get_channel_display(),
            text=p.text,
            sent_at=p.sent_at,
            done=frozenset(r.status for r in done[p.id]),
            status_label=max(done[p.id], key=lambda r: _ORDER[r.status]).get_status_display(),
        )
        for p in found
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayView:
    """All that the screen facing the person may show: released exhibits and released questions."""

    exhibit: Exhibit | None
    prompt_id: UUID | None
    text: str


def display_of(session: Session) -> DisplayView:
    """Return what is released to a session's display now; empty unless the interview is under way."""
    if session.state not in LIVE_STATES:
        return DisplayView(exhibit=None, prompt_id=None, text="")
    exhibit = (
        Exhibit.objects.filter(org_id=session.org_id, session_id=session.id, cleared_at__isnull=True)
        .order_by("-id")
        .first()
    )
    shown = next((p for p in open_prompts(session) if p.channel == "display" and p.open), None)
    return DisplayView(
        exhibit=exhibit, prompt_id=shown.id if shown else None, text=shown.text if shown else ""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomColumn:
    """One column of the console."""

    line: SessionLine
    segments: tuple[SegmentView, ...]
    minutes: int
    too_long: str
    display_text: str
    exhibit_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleView:
    """The whole console of a case."""

    columns: tuple[RoomColumn, ...]
    contradictions: tuple[ContradictionView, ...]
    prompts: tuple[PromptView, ...]

    @property
    def open_contradictions(self) -> int:
        """How many contradictions still have to be settled."""
        return sum(1 for c in self.contradictions if not c.settled)

    @property
    def rooms_live(self) -> int:
        """How many rooms are questioning now."""
        return sum(1 for c in self.columns if c.line.live)


def console(org_id: UUID, case_id: UUID, *, at: datetime) -> ConsoleView:
    """Return the console of a case; columns keep their place, whatever happens in the rooms."""
    lines = sessions_of(org_id, case_id)
    segments: dict[UUID, list[SegmentView]] = defaultdict(list)
    for segment in segments_of(org_id, [line.id for line in lines]):
        segments[segment.session_id].append(segment)
    by_id = {s.id: s for s in Session.objects.filter(org_id=org_id, id__in=[line.id for line in lines])}
    limits = script.limits_on(local_day(at))
    columns = []
    for line in sorted(lines, key=lambda x: (x.room_position, x.room, x.no, x.id)):
        minutes = rules.minutes_since(line.started_at, line.ended_at or at)
        over = "stop" if minutes >= limits.stop_minutes else "warn" if minutes >= limits.warn_minutes else ""
        shown = display_of(by_id[line.id])
        columns.append(
            RoomColumn(
                line=line,
                segments=tuple(segments[line.id]),
                minutes=minutes,
                too_long=over,
                display_text=shown.text,
                exhibit_title=shown.exhibit.title if shown.exhibit else "",
            )
        )
    return ConsoleView(
        columns=tuple(columns),
        contradictions=tuple(contradictions(org_id, case_id)),
        prompts=tuple(prompts(org_id, case_id)),
    )
