"""Registering evidence: what is accepted, what is refused and with which article, what is recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from anjian.audit import queries as record
from anjian.evidence import access, actions, queries
from anjian.evidence.commands import CorrectDescription
from anjian.evidence.models import EvidenceItem
from anjian.evidence.store import store
from anjian.kit.blobs import BlobMissing, Digest
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from anjian.kit.hashing import sha256_hex
from tests.action.evidence.scene import AT

if TYPE_CHECKING:
    from tests.action.evidence.scene import Scene


class TestRegister:
    def test_numbers_items_within_the_case(self, scene: Scene) -> None:
        assert [scene.register(bytes([n]) * 20).no for n in (1, 2, 3)] == ["E-1", "E-2", "E-3"]
        assert scene.register(b"x" * 20, case_id=scene.other_case_id).no == "E-1"

    def test_keeps_identity_and_description(self, scene: Scene) -> None:
        registered = scene.register(b"\xff\xd8\xff data")
        item = queries.item_of(scene.officer.org_id, scene.case_id, "E-1")
        assert item is not None
        assert item.id == registered.id
        assert item.collector_names == ("王虎", "赵敏")
        assert item.media_type == "image/jpeg"
        assert store().verify(item.sha256) == Digest(item.sha256, item.sm3, item.size)
        assert (item.custody_act, item.custody_holder) == ("take", "执法支队一大队")
        assert queries.check_custody(scene.officer.org_id, item.id) is None

    def test_records_one_event_per_fact_in_the_chain_of_the_case(self, scene: Scene) -> None:
        scene.register()
        types = [entry["type"] for entry in record.chain_of(scene.officer.org_id, scene.case_id)]
        assert types == ["evidence.item.registered", "evidence.custody.recorded"]
        assert record.check_chain(scene.officer.org_id, scene.case_id) is None

    def test_asks_for_a_thumbnail_of_images_only(self, scene: Scene) -> None:
        scene.register(b"\xff\xd8\xff image")
        scene.register(b"%PDF-1.7 text", filename="a.pdf")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'evidence.make_thumbnail'"
            )
            assert cursor.fetchone() == (1,)

    def test_does_not_believe_a_name_against_the_bytes(self, scene: Scene) -> None:
        scene.register(b"<html><script>", filename="scene.jpg")
        assert (
            queries.items_of(scene.officer.org_id, scene.case_id)[0].media_type == "application/octet-stream"
        )

    def test_a_double_click_registers_once(self, scene: Scene) -> None:
        command = scene.command()
        actions.register_evidence(command, by=scene.officer, at=AT, key="k1")
        with pytest.raises(Conflict) as refused:
            actions.register_evidence(command, by=scene.officer, at=AT, key="k1")
        assert refused.value.code == "already_done"
        assert queries.count(scene.officer.org_id, scene.case_id) == 1


class TestRefuse:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"title": " "}, "title"),
            ({"purpose": ""}, "purpose"),
            ({"source": ""}, "source"),
            ({"place": ""}, "place"),
            ({"kind": "rumour"}, "kind"),
            ({"form": "copy"}, "copy_note"),
            ({"collected_at": AT + timedelta(minutes=1)}, "collected_at"),
        ],
    )
    def test_missing_particulars_are_named(self, scene: Scene, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            scene.register(**changes)
        assert set(refused.value.fields) == {field}
        assert queries.count(scene.officer.org_id, scene.case_id) == 0

    def test_a_file_that_is_not_whole_in_the_store(self, scene: Scene) -> None:
        with pytest.raises(Invalid) as refused:
            scene.register(digest=Digest("0" * 64, "0" * 64, 10))
        assert set(refused.value.fields) == {"file"}
        with pytest.raises(BlobMissing):
            store().open("0" * 64)

    def test_one_officer(self, scene: Scene) -> None:
        for collectors in ((scene.officer.id,), (scene.officer.id, scene.officer.id)):
            with pytest.raises(Refused) as refused:
                scene.register(collectors=collectors)
            assert refused.value.refusals[0].code == "two_officers"
            assert refused.value.refusals[0].cites == ("《行政处罚法》第四十二条第一款",)

    def test_an_expired_certificate(self, scene: Scene) -> None:
        with pytest.raises(Refused) as refused:
            scene.register(collectors=(scene.officer.id, scene.expired.id))
        assert [r.code for r in refused.value.refusals] == ["certificate"]
        assert "孙旧" in refused.value.refusals[0].reason

    def test_the_certificate_of_the_day_of_collection_counts(self, scene: Scene) -> None:
        scene.register(collectors=(scene.officer.id, scene.expired.id), collected_at=AT - timedelta(days=3))

    def test_an_officer_of_another_bureau(self, scene: Scene, elsewhere: Scene) -> None:
        with pytest.raises(Refused):
            scene.register(collectors=(scene.officer.id, elsewhere.officer.id))

    def test_a_role_that_handles_no_evidence(self, scene: Scene) -> None:
        with pytest.raises(Refused) as refused:
            scene.register(by=scene.administrator)
        assert refused.value.refusals[0].code == "role"

    def test_the_same_content_in_the_same_case_is_named(self, scene: Scene) -> None:
        scene.register(b"same")
        with pytest.raises(Conflict, match="E-1") as refused:
            scene.register(b"same")
        assert refused.value.code == "same_content"
        assert scene.register(b"same", although_same="另一取证过程").no == "E-2"

    def test_the_same_content_in_another_case_is_counted_only(self, scene: Scene) -> None:
        scene.register(b"same")
        assert scene.register(b"same", case_id=scene.other_case_id).same_elsewhere == 1

    def test_a_refused_registration_takes_no_number(self, scene: Scene) -> None:
        scene.register(b"same")
        with pytest.raises(Conflict):
            scene.register(b"same")
        assert scene.register(b"other").no == "E-2"


class TestScope:
    def test_another_bureau_finds_nothing(self, scene: Scene, elsewhere: Scene) -> None:
        registered = scene.register()
        with pytest.raises(NotFound):
            access.item_for(elsewhere.officer, scene.case_id, "E-1")
        with pytest.raises(NotFound):
            access.item_by_id(elsewhere.officer, registered.id)
        assert queries.items_of(elsewhere.officer.org_id, scene.case_id) == []

    def test_another_case_finds_nothing(self, scene: Scene) -> None:
        registered = scene.register()
        with pytest.raises(NotFound):
            access.item_for(scene.officer, scene.other_case_id, "E-1")
        with pytest.raises(NotFound):
            access.item_by_id(scene.officer, registered.id, case_id=scene.other_case_id)

    @pytest.mark.parametrize("no", ["", "E-", "E-x", "1", "E-1 ", "E-²", "E-99999999"])
    def test_a_wrong_number_finds_nothing(self, scene: Scene, no: str) -> None:
        scene.register()
        with pytest.raises(NotFound):
            access.item_for(scene.officer, scene.case_id, no)
        assert queries.item_of(scene.officer.org_id, scene.case_id, no) is None


class TestCorrect:
    def correct(self, scene: Scene, reason: str = "笔误", **changes: str) -> None:
        command = CorrectDescription(case_id=scene.case_id, no="E-1", changes=changes, reason=reason)
        actions.correct_description(command, by=scene.officer, at=AT)

    def test_shows_the_new_wording_and_keeps_the_old(self, scene: Scene) -> None:
        scene.register()
        self.correct(scene, title="3号罐区动火照片")
        self.correct(scene, place="4号罐区", kind="electronic")
        item = queries.items_of(scene.officer.org_id, scene.case_id)[0]
        assert (item.title, item.place, item.kind_name, item.corrected) == (
            "3号罐区动火照片", "4号罐区", "电子数据", True,
        )  # fmt: skip
        assert EvidenceItem.objects.get(org_id=scene.officer.org_id, id=item.id).title == "动火作业现场照片"

    @pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"collected_at": "x"}, {"title": " "}, {}])
    def test_refuses_what_must_stay(self, scene: Scene, changes: dict[str, str]) -> None:
        scene.register()
        with pytest.raises(Invalid):
            self.correct(scene, **changes)

    def test_refuses_without_reason(self, scene: Scene) -> None:
        scene.register()
        with pytest.raises(Invalid) as refused:
            self.correct(scene, reason=" ", title="x")
        assert set(refused.value.fields) == {"reason"}


class TestDatabase:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE evidence_item SET sha256 = repeat('0', 64)",
            "DELETE FROM evidence_item",
            "TRUNCATE evidence_item CASCADE",
            "UPDATE evidence_custody SET to_holder = 'x'",
            "DELETE FROM evidence_custody",
        ],
    )
    def test_refuses_to_rewrite(self, scene: Scene, sql: str) -> None:
        scene.register()
        connection.check_constraints()
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(sql)

    def test_reading_a_case_costs_the_same_for_one_item_and_for_many(
        self, scene: Scene, django_assert_num_queries: Any
    ) -> None:
        for number in range(12):
            scene.register(bytes([number]) * 9)
        with django_assert_num_queries(3):
            assert len(queries.items_of(scene.officer.org_id, scene.case_id)) == 12


class TestHeldIn:
    def test_only_contents_of_the_case_are_known(self, scene: Scene, elsewhere: Scene) -> None:
        scene.register(b"own")
        scene.register(b"of another case", case_id=scene.other_case_id)
        elsewhere.register(b"of another bureau")
        hashes = [sha256_hex(data) for data in (b"own", b"of another case", b"of another bureau", b"none")]
        org_id = scene.officer.org_id
        assert queries.held_in(org_id, scene.case_id, hashes) == {hashes[0]}
        assert queries.held_in(org_id, scene.other_case_id, hashes) == {hashes[1]}
        assert queries.held_in(org_id, elsewhere.case_id, hashes) == set()
