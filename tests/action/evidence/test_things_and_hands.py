"""Objects in keeping: sheets and photographs, two signers, seals that match, samples, places, loans."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from anjian.audit import queries as record
from anjian.evidence import actions, labels, queries, tasks
from anjian.evidence.commands import (
    AnswerAct,
    CountPlace,
    ProposeAct,
    RegisterThing,
    SamplePart,
    SetUpPlace,
    TakeSamples,
)
from anjian.evidence.queries import places
from anjian.evidence.store import store
from anjian.kit.actor import Actor
from anjian.kit.errors import AnjianError, Conflict, Invalid, NotFound, Refused
from tests.action.evidence.scene import AT

if TYPE_CHECKING:
    from uuid import UUID

    from tests.action.evidence.scene import Scene


def photo(colour: str = "red") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(target, "PNG")
    return target.getvalue()


def thing(scene: Scene, **changes: Any) -> UUID:
    command = RegisterThing(
        case_id=scene.case_id,
        title="电焊机",
        purpose="证明动火作业使用的工具",
        source="3号罐区作业现场",
        collectors=(scene.officer.id, scene.colleague.id),
        place="3号罐区",
        collected_at=AT - timedelta(hours=1),
        quantity=Decimal("1.000"),
        unit="台",
        features="蓝色，铭牌ZX7-400",
        value_yuan=Decimal("1200.00"),
        packaging="木箱",
        photos=((store().put_bytes(photo()), "a.png"),),
    )
    return actions.register_thing(replace(command, **changes), by=scene.officer, at=AT).id


def ask(scene: Scene, act: str, **changes: Any) -> ProposeAct:
    command = ProposeAct(
        items=((scene.case_id, "E-1"),),
        act=act,
        reason="入库保管",
        happened_at=AT,
        to_id=scene.colleague.id,
    )
    return replace(command, **changes)


def seal(scene: Scene, no: str, item: str = "E-1") -> dict[str, str]:
    return {f"{scene.case_id}/{item}": no}


def both(scene: Scene, act: str, **changes: Any) -> None:
    command = ask(scene, act, **changes)
    actions.sign_together(command, by=scene.officer, second=scene.colleague, at=AT)


def codes(work: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        work()
    assert all(r.cites and r.who and r.cure for r in refused.value.refusals)
    return {r.code for r in refused.value.refusals}


class TestThings:
    def test_an_object_is_its_sheet_and_its_photographs(self, scene: Scene) -> None:
        item_id = thing(scene)
        item = queries.item_of(scene.officer.org_id, scene.case_id, "E-1")
        assert item is not None
        assert (item.kind, item.thing, item.quantity) == ("physical", True, "1台")
        with store().open(item.sha256) as stream:
            sheet = json.loads(stream.read())
        files = queries.files_of(scene.officer.org_id, [item_id])
        assert sheet["photographs"] == [files[0].sha256]
        assert (sheet["features"], files[0].media_type) == ("蓝色，铭牌ZX7-400", "image/png")
        known = queries.things_of(scene.officer.org_id, [item_id])[item_id]
        assert (known.quantity, known.unit, known.value_yuan, known.part) == (1, "台", Decimal(1200), "whole")

    def test_two_objects_that_are_alike_are_two(self, scene: Scene) -> None:
        thing(scene)
        thing(scene)
        items = queries.items_of(scene.officer.org_id, scene.case_id)
        assert len({item.sha256 for item in items}) == 2

    def test_its_thumbnail_is_made_of_its_first_photograph(self, scene: Scene) -> None:
        item_id = thing(scene)
        tasks.make_thumbnail(org_id=str(scene.officer.org_id), item_id=str(item_id))
        item = queries.item_of(scene.officer.org_id, scene.case_id, "E-1")
        assert item is not None
        assert item.thumbnail
        assert item.thumbnail_failure == ""

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"quantity": Decimal(0)}, "quantity"), ({"unit": " "}, "unit"), ({"photos": ()}, "photos"),
         ({"value_yuan": Decimal(-1)}, "value_yuan")],
    )  # fmt: skip
    def test_what_is_missing_is_named(self, scene: Scene, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            thing(scene, **changes)
        assert set(refused.value.fields) == {field}
        assert queries.count(scene.officer.org_id, scene.case_id) == 0

    def test_a_seal_put_on_when_it_was_taken_begins_the_chain(self, scene: Scene) -> None:
        item_id = thing(scene, seal_no="封0001")
        assert [link.act for link in queries.custody_of(scene.officer.org_id, item_id)] == ["take", "seal"]
        assert queries.keeping_of(scene.officer.org_id, [item_id])[item_id].sealed_with == "封0001"


class TestTwoSigners:
    def test_a_transfer_is_open_until_the_receiver_accepts(self, scene: Scene) -> None:
        item_id = thing(scene)
        org = scene.officer.org_id
        waiting = actions.propose_act(ask(scene, "transfer"), by=scene.officer, at=AT)
        assert [one.id for one in queries.waiting_for(org, scene.colleague.id)] == [waiting]
        assert [link.act for link in queries.custody_of(org, item_id)] == ["take"]
        actions.answer_act(AnswerAct(handover_id=waiting, accepted=True), by=scene.colleague, at=AT)
        last = queries.custody_of(org, item_id)[-1]
        assert (last.act, last.to_holder, last.signers) == ("transfer", "赵敏", ("王虎", "赵敏"))
        assert [one["how"] for one in last.details["signed"]] == ["account", "account"]
        assert queries.waiting_for(org, scene.colleague.id) == []
        assert queries.check_custody(org, item_id) is None
        assert record.check_chain(org, scene.case_id) is None

    def test_a_refused_transfer_changes_nothing_and_stays_on_record(self, scene: Scene) -> None:
        item_id = thing(scene)
        waiting = actions.propose_act(ask(scene, "transfer"), by=scene.officer, at=AT)
        with pytest.raises(Invalid):
            actions.answer_act(AnswerAct(handover_id=waiting, accepted=False), by=scene.colleague, at=AT)
        no = AnswerAct(handover_id=waiting, accepted=False, reason="缺少一根电缆")
        actions.answer_act(no, by=scene.colleague, at=AT)
        assert len(queries.custody_of(scene.officer.org_id, item_id)) == 1
        said = [row.sentence for row in record.activity_of(scene.officer.org_id, scene.case_id)]
        assert any("缺少一根电缆" in sentence for sentence in said)

    def test_nobody_signs_twice_or_for_another(self, scene: Scene) -> None:
        thing(scene)
        waiting = actions.propose_act(ask(scene, "transfer"), by=scene.officer, at=AT)
        yes = AnswerAct(handover_id=waiting, accepted=True)
        assert codes(lambda: actions.answer_act(yes, by=scene.officer, at=AT)) == {"second_signer"}
        with pytest.raises(NotFound):
            actions.answer_act(yes, by=scene.reviewer, at=AT)
        actions.answer_act(yes, by=scene.colleague, at=AT)
        with pytest.raises(Conflict):
            actions.answer_act(yes, by=scene.colleague, at=AT)
        with pytest.raises(Invalid) as alone:
            actions.propose_act(ask(scene, "check", to_id=scene.officer.id), by=scene.officer, at=AT)
        assert set(alone.value.fields) == {"to_id"}

    def test_one_waiting_act_at_a_time(self, scene: Scene) -> None:
        thing(scene)
        actions.propose_act(ask(scene, "transfer"), by=scene.officer, at=AT)
        again = ask(scene, "check")
        assert codes(lambda: actions.propose_act(again, by=scene.officer, at=AT)) == {"waiting"}

    def test_several_things_go_together_or_not_at_all(self, scene: Scene) -> None:
        first, second = thing(scene), thing(scene, title="割炬")
        two = ((scene.case_id, "E-1"), (scene.case_id, "E-2"))
        both(scene, "seal", items=two[:1], seal_nos=seal(scene, "封7"))
        assert codes(lambda: both(scene, "copy", items=two)) == {"sealed"}
        both(scene, "transfer", items=two)
        chains = queries.custody_of_many(scene.officer.org_id, [first, second])
        assert [chain[-1].act for chain in chains.values()] == ["transfer", "transfer"]

    def test_a_reviewer_cannot_be_the_second(self, scene: Scene) -> None:
        thing(scene)
        to_reviewer = ask(scene, "transfer", to_id=scene.reviewer.id)
        assert codes(lambda: actions.propose_act(to_reviewer, by=scene.officer, at=AT)) == {"role"}


class TestSeals:
    def test_a_number_is_used_once(self, scene: Scene) -> None:
        thing(scene, seal_no="封1")
        thing(scene, title="割炬")
        again = {"items": ((scene.case_id, "E-2"),), "seal_nos": seal(scene, "封1", "E-2")}
        assert codes(lambda: both(scene, "seal", **again)) == {"seal_used"}

    def test_a_sealed_thing_is_opened_before_anything_else(self, scene: Scene) -> None:
        thing(scene, seal_no="封1")
        assert codes(lambda: both(scene, "seal", seal_nos=seal(scene, "封2"))) == {"sealed_already"}
        assert codes(lambda: both(scene, "copy")) == {"sealed"}
        both(scene, "open", seal_nos=seal(scene, "封1"))
        both(scene, "copy")

    def test_a_seal_that_is_not_the_one_put_on_is_kept_and_told(self, scene: Scene) -> None:
        item_id = thing(scene, seal_no="封1")
        both(scene, "open", seal_nos=seal(scene, "封9"))
        keeping = queries.keeping_of(scene.officer.org_id, [item_id])[item_id]
        assert [(m.expected, m.found) for m in keeping.mismatches] == [("封1", "封9")]
        item = queries.item_of(scene.officer.org_id, scene.case_id, "E-1")
        assert item is not None
        assert item.seal_mismatch
        said = [row.sentence for row in record.activity_of(scene.officer.org_id, scene.case_id)]
        assert "证据E-1启封时封条不符：应为封1，实为封9" in said
        assert queries.check_custody(scene.officer.org_id, item_id) is None


class TestSamples:
    def split(self, scene: Scene, *parts: str, **changes: Any) -> Any:
        command = TakeSamples(
            case_id=scene.case_id,
            no="E-1",
            act="split",
            parts=tuple(
                SamplePart(title=f"油样{n}", quantity=Decimal("0.5"), unit="升", part=part, seal_no=f"样{n}")
                for n, part in enumerate(parts)
            ),
            reason="送检并留样",
            happened_at=AT,
            place="3号罐区",
        )
        command = replace(command, **changes)
        return actions.take_samples(command, by=scene.officer, second=scene.colleague, at=AT)

    def test_the_parts_are_items_of_their_own_under_their_own_seals(self, scene: Scene) -> None:
        parent = thing(scene, title="3号罐油品", quantity=Decimal(1), unit="升")
        parts = self.split(scene, "test", "retained")
        assert [part.no for part in parts] == ["E-2", "E-3"]
        org = scene.officer.org_id
        assert queries.parts_of(org, parent) == ["E-2", "E-3"]
        known = queries.things_of(org, [part.id for part in parts])
        assert [(t.part_name, t.parent_no) for t in known.values()] == [("检验样品", "E-1"), ("留样", "E-1")]
        assert queries.custody_of(org, parent)[-1].details["parts"] == ["E-2", "E-3"]
        keeping = queries.keeping_of(org, [part.id for part in parts])
        assert {k.sealed_with for k in keeping.values()} == {"样0", "样1"}

    def test_a_split_keeps_something_back_and_every_part_is_sealed(self, scene: Scene) -> None:
        thing(scene)
        with pytest.raises(Invalid):
            self.split(scene, "test", "test")
        unsealed = (SamplePart(title="油样", quantity=Decimal(1), unit="升", part="test", seal_no=""),)
        with pytest.raises(Invalid):
            self.split(scene, act="sample", parts=unsealed)
        assert queries.count(scene.officer.org_id, scene.case_id) == 1

    def test_what_is_sealed_is_not_sampled(self, scene: Scene) -> None:
        thing(scene, seal_no="封1")
        assert codes(lambda: self.split(scene, "test", "retained")) == {"sealed"}
        assert queries.count(scene.officer.org_id, scene.case_id) == 1


class TestAway:
    def test_what_is_lent_comes_back_or_is_overdue(self, scene: Scene) -> None:
        item_id = thing(scene)
        due = AT.date() + timedelta(days=3)
        with pytest.raises(Invalid) as undated:
            both(scene, "lend")
        assert set(undated.value.fields) == {"due_on"}
        both(scene, "lend", due_on=due)
        org = scene.officer.org_id
        assert queries.overdue_in(org, [scene.case_id], on=due) == []
        late = queries.overdue_in(org, [scene.case_id], on=due + timedelta(days=1))
        assert [(one.item_id, one.act_name, one.holder) for one in late] == [(item_id, "借出", "赵敏")]
        assert codes(lambda: both(scene, "check")) == {"out"}
        assert codes(lambda: both(scene, "test_back")) == {"not_out"}
        both(scene, "lend_back")
        assert queries.overdue_in(org, [scene.case_id], on=due + timedelta(days=1)) == []

    def test_a_return_needs_a_receiver_and_a_receipt_and_ends_the_custody(self, scene: Scene) -> None:
        thing(scene)
        with pytest.raises(Invalid) as bare:
            both(scene, "return")
        assert set(bare.value.fields) == {"to_holder", "receipt"}
        both(scene, "return", to_holder="云州石油储运有限公司 李某", receipt="收据〔2026〕3号")
        assert codes(lambda: both(scene, "check")) == {"custody_ended"}

    def test_destruction_needs_its_approval(self, scene: Scene) -> None:
        thing(scene)
        with pytest.raises(Invalid) as bare:
            both(scene, "destroy")
        assert set(bare.value.fields) == {"approval"}


class TestPlaces:
    def store_room(self, scene: Scene, keeper: Actor) -> None:
        room = SetUpPlace(code="WZ-1", name="证据保管室", kind="store", roles=("archivist",))
        actions.set_up_place(room, by=keeper, at=AT)
        shelf = SetUpPlace(code="WZ-1-A", name="A柜", kind="shelf", parent_code="WZ-1", roles=("archivist",))
        actions.set_up_place(shelf, by=keeper, at=AT)

    @pytest.fixture
    def keeper(self, scene: Scene) -> Actor:
        return replace(scene.colleague, roles=scene.colleague.roles | {"archivist"})

    def test_a_shelf_stands_in_a_room_and_only_keepers_set_places_up(
        self, scene: Scene, keeper: Actor
    ) -> None:
        shelf = SetUpPlace(code="B", name="B柜", kind="shelf")
        with pytest.raises(Invalid) as bare:
            actions.set_up_place(shelf, by=keeper, at=AT)
        assert set(bare.value.fields) == {"parent_code"}
        assert codes(lambda: actions.set_up_place(shelf, by=scene.officer, at=AT)) == {"role"}
        self.store_room(scene, keeper)
        assert [p.code for p in places.places(scene.officer.org_id)] == ["WZ-1", "WZ-1-A"]

    def test_nobody_puts_a_thing_where_neither_signer_may_enter(self, scene: Scene, keeper: Actor) -> None:
        self.store_room(scene, keeper)
        thing(scene)
        there = ask(scene, "transfer", place_code="WZ-1-A")
        assert codes(lambda: actions.propose_act(there, by=scene.officer, at=AT)) == {"no_entry"}

    def test_a_count_names_what_is_missing_too_much_and_unknown(self, scene: Scene, keeper: Actor) -> None:
        room = SetUpPlace(code="WZ-2", name="临时处", kind="site", officers=(scene.officer.id,))
        actions.set_up_place(room, by=keeper, at=AT)
        here, gone, strange = (
            thing(scene, place_code="WZ-2"),
            thing(scene, title="割炬", place_code="WZ-2"),
            thing(scene, title="角磨机"),
        )
        assert places.lying_in(scene.officer.org_id, "WZ-2") == [here, gone]
        count = CountPlace(
            place_code="WZ-2",
            codes=(labels.code_of(here), labels.code_of(strange).lower(), "AJ-0000-0000-00", "6901234567892"),
            second_id=scene.colleague.id,
        )
        outcome = actions.count_place(count, by=scene.officer, at=AT)
        assert (outcome.missing, outcome.strange) == ((gone,), (strange,))
        assert outcome.unknown == ("AJ-0000-0000-00", "6901234567892")
        alone = replace(count, second_id=scene.officer.id)
        with pytest.raises(AnjianError):
            actions.count_place(alone, by=scene.officer, at=AT)

    def test_a_place_with_things_in_it_is_not_closed(self, scene: Scene, keeper: Actor) -> None:
        room = SetUpPlace(code="WZ-2", name="临时处", kind="site", officers=(scene.officer.id,))
        actions.set_up_place(room, by=keeper, at=AT)
        thing(scene, place_code="WZ-2")
        with pytest.raises(Invalid) as full:
            actions.set_up_place(replace(room, closed=True), by=keeper, at=AT)
        assert set(full.value.fields) == {"closed"}


class TestLabels:
    def test_a_label_leads_to_its_item_and_to_no_other_bureau(self, scene: Scene, elsewhere: Scene) -> None:
        item_id = thing(scene)
        code = labels.code_of(item_id)
        assert queries.found_by_label(scene.officer.org_id, code) == [(item_id, scene.case_id, "E-1")]
        assert queries.found_by_label(scene.officer.org_id, code[:-1]) == []
        assert queries.found_by_label(elsewhere.officer.org_id, code) == []
