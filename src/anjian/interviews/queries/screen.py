"""Reading the console: the rooms of a case with their heads and newest answers, cards, prompts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from anjian.audit import reading
from anjian.interviews import rules, script
from anjian.interviews.models import LIVE_STATES
from anjian.interviews.queries.answers import PAGE, AnswerView, answers_between, disputed_answers
from anjian.interviews.queries.board import Figures, IssueCard, cards_shown, figures
from anjian.interviews.queries.prompting import PromptView, displayed, prompts
from anjian.interviews.queries.sessions import SessionLine, local_day, sessions_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

_NOTES = ("paused", "rest_due", "meal_due", "break_begun", "break_ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomHead:
    """What stands above and below a room's transcript."""

    line: SessionLine
    minutes: int
    too_long: str
    paused_for: str
    rest_due: bool
    display_text: str
    exhibit_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomColumn:
    """One column of the console: its head and the answers shown of it, the first ``before`` left out."""

    head: RoomHead
    answers: tuple[AnswerView, ...]

    @property
    def line(self) -> SessionLine:
        """The session."""
        return self.head.line

    @property
    def before(self) -> int:
        """How many answers lie before the first one shown."""
        return self.answers[0].no - 1 if self.answers else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleView:
    """The whole console of a case as it is drawn at first."""

    columns: tuple[RoomColumn, ...]
    cards: tuple[IssueCard, ...]
    prompts: tuple[PromptView, ...]
    figures: Figures


def heads(
    org_id: UUID, case_id: UUID, *, at: datetime, only: Collection[UUID] | None = None
) -> list[RoomHead]:
    """Return the rooms of a case in their order, or only some; a room keeps its place whatever happens."""
    lines = [x for x in sessions_of(org_id, case_id) if only is None or x.id in only]
    lines.sort(key=lambda x: (x.room_position, x.room, x.no, x.id))
    limits = script.limits_on(local_day(at))
    shown = displayed(org_id, [x.id for x in lines if x.state in LIVE_STATES])
    notes = _notes(org_id, [x.id for x in lines if x.live])
    made = []
    for line in lines:
        minutes = rules.minutes_since(line.started_at, line.ended_at or at)
        over = "stop" if minutes >= limits.stop_minutes else "warn" if minutes >= limits.warn_minutes else ""
        exhibit, question = shown.get(line.id, ("", ""))
        noted = notes[line.id]
        due = max((noted[k][0] for k in ("rest_due", "meal_due") if k in noted), default=None)
        rested = max(
            (noted[k][0] for k in ("paused", "break_begun", "break_ended") if k in noted), default=None
        )
        made.append(
            RoomHead(
                line=line,
                minutes=minutes,
                too_long=over,
                paused_for=noted["paused"][1] if line.state == "paused" and "paused" in noted else "",
                rest_due=due is not None and (rested is None or due > rested),
                display_text=question,
                exhibit_title=exhibit,
            )
        )
    return made


def _notes(org_id: UUID, session_ids: list[UUID]) -> dict[UUID, dict[str, tuple[datetime, str]]]:
    """Return of each session the newest mark of the kinds that its head speaks of: (when, note)."""
    notes: dict[UUID, dict[str, tuple[datetime, str]]] = defaultdict(dict)
    for session_id, kind, at, note in reading.rows(
        "SELECT DISTINCT ON (session_id, kind) session_id, kind, at, note FROM interviews_mark "
        "WHERE org_id = %s AND session_id = ANY(%s) AND kind = ANY(%s) ORDER BY session_id, kind, id DESC",
        [org_id, session_ids, list(_NOTES)],
    ):
        notes[session_id][kind] = (at, note)
    return notes


def console(org_id: UUID, case_id: UUID, *, at: datetime, disputed: bool = False) -> ConsoleView:
    """Return the console of a case: the newest answers of every room, or only the disputed ones."""
    rooms = heads(org_id, case_id, at=at)
    found = (
        disputed_answers(org_id, case_id)
        if disputed
        else answers_between(
            org_id,
            case_id,
            [(h.line.id, h.line.segment_count - PAGE + 1, h.line.segment_count) for h in rooms],
        )
    )
    answers: dict[UUID, list[AnswerView]] = defaultdict(list)
    for answer in found:
        answers[answer.session_id].append(answer)
    return ConsoleView(
        columns=tuple(RoomColumn(head=h, answers=tuple(answers[h.line.id])) for h in rooms),
        cards=tuple(cards_shown(org_id, case_id)),
        prompts=tuple(prompts(org_id, case_id)),
        figures=figures(org_id, case_id),
    )
