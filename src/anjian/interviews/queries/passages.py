"""The text of the record D12 from its head to its last line, ready to be laid out in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.interviews.models import RightsLine, Room, Seat, Session
from anjian.interviews.queries.keeping import (
    breaks_of,
    companions_of,
    earlier_of,
    exhibits_of,
    self_written_of,
)
from anjian.interviews.queries.records import SegmentView, segments_of
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import queries as staff
from anjian.testimony.record import Passage

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.interviews.models import Companion

_NEEDS = {"deaf": "聋哑", "language": "语言不通"}


def minute_of(at: datetime | None) -> str:
    """Return an instant as the record writes it, to the minute."""
    return at.astimezone(LOCAL_ZONE).strftime("%Y年%m月%d日%H时%M分") if at else ""


def _clock(at: datetime | None) -> str:
    return at.astimezone(LOCAL_ZONE).strftime("%H时%M分") if at else "（未结束）"


def passages_of(session: Session, *, org_name: str, until: datetime) -> list[Passage]:
    """Return the record's text: who, where, when, who sat beside; rights; every answer; what was shown.

    Exhibits and breaks stand where they happened; nothing after ``until`` (the end of the questions)
    is in it.
    """
    out = _head(session, org_name=org_name, until=until)
    for line in RightsLine.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id"):
        out += [Passage("q", f"告知：{line.text}"), Passage("a", f"答：{line.answer}")]
    happened = sorted(_happened(session, until=until), key=lambda one: one[0])
    for segment in segments_of(session.org_id, [session.id]):
        spoken = segment.asked_at or segment.committed_at
        while happened and happened[0][0] <= spoken:
            out.append(happened.pop(0)[1])
        out += _segment(segment)
    out += [passage for _at, passage in happened]
    out += [
        Passage("note", f"（自书材料：{session.name}当场提交自行书写并签名的《{p.title}》，共{p.sheets}页，"
                        f"登记为证据{p.evidence_no}，附卷。）")
        for p in self_written_of(session)
    ]  # fmt: skip
    return out


def place_of(session: Session, *, org_name: str) -> str:
    """Return where the interview takes place: the room, or where a portable kit or the remote person is."""
    room = Room.objects.get(org_id=session.org_id, id=session.room_id)
    if room.kind == "portable" and session.place:
        return session.place
    if room.kind == "remote" and session.place:
        return f"{org_name}{room.name}（远程视频询问，被询问人在{session.place}）"
    return f"{org_name}{room.name}"


def _head(session: Session, *, org_name: str, until: datetime) -> list[Passage]:
    seats = list(Seat.objects.filter(org_id=session.org_id, session_id=session.id).order_by("part"))
    names = staff.names(session.org_id, [s.officer_id for s in seats])
    officers = "、".join(f"{names[s.officer_id]}（证号{s.certificate_no}）" for s in seats)
    recorder = next((names[s.officer_id] for s in seats if s.part == "recorder"), "")
    earlier = earlier_of(session)
    before = "；".join(f"第{one.no}次：{minute_of(one.started_at)}" for one in earlier if one.started_at)
    out = [
        f"询问时间：{minute_of(session.started_at)}至{minute_of(until)}（第{session.no}次询问）",
        *([f"此前询问：{before}"] if before else []),
        f"询问地点：{place_of(session, org_name=org_name)}",
        f"询问单位：{org_name}　询问人：{officers}　记录人：{recorder}",
        f"被询问人：{session.name}　性别：{session.sex}　出生日期：{session.born_on or ''}",
        f"身份证件号码：{session.id_no}　联系电话：{session.phone}",
        f"工作单位及职务：{session.employer}　{session.post}",
        f"住址：{session.address}",
        f"与本案关系：{session.relation}　人大代表、政协委员身份：{session.delegate}",
    ]
    if session.checked_by:
        out.append(f"身份核对：由{session.checked_by}在被询问人所在地核对（{session.checked_how or '证件'}）")
    companions = companions_of(session)
    if guardian := companions.get("guardian"):
        out.append(_companion("监护人（合适成年人）", "与被询问人关系", guardian))
    elif session.guardian_absent:
        out.append(f"监护人：未到场，原因：{session.guardian_absent}")
    if interpreter := companions.get("interpreter"):
        out.append(_companion("翻译人员", "语言", interpreter))
    if session.needs in _NEEDS:
        out.append(f"特殊需要：{_NEEDS[session.needs]}")
    return [Passage("head", text) for text in out]


def _companion(label: str, about: str, row: Companion) -> str:
    parts = (
        f"{label}：{row.name}",
        f"{about}：{row.relation}",
        f"身份证件号码：{row.id_no}" if row.id_no else "",
        f"单位：{row.unit}" if row.unit else "",
        f"住址：{row.address}" if row.address else "",
        f"电话：{row.phone}" if row.phone else "",
    )
    return "　".join(x for x in parts if x)


def _happened(session: Session, *, until: datetime) -> list[tuple[datetime, Passage]]:
    out = [
        (one.released_at, Passage("note", f"（示证：向被询问人出示“{one.title}”，"
                                          f"{_clock(one.released_at)}出示，{_clock(one.cleared_at)}收起。）"))
        for one in exhibits_of(session)
        if one.released_at <= until
    ]  # fmt: skip
    out += [
        (one.began_at, Passage("note", f"（{_clock(one.began_at)}至{_clock(one.ended_at)}，{one.label}，"
                                       f"{one.wanted_by}。）"))
        for one in breaks_of(session)
        if one.began_at <= until
    ]  # fmt: skip
    return out


def _segment(segment: SegmentView) -> list[Passage]:
    out: list[Passage] = []
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
