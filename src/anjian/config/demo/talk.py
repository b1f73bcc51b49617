"""Two parallel interviews of the demo city: a worker and his foreman tell the same morning differently."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from anjian.interviews import access, actions, queries
from anjian.interviews.script import script_on
from anjian.training.signing import signature

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.config.demo.play import Play

_PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "name": "张伟",
        "sex": "男",
        "born_on": date(1988, 4, 11),
        "id_no": "61010219880411001X",
        "post": "作业工人",
        "phone": "13900000011",
        "address": "云州市临江区码头路12号",
        "relation": "现场作业人员",
    },
    {
        "name": "李建国",
        "sex": "男",
        "born_on": date(1976, 9, 2),
        "id_no": "610102197609020030",
        "post": "班组长",
        "phone": "13900000022",
        "address": "云州市临江区油库家属院3栋",
        "relation": "作业班组负责人",
    },
)
_TALK: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("当天的动火作业是谁安排的？", "是李建国安排我和另外两个人去的，早班会上说的。"),
        ("作业前有没有办理动火作业票？", "没有，当时说下午再补。"),
        ("现场有没有专门的监护人？", "没有固定的人，我们几个轮流看着。"),
    ),
    (
        ("当天的动火作业由谁安排？", "我没有安排，是张伟他自己去的。"),
        ("早班会上是否布置了动火？", "早班会只讲了卸油，没有提动火。"),
        ("作业现场是否安排了监护人？", "我不在现场，不清楚。"),
    ),
)
_AFTER = (
    ("核实一下：危险作业由谁安排？当时谁在场？", "就是早班会上李建国当着大家的面点的名，陈班副也在。"),
    ("核实一下：危险作业由谁安排？当时谁在场？", "我再想想……早班会上我是点了张伟的名，让他带人去补焊。"),
)


def hold(p: Play, *, finish: bool) -> None:
    """Question both at the same time; with ``finish`` verify, resolve, read back, sign and close."""
    day = p.today
    manager = p.place.actor("何清", on=day)
    pairs = (("孙晓", "吴越"), ("钱进", "冯雪"))
    rooms = {room.name: room.id for room in queries.room_list(p.place.org_id)}
    sessions: list[UUID] = []
    for person, pair, room in zip(_PEOPLE, pairs, ("询问一室", "询问二室"), strict=True):
        sessions.append(
            actions.prepare_session(
                actions.PrepareSession(
                    case_id=p.case().id,
                    name=person["name"],
                    room_id=rooms[room],
                    lead_id=p.place.officers[pair[0]],
                    recorder_id=p.place.officers[pair[1]],
                    matter="3号罐区动火补焊作业的安排和现场管理",
                    post=person["post"],
                    relation=person["relation"],
                ),
                by=manager,
                at=p.now,
            )
        )
        p.wait(minutes=1)
    for session_id, person, pair in zip(sessions, _PEOPLE, pairs, strict=True):
        _open(p, session_id, person, pair)
    for turn in range(len(_TALK[0])):
        for session_id, talk, pair in zip(sessions, _TALK, pairs, strict=True):
            _ask(p, session_id, talk[turn], pair[0])
    if not finish:
        return
    for session_id, answer, pair in zip(sessions, _AFTER, pairs, strict=True):
        _ask(p, session_id, answer, pair[0])
    for found in queries.contradictions(p.place.org_id, p.case().id):
        actions.settle_contradiction(
            actions.SettleContradiction(
                contradiction_id=found.id,
                state="resolved",
                reason="经再次核实，班组长承认在早班会上点名安排，与作业工人陈述一致。",
            ),
            by=manager,
            at=p.now,
        )
    for session_id, pair in zip(sessions, pairs, strict=True):
        _close(p, session_id, p.place.actor(pair[0], on=day))


def _open(p: Play, session_id: UUID, person: dict[str, Any], pair: tuple[str, str]) -> None:
    lead = p.place.actor(pair[0], on=p.today)
    for name in pair:
        actions.enter_room(session_id, by=p.place.actor(name, on=p.today), at=p.now)
    actions.record_identity(
        actions.RecordIdentity(
            session_id=session_id, employer="云州恒泰油品储运有限公司", delegate="否", needs="none", **person
        ),
        by=lead,
        at=p.now,
    )
    for line in script_on(p.today).lines:
        actions.tell_rights(
            actions.TellRights(session_id=session_id, code=line.code, answer=line.answer), by=lead, at=p.now
        )
        p.wait(minutes=1)
    actions.begin_questions(session_id, by=lead, at=p.now)


def _ask(p: Play, session_id: UUID, said: tuple[str, str], officer: str) -> None:
    actions.commit_segment(
        actions.CommitSegment(session_id=session_id, question=said[0], answer=said[1]),
        by=p.place.actor(officer, on=p.today),
        at=p.now,
    )
    p.wait(minutes=2)


def _close(p: Play, session_id: UUID, lead: Any) -> None:
    actions.start_read_back(session_id, by=lead, at=p.now)
    actions.confirm_record(session_id, how="self", by=lead, at=p.now)
    p.wait(minutes=3)
    for page in queries.pages_of(access.room_session(lead, session_id)):
        for slot in page.slots:
            actions.sign_page(
                actions.SignPage(
                    session_id=session_id,
                    page_no=page.no,
                    slot=slot.slot,
                    sha256=page.sha256,
                    image=signature(slot.signer),
                    fingerprint=fingerprint(slot.signer) if slot.slot == "person" else b"",
                ),
                by=lead,
                at=p.now,
            )
    actions.close_session(session_id, by=lead, at=p.now)
    p.wait(minutes=2)


def fingerprint(name: str) -> bytes:
    """Return ridges that stand for a fingerprint, as PNG; each name has its own."""
    image = Image.new("RGB", (160, 200), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    spot = sum(map(ord, name)) % 17
    for n in range(4, 74, 6):
        box = (80 - n, 104 - n * 1.25 + spot % 7, 80 + n, 104 + n * 1.25)
        draw.arc(box, 150 + spot, 390 - spot, fill=(176, 40, 40), width=3)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
