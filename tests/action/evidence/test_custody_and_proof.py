"""Custody as a chain, what items prove, what examination found, and the closing of the evidence."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from anjian.audit.actions import transaction
from anjian.evidence import actions, queries, tasks, thumbnails
from anjian.evidence.commands import (
    AddCustody,
    AnswerExculpatory,
    Examine,
    LinkProof,
    SetProofs,
    StateFact,
)
from anjian.evidence.store import store
from anjian.kit.blobs import BlobDamaged, BlobStore
from anjian.kit.errors import Invalid, NotFound, Refused
from anjian.proof.bundle import write
from anjian.proof.verify import verify
from tests.action.evidence.scene import AT
from tests.unit.proof.specimen import a_signer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.action.evidence.scene import Scene

LATER = AT + timedelta(days=30)


def custody(scene: Scene, act: str = "seal", **changes: Any) -> None:
    command = AddCustody(
        case_id=scene.case_id,
        no="E-1",
        act=act,
        to_holder="证据室",
        reason="封存保管",
        signers=("王虎", "赵敏"),
        happened_at=AT,
        seal_no="封-0001",
    )
    actions.add_custody(replace(command, **changes), by=scene.officer, at=AT)


def freeze(scene: Scene, stage: str) -> None:
    with transaction(by=scene.officer, at=LATER) as tx:
        actions.freeze(tx, scene.case_id, stage)


class TestCustody:
    def test_continues_the_chain_with_the_hash_before_and_after(self, scene: Scene) -> None:
        item_id = scene.register().id
        custody(scene)
        custody(scene, "transfer", to_holder="法制科", from_holder="")
        links = queries.custody_of(scene.officer.org_id, item_id)
        assert [link.act for link in links] == ["take", "seal", "transfer"]
        assert links[2].from_holder == "证据室"
        assert links[1].sha256_before == links[0].sha256_after
        assert queries.check_custody(scene.officer.org_id, item_id) is None

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"act": "lose"}, "act"),
            ({"act": "take"}, "act"),
            ({"to_holder": ""}, "to_holder"),
            ({"reason": ""}, "reason"),
            ({"seal_no": ""}, "seal_no"),
            ({"signers": ("王虎", "王虎")}, "signers"),
            ({"happened_at": LATER}, "happened_at"),
            ({"happened_at": AT - timedelta(days=9)}, "happened_at"),
        ],
    )
    def test_refuses_what_is_missing(self, scene: Scene, changes: dict[str, Any], field: str) -> None:
        scene.register()
        with pytest.raises(Invalid) as refused:
            custody(scene, **changes)
        assert set(refused.value.fields) == {field}

    def test_ends_with_return(self, scene: Scene) -> None:
        scene.register()
        custody(scene, "return", to_holder="云州石油储运有限公司")
        with pytest.raises(Refused) as refused:
            custody(scene)
        assert refused.value.refusals[0].code == "custody_ended"

    def test_does_not_pass_on_a_damaged_original(self, scene: Scene) -> None:
        item_id = scene.register().id
        item = queries.items_of(scene.officer.org_id, scene.case_id)[0]
        kept = store()
        assert isinstance(kept, BlobStore)
        path = kept.path(item.sha256)
        path.chmod(0o600)
        path.write_bytes(b"changed")
        with pytest.raises(BlobDamaged):
            custody(scene)
        assert len(queries.custody_of(scene.officer.org_id, item_id)) == 1


class TestProof:
    def state(self, scene: Scene, text: str = "未办理动火作业票", **changes: str) -> str:
        return actions.state_fact(
            StateFact(case_id=scene.case_id, text=text, **changes), by=scene.officer, at=AT
        )

    def link(self, scene: Scene, **changes: Any) -> None:
        command = replace(LinkProof(case_id=scene.case_id, no="E-1", fact_no="F-1"), **changes)
        actions.link_proof(command, by=scene.officer, at=AT)

    def test_shows_which_item_proves_which_fact(self, scene: Scene) -> None:
        self.state(scene)
        self.state(scene, "作业由班长安排")
        scene.register(proves=("F-1", "F-2"))
        scene.register(b"second")
        self.link(scene, no="E-2", fact_no="F-2")
        assert [(f.no, f.proved_by) for f in queries.facts(scene.officer.org_id, scene.case_id)] == [
            ("F-1", ("E-1",)),
            ("F-2", ("E-1", "E-2")),
        ]
        known = queries.facts_of(scene.officer.org_id, scene.case_id)
        assert [fact.id for fact in known["to_prove"]] == ["F-1", "F-2"]
        assert [fact.proves for fact in known["evidence"]] == [("F-1", "F-2"), ("F-2",)]

    def test_a_retraction_needs_a_reason_and_keeps_the_history(self, scene: Scene) -> None:
        self.state(scene)
        scene.register(proves=("F-1",))
        with pytest.raises(Invalid):
            self.link(scene, stands=False)
        self.link(scene, stands=False, note="经核实与该事实无关")
        assert queries.facts(scene.officer.org_id, scene.case_id)[0].proved_by == ()
        self.link(scene)
        assert queries.facts(scene.officer.org_id, scene.case_id)[0].proved_by == ("E-1",)

    def test_a_restated_fact_keeps_number_and_proofs(self, scene: Scene) -> None:
        self.state(scene)
        scene.register(proves=("F-1",))
        assert self.state(scene, "10月1日未办理动火作业票", no="F-1", reason="补明日期") == "F-1"
        fact = queries.facts(scene.officer.org_id, scene.case_id)[0]
        assert (fact.text, fact.proved_by) == ("10月1日未办理动火作业票", ("E-1",))

    def test_a_withdrawn_fact_is_gone_from_sight_and_not_linkable(self, scene: Scene) -> None:
        self.state(scene)
        scene.register()
        self.state(scene, "", no="F-1", reason="与本案无关")
        assert queries.facts(scene.officer.org_id, scene.case_id) == []
        with pytest.raises(Invalid):
            self.link(scene)

    @pytest.mark.parametrize("changes", [{"text": " "}, {"no": "F-1"}, {"no": "F-9", "reason": "x"}])
    def test_refuses_an_empty_or_unknown_fact(self, scene: Scene, changes: dict[str, str]) -> None:
        self.state(scene)
        with pytest.raises(Invalid):
            self.state(scene, **({"text": "事实"} | changes))

    def test_an_item_of_another_case_proves_nothing_here(self, scene: Scene) -> None:
        self.state(scene)
        scene.register(case_id=scene.other_case_id)
        with pytest.raises(NotFound):
            self.link(scene)


class TestExamine:
    def examine(self, scene: Scene, **changes: Any) -> None:
        command = Examine(case_id=scene.case_id, no="E-1", authentic=True, lawful=True, relevant=True)
        actions.examine(replace(command, **changes), by=scene.reviewer, at=AT)

    def test_the_newest_finding_counts(self, scene: Scene) -> None:
        scene.register()
        self.examine(scene, lawful=False, opinion="取证未告知")
        assert not queries.facts_of(scene.officer.org_id, scene.case_id)["evidence"][0].lawful
        self.examine(scene)
        fact = queries.facts_of(scene.officer.org_id, scene.case_id)["evidence"][0]
        assert (fact.lawful, fact.verified) == (True, True)

    def test_a_denial_needs_its_reason(self, scene: Scene) -> None:
        scene.register()
        with pytest.raises(Invalid):
            self.examine(scene, authentic=False)


class TestFreeze:
    def test_after_the_decision_items_are_kept_but_prove_nothing(self, scene: Scene) -> None:
        actions.state_fact(StateFact(case_id=scene.case_id, text="事实"), by=scene.officer, at=AT)
        freeze(scene, "decided")
        with pytest.raises(Refused) as refused:
            scene.register(at=LATER, proves=("F-1",))
        assert refused.value.refusals[0].code == "after_decision"
        assert "第六十条" in refused.value.refusals[0].cites[0]
        assert queries.count(scene.officer.org_id, scene.case_id) == 0
        scene.register(at=LATER)
        assert queries.items_of(scene.officer.org_id, scene.case_id)[0].after_freeze
        assert queries.document_rows(scene.officer.org_id, scene.case_id) == []

    def test_after_archiving_nothing_is_added(self, scene: Scene) -> None:
        scene.register()
        freeze(scene, "archived")
        for attempt in (
            lambda: scene.register(b"late", at=LATER),
            lambda: actions.state_fact(
                StateFact(case_id=scene.case_id, text="事实"), by=scene.officer, at=LATER
            ),
            lambda: actions.examine(
                Examine(case_id=scene.case_id, no="E-1", authentic=True, lawful=True, relevant=True),
                by=scene.reviewer,
                at=LATER,
            ),
            lambda: actions.link_proof(
                LinkProof(case_id=scene.case_id, no="E-1", fact_no="F-1"), by=scene.officer, at=LATER
            ),
        ):
            with pytest.raises(Refused) as refused:
                attempt()
            assert refused.value.refusals[0].code == "archived"

    def test_a_lifted_freeze_lets_evidence_prove_again(self, scene: Scene) -> None:
        freeze(scene, "decided")
        freeze(scene, "lifted")
        assert queries.freeze_of(scene.officer.org_id, scene.case_id) is None
        scene.register(at=LATER)
        assert not queries.items_of(scene.officer.org_id, scene.case_id)[0].after_freeze


def picture(size: tuple[int, int] = (2000, 1000), form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, form)
    return out.getvalue()


class TestThumbnail:
    def make(self, scene: Scene, data: bytes) -> queries.Item:
        item_id = scene.register(data).id
        tasks.make_thumbnail(org_id=str(scene.officer.org_id), item_id=str(item_id))
        return queries.items_of(scene.officer.org_id, scene.case_id)[0]

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
    def test_is_a_linked_copy_of_the_original(self, scene: Scene, form: str) -> None:
        data = picture(form=form)
        item = self.make(scene, data)
        with store().open(item.thumbnail) as stream, Image.open(stream) as made:
            assert (made.format, made.size) == ("WEBP", (640, 320))
        with store().open(item.sha256) as stream:
            assert stream.read() == data

    @pytest.mark.parametrize(
        "data",
        [b"\xff\xd8\xff" + b"not a picture", picture()[:2000], b"\x89PNG\r\n\x1a\n" + bytes(400), b"GIF89a"],
    )
    def test_a_hostile_or_broken_file_only_gives_a_reason(self, scene: Scene, data: bytes) -> None:
        item = self.make(scene, data)
        assert item.thumbnail == ""
        assert "未生成缩略图" in item.thumbnail_failure

    def test_a_bomb_is_not_unpacked(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(thumbnails, "LARGEST_PIXELS", 1000)
        assert "过大" in self.make(scene, picture()).thumbnail_failure

    def test_is_made_once(self, scene: Scene) -> None:
        item = self.make(scene, picture())
        tasks.make_thumbnail(org_id=str(scene.officer.org_id), item_id=str(item.id))
        assert queries.items_of(scene.officer.org_id, scene.case_id)[0].thumbnail == item.thumbnail


class TestExport:
    def test_originals_go_into_a_bundle_with_their_custody(self, scene: Scene, tmp_path: Path) -> None:
        scene.register(b"one")
        scene.register(b"two", filename="记录.PDF")
        custody(scene)
        entries = queries.entries_of(scene.officer.org_id, scene.case_id)
        assert [entry.path for entry in entries] == ["originals/E-1.jpg", "originals/E-2.pdf"]
        links = list(queries.chains_of(scene.officer.org_id, scene.case_id))
        assert [link["stream_id"] for link in links].count(entries[0].about["item"]) == 2
        from anjian.audit.queries import chain_of

        events = chain_of(scene.officer.org_id, scene.case_id)
        write(
            tmp_path / "a.zip", entries, events, a_signer(), title="案卷", subject={}, at=LATER, custody=links
        )
        report = verify(tmp_path / "a.zip")
        assert (report.ok, report.events) == (True, 5)


class TestSheetOfProof:
    def state(self, scene: Scene, *texts: str) -> None:
        for text in texts:
            actions.state_fact(StateFact(case_id=scene.case_id, text=text), by=scene.officer, at=AT)

    def proved(self, scene: Scene) -> list[tuple[str, tuple[str, ...]]]:
        return [(f.no, f.proved_by) for f in queries.facts(scene.officer.org_id, scene.case_id)]

    def test_cells_are_set_together_and_what_stands_is_left_alone(self, scene: Scene) -> None:
        self.state(scene, "未办理动火作业票", "没有专人监护")
        scene.register(proves=("F-1",))
        scene.register(b"second")
        cells = (("E-1", "F-1", True), ("E-1", "F-2", True), ("E-2", "F-2", True))
        command = SetProofs(case_id=scene.case_id, cells=cells)
        assert actions.set_proofs(command, by=scene.officer, at=AT) == 2
        assert self.proved(scene) == [("F-1", ("E-1",)), ("F-2", ("E-1", "E-2"))]
        assert actions.set_proofs(command, by=scene.officer, at=AT) == 0

    def test_taking_one_away_needs_a_reason_and_nothing_is_half_done(self, scene: Scene) -> None:
        self.state(scene, "未办理动火作业票", "没有专人监护")
        scene.register(proves=("F-1",))
        cells = (("E-1", "F-2", True), ("E-1", "F-1", False))
        with pytest.raises(Invalid):
            actions.set_proofs(SetProofs(case_id=scene.case_id, cells=cells), by=scene.officer, at=AT)
        assert self.proved(scene) == [("F-1", ("E-1",)), ("F-2", ())]
        because = SetProofs(case_id=scene.case_id, cells=cells, note="与该事实无关")
        assert actions.set_proofs(because, by=scene.officer, at=AT) == 2
        assert self.proved(scene) == [("F-1", ()), ("F-2", ("E-1",))]

    def examine(self, scene: Scene, **changes: Any) -> None:
        command = Examine(case_id=scene.case_id, no="E-1", authentic=True, lawful=True, relevant=True)
        actions.examine(replace(command, **changes), by=scene.officer, at=AT)

    def test_a_point_that_is_not_met_needs_its_reason(self, scene: Scene) -> None:
        scene.register()
        with pytest.raises(Invalid) as silent:
            self.examine(scene, answers={"taken_by_two": "no"})
        assert set(silent.value.fields) == {"lawful"}
        self.examine(scene, answers={"taken_by_two": "no"}, reasons={"lawful": "记录仪全程录像，另一人在场"})
        item = queries.item_of(scene.officer.org_id, scene.case_id, "E-1")
        assert item is not None
        assert item.finding is not None
        assert item.finding.answers == {"taken_by_two": "no"}
        assert item.finding.reasons == {"lawful": "记录仪全程录像，另一人在场"}

    def test_points_of_another_kind_are_not_accepted(self, scene: Scene) -> None:
        scene.register()
        with pytest.raises(Invalid):
            self.examine(scene, answers={"hash_on_site": "yes"})
        with pytest.raises(Invalid):
            self.examine(scene, answers={"taken_by_two": "maybe"})

    def test_what_speaks_for_the_party_is_answered(self, scene: Scene) -> None:
        scene.register(exculpatory=True)
        scene.register(b"second")
        answer = AnswerExculpatory(
            case_id=scene.case_id, no="E-1", adopted=False, text="与视频不符，不采纳。"
        )
        known = queries.facts_of(scene.officer.org_id, scene.case_id)["evidence"]
        assert [(e.exculpatory, e.answered) for e in known] == [(True, False), (False, False)]
        actions.answer_exculpatory(answer, by=scene.officer, at=AT)
        known = queries.facts_of(scene.officer.org_id, scene.case_id)["evidence"]
        assert known[0].answered
        with pytest.raises(Invalid):
            actions.answer_exculpatory(replace(answer, no="E-2"), by=scene.officer, at=AT)
        with pytest.raises(Invalid):
            actions.answer_exculpatory(replace(answer, text=" "), by=scene.officer, at=AT)

    def test_the_list_is_frozen_at_the_decision_with_its_hash(self, scene: Scene) -> None:
        self.state(scene, "未办理动火作业票")
        scene.register(proves=("F-1",))
        freeze(scene, "decided")
        scene.register(b"later", at=LATER, collected_at=LATER)
        frozen = queries.frozen_list(scene.officer.org_id, scene.case_id)
        assert frozen is not None
        assert [(row["no"], row["proves"]) for row in frozen.listing] == [("E-1", ["F-1"])]
        assert frozen.whole
        assert queries.listing_hash(frozen.listing) == frozen.sha256
        assert [i.after_freeze for i in queries.items_of(scene.officer.org_id, scene.case_id)] == [
            False,
            True,
        ]
