"""Reading contradictions: as cards with both quotes, those of one issue together, and as a ledger."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from anjian.audit import reading
from anjian.interviews.models import Contradiction, ContradictionMove, Prompt, Segment
from anjian.interviews.queries.sessions import sessions_of
from anjian.people import queries as staff
from anjian.testimony.model import SLOT_LABELS, Alarm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from anjian.interviews.queries.sessions import SessionLine
    from anjian.testimony.model import Slot, Tier

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
SETTLED = frozenset({"resolved", "explained", "left", "dismissed"})


def circled(no: int) -> str:
    """Return a number as a sign: ① to ㊿, then (51).

    >>> circled(2), circled(21), circled(51)
    ('②', '㉑', '(51)')
    """
    return CIRCLED[no - 1] if 1 <= no <= len(CIRCLED) else f"({no})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One side of a contradiction: who said it, where, and the words with the telling part marked."""

    segment_id: UUID
    session_id: UUID
    person_id: UUID
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
    issue: str
    slot: str
    slot_label: str
    tier: str
    tier_label: str
    title: str
    because: str
    opinion: str
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

    @property
    def rank(self) -> int:
        """Its place among others: open red, open yellow, settled; newer ones first within."""
        return 2 if self.settled else int(self.tier != "red")


def _quote(segment: Segment, span: list[int], line: SessionLine) -> Quote:
    start, end = max(0, span[0]), min(len(segment.answer), span[1])
    return Quote(
        segment_id=segment.id,
        session_id=segment.session_id,
        person_id=segment.person_id,
        person=line.person,
        room=line.room,
        no=segment.no,
        before=segment.answer[:start],
        marked=segment.answer[start:end],
        after=segment.answer[end:],
        question=segment.question,
        at=segment.committed_at,
    )


def contradictions(
    org_id: UUID, case_id: UUID, *, ids: Iterable[UUID] | None = None
) -> list[ContradictionView]:
    """Return a case's contradictions, or some: open ones first, red before yellow, newest first."""
    condition, told = "", list[Any]((org_id, case_id))
    if ids is not None:
        condition, told = " AND id = ANY(%s)", [*told, list(ids)]
    found = reading.instances(
        Contradiction, f"WHERE org_id = %s AND case_id = %s{condition} ORDER BY no DESC", told
    )
    return _views(org_id, case_id, found)


def _views(org_id: UUID, case_id: UUID, rows: Sequence[Contradiction]) -> list[ContradictionView]:
    if not rows:
        return []
    wanted = {i for row in rows for i in (row.a_segment_id, row.b_segment_id)}
    told = [org_id, list(wanted)]
    segments = {s.id: s for s in reading.instances(Segment, "WHERE org_id = %s AND id = ANY(%s)", told)}
    lines = {line.id: line for line in sessions_of(org_id, case_id, cancelled=True)}
    names = staff.names(org_id, {row.settled_by for row in rows if row.settled_by})

    def side(segment_id: UUID, span: list[int]) -> Quote:
        segment = segments[segment_id]
        return _quote(segment, span, lines[segment.session_id])

    views = [
        ContradictionView(
            id=row.id,
            no=row.no,
            sign=circled(row.no),
            issue=row.issue,
            slot=row.slot,
            slot_label=SLOT_LABELS.get(row.slot, row.slot),
            tier=row.tier,
            tier_label=row.get_tier_display(),
            title=row.title,
            because=row.because,
            opinion=row.opinion,
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
    return sorted(views, key=lambda v: (v.rank, -v.no))


@dataclass(frozen=True, slots=True)
class IssueCard:
    """One question of fact: the contradiction it shows first, and the further ones about the same."""

    first: ContradictionView
    others: tuple[ContradictionView, ...] = ()

    @property
    def all(self) -> tuple[ContradictionView, ...]:
        """Every contradiction of the issue."""
        return (self.first, *self.others)

    @property
    def no(self) -> int:
        """The number of the card: that of the contradiction found first, which stays."""
        return min(c.no for c in self.all)

    @property
    def sign(self) -> str:
        """That number as a sign."""
        return circled(self.no)

    @property
    def members(self) -> str:
        """The numbers of all its contradictions, for scripts."""
        return " ".join(str(n) for n in sorted(c.no for c in self.all))

    @property
    def open(self) -> tuple[ContradictionView, ...]:
        """Those still to be settled."""
        return tuple(c for c in self.all if not c.settled)

    @property
    def rank(self) -> int:
        """Its place among the cards."""
        return self.first.rank


def cards_of(views: Iterable[ContradictionView]) -> list[IssueCard]:
    """Put the contradictions of one issue on one card, the most serious open and newest one first."""
    issues: dict[object, list[ContradictionView]] = defaultdict(list)
    for view in views:
        issues[view.issue or view.id].append(view)
    cards = [
        IssueCard(found[0], tuple(found[1:]))
        for found in (sorted(group, key=lambda v: (v.rank, -v.no)) for group in issues.values())
    ]
    return sorted(cards, key=lambda c: (c.rank, -c.no))


_GROUPS = """
SELECT DISTINCT c.id FROM interviews_contradiction c, interviews_contradiction t
WHERE t.org_id = %(org)s AND t.case_id = %(case)s AND t.id = ANY(%(ids)s)
  AND c.org_id = t.org_id AND c.case_id = t.case_id
  AND (c.id = t.id OR (t.issue <> '' AND c.issue = t.issue))
"""
_ON_BOARD = """
SELECT id FROM interviews_contradiction
WHERE org_id = %(org)s AND case_id = %(case)s AND state IN ('open', 'verified')
UNION (SELECT id FROM interviews_contradiction
WHERE org_id = %(org)s AND case_id = %(case)s AND state NOT IN ('open', 'verified')
ORDER BY settled_at DESC NULLS LAST LIMIT %(size)s)
"""


def cards_with(org_id: UUID, case_id: UUID, ids: Iterable[UUID]) -> list[IssueCard]:
    """Return the whole cards on which some contradictions stand."""
    found = reading.rows(_GROUPS, {"org": org_id, "case": case_id, "ids": list(ids)})
    return cards_of(contradictions(org_id, case_id, ids=[row[0] for row in found]))


def cards_shown(org_id: UUID, case_id: UUID, *, settled: int = 20) -> list[IssueCard]:
    """Return the cards of a case's console: every open one, and of the settled ones the newest."""
    found = [row[0] for row in reading.rows(_ON_BOARD, {"org": org_id, "case": case_id, "size": settled})]
    return cards_with(org_id, case_id, found) if found else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The counts at the head of the console."""

    rooms_live: int
    open_contradictions: int
    open_material: int
    contradictions: int


def figures(org_id: UUID, case_id: UUID) -> Figures:
    """Count rooms that are questioning now, and contradictions."""
    ((rooms, unsettled, material, every),) = reading.rows(
        "SELECT (SELECT count(*) FROM interviews_session WHERE org_id = %(org)s AND case_id = %(case)s "
        "AND live), count(*) FILTER (WHERE state IN ('open', 'verified')), "
        "count(*) FILTER (WHERE material AND state IN ('open', 'verified')), count(*) "
        "FROM interviews_contradiction WHERE org_id = %(org)s AND case_id = %(case)s",
        {"org": org_id, "case": case_id},
    )
    return Figures(
        rooms_live=rooms, open_contradictions=unsettled, open_material=material, contradictions=every
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """A step in the life of a contradiction: what it became, when, by whom, why."""

    state: str
    state_label: str
    material: bool
    reason: str
    at: datetime
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """A contradiction in the ledger: with its history and the prompts sent to verify it."""

    view: ContradictionView
    moves: tuple[MoveView, ...]
    prompts: tuple[tuple[int, str], ...]


def ledger(org_id: UUID, case_id: UUID) -> list[LedgerLine]:
    """Return every contradiction of a case by number, with history and prompts."""
    views = sorted(contradictions(org_id, case_id), key=lambda v: v.no)
    labels = dict(Contradiction._meta.get_field("state").flatchoices)  # noqa: SLF001  Django's public-by-custom
    rows = list(
        ContradictionMove.objects.filter(org_id=org_id, contradiction_id__in=[v.id for v in views]).order_by(
            "at", "id"
        )
    )
    names = staff.names(org_id, {r.officer_id for r in rows if r.officer_id})
    moves: dict[UUID, list[MoveView]] = defaultdict(list)
    for row in rows:
        moves[row.contradiction_id].append(
            MoveView(
                state=row.state,
                state_label=str(labels[row.state]),
                material=row.material,
                reason=row.reason,
                at=row.at,
                officer=names.get(row.officer_id, "") if row.officer_id else "",
            )
        )
    asked: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    for found, no, text in (
        Prompt.objects.filter(org_id=org_id, case_id=case_id, contradiction_id__isnull=False)
        .order_by("no")
        .values_list("contradiction_id", "no", "text")
    ):
        asked[found or case_id].append((no, text))
    return [LedgerLine(view=v, moves=tuple(moves[v.id]), prompts=tuple(asked[v.id])) for v in views]


def pair_of(org_id: UUID, contradiction_id: UUID) -> tuple[Alarm, Segment, Segment] | None:
    """Return a contradiction as the alarm it was, with its two answers; None when there is none."""
    row = Contradiction.objects.filter(org_id=org_id, id=contradiction_id).first()
    if row is None:
        return None
    wanted = (row.a_segment_id, row.b_segment_id)
    segments = {s.id: s for s in Segment.objects.filter(org_id=org_id, id__in=wanted)}
    first, second = segments[row.a_segment_id], segments[row.b_segment_id]
    alarm = Alarm(
        a_sid=str(first.id),
        b_sid=str(second.id),
        a_pid=str(first.person_id),
        b_pid=str(second.person_id),
        slot=cast("Slot", row.slot),
        tier=cast("Tier", row.tier),
        score=row.score,
        title=row.title,
        because=row.because,
        a_span=(row.a_span[0], row.a_span[1]),
        b_span=(row.b_span[0], row.b_span[1]),
        a_value=row.a_value,
        b_value=row.b_value,
        rule=row.rule,
        ask=row.ask,
        issue=row.issue,
    )
    return alarm, first, second
