"""Things in keeping: a place, an act that waits for its second signer, and whatever can happen to a thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from anjian.cases.queries import proceedings
from anjian.config.demo.story import picture
from anjian.evidence import actions
from anjian.evidence.commands import (
    AnswerAct,
    AnswerExculpatory,
    CountPlace,
    ProposeAct,
    RegisterThing,
    SetUpPlace,
    TieMeasure,
)
from anjian.evidence.queries import items_of
from anjian.evidence.store import store
from tests.action.faults.fault import case_of

if TYPE_CHECKING:
    from anjian.config.demo.play import Play
    from anjian.kit.actor import Actor

PLACE = SetUpPlace(code="ZW-9", name="证据保管室", kind="store")


def kept(p: Play, *, by: Actor, keeper: Actor) -> dict[str, Any]:
    """Set a place up and propose to hand an item over; returns what addresses are made of."""
    actions.set_up_place(PLACE, by=keeper, at=p.now)
    transfer = ProposeAct(
        items=((case_of(p).id, "E-3"),), act="transfer", reason="入库", happened_at=p.now, to_id=keeper.id
    )
    return {"handover_id": actions.propose_act(transfer, by=by, at=p.now), "place_code": PLACE.code}


def all_that_happens(p: Play) -> None:
    """Register a thing under seal, open a wrong seal, refuse an act, tie, answer, count its place."""
    case, by, second = case_of(p), p.who("lead"), p.who("co")
    actions.set_up_place(PLACE, by=p.who("archivist"), at=p.now)
    done = actions.register_thing(
        RegisterThing(
            case_id=case.id,
            title="割炬",
            purpose="证明动火作业使用的工具",
            source="3号罐区作业现场",
            collectors=(by.id, second.id),
            place="3号罐区",
            collected_at=p.now - timedelta(minutes=5),
            quantity=Decimal(1),
            unit="把",
            seal_no="封-实-1",
            record="现场检查记录",
            exculpatory=True,
            photos=((store().put_bytes(picture(21)), "a.png"),),
        ),
        by=by,
        at=p.now,
    )
    opened = ProposeAct(
        items=((case.id, done.no),),
        act="open",
        reason="核对",
        happened_at=p.now,
        to_id=second.id,
        seal_nos={f"{case.id}/{done.no}": "封-实-2"},
    )
    actions.sign_together(opened, by=by, second=second, at=p.now)
    waiting = actions.propose_act(replace(opened, act="check", seal_nos={}), by=by, at=p.now)
    refused = AnswerAct(handover_id=waiting, accepted=False, reason="改日核对")
    actions.answer_act(refused, by=second, at=p.now)
    word = AnswerExculpatory(case_id=case.id, no=done.no, adopted=False, text="与现场照片不符，不采纳。")
    actions.answer_exculpatory(word, by=by, at=p.now)
    keeper = p.who("archivist")
    count = CountPlace(place_code=PLACE.code, codes=("AJ-0000-001A-VZ",), second_id=by.id)
    actions.count_place(count, by=keeper, at=p.now)


def tied(p: Play) -> None:
    """Tie the newest thing to a proceeding that runs inside the case."""
    case, by = case_of(p), p.who("lead")
    child = proceedings(p.place.org_id, case.id)[-1]
    no = items_of(p.place.org_id, case.id)[-1].no
    tie = TieMeasure(case_id=case.id, no=no, proceeding_id=child["id"], measure="seizure", listed_as="割炬")
    actions.tie_measure(tie, by=by, at=p.now)
