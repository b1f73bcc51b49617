"""A link is told once, opened by its code, used once, and leaves a receipt that proves what was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from anjian.audit import queries as audit
from anjian.evidence.store import store
from anjian.intake import actions, queries, receipts
from anjian.intake.actions.links import TRIES
from anjian.intake.commands import CloseLink, Given, HandIn, MadeLink, MakeLink, RefuseFile
from anjian.intake.models import IntakeLink, Submission
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from anjian.people.keys import signer_for
from tests.action.evidence.scene import AT, Scene

if TYPE_CHECKING:
    from uuid import UUID

WISH = MakeLink(
    case_no="2026-0001", giver="云州安全技术公司", relation="third_party", asks=("动火作业票", "培训记录")
)


def made(scene: Scene, **changes: object) -> MadeLink:
    return actions.make_link(replace(WISH, **changes), by=scene.officer, at=AT)  # type: ignore[arg-type]


def hand_in(scene: Scene, link_id: UUID, *names: str) -> Submission:
    files = tuple(Given(digest=store().put_bytes(name.encode()), filename=name) for name in names)
    return actions.hand_in(
        HandIn(link_id=link_id, giver="张经理", contact="", statement="均为原件扫描", files=files),
        signer=signer_for(scene.officer.org_id),
        at=AT + timedelta(hours=1),
    )


class TestMaking:
    def test_neither_token_nor_code_can_be_read_from_the_tables(self, scene: Scene) -> None:
        link = made(scene)
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(l)::text FROM intake_link l WHERE id = %s", [link.id])
            row = cursor.fetchone()[0]
        assert link.token not in row
        assert f'"{link.code}"' not in row
        assert "动火作业票" in row

    def test_the_way_of_asking_is_on_record(self, scene: Scene) -> None:
        made(scene)
        newest = audit.activity_of(scene.officer.org_id, scene.case_id)[0]
        assert newest.sentence == "向云州安全技术公司发出材料提交链接"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"asks": ()}, "asks"),
            ({"asks": ("x" * 201,)}, "asks"),
            ({"giver": " "}, "giver"),
            ({"relation": "friend"}, "relation"),
            ({"days": 31}, "days"),
            ({"files_limit": 0}, "files_limit"),
        ],
    )
    def test_what_cannot_be_asked_is_said(self, scene: Scene, changes: dict[str, object], field: str) -> None:
        with pytest.raises(Invalid) as problem:
            made(scene, **changes)
        assert field in problem.value.fields

    def test_only_who_handles_evidence_may_ask(self, scene: Scene) -> None:
        with pytest.raises(Refused):
            actions.make_link(WISH, by=scene.reviewer, at=AT)

    def test_another_bureau_knows_no_such_case(self, scene: Scene, elsewhere: Scene) -> None:
        with pytest.raises(NotFound):
            actions.make_link(replace(WISH, case_no="2026-0009"), by=elsewhere.officer, at=AT)


class TestCode:
    def test_the_right_code_opens(self, scene: Scene) -> None:
        link = made(scene)
        assert actions.enter_code(link.token, f" {link.code} ", at=AT)[1] == "opened"

    def test_it_locks_after_five_wrong_codes_and_stays_locked(self, scene: Scene) -> None:
        link = made(scene)
        wrong = "000000" if link.code != "000000" else "000001"
        came = [actions.enter_code(link.token, wrong, at=AT)[1] for _ in range(TRIES)]
        assert came == ["wrong_code"] * (TRIES - 1) + ["locked"]
        with pytest.raises(Conflict) as problem:
            actions.enter_code(link.token, link.code, at=AT)
        assert problem.value.code == "link_locked"

    def test_an_unknown_token_is_not_there(self, scene: Scene) -> None:
        with pytest.raises(NotFound):
            actions.enter_code("A" * 32, "123456", at=AT)

    def test_it_ends_by_itself(self, scene: Scene) -> None:
        link = made(scene, days=1)
        with pytest.raises(Conflict, match="过期"):
            actions.enter_code(link.token, link.code, at=AT + timedelta(days=1))

    def test_an_officer_closes_it_with_a_reason(self, scene: Scene) -> None:
        link = made(scene)
        close = CloseLink(case_no="2026-0001", link_id=link.id, reason="")
        with pytest.raises(Invalid):
            actions.close_link(close, by=scene.officer, at=AT)
        actions.close_link(replace(close, reason="已当面提交"), by=scene.officer, at=AT)
        with pytest.raises(Conflict, match="关闭"):
            actions.enter_code(link.token, link.code, at=AT)


class TestHandingIn:
    def test_the_receipt_proves_each_file(self, scene: Scene) -> None:
        row = hand_in(scene, made(scene).id, "动火作业票.pdf", "说明.txt")
        signer = signer_for(scene.officer.org_id)
        assert row.receipt_no == "20261008-0001"
        assert [file["sha256"] for file in row.receipt["files"]] == [
            store().put_bytes(name.encode()).sha256 for name in ("动火作业票.pdf", "说明.txt")
        ]
        stored = Submission.objects.get(org_id=row.org_id, id=row.id)
        assert receipts.holds(stored.receipt, stored.receipt_signature, signer.public_key)
        changed = {**stored.receipt, "giver": "李经理"}
        assert not receipts.holds(changed, stored.receipt_signature, signer.public_key)

    def test_a_link_is_used_once(self, scene: Scene) -> None:
        link = made(scene)
        hand_in(scene, link.id, "a.pdf")
        with pytest.raises(Conflict) as problem:
            hand_in(scene, link.id, "b.pdf")
        assert problem.value.code == "link_used"
        assert Submission.objects.filter(org_id=scene.officer.org_id).count() == 1

    def test_a_file_that_is_not_in_the_store_is_not_receipted(self, scene: Scene) -> None:
        link = made(scene)
        digest = replace(store().put_bytes(b"here"), size=5)
        command = HandIn(link_id=link.id, giver="张", files=(Given(digest=digest, filename="a.pdf"),))
        with pytest.raises(Invalid) as problem:
            actions.hand_in(command, signer=signer_for(scene.officer.org_id), at=AT)
        assert "没有收全" in problem.value.fields["files"]

    def test_too_many_files_are_refused(self, scene: Scene) -> None:
        link = made(scene, files_limit=1)
        with pytest.raises(Invalid):
            hand_in(scene, link.id, "a.pdf", "b.pdf")
        assert IntakeLink.objects.get(org_id=scene.officer.org_id, id=link.id).files_limit == 1

    def test_what_was_handed_in_cannot_be_rewritten(self, scene: Scene) -> None:
        row = hand_in(scene, made(scene).id, "a.pdf")
        with pytest.raises(DatabaseError), transaction.atomic():
            Submission.objects.filter(org_id=row.org_id, id=row.id).update(giver="别人")


class TestWhatBecomesOfIt:
    def test_files_wait_are_matched_and_become_evidence_by_their_content(self, scene: Scene) -> None:
        hand_in(scene, made(scene).id, "动火作业票2026.pdf", "IMG_1.jpg")
        ((_row, files),) = queries.handed_in(scene.officer.org_id, scene.case_id)
        assert [(f.state, f.suggests) for f in files] == [("waiting", "动火作业票"), ("waiting", "")]
        assert queries.waiting(scene.officer.org_id, scene.case_id) == 2
        known = queries.known_of(scene.officer.org_id, scene.case_id, [f.row.sha256 for f in files])
        assert known is not None
        assert (known.holder, known.record) == ("张经理", "材料提交回执20261008-0001")
        done = scene.register("动火作业票2026.pdf".encode(), filename="动火作业票2026.pdf")
        ((_row, files),) = queries.handed_in(scene.officer.org_id, scene.case_id)
        assert [(f.state, f.evidence_no) for f in files] == [("registered", done.no), ("waiting", "")]

    def test_a_file_is_refused_once_and_with_a_reason(self, scene: Scene) -> None:
        hand_in(scene, made(scene).id, "a.pdf")
        ((_row, files),) = queries.handed_in(scene.officer.org_id, scene.case_id)
        refuse = RefuseFile(case_no="2026-0001", file_id=files[0].row.id, reason="与本案无关")
        with pytest.raises(Invalid):
            actions.refuse_file(replace(refuse, reason=" "), by=scene.officer, at=AT)
        actions.refuse_file(refuse, by=scene.officer, at=AT)
        with pytest.raises(Conflict):
            actions.refuse_file(refuse, by=scene.officer, at=AT)
        ((_row, files),) = queries.handed_in(scene.officer.org_id, scene.case_id)
        assert files[0].refused is not None
        assert files[0].refused.reason == "与本案无关"

    def test_a_file_of_another_case_is_not_there(self, scene: Scene) -> None:
        hand_in(scene, made(scene).id, "a.pdf")
        ((_row, files),) = queries.handed_in(scene.officer.org_id, scene.case_id)
        other = RefuseFile(case_no="2026-0002", file_id=files[0].row.id, reason="无关")
        with pytest.raises(NotFound):
            actions.refuse_file(other, by=scene.officer, at=AT)
