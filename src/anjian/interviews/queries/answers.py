"""Reading answers for the console: the newest of a room, earlier ones, single ones, with their marks.

What is asked for is what is read: the cost depends on the answers shown, not on those there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.audit import reading
from anjian.interviews.queries.board import SETTLED, circled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

PAGE = 40
"""Answers of a room that the console shows at first, and fetches at once when somebody reads back."""
MOST = 400
"""Answers fetched at once to reach one that lies far back."""
FOUND = 60
"""Places that a search shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """A stretch of an answer that is one side of a contradiction."""

    start: int
    end: int
    no: int
    sign: str
    tier: str
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """A numbered question with its valid answer, as the console shows it."""

    id: UUID
    session_id: UUID
    no: int
    version: int
    question: str
    answer: str
    committed_at: datetime
    prompt_no: int | None
    marks: tuple[MarkView, ...] = ()


_COLUMNS = (
    "SELECT s.id, s.session_id, s.no, s.version, s.question, s.answer, s.committed_at, p.no "
    "FROM interviews_segment s LEFT JOIN interviews_prompt p ON p.org_id = s.org_id AND p.id = s.prompt_id "
)
_ORDERED = " ORDER BY s.session_id, s.no, s.version"
_DISPUTED = (
    "SELECT DISTINCT s.session_id, s.no FROM interviews_contradiction c "
    "JOIN interviews_segment s ON s.org_id = c.org_id AND s.id IN (c.a_segment_id, c.b_segment_id) "
    "WHERE c.org_id = %s AND c.case_id = %s AND c.state <> 'dismissed' ORDER BY s.session_id, s.no"
)


def _answers(org_id: UUID, case_id: UUID, rows: Iterable[tuple[Any, ...]]) -> list[AnswerView]:
    """Put the versions of each number together: newest words, first instant, marks of the newest."""
    numbers: dict[tuple[UUID, int], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        numbers[row[1], row[2]].append(row)
    marks = marks_on(org_id, case_id, [versions[-1][0] for versions in numbers.values()])
    return [
        AnswerView(
            id=versions[-1][0],
            session_id=versions[-1][1],
            no=versions[-1][2],
            version=versions[-1][3],
            question=versions[-1][4],
            answer=versions[-1][5],
            committed_at=versions[0][6],
            prompt_no=versions[0][7],
            marks=tuple(marks[versions[-1][0]]),
        )
        for versions in numbers.values()
    ]


def answers_between(
    org_id: UUID, case_id: UUID, windows: Sequence[tuple[UUID, int, int]]
) -> list[AnswerView]:
    """Return the answers of (session, first number, last number), in order."""
    if not windows:
        return []
    rows = reading.rows(
        _COLUMNS + "JOIN unnest(%s::uuid[], %s::int[], %s::int[]) AS w (session_id, lo, hi) "
        "ON s.session_id = w.session_id AND s.no BETWEEN w.lo AND w.hi WHERE s.org_id = %s" + _ORDERED,
        [[w[0] for w in windows], [w[1] for w in windows], [w[2] for w in windows], org_id],
    )
    return _answers(org_id, case_id, rows)


def answers_at(org_id: UUID, case_id: UUID, places: Iterable[tuple[UUID, int]]) -> list[AnswerView]:
    """Return single answers by (session, number)."""
    return answers_between(org_id, case_id, [(session_id, no, no) for session_id, no in places])


def disputed_answers(org_id: UUID, case_id: UUID, *, size: int = PAGE * 2) -> list[AnswerView]:
    """Return the newest answers of every room that are part of a contradiction."""
    rooms: dict[UUID, list[int]] = defaultdict(list)
    for session_id, no in reading.rows(_DISPUTED, [org_id, case_id]):
        rooms[session_id].append(no)
    return answers_at(org_id, case_id, [(s, no) for s, numbers in rooms.items() for no in numbers[-size:]])


def places_of(org_id: UUID, segment_ids: Iterable[UUID]) -> list[tuple[UUID, int]]:
    """Return (session, number) of segments."""
    rows = reading.rows(
        "SELECT DISTINCT session_id, no FROM interviews_segment WHERE org_id = %s AND id = ANY(%s)",
        [org_id, list(segment_ids)],
    )
    return [(row[0], row[1]) for row in rows]


def marks_on(org_id: UUID, case_id: UUID, segment_ids: Sequence[UUID]) -> dict[UUID, list[MarkView]]:
    """Return the stretches of answers that stand in a contradiction; dismissed ones are not marked."""
    marks: dict[UUID, list[MarkView]] = defaultdict(list)
    if not segment_ids:
        return marks
    wanted = set(segment_ids)
    for no, tier, state, a_id, a_span, b_id, b_span in reading.rows(
        "SELECT no, tier, state, a_segment_id, a_span, b_segment_id, b_span FROM interviews_contradiction "
        "WHERE org_id = %(org)s AND case_id = %(case)s AND state <> 'dismissed' "
        "AND (a_segment_id = ANY(%(ids)s) OR b_segment_id = ANY(%(ids)s)) ORDER BY no",
        {"org": org_id, "case": case_id, "ids": list(wanted)},
    ):
        for segment_id, (start, end) in ((a_id, a_span), (b_id, b_span)):
            if segment_id in wanted:
                mark = MarkView(
                    start=start, end=end, no=no, sign=circled(no), tier=tier, settled=state in SETTLED
                )
                marks[segment_id].append(mark)
    return marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A place in the record where the words looked for stand."""

    session_id: UUID
    person: str
    no: int
    before: str
    word: str
    after: str
    asked: bool


def search_answers(org_id: UUID, case_id: UUID, text: str) -> list[Found]:
    """Return where all words of a text stand in questions and answers of a case, newest first.

    Words are found inside others, as Chinese is written; a corrected version gives way to its newest.
    """
    words = text.split()[:4]
    if not words:
        return []
    condition = " AND ".join(f"(s.question || s.answer) ILIKE %(w{i})s" for i in range(len(words)))
    told: dict[str, Any] = {
        f"w{i}": "%" + w.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        for i, w in enumerate(words)
    }
    rows = reading.rows(
        "SELECT s.session_id, i.name, s.no, s.question, s.answer FROM interviews_segment s "  # noqa: S608
        "JOIN interviews_session i ON i.org_id = s.org_id AND i.id = s.session_id "
        f"WHERE s.org_id = %(org)s AND s.case_id = %(case)s AND {condition} AND NOT EXISTS ("
        "SELECT 1 FROM interviews_segment n WHERE n.org_id = s.org_id AND n.session_id = s.session_id "
        "AND n.no = s.no AND n.version > s.version) ORDER BY s.case_seq DESC LIMIT %(most)s",
        {**told, "org": org_id, "case": case_id, "most": FOUND},
        planned_anew=True,
    )
    return [_found(*row, word=words[0]) for row in rows]


def _found(session_id: UUID, person: str, no: int, question: str, answer: str, *, word: str) -> Found:
    at = answer.casefold().find(word.casefold())
    asked = at < 0
    where = question if asked else answer
    at = max(0, where.casefold().find(word.casefold()))
    end = at + len(word)
    return Found(
        session_id=session_id,
        person=person,
        no=no,
        before=("…" if at > 12 else "") + where[max(0, at - 12) : at],
        word=where[at:end],
        after=where[end : end + 24] + ("…" if len(where) > end + 24 else ""),
        asked=asked,
    )
