"""Serving a document and proving it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from anjian.documents import actions, queries
from anjian.documents.store import store
from anjian.kit.blobs import BlobMissing
from anjian.kit.errors import Conflict, Invalid, Refused

from .conftest import AT, Bureau, a_png

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


class TestRecordService:
    def test_makes_a_signed_numbered_proof(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        proof_id = actions.record_service(bureau.service(notice), by=bureau.officer, at=LATER)
        served, proof = queries.one(bureau.org_id, notice), queries.one(bureau.org_id, proof_id)
        assert (served.row.status, served.row.served_on) == ("served", AT.date())
        assert served.service_proof_id == proof_id
        assert (proof.row.status, proof.row.no) == ("issued", "（示例市）应急回〔2026〕1号")
        assert proof.fields["items"] == [
            {"name": "行政处罚告知书", "no": "（示例市）应急罚告〔2026〕1号", "copies": "1"}
        ]
        assert {m.slot: m.signer_name for m in proof.marks} == {
            "party": "赵喆堃",
            "officer": "王虎",
            "officer2": "李晨",
        }
        fact = next(f for f in queries.facts_of(bureau.org_id, bureau.case_id) if f.id == notice)
        assert fact.reached("served")

    def test_uses_the_proof_that_a_step_has_drafted(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        waiting = actions.draft(
            actions.DraftInstrument(code="D43", case_id=bureau.case_id), by=bureau.officer, at=AT
        )
        assert actions.record_service(bureau.service(notice), by=bureau.officer, at=LATER) == waiting

    def test_serves_once(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        actions.record_service(bureau.service(notice), by=bureau.officer, at=LATER)
        with pytest.raises(Conflict):
            actions.record_service(bureau.service(notice), by=bureau.officer, at=LATER)

    @pytest.mark.parametrize("who", ["one", "expired"])
    def test_refuses_fewer_than_two_certified_officers(self, bureau: Bureau, who: str) -> None:
        notice = bureau.issued("D29")
        second = bureau.officer if who == "one" else bureau.expired
        command = bureau.service(notice, servers=(bureau.officer.id, second.id))
        with pytest.raises(Refused, match="不少于两名") as refused:
            actions.record_service(command, by=bureau.officer, at=LATER)
        assert refused.value.refusals[0].cites == ("《行政处罚法》第四十二条",)

    def test_electronic_service_needs_a_signed_consent(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        command = bureau.service(notice, method="电子送达", tracking_no="MSG-1", receiver="")
        with pytest.raises(Refused, match="没有签署同意电子送达"):
            actions.record_service(command, by=bureau.officer, at=LATER)
        bureau.issued("D44", electronic=False, channel="")
        with pytest.raises(Refused, match="没有签署同意电子送达"):
            actions.record_service(command, by=bureau.officer, at=LATER)
        bureau.issued("D44")
        actions.record_service(command, by=bureau.officer, at=LATER)

    def test_a_paper_left_behind_needs_witness_or_recording(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        left = {"method": "left", "refused": True, "refusal_reason": "门卫拒收", "receiver_png": None}
        with pytest.raises(Invalid) as refused:
            actions.record_service(bureau.service(notice, **left), by=bureau.officer, at=LATER)
        assert "见证人" in refused.value.fields["witnesses"]
        proof = actions.record_service(
            bureau.service(notice, **left, recording="AV-20261008-07"), by=bureau.officer, at=LATER
        )
        assert next(m for m in queries.one(bureau.org_id, proof).marks if m.slot == "party").refused

    def test_an_announcement_counts_after_thirty_days_and_needs_reasons(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        told = {"method": "公告送达", "tracking_no": "示例日报2026年10月8日第3版", "receiver": ""}
        with pytest.raises(Refused, match="公告送达应当写明"):
            actions.record_service(bureau.service(notice, **told), by=bureau.officer, at=LATER)
        command = bureau.service(notice, **told, note="直接、邮寄均未能送达，当事人下落不明。")
        actions.record_service(command, by=bureau.officer, at=LATER)
        assert queries.one(bureau.org_id, notice).row.served_on == date(2026, 11, 7)

    def test_refuses_service_before_issue_in_the_future_and_of_internal_forms(self, bureau: Bureau) -> None:
        draft = bureau.draft("D29")
        with pytest.raises(Refused, match="尚未制发"):
            actions.record_service(bureau.service(draft), by=bureau.officer, at=LATER)
        notice = bureau.issued("D29")
        early = bureau.service(notice, served_at=AT - timedelta(days=1))
        with pytest.raises(Refused, match="早于文书制发时间"):
            actions.record_service(early, by=bureau.officer, at=LATER)
        ahead = bureau.service(notice, served_at=LATER + timedelta(hours=1))
        with pytest.raises(Refused, match="还没有到"):
            actions.record_service(ahead, by=bureau.officer, at=LATER)
        with pytest.raises(Refused, match="不需要送达"):
            actions.record_service(bureau.service(bureau.issued("D10")), by=bureau.officer, at=LATER)


class TestReading:
    def test_lists_in_the_order_of_the_file(self, bureau: Bureau) -> None:
        for code in ("D10", "D26", "D28", "D29", "D35a"):
            bureau.issued(code)
        decision = bureau.draft("D36")
        bureau.approve_all(decision)
        bureau.issue(decision)
        assert [r.code for r in queries.list_of(bureau.org_id, bureau.case_id)] == [
            "D36", "D10", "D26", "D29", "D35a", "D28",
        ]  # fmt: skip

    def test_facts_carry_what_the_decision_prints_by_itself(self, bureau: Bureau) -> None:
        bureau.draft("D36")
        fact = queries.facts_of(bureau.org_id, bureau.case_id)[0]
        assert fact.fields["penalty"] == "罚款：处人民币肆万伍仟元的罚款"
        assert "示例市人民政府" in fact.fields["remedy"]
        assert fact.fields["performance"]
        assert fact.yuan("fine_amount") == 45000

    def test_a_list_costs_the_same_however_long_it_is(
        self, bureau: Bureau, django_assert_num_queries: object
    ) -> None:
        for _ in range(3):
            bureau.issued("D29")
        with django_assert_num_queries(1):  # type: ignore[operator]
            queries.list_of(bureau.org_id, bureau.case_id)
        with django_assert_num_queries(4):  # type: ignore[operator]
            queries.facts_of(bureau.org_id, bureau.case_id)

    def test_draws_a_draft_with_its_watermark_and_a_picture_of_each_page(self, bureau: Bureau) -> None:
        notice = bureau.draft("D29")
        assert queries.pages_of(bureau.org_id, notice) == 2
        assert queries.png_of(bureau.org_id, notice, page=2, ppi=40).startswith(b"\x89PNG")
        with pytest.raises(IndexError):
            queries.png_of(bureau.org_id, notice, page=3, ppi=40)


class TestSignedRecord:
    def marks(self, bureau: Bureau, *, pages: int) -> tuple[actions.GivenMark, ...]:
        pictures = [store().put_bytes(a_png(shade)).sha256 for shade in range(pages)]
        signed = [
            actions.GivenMark(slot="party", signer_name="张伟", at=AT, page=n + 1, png_sha256=pictures[n])
            for n in range(pages)
        ]
        own = (("officer", bureau.officer), ("officer2", bureau.colleague))
        return (
            *signed,
            *(
                actions.GivenMark(slot=s, signer_name=o.name, signer_id=o.id, at=AT, page=pages)
                for s, o in own
            ),
        )

    def command(self, bureau: Bureau, *, signed: int) -> actions.FileSignedRecord:
        pages = [{"lines": "\n".join(f"第{n}页第{line}行" for line in range(1, 23))} for n in (1, 2)]
        return actions.FileSignedRecord(
            code="D12",
            case_id=bureau.case_id,
            title="询问笔录（张伟，第1次）",
            fields=bureau.fields("D12", laid_pages=pages),
            marks=self.marks(bureau, pages=signed),
        )

    def test_keeps_pages_and_the_mark_of_each(self, bureau: Bureau) -> None:
        record = actions.file_signed_record(self.command(bureau, signed=2), by=bureau.officer, at=LATER)
        assert queries.one(bureau.org_id, record).row.status == "issued"
        pages = PdfReader(io.BytesIO(queries.pdf_of(bureau.org_id, record))).pages
        assert len(pages) == 2
        assert "第1页第22行" in "".join(pages[0].extract_text().split())
        assert "第2页第1行" in "".join(pages[1].extract_text().split())
        assert sum(len(page.images) for page in pages) >= 2

    def test_refuses_a_page_without_mark(self, bureau: Bureau) -> None:
        with pytest.raises(Refused, match="第2页没有"):
            actions.file_signed_record(self.command(bureau, signed=1), by=bureau.officer, at=LATER)

    def test_refuses_a_picture_that_is_not_in_the_store(self, bureau: Bureau) -> None:
        command = self.command(bureau, signed=2)
        lost = replace(command.marks[0], png_sha256="0" * 64)
        with pytest.raises(BlobMissing):
            actions.file_signed_record(
                replace(command, marks=(lost, *command.marks[1:])), by=bureau.officer, at=LATER
            )
