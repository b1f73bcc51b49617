"""Reading prompts: with the receipts of every room for the console, and what one room and its display see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from anjian.audit import reading
from anjian.interviews.models import (
    LIVE_STATES,
    RECEIPTS,
    Exhibit,
    Prompt,
    PromptReceipt,
    Segment,
    Session,
)
from anjian.interviews.queries.sessions import sessions_of
from anjian.people import queries as staff

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

_ORDER = {code: i for i, (code, _label) in enumerate(RECEIPTS)}
STEPS = tuple((code, label) for code, label in RECEIPTS if code != "withdrawn")
"""The steps of a prompt in one room, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step of the receipt protocol and when it was reached, if it was."""

    code: str
    label: str
    at: datetime | None


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
    steps: tuple[StepView, ...]


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
    contradiction_id: UUID | None
    receipts: tuple[ReceiptView, ...]


def prompts(
    org_id: UUID, case_id: UUID, *, ids: Iterable[UUID] | None = None, limit: int = 30
) -> list[PromptView]:
    """Return prompts of a case, newest first, each with every room's steps; only some when ids are given."""
    found = Prompt.objects.filter(org_id=org_id, case_id=case_id)
    if ids is not None:
        found = found.filter(id__in=list(ids))
    rows = list(found.order_by("-no")[:limit])
    if not rows:
        return []
    taken: dict[UUID, dict[UUID, list[PromptReceipt]]] = defaultdict(lambda: defaultdict(list))
    for receipt in PromptReceipt.objects.filter(org_id=org_id, prompt_id__in=[r.id for r in rows]).order_by(
        "id"
    ):
        taken[receipt.prompt_id][receipt.session_id].append(receipt)
    lines = {line.id: line for line in sessions_of(org_id, case_id, cancelled=True)}
    names = staff.names(org_id, {row.sender_id for row in rows})
    answered = [
        r.segment_id for rooms in taken.values() for steps in rooms.values() for r in steps if r.segment_id
    ]
    numbers = dict(Segment.objects.filter(org_id=org_id, id__in=answered).values_list("id", "no"))

    def receipt_of(session_id: UUID, steps: Sequence[PromptReceipt]) -> ReceiptView:
        last = max(steps, key=lambda r: _ORDER[r.status])
        reached = {r.status: r.at for r in steps}
        return ReceiptView(
            session_id=session_id,
            room=lines[session_id].room,
            person=lines[session_id].person,
            status=last.status,
            status_label=last.get_status_display(),
            at=last.at,
            segment_no=next((numbers.get(r.segment_id) for r in steps if r.segment_id), None),
            steps=tuple(StepView(code=c, label=label, at=reached.get(c)) for c, label in STEPS),
        )

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
            contradiction_id=row.contradiction_id,
            receipts=tuple(
                receipt_of(session_id, steps)
                for session_id, steps in sorted(
                    taken[row.id].items(), key=lambda item: (lines[item[0]].room_position, item[0])
                )
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


def displayed(org_id: UUID, session_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return (exhibit's title, released question) of the sessions' displays, in two statements for all."""
    ids = list(session_ids)
    exhibits = dict(
        reading.rows(
            "SELECT DISTINCT ON (session_id) session_id, title FROM interviews_exhibit "
            "WHERE org_id = %s AND session_id = ANY(%s) AND cleared_at IS NULL ORDER BY session_id, id DESC",
            [org_id, ids],
        )
    )
    questions = dict(
        reading.rows(
            "SELECT DISTINCT ON (r.session_id) r.session_id, p.text FROM interviews_prompt_receipt r "
            "JOIN interviews_prompt p ON p.org_id = r.org_id AND p.id = r.prompt_id "
            "WHERE p.channel = 'display' AND r.org_id = %s AND r.session_id = ANY(%s) "
            "AND r.status = 'sent' AND NOT EXISTS ("
            "SELECT 1 FROM interviews_prompt_receipt d WHERE d.org_id = r.org_id "
            "AND d.prompt_id = r.prompt_id AND d.session_id = r.session_id "
            "AND d.status IN ('answered', 'withdrawn')) ORDER BY r.session_id, p.no DESC",
            [org_id, ids],
        )
    )
    return {i: (exhibits.get(i, ""), questions.get(i, "")) for i in ids}
