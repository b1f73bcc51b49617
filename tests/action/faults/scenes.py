"""What faults are made of: evidence, interview rooms, registered goods, papers."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from anjian.cases.actions import OpenCase
from anjian.documents import actions as documents
from anjian.documents import queries as papers_of
from anjian.evidence import actions as exhibits
from anjian.evidence.commands import Examine, LinkProof, RegisterEvidence
from anjian.evidence.store import store
from anjian.interviews import access as interview_access
from anjian.interviews import actions as interviews
from anjian.interviews.models import Room, Session
from anjian.interviews.script import script_on
from tests.action.faults.fault import case_of, somebody, take
from tests.factories import inputs as i

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.config.demo.play import Play

IDENTITY = {
    "place": "企业会议室",
    "name": "张某",
    "sex": "男",
    "born_on": date(1985, 6, 15),
    "id_no": "610102198506150013",
    "employer": "云州恒泰油品储运有限公司",
    "post": "作业工人",
    "phone": "13800000001",
    "address": "云州市临江区码头路1号",
    "relation": "涉案作业人员",
    "delegate": "否",
    "needs": "none",
}

# Evidence


def prove(p: Play) -> None:
    """One fact, proved by a record and a picture."""
    p.fact("动火作业现场未安排专门人员进行现场安全管理")
    for kind, name in (("documentary", "inspection.txt"), ("audiovisual", "site.txt")):
        item(p, kind=kind, filename=name, record="现场检查记录")


def item(p: Play, **traits: Any) -> str:
    """An examined item that proves the first fact."""
    no = evidence(p, **traits)
    case_id = case_of(p).id
    exhibits.link_proof(LinkProof(case_id=case_id, no=no, fact_no="F-1"), by=p.who("lead"), at=p.now)
    finding = Examine(case_id=case_id, no=no, authentic=True, lawful=True, relevant=True)
    exhibits.examine(finding, by=p.who("lead"), at=p.now)
    p.wait(minutes=5)
    return no


def unlawful_item(p: Play) -> None:
    """An item that proves the first fact and was found to be taken unlawfully."""
    no = evidence(p, record="现场检查记录")
    case_id = case_of(p).id
    exhibits.link_proof(LinkProof(case_id=case_id, no=no, fact_no="F-1"), by=p.who("lead"), at=p.now)
    exhibits.examine(
        Examine(
            case_id=case_id, no=no, authentic=True, lawful=False, relevant=True, opinion="未经批准搜查取得"
        ),
        by=p.who("lead"),
        at=p.now,
    )


def evidence(p: Play, **traits: Any) -> str:
    """Register a short text as evidence."""
    content = f"{p.no} {p.now} {sorted(map(str, traits.items()))}".encode()
    values: dict[str, Any] = {
        "case_id": case_of(p).id,
        "kind": "documentary",
        "title": "现场记录",
        "purpose": "证明现场情况",
        "source": "执法人员现场采集",
        "collectors": i.both(p),
        "place": "当事人生产经营场所",
        "collected_at": p.now - timedelta(minutes=5),
        "digest": store().put_stream([content], limit=1 << 20),
        "filename": "record.txt",
    }
    return exhibits.register_evidence(RegisterEvidence(**(values | traits)), by=p.who("lead"), at=p.now).no


# Interviews


def _rooms(p: Play) -> list[UUID]:
    return list(
        Room.objects.filter(org_id=p.place.org_id).order_by("position", "name").values_list("id", flat=True)
    )


def prepare(
    p: Play, *, officers: tuple[str, str] = ("孙晓", "吴越"), name: str = "张某", room: int = 0
) -> UUID:
    """The case manager arranges an interview."""
    lead, recorder = (p.place.officers[n] for n in officers)
    return interviews.prepare_session(
        interviews.PrepareSession(
            case_id=case_of(p).id,
            name=name,
            room_id=_rooms(p)[room],
            lead_id=lead,
            recorder_id=recorder,
            matter="动火作业",
        ),
        by=somebody(p, "何清"),
        at=p.now,
    )


def in_room(
    p: Play, *, officers: tuple[str, str] = ("孙晓", "吴越"), name: str = "张某", room: int = 0
) -> None:
    """Both officers are there and the person has said who he is."""
    session_id = prepare(p, officers=officers, name=name, room=room)
    p.said.setdefault("rooms", []).append((session_id, officers))
    for officer in officers:
        p.wait(minutes=1)
        interviews.enter_room(session_id, by=somebody(p, officer), at=p.now)
    interviews.record_identity(
        interviews.RecordIdentity(session_id=session_id, **(IDENTITY | {"name": name})),
        by=somebody(p, officers[0]),
        at=p.now,
    )


def _last(p: Play) -> tuple[UUID, Any]:
    session_id, officers = p.said["rooms"][-1]
    return session_id, somebody(p, officers[0])


def begin(p: Play) -> None:
    """Begin to ask."""
    session_id, officer = _last(p)
    interviews.begin_questions(session_id, by=officer, at=p.now)


def asking(p: Play, **who: Any) -> None:
    """Rights told, questions begun."""
    in_room(p, **who)
    session_id, officer = _last(p)
    for line in script_on(p.today).lines:
        told = interviews.TellRights(session_id=session_id, code=line.code, answer=line.answer)
        interviews.tell_rights(told, by=officer, at=p.now)
    begin(p)
    p.wait(minutes=1)


def asking_by_handlers(p: Play) -> None:
    """The handlers themselves sit in the room."""
    asking(p, officers=("王虎", "赵敏"))


def ask(p: Play, question: str = "动火作业由谁安排？", answer: str = "李某安排的。") -> None:
    """One question and one answer."""
    session_id, officer = _last(p)
    interviews.commit_segment(
        interviews.CommitSegment(session_id=session_id, question=question, answer=answer),
        by=officer,
        at=p.now,
    )
    p.wait(minutes=1)


def enter_second_room(p: Play, name: str) -> None:
    """An officer who sits in one room signs in to another."""
    session_id = prepare(p, officers=(name, "冯雪"), name="李某", room=1)
    interviews.enter_room(session_id, by=somebody(p, name), at=p.now)


def one_leaves(p: Play) -> None:
    """The recorder goes out."""
    session_id, officer = _last(p)
    gone = p.place.officers[p.said["rooms"][-1][1][1]]
    interviews.leave_room(session_id, gone, note="接听电话", by=officer, at=p.now)


def prompt(p: Play, text: str) -> None:
    """The case manager pushes a line to the last room."""
    session_id, _officer = _last(p)
    interviews.send_prompt(
        interviews.SendPrompt(case_id=case_of(p).id, text=text, session_ids=(session_id,), channel="officer"),
        by=somebody(p, "何清"),
        at=p.now,
    )


def read_back(p: Play) -> None:
    """The record is read to the person and found right, and nobody signs."""
    ask(p)
    session_id, officer = _last(p)
    interviews.start_read_back(session_id, by=officer, at=p.now)
    interviews.confirm_record(session_id, how="self", by=officer, at=p.now)


def close(p: Play) -> None:
    """End the interview."""
    session_id, officer = _last(p)
    interviews.close_session(session_id, by=officer, at=p.now)


def contradict(p: Play) -> None:
    """Two people say the opposite about who ordered the work."""
    asking(p)
    ask(p, "10月8日3号罐的动火作业是谁安排的？", "是李某指派我和另外两名工人去的。")
    asking(p, officers=("钱进", "冯雪"), name="李某", room=1)
    ask(p, "10月8日3号罐的动火作业由谁安排？", "我没有安排，是张某自己去的。")
    # The interviews themselves are over; only what they contradict in is left.
    Session.objects.filter(org_id=p.place.org_id, case_id=case_of(p).id).update(ended_at=p.now)


def look_at_console(p: Play) -> None:
    """The officer in the room opens the console of the case."""
    from anjian.audit.actions import transaction

    with transaction(by=p.who("lead"), at=p.now) as tx:
        tx.about("interviews.console", case_of(p).id)
        interview_access.console_case(p.who("lead"), case_of(p).id)


# Registered goods


def registered(p: Play) -> None:
    """A welding machine stands registered, with everything in order."""
    child = "advance_registration"
    take(p, "open_registration", reason="设备可能被转移灭失。")
    take(p, "apply_registration", child=child, **i.registration())
    p.papers("D16")
    take(p, "approve_registration", by="leader", child=child, **i.OPINION)
    p.papers("D17")
    take(p, "carry_out_registration", child=child, duty_told=True, **i.service(p))


# Other cases and papers


def same_conduct_again(p: Play) -> None:
    """Somebody registers the conduct that was fined already as a new lead and accepts it."""
    earlier = case_of(p)
    begun = copy.copy(p)
    begun.crew = replace(p.crew)
    begun.open(
        OpenCase(
            title="同一行为另案",
            source="inspection",
            party_kind="unit",
            party_name=earlier.party_name,
            violation=earlier.violation,
            place_code=earlier.place_code,
            enterprise_id=earlier.enterprise_id,
            unit_id=earlier.unit_id,
        )
    )
    p.no, p.now = begun.no, begun.now
    take(p, "accept_lead", **i.lead(p, conduct_on=earlier.conduct_on))


def paper(p: Play, code: str) -> papers_of.Row:
    """The newest standing document of a kind."""
    rows = papers_of.list_of(p.place.org_id, case_of(p).id, withdrawn=False)
    return next(row for row in reversed(rows) if row.code == code)


def approve_own_paper(p: Play) -> None:
    """The head of the unit, who handles the case by now, approves its filing form."""
    p.crew.co = p.crew.unit_head
    p.papers("D10", upto="approved")


def withdraw(code: str):
    """Return the move that takes a document back."""

    def move(p: Play) -> None:
        command = documents.WithdrawInstrument(instrument_id=paper(p, code).id, reason="文书有误，予以撤回。")
        documents.withdraw(command, by=p.who("lead"), at=p.now)

    return move
