"""Reading the record: segments with their corrections, its passages, pages and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from anjian.interviews.models import SIGNERS, Page, PageSignature, Prompt, RightsLine, Seat, Segment, Session
from anjian.interviews.record import Line, Passage
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import queries as staff

if TYPE_CHECKING:
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
    committed_at: datetime
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
            committed_at=versions[0].committed_at,
            case_seq=versions[0].case_seq,
            prompt_no=prompts.get(versions[0].prompt_id) if versions[0].prompt_id else None,
            reason=versions[-1].reason,
            initial_sha256=versions[-1].initial_sha256,
            former=tuple((v.question, v.answer) for v in versions[:-1]),
        )
        for versions in latest.values()
    ]


def statements_of(org_id: UUID, case_id: UUID) -> list[Segment]:
    """Return every segment of a case, all versions, in the order of arrival over all rooms."""
    return list(Segment.objects.filter(org_id=org_id, case_id=case_id).order_by("case_seq"))


def _minute(at: datetime | None) -> str:
    return at.astimezone(LOCAL_ZONE).strftime("%Y年%m月%d日%H时%M分") if at else ""


def passages_of(session: Session, *, org_name: str, until: datetime) -> list[Passage]:
    """Return the record's text from head to last answer, ready to be laid out in pages."""
    seats = list(Seat.objects.filter(org_id=session.org_id, session_id=session.id).order_by("part"))
    names = staff.names(session.org_id, [s.officer_id for s in seats])
    officers = "、".join(f"{names[s.officer_id]}（证号{s.certificate_no}）" for s in seats)
    out = [
        Passage("head", f"询问时间：{_minute(session.started_at)}至{_minute(until)}（第{session.no}次询问）"),
        Passage("head", f"询问单位：{org_name}　询问人：{officers}"),
        Passage("head", f"被询问人：{session.name}　性别：{session.sex}　出生日期：{session.born_on or ''}"),
        Passage("head", f"身份证件号码：{session.id_no}　联系电话：{session.phone}"),
        Passage("head", f"工作单位及职务：{session.employer}　{session.post}"),
        Passage("head", f"住址：{session.address}"),
        Passage("head", f"与本案关系：{session.relation}　人大代表、政协委员身份：{session.delegate}"),
    ]
    if session.guardian or session.guardian_absent:
        out.append(
            Passage("head", f"监护人：{session.guardian or f'未到场，原因：{session.guardian_absent}'}")
        )
    if session.interpreter:
        out.append(Passage("head", f"翻译人员：{session.interpreter}"))
    for line in RightsLine.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id"):
        out += [Passage("q", f"告知：{line.text}"), Passage("a", f"答：{line.answer}")]
    for segment in segments_of(session.org_id, [session.id]):
        for question, answer in segment.former:
            out += [
                Passage("struck", f"（更正前）问：{question}"),
                Passage("struck", f"（更正前）答：{answer}"),
            ]
        mark = f"（更正：{segment.reason}）" if segment.version > 1 else ""
        out += [
            Passage("q", f"{segment.no}问：{segment.question}"),
            Passage("a", f"答：{segment.answer}{mark}"),
        ]
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """A signature that a page needs: who, and whether it is there, drawn or refused."""

    slot: str
    label: str
    signer: str
    image_sha256: str = ""
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


_SLOTS = dict(SIGNERS)


def _signers(session: Session, *, last: bool) -> list[tuple[str, str]]:
    wanted = [("person", session.name)]
    if last:
        seats = Seat.objects.filter(org_id=session.org_id, session_id=session.id).order_by("part")
        rows = list(seats)
        names = staff.names(session.org_id, [s.officer_id for s in rows])
        wanted += [(s.part, names.get(s.officer_id, "")) for s in rows]
        if session.guardian:
            wanted.append(("guardian", session.guardian))
        if session.interpreter:
            wanted.append(("interpreter", session.interpreter))
    return wanted


def pages_of(session: Session) -> list[PageView]:
    """Return the pages of the newest version with their signatures; none before the read-back."""
    pages = list(
        Page.objects.filter(
            org_id=session.org_id, session_id=session.id, version=session.record_version
        ).order_by("no")
    )
    given = {
        (s.page_no, s.page_sha256, s.slot): s
        for s in PageSignature.objects.filter(org_id=session.org_id, session_id=session.id)
    }
    out: list[PageView] = []
    for page in pages:
        slots: list[SlotView] = []
        for slot, signer in _signers(session, last=page is pages[-1]):
            found = given.get((page.no, page.sha256, slot))
            slots.append(
                SlotView(
                    slot=slot,
                    label=str(_SLOTS[slot]),
                    signer=signer,
                    image_sha256=found.image_sha256 if found else "",
                    refusal=found.refusal if found else "",
                    at=found.at if found else None,
                )
            )
        out.append(
            PageView(
                no=page.no,
                lines=tuple(Line(kind, text) for kind, text in page.lines),
                sha256=page.sha256,
                sm3=page.sm3,
                slots=tuple(slots),
            )
        )
    return out


def open_signatures(session: Session) -> list[tuple[int, str]]:
    """Return (page, who) of every signature that is neither given nor reasonedly refused."""
    return [(p.no, s.label) for p in pages_of(session) for s in p.slots if not s.done]
