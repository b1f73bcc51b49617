"""Drafting, revising, approving and signing."""

from __future__ import annotations

from typing import Any

import pytest

from anjian.audit.queries import activity_of
from anjian.documents import actions, queries
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused

from .conftest import AT, Bureau, a_png

pytestmark = pytest.mark.django_db


def submit(bureau: Bureau, instrument_id: Any, version: int = 1) -> None:
    command = actions.SubmitInstrument(instrument_id=instrument_id, expected_version=version)
    actions.submit(command, by=bureau.officer, at=AT)


def approve(bureau: Bureau, instrument_id: Any, role: str, by: Any, version: int = 1) -> bool:
    command = actions.ApproveInstrument(instrument_id=instrument_id, expected_version=version, role=role)
    return actions.approve(command, by=by, at=AT)


class TestDraft:
    def test_fills_in_what_is_known_and_leaves_the_rest(self, bureau: Bureau) -> None:
        bureau.issued("D29")
        context = {"case": {"cause": "动火作业案"}, "party": {"name": "某公司", "kind": "单位"}}
        right = actions.draft(
            actions.DraftInstrument(code="D31", case_id=bureau.case_id, context=context),
            by=bureau.officer,
            at=AT,
        )
        fields = queries.one(bureau.org_id, right).fields
        assert fields["notice_no"] == "（示例市）应急罚告〔2026〕1号"
        assert fields["penalty"] == bureau.fields("D29")["penalty"]
        assert (fields["party_name"], fields["case_cause"]) == ("某公司", "动火作业案")
        assert "hearing_ground" not in fields

    def test_drops_known_values_that_do_not_fit_but_refuses_typed_ones(self, bureau: Bureau) -> None:
        context = {"party": {"kind": "合伙"}, "case": {"cause": "案"}}
        kept = actions.draft(
            actions.DraftInstrument(code="D29", case_id=bureau.case_id, context=context),
            by=bureau.officer,
            at=AT,
        )
        assert "party_kind" not in queries.one(bureau.org_id, kept).fields
        with pytest.raises(Invalid) as refused:
            bureau.draft("D29", fine_amount="四万")
        assert refused.value.fields == {"fine_amount": "“拟罚款金额（元）”不是有效的金额。"}

    def test_refuses_a_role_that_may_not(self, bureau: Bureau) -> None:
        with pytest.raises(Refused, match="您的角色不能拟制"):
            bureau.draft("D28", by=bureau.officer)

    def test_refuses_an_unknown_form(self, bureau: Bureau) -> None:
        with pytest.raises(NotFound):
            actions.draft(actions.DraftInstrument(code="D99"), by=bureau.officer, at=AT)

    def test_the_same_request_twice_drafts_once(self, bureau: Bureau) -> None:
        command = actions.DraftInstrument(code="D29", case_id=bureau.case_id)
        actions.draft(command, by=bureau.officer, at=AT, key="click-1")
        with pytest.raises(Conflict):
            actions.draft(command, by=bureau.officer, at=AT, key="click-1")
        assert len(queries.list_of(bureau.org_id, bureau.case_id)) == 1


class TestRevise:
    def test_keeps_both_texts_when_two_people_write_at_once(self, bureau: Bureau) -> None:
        notice = bureau.draft("D29")
        mine = bureau.fields("D29", penalty="罚款五万元。")
        theirs = bureau.fields("D29", penalty="罚款三万元。")
        first = actions.ReviseInstrument(instrument_id=notice, expected_version=1, fields=mine, reason="复核")
        assert actions.revise(first, by=bureau.officer, at=AT) == 2
        second = actions.ReviseInstrument(instrument_id=notice, expected_version=1, fields=theirs)
        with pytest.raises(Conflict) as stale:
            actions.revise(second, by=bureau.colleague, at=AT)
        assert stale.value.code == "stale"
        detail = queries.one(bureau.org_id, notice)
        assert [v.fields["penalty"] for v in detail.versions] == [
            bureau.fields("D29")["penalty"],
            "罚款五万元。",
        ]
        assert detail.versions[1].reason == "复核"

    def test_writes_nothing_when_nothing_changed(self, bureau: Bureau) -> None:
        notice = bureau.draft("D29")
        same = actions.ReviseInstrument(
            instrument_id=notice, expected_version=1, fields=queries.one(bureau.org_id, notice).fields
        )
        assert actions.revise(same, by=bureau.officer, at=AT) == 1

    def test_refuses_what_is_under_approval(self, bureau: Bureau) -> None:
        filing = bureau.draft("D10")
        bureau.sign_all(filing)
        submit(bureau, filing)
        change = actions.ReviseInstrument(instrument_id=filing, expected_version=1, fields={})
        with pytest.raises(Refused, match="已经提交审批"):
            actions.revise(change, by=bureau.officer, at=AT)

    def test_a_new_version_needs_new_signatures(self, bureau: Bureau) -> None:
        filing = bureau.draft("D10")
        bureau.sign_all(filing)
        fields = bureau.fields("D10", proposal="建议立案调查，由二人承办。")
        change = actions.ReviseInstrument(instrument_id=filing, expected_version=1, fields=fields)
        actions.revise(change, by=bureau.officer, at=AT)
        assert queries.one(bureau.org_id, filing).signatures_left == ("officer", "officer2")
        with pytest.raises(Refused, match="缺少执法人员的签名"):
            submit(bureau, filing, version=2)


class TestApprove:
    def test_the_last_approval_finishes_an_internal_form(self, bureau: Bureau) -> None:
        filing = bureau.draft("D10")
        bureau.sign_all(filing)
        submit(bureau, filing)
        assert approve(bureau, filing, "unit_head", bureau.unit_head) is False
        assert approve(bureau, filing, "agency_leader", bureau.leader) is True
        row = queries.one(bureau.org_id, filing).row
        assert (row.status, row.no) == ("issued", "（示例市）应急立〔2026〕1号")

    def test_a_decision_waits_for_issue_after_its_approval(self, bureau: Bureau) -> None:
        decision = bureau.draft("D36")
        bureau.approve_all(decision)
        assert queries.one(bureau.org_id, decision).row.status == "approved"

    def test_refuses_the_wrong_order_role_and_person(self, bureau: Bureau) -> None:
        filing = bureau.draft("D10")
        bureau.sign_all(filing)
        submit(bureau, filing)
        with pytest.raises(Refused, match="还没有轮到机关分管负责人"):
            approve(bureau, filing, "agency_leader", bureau.leader)
        with pytest.raises(Refused, match="您没有“承办机构负责人”角色"):
            approve(bureau, filing, "unit_head", bureau.leader)
        with pytest.raises(Refused, match="不需要法制审核人员审批"):
            approve(bureau, filing, "legal_reviewer", bureau.reviewer)

    def test_refuses_the_drafter_and_the_handlers(self, bureau: Bureau) -> None:
        own = bureau.draft("D10", by=bureau.unit_head)
        bureau.sign_all(own)
        submit(bureau, own)
        with pytest.raises(Refused, match="不能审批自己办理的") as refused:
            approve(bureau, own, "unit_head", bureau.unit_head)
        assert refused.value.refusals[0].cites == ("《行政处罚法》第五十七条",)

    def test_a_return_gives_the_draft_back_and_voids_approvals(self, bureau: Bureau) -> None:
        filing = bureau.draft("D10")
        bureau.sign_all(filing)
        submit(bureau, filing)
        approve(bureau, filing, "unit_head", bureau.unit_head)
        command = actions.ReturnInstrument(
            instrument_id=filing, expected_version=1, role="agency_leader", opinion="管辖依据不足，请补充。"
        )
        actions.return_(command, by=bureau.leader, at=AT)
        detail = queries.one(bureau.org_id, filing)
        assert detail.row.status == "draft"
        assert detail.approvals_left == ("unit_head", "agency_leader")
        assert "管辖依据不足" in activity_of(bureau.org_id, bureau.case_id)[0].sentence


class TestSign:
    def sign(self, bureau: Bureau, instrument_id: Any, slot: str, by: Any, **values: Any) -> None:
        command = actions.SignInstrument(instrument_id=instrument_id, expected_version=1, slot=slot, **values)
        actions.sign(command, by=by, at=AT)

    def test_refuses_an_expired_certificate(self, bureau: Bureau) -> None:
        report = bureau.draft("D26")
        with pytest.raises(Refused) as refused:
            self.sign(bureau, report, "officer", bureau.expired)
        assert [r.code for r in refused.value.refusals] == ["certificate", "named"]
        assert refused.value.refusals[0].cites == ("《行政处罚法》第四十二条",)

    def test_refuses_one_officer_in_both_places(self, bureau: Bureau) -> None:
        report = bureau.draft("D26")
        self.sign(bureau, report, "officer", bureau.officer)
        with pytest.raises(Refused, match="不能由同一人签名"):
            self.sign(bureau, report, "officer2", bureau.officer)

    def test_a_colleague_on_the_same_pad_leaves_a_picture(self, bureau: Bureau) -> None:
        report = bureau.draft("D26")
        with pytest.raises(Invalid):
            self.sign(bureau, report, "officer2", bureau.officer, officer_id=bureau.colleague.id)
        self.sign(bureau, report, "officer2", bureau.officer, officer_id=bureau.colleague.id, png=a_png())
        mark = queries.one(bureau.org_id, report).marks[0]
        assert (mark.signer_name, mark.signer_id) == ("李晨", bureau.colleague.id)

    def test_refuses_somebody_else_for_the_chair(self, bureau: Bureau) -> None:
        report = bureau.draft("D34", by=bureau.chair)
        with pytest.raises(Refused, match="只能由听证主持人本人签名"):
            self.sign(bureau, report, "chair", bureau.officer)

    def test_refuses_an_attendee_who_is_not_on_the_list(self, bureau: Bureau) -> None:
        discussion = bureau.draft("D35")
        with pytest.raises(Refused, match="不在参加人员名单内"):
            self.sign(bureau, discussion, "attendees", bureau.officer, signer_name="路人")
        assert len(queries.one(bureau.org_id, discussion).signatures_left) == 5

    def test_a_refusal_needs_its_reason_and_is_only_for_the_party(self, bureau: Bureau) -> None:
        record = bureau.draft("D30") if bureau.issued("D29") else None
        with pytest.raises(Refused, match="应当写明原因"):
            self.sign(bureau, record, "party", bureau.officer, signer_name="张伟", refused=True)
        with pytest.raises(Refused, match="只有当事人"):
            self.sign(bureau, record, "officer", bureau.officer, refused=True, reason="忙")

    def test_refuses_a_picture_that_is_none(self, bureau: Bureau) -> None:
        record = bureau.draft("D44")
        with pytest.raises(Invalid):
            self.sign(bureau, record, "party", bureau.officer, signer_name="赵喆堃", png=b"GIF89a")
