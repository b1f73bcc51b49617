"""Issuing a document: number, fixed content, and every reason against it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from procrastinate.contrib.django.models import ProcrastinateJob

from anjian.audit.queries import activity_of, check_chain
from anjian.documents import actions, queries
from anjian.documents.models import Instrument, NumberSequence
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused

from .conftest import AT, Bureau, a_png, found

pytestmark = pytest.mark.django_db


def run(statement: str, *values: Any) -> None:
    """A statement past all of our code, in a savepoint of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


class TestIssue:
    def test_numbers_seals_and_records_in_one_transaction(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        row = queries.one(bureau.org_id, notice).row
        assert row.no == "（示例市）应急罚告〔2026〕1号"
        assert row.status == "issued"
        assert row.issued_on == AT.date()
        assert [a.type for a in activity_of(bureau.org_id, bureau.case_id)] == [
            "documents.instrument.issued",
            "documents.instrument.drafted",
            "cases.case.opened",
        ]
        assert check_chain(bureau.org_id, bureau.case_id) is None
        jobs = ProcrastinateJob.objects.filter(task_name="documents.render_pdf")
        assert jobs.get().args == {"org_id": str(bureau.org_id), "instrument_id": str(notice)}

    def test_each_word_and_each_bureau_counts_for_itself_and_without_gaps(
        self, bureau: Bureau, elsewhere: Bureau
    ) -> None:
        numbers = [queries.one(bureau.org_id, bureau.issued("D29")).row.no for _ in range(3)]
        assert numbers == [f"（示例市）应急罚告〔2026〕{n}号" for n in (1, 2, 3)]
        assert queries.one(bureau.org_id, bureau.issued("D11")).row.no == "（示例市）应急询〔2026〕1号"
        assert queries.one(elsewhere.org_id, elsewhere.issued("D29")).row.no == "（邻市）应急罚告〔2026〕1号"

    def test_word_and_pattern_are_those_the_bureau_has_set_for_the_day(self, db: None) -> None:
        settings = {
            "word.D29": "处告",
            "word.D29@2027-01-01": "告",
            "number_pattern": "{region}应急{word}〔{year}〕{seq}号",
        }
        own = found("自定市", own=tuple(settings.items()))
        assert queries.one(own.org_id, own.issued("D29")).row.no == "自定市应急处告〔2026〕1号"
        later = own.issued("D29", at=AT + timedelta(days=120))
        assert queries.one(own.org_id, later).row.no == "自定市应急告〔2027〕1号"

    def test_refuses_a_pattern_that_makes_no_number(self, db: None) -> None:
        bureau = found("错市", own=(("number_pattern", "应急{word}{seq}号"),))
        notice = bureau.draft("D29")
        with pytest.raises(Refused, match="文号格式") as refused:
            bureau.issue(notice)
        assert refused.value.refusals[0].who == "系统管理员"
        assert not NumberSequence.objects.filter(org_id=bureau.org_id).exists()

    def test_a_refused_issue_uses_no_number(self, bureau: Bureau) -> None:
        broken = bureau.draft("D29", facts="")
        with pytest.raises(Invalid):
            bureau.issue(broken)
        assert not NumberSequence.objects.filter(org_id=bureau.org_id).exists()
        assert queries.one(bureau.org_id, bureau.issued("D29")).row.no.endswith("〔2026〕1号")

    def test_names_every_missing_field(self, bureau: Bureau) -> None:
        broken = bureau.draft("D29", facts="", evidence=[])
        with pytest.raises(Invalid) as refused:
            bureau.issue(broken)
        assert refused.value.fields == {"facts": "请填写“拟认定的违法事实”。", "evidence": "请填写“证据”。"}

    def test_refuses_without_approvals_and_signatures_and_says_who_may(self, bureau: Bureau) -> None:
        report = bureau.draft("D10")
        with pytest.raises(Refused) as refused:
            bureau.issue(report)
        codes = [r.code for r in refused.value.refusals]
        assert codes == ["approval", "signature", "signature"]
        assert "承办机构负责人、机关分管负责人" in refused.value.refusals[0].who
        assert refused.value.refusals[1].cites == ("《行政处罚法》第四十二条",)

    def test_refuses_a_decision_before_its_approval_form(self, bureau: Bureau) -> None:
        decision = bureau.draft("D36")
        bureau.approve_all(decision)
        with pytest.raises(Refused, match="案件处理呈批表"):
            bureau.issue(decision)
        bureau.issued("D29")
        bureau.issued("D35a")
        assert bureau.issue(decision) == "（示例市）应急罚〔2026〕1号"

    def test_refuses_a_decision_while_the_remedy_cannot_be_named(self, db: None) -> None:
        bare = found("裸市", complete=False)
        bare.issued("D29")
        bare.issued("D35a")
        decision = bare.draft("D36")
        bare.approve_all(decision)
        with pytest.raises(Refused, match="行政复议机关、有管辖权的人民法院"):
            bare.issue(decision)

    def test_a_double_click_issues_once(self, bureau: Bureau) -> None:
        notice = bureau.draft("D29")
        bureau.issue(notice)
        with pytest.raises(Conflict) as again:
            bureau.issue(notice)
        assert again.value.code == "already_done"
        assert NumberSequence.objects.get(org_id=bureau.org_id, word="罚告").last == 1

    def test_every_page_of_an_interview_record_needs_its_mark(self, bureau: Bureau) -> None:
        record = bureau.draft("D12")
        bureau.sign_all(record)
        assert queries.pages_of(bureau.org_id, record) == 2
        other = bureau.draft("D12")
        for slot, by in (("officer", bureau.officer), ("officer2", bureau.colleague)):
            command = actions.SignInstrument(instrument_id=other, expected_version=1, slot=slot)
            actions.sign(command, by=by, at=AT)
        first = actions.SignInstrument(
            instrument_id=other, expected_version=1, slot="party", signer_name="张伟", png=a_png(), pages=(1,)
        )
        actions.sign(first, by=bureau.officer, at=AT)
        with pytest.raises(Refused, match="第2页没有当事人"):
            bureau.issue(other)
        second = actions.SignInstrument(
            instrument_id=other, expected_version=1, slot="party", signer_name="张伟", png=a_png(), pages=(2,)
        )
        actions.sign(second, by=bureau.officer, at=AT + timedelta(minutes=1))
        assert bureau.issue(other) == ""
        assert bureau.issue(record) == ""

    def test_a_noted_refusal_stands_in_for_the_pages(self, bureau: Bureau) -> None:
        record = bureau.draft("D12")
        for slot, by in (("officer", bureau.officer), ("officer2", bureau.colleague)):
            command = actions.SignInstrument(instrument_id=record, expected_version=1, slot=slot)
            actions.sign(command, by=by, at=AT)
        refusal = actions.SignInstrument(
            instrument_id=record,
            expected_version=1,
            slot="party",
            signer_name="张伟",
            refused=True,
            reason="认为记录有误",
        )
        actions.sign(refusal, by=bureau.officer, at=AT)
        bureau.issue(record)
        assert "认为记录有误" in str(queries.one(bureau.org_id, record).marks)

    def test_hides_documents_of_other_bureaux_and_closed_cases(
        self, bureau: Bureau, elsewhere: Bureau, open_case: dict[str, Any]
    ) -> None:
        notice = bureau.draft("D29")
        command = actions.IssueInstrument(instrument_id=notice, expected_version=1)
        with pytest.raises(NotFound):
            actions.issue(command, by=elsewhere.officer, at=AT)
        open_case["closed_to"].add(bureau.officer.id)
        with pytest.raises(NotFound):
            actions.issue(command, by=bureau.officer, at=AT)


class TestWhatWasIssued:
    def test_stays_as_it_is(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        for change in (
            "frozen = '{}'", "no = '改号'", "status = 'draft'", "content_sha256 = 'x'", "seq = 9",
        ):  # fmt: skip
            with pytest.raises(DatabaseError, match="keeps its content"):
                run(f"UPDATE documents_instrument SET {change} WHERE id = %s", notice)  # noqa: S608
        with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
            Instrument.objects.filter(org_id=bureau.org_id, id=notice).delete()
        bureau.sign_all(bureau.draft("D44"))
        for table in ("documents_version", "documents_mark"):
            with pytest.raises(DatabaseError, match="append-only"):
                run(f"UPDATE {table} SET at = now()")  # noqa: S608

    def test_is_drawn_once_and_always_the_same(self, bureau: Bureau) -> None:
        record = bureau.issued("D17", at=AT) if bureau.issued("D16") else None
        assert record is not None
        drawn = queries.pdf_of(bureau.org_id, record)
        digest = actions.ensure_pdf(bureau.org_id, record, at=AT)
        assert actions.ensure_pdf(bureau.org_id, record, at=AT + timedelta(days=9)) == digest
        assert queries.pdf_of(bureau.org_id, record) == drawn
        row = queries.one(bureau.org_id, record).row
        assert (row.pdf_sha256, row.pages) == (digest, 2)
        events = [a.type for a in activity_of(bureau.org_id, bureau.case_id, limit=50)]
        assert events.count("documents.instrument.drawn") == 1

    def test_has_no_pdf_before_issue(self, bureau: Bureau) -> None:
        notice = bureau.draft("D29")
        with pytest.raises(Conflict):
            actions.ensure_pdf(bureau.org_id, notice, at=AT)
        assert queries.pdf_of(bureau.org_id, notice).startswith(b"%PDF")

    def test_can_only_be_withdrawn_by_a_leader_with_reasons(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        command = actions.WithdrawInstrument(instrument_id=notice, reason="事实有误，重新告知")
        with pytest.raises(Refused):
            actions.withdraw(command, by=bureau.officer, at=AT)
        with pytest.raises(Invalid):
            actions.withdraw(
                actions.WithdrawInstrument(instrument_id=notice, reason=" "), by=bureau.leader, at=AT
            )
        actions.withdraw(command, by=bureau.leader, at=AT)
        assert queries.facts_of(bureau.org_id, bureau.case_id) == ()
        assert queries.one(bureau.org_id, bureau.issued("D29")).row.no.endswith("〔2026〕2号")
