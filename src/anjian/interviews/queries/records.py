"""Reading the record: segments with their corrections, its pages and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from anjian.interviews.models import (
    SIGNERS,
    Companion,
    Page,
    PageSignature,
    Prompt,
    Seat,
    Segment,
    Session,
)
from anjian.interviews.queries.keeping import ReadingView, readings_of
from anjian.people import queries as staff
from anjian.testimony.record import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """The valid version of a numbered question and answer, with the versions it replaced."""

    id: UUID
    session_id: UUID
    no: int
    version: int
    question: str
    answer: str
    author: str
    asked_at: datetime | None
    committed_at: datetime
    plan_item: str
    case_seq: int
    prompt_no: int | None
    reason: str
    initial_sha256: str
    former: tuple[tuple[str, str], ...]


def segments_of(org_id: UUID, session_ids: list[UUID], *, after: int = 0) -> list[SegmentView]:
    """Return the valid segments of some sessions in order of number, from a number on."""
    rows = list(
        Segment.objects.filter(org_id=org_id, session_id__in=session_ids, no__gt=after).order_by(
            "session_id", "no", "version"
        )
    )
    names = staff.names(org_id, {row.author_id for row in rows})
    prompts = dict(
        Prompt.objects.filter(org_id=org_id, id__in=[r.prompt_id for r in rows if r.prompt_id]).values_list(
            "id", "no"
        )
    )
    latest: dict[tuple[UUID, int], list[Segment]] = {}
    for row in rows:
        latest.setdefault((row.session_id, row.no), []).append(row)
    return [
        SegmentView(
            id=versions[-1].id,
            session_id=versions[-1].session_id,
            no=versions[-1].no,
            version=versions[-1].version,
            question=versions[-1].question,
            answer=versions[-1].answer,
            author=names.get(versions[-1].author_id, ""),
            asked_at=versions[0].asked_at,
            committed_at=versions[0].committed_at,
            plan_item=versions[0].plan_item,
            case_seq=versions[0].case_seq,
            prompt_no=prompts.get(versions[0].prompt_id) if versions[0].prompt_id else None,
            reason=versions[-1].reason,
            initial_sha256=versions[-1].initial_sha256,
            former=tuple((v.question, v.answer) for v in versions[:-1]),
        )
        for versions in latest.values()
    ]


def statements_of(org_id: UUID, case_id: UUID, *, after: int = 0, before: int | None = None) -> list[Segment]:
    """Return segments of a case, all versions, in the order of arrival over all rooms, between two places."""
    rows = Segment.objects.filter(org_id=org_id, case_id=case_id, case_seq__gt=after)
    if before is not None:
        rows = rows.filter(case_seq__lt=before)
    return list(rows.order_by("case_seq"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """A signature that a page needs: who, and whether it is there, drawn or refused."""

    slot: str
    label: str
    signer: str
    image_sha256: str = ""
    fingerprint_sha256: str = ""
    note: str = ""
    refusal: str = ""
    at: datetime | None = None

    @property
    def done(self) -> bool:
        """Whether the page has it."""
        return self.at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A frozen page with the signatures it has and lacks."""

    no: int
    lines: tuple[Line, ...]
    sha256: str
    sm3: str
    slots: tuple[SlotView, ...]
    reading: ReadingView | None = None


_SLOTS = dict(SIGNERS)


def pages_of(session: Session) -> list[PageView]:
    """Return the pages of the newest version with their signatures; none before the read-back."""
    return pages_of_many([session])[session.id]


def pages_of_many(sessions: Sequence[Session]) -> dict[UUID, list[PageView]]:
    """Return the pages of several sessions of one organisation; five queries, however many they are."""
    if not sessions:
        return {}
    org_id, ids = sessions[0].org_id, [session.id for session in sessions]
    version = {session.id: session.record_version for session in sessions}
    pages: dict[UUID, list[Page]] = {i: [] for i in ids}
    for page in Page.objects.filter(org_id=org_id, session_id__in=ids).order_by("no"):
        if page.version == version[page.session_id]:
            pages[page.session_id].append(page)
    given = {
        (s.session_id, s.page_no, s.page_sha256, s.slot): s
        for s in PageSignature.objects.filter(org_id=org_id, session_id__in=ids)
    }
    signers = _signers(org_id, sessions)
    readings = {session.id: readings_of(session) for session in sessions if session.state == "read_back"}
    return {
        session.id: [
            PageView(
                no=page.no,
                lines=tuple(Line(kind, text) for kind, text in page.lines),
                sha256=page.sha256,
                sm3=page.sm3,
                slots=tuple(_slots(page, page is pages[session.id][-1], signers[session.id], given)),
                reading=readings.get(session.id, {}).get((page.no, page.sha256)),
            )
            for page in pages[session.id]
        ]
        for session in sessions
    }


_EVERY_PAGE = frozenset({"person", "guardian", "interpreter"})
"""Who signs each page; the officers sign the last one."""


def _signers(org_id: UUID, sessions: Sequence[Session]) -> dict[UUID, list[tuple[str, str]]]:
    ids = [session.id for session in sessions]
    seats = list(Seat.objects.filter(org_id=org_id, session_id__in=ids).order_by("part"))
    names = staff.names(org_id, {seat.officer_id for seat in seats})
    found: dict[UUID, list[tuple[str, str]]] = {s.id: [("person", s.name)] for s in sessions}
    for row in Companion.objects.filter(org_id=org_id, session_id__in=ids).order_by("part"):
        found[row.session_id].append((row.part, row.name))
    for seat in seats:
        found[seat.session_id].append((seat.part, names.get(seat.officer_id, "")))
    return found


def _slots(
    page: Page,
    last: bool,
    signers: Sequence[tuple[str, str]],
    given: Mapping[tuple[UUID, int, str, str], PageSignature],
) -> Iterator[SlotView]:
    for slot, signer in [*signers, ("witness", "")]:
        found = given.get((page.session_id, page.no, page.sha256, slot))
        if found is None and (slot == "witness" or not (last or slot in _EVERY_PAGE)):
            continue
        yield SlotView(
            slot=slot,
            label=str(_SLOTS[slot]),
            signer=found.signer if found else signer,
            image_sha256=found.image_sha256 if found else "",
            fingerprint_sha256=found.fingerprint_sha256 if found else "",
            note=found.note if found else "",
            refusal=found.refusal if found else "",
            at=found.at if found else None,
        )


def open_signatures(session: Session) -> list[tuple[int, str]]:
    """Return (page, who) of every signature that is neither given nor reasonedly refused."""
    return [(p.no, s.label) for p in pages_of(session) for s in p.slots if not s.done]
