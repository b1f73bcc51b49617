"""What else can happen to a case on its way, so that every kind of event comes by once."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING

from anjian.audit.actions import transaction
from anjian.cases.queries import steps
from anjian.config.demo.story import picture
from anjian.deadlines import actions as deadlines
from anjian.documents import actions as documents
from anjian.documents import queries as papers_of
from anjian.documents.commands import ReturnInstrument, ReviseInstrument, SignInstrument, SubmitInstrument
from anjian.evidence import actions as evidence
from anjian.evidence.commands import AddCustody, AddFile, CorrectDescription
from anjian.evidence.queries import items_of
from anjian.evidence.store import store
from anjian.evidence.tasks import make_thumbnail, read_file
from anjian.interviews import actions as interviews
from anjian.interviews.models import Contradiction, Prompt, Session
from anjian.interviews.queries.records import pages_of
from anjian.kit.actor import system_actor
from anjian.registers.actions import meetings
from anjian.speech.model import Heard, Piece
from tests.action.faults import scenes
from tests.action.faults.fault import case_of, somebody, take
from tests.factories.distant import everything_happens
from tests.factories.filmed import all_that_is_filmed
from tests.factories.handed import hand_in
from tests.factories.kept import all_that_happens, tied
from tests.factories.registered import MET

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.config.demo.play import Play
    from anjian.kit.actor import Actor

PICTURE = "data:image/png;base64," + base64.b64encode(picture(1)).decode()


def mishaps(p: Play) -> None:
    """Play them all, in the middle of the inquiry."""
    _rooms(p)
    _papers(p)
    _evidence(p)
    hand_in(p)
    _clocks(p)
    _meeting(p)
    everything_happens(p)


def _meeting(p: Play) -> None:
    """A joint meeting with the police concludes on the case, and its minutes are closed."""
    manager = somebody(p, "何清")
    met = meetings.HoldMeeting(held_at=p.now, minutes="会议认为不构成犯罪。", **MET)
    meeting_id = meetings.hold(met, by=manager, at=p.now)
    word = meetings.ConcludeCase(meeting_id=meeting_id, case_no=p.no, conclusion="不移送。")
    meetings.conclude(word, by=manager, at=p.now)
    meetings.close(meeting_id, by=manager, at=p.now)


def _rooms(p: Play) -> None:
    org_id, case_id = p.place.org_id, case_of(p).id
    manager = somebody(p, "何清")
    interviews.cancel_session(scenes.prepare(p, name="王某"), reason="改日询问", by=manager, at=p.now)
    scenes.asking(p)
    scenes.ask(p, "10月8日3号罐的动火作业是谁安排的？", "是李某指派我和另外两名工人去的。")
    scenes.asking(p, officers=("钱进", "冯雪"), name="李某", room=1)
    scenes.ask(p, "10月8日3号罐的动火作业由谁安排？", "我没有安排，是张某自己去的。")
    scenes.prompt(p, "核实危险作业由谁安排")
    session_id, officer = p.said["rooms"][-1][0], somebody(p, "钱进")
    sent = Prompt.objects.get(org_id=org_id, case_id=case_id)
    shown = interviews.ReceivePrompt(session_id=session_id, prompt_id=sent.id, status="shown")
    interviews.receive_prompt(shown, by=officer, at=p.now)
    exhibit = interviews.ReleaseExhibit(session_id=session_id, title="作业记录本")
    interviews.release_exhibit(exhibit, by=officer, at=p.now)
    interviews.clear_exhibit(session_id, by=officer, at=p.now)
    _around_the_record(p, session_id, officer)
    interviews.tell_length(by=system_actor(org_id, p.place.bureau.name), at=p.now + timedelta(hours=9))
    scenes.one_leaves(p)
    interviews.enter_room(session_id, by=somebody(p, "冯雪"), at=p.now)
    interviews.resume(session_id, by=officer, at=p.now)
    _beside_the_rooms(p, session_id, officer, manager)
    for found in Contradiction.objects.filter(org_id=org_id, case_id=case_id):
        settled = interviews.SettleContradiction(
            contradiction_id=found.id, state="resolved", reason="经核实由李某安排。"
        )
        interviews.settle_contradiction(settled, by=manager, at=p.now)
    for session_id, names in p.said["rooms"]:
        _close(p, session_id, somebody(p, names[0]), refusing=names[0] == "钱进")
    # What a correction at the read-back contradicts is settled too.
    for found in Contradiction.objects.filter(org_id=org_id, case_id=case_id, state="open"):
        settled = interviews.SettleContradiction(
            contradiction_id=found.id, state="resolved", reason="经核实由李某安排。"
        )
        interviews.settle_contradiction(settled, by=manager, at=p.now)


def _beside_the_rooms(p: Play, session_id: UUID, officer: Actor, manager: Actor) -> None:
    """A detector's reading joins the testimonies, a machine's transcript waits beside the record."""
    read = interviews.AddReading(
        case_id=case_of(p).id,
        title="四合一检测仪",
        kind="device",
        about="可燃气体浓度是多少？",
        says="12%LEL。",
    )
    interviews.add_reading(read, by=manager, at=p.now)
    doubtful = Contradiction.objects.filter(org_id=p.place.org_id, case_id=case_of(p).id).first()
    assert doubtful is not None
    bureau = system_actor(p.place.org_id, p.place.bureau.name)
    interviews.note_opinion(doubtful.id, "模型认为两者矛盾", by=bureau, at=p.now)
    heard = interviews.KeepTranscript(
        session_id=session_id,
        who="被询问人",
        person=True,
        begun_ms=0,
        heard=Heard((Piece(0, 9, "没有"),), "x"),
    )
    interviews.keep_transcript(heard, by=officer, at=p.now)


def _around_the_record(p: Play, session_id: UUID, officer: Actor) -> None:
    """Somebody sits beside for a while, a rest is due and taken, a plan is ticked, a paper handed in."""
    beside = interviews.CompanionComes(
        session_id=session_id, part="guardian", name="李父", relation="父亲", phone="13800000009"
    )
    interviews.companion_comes(beside, by=officer, at=p.now)
    interviews.companion_leaves(session_id, "guardian", note="先行离开", by=officer, at=p.now)
    bureau = system_actor(p.place.org_id, p.place.bureau.name)
    interviews.tell_breaks(by=bureau, at=p.now + timedelta(hours=3))
    drink = interviews.BeginBreak(session_id=session_id, kind="water")
    interviews.begin_break(drink, by=officer, at=p.now)
    interviews.end_break(session_id, by=officer, at=p.now)
    tick = interviews.MarkPlan(session_id=session_id, kind="ticked", code="basics.duty")
    interviews.mark_plan(tick, by=officer, at=p.now)
    paper = interviews.TakeStatement(
        session_id=session_id, title="情况说明", sheets=1, data=picture(77), filename="说明.png", signed=True
    )
    interviews.take_statement(paper, by=officer, at=p.now)


def _close(p: Play, session_id: UUID, officer: Actor, *, refusing: bool) -> None:
    interviews.start_read_back(session_id, by=officer, at=p.now)
    correction = interviews.CorrectSegment(
        session_id=session_id,
        no=1,
        question="动火作业是谁安排的？",
        answer="补充：当天上午。",
        reason="记录有遗漏",
        initial=PICTURE,
    )
    interviews.correct_segment(correction, by=officer, at=p.now)
    first = pages_of(Session.objects.get(org_id=p.place.org_id, id=session_id))[0]
    read = interviews.LookAtPage(session_id=session_id, page_no=1, sha256=first.sha256, verdict="read")
    interviews.look_at_page(read, by=officer, at=p.now)
    interviews.confirm_record(session_id, how="self", by=officer, at=p.now)
    if refusing:
        refusal = interviews.RefuseSignature(
            session_id=session_id, reason="认为与己无关", lead_image=PICTURE, recorder_image=PICTURE
        )
        interviews.refuse_signature(refusal, by=officer, at=p.now)
    session = Session.objects.get(org_id=p.place.org_id, id=session_id)
    for sheet in pages_of(session):
        for slot in sheet.slots:
            if not slot.done:
                mark = interviews.SignPage(
                    session_id=session_id,
                    page_no=sheet.no,
                    slot=slot.slot,
                    sha256=sheet.sha256,
                    image=PICTURE,
                    fingerprint=picture(2) if slot.slot == "person" else b"",
                )
                interviews.sign_page(mark, by=officer, at=p.now)
    interviews.close_session(session_id, by=officer, at=p.now)
    p.wait()


def _papers(p: Play) -> None:
    take(p, "confirm_address", address="码头路1号", phone="029-1", electronic_consent=False)
    scenes.withdraw("D44")(p)
    documents.ensure_pdf(p.place.org_id, scenes.paper(p, "D10").id, at=p.now)
    documents.ensure_sealed(p.place.org_id, scenes.paper(p, "D10").id, at=p.now)
    take(p, "request_extension", reason="案情复杂，需要延长。")
    paper = scenes.paper(p, "D50")
    known = papers_of.one(p.place.org_id, paper.id).fields
    later = {"new_due_on": (p.today + timedelta(days=140)).isoformat(), "proposal": "建议延长办理期限。"}
    version = documents.revise(
        ReviseInstrument(instrument_id=paper.id, expected_version=paper.version, fields=known | later),
        by=p.who("lead"),
        at=p.now,
    )
    this = {"instrument_id": paper.id, "expected_version": version}
    for slot, part in (("officer", "lead"), ("officer2", "co")):
        documents.sign(SignInstrument(**this, slot=slot), by=p.who(part), at=p.now)
    documents.submit(SubmitInstrument(**this), by=p.who("lead"), at=p.now)
    sent_back = ReturnInstrument(**this, role="unit_head", opinion="写明依据。")
    documents.return_(sent_back, by=p.who("unit_head"), at=p.now)
    scenes.withdraw("D50")(p)


def _evidence(p: Play) -> None:
    org_id, case_id = p.place.org_id, case_of(p).id
    p.item("audiovisual", "现场照片", picture(9), "site.png", record="现场检查记录", media_type="image/png")
    item = items_of(org_id, case_id)[-1]
    make_thumbnail(org_id=str(org_id), item_id=str(item.id))
    read_file(org_id=str(org_id), item_id=str(item.id))
    corrected = CorrectDescription(
        case_id=case_id, no=item.no, changes={"title": "罐区照片"}, reason="名称不准"
    )
    evidence.correct_description(corrected, by=p.who("lead"), at=p.now)
    further = AddFile(
        item_id=item.id,
        filename="second.png",
        title="第二张",
        media_type="image/png",
        digest=store().put_bytes(picture(11)),
    )
    evidence.add_file(further, by=p.who("lead"), at=p.now)
    sealed = AddCustody(
        case_id=case_id,
        no=item.no,
        act="transfer",
        to_holder="证据室",
        reason="入库",
        signers=("王虎", "杜安"),
        happened_at=p.now,
    )
    evidence.add_custody(sealed, by=p.who("lead"), at=p.now)
    all_that_happens(p)
    all_that_is_filmed(p)


def _clocks(p: Play) -> None:
    case, due = case_of(p), p.today + timedelta(days=140)
    with transaction(by=p.who("head"), at=p.now) as tx:
        deadlines.pause(tx, case.id, "decision", on=p.today, reason="移送审查期间")
    with transaction(by=p.who("head"), at=p.now) as tx:
        deadlines.resume(tx, case.id, "decision", on=p.today, reason="退回")
    bureau = p.place.bureau.name
    for days in (62, 95):
        deadlines.sweep(org_id=p.place.org_id, org_name=bureau, at=p.now + timedelta(days=days))
    with transaction(by=p.who("head"), at=p.now) as tx:
        deadlines.extend(tx, case.id, "decision", until=due, reason="依法延长")


def served_again(p: Play) -> None:
    """The notice was served wrongly: the service is undone and awaits being done again."""
    tied(p)
    rows = steps(p.place.org_id, case_of(p).id)
    seq = next(row["seq"] for row in reversed(rows) if row["step"] == "serve_notice")
    take(p, "redo", by="leader", from_step=seq, ground="self_correction", reason="送达地址有误，重新送达。")
