from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.utils import translation

from anjian.audit.queries import Activity
from anjian.kit.errors import Refusal
from anjian.web import words
from anjian.web.field_controls import Spec

ID = UUID(int=1)


@pytest.fixture
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def refusal(code: str, reason: str, *, cure: str = "") -> Refusal:
    return Refusal(code=code, reason=reason, cites=(), who="", cure=cure)


def entry(type_: str, sentence: str) -> Activity:
    return Activity(ID, ID, type_, sentence, "王虎", datetime(2026, 11, 23, tzinfo=UTC))


class TestInChinese:
    def test_says_everything_as_the_law_says_it(self) -> None:
        refused = refusal("wrong_role", "“批准立案”由机关分管负责人办理。", cure="请机关分管负责人办理。")
        assert words.rule(refused) == ""
        assert words.cure(refused) == "请机关分管负责人办理。"
        assert words.terms("机关分管负责人、机关主要负责人") == "机关分管负责人、机关主要负责人"
        assert words.told(entry("documents.instrument.issued", "制发《立案审批表》")) == "制发《立案审批表》"


@pytest.mark.usefixtures("_english")
class TestInEnglish:
    def test_translates_each_office_of_a_list(self) -> None:
        assert words.terms("机关分管负责人、机关主要负责人") == "Deputy head in charge, Head of the agency"

    def test_leaves_names_of_people_alone(self) -> None:
        assert words.terms("王虎、赵敏") == "王虎, 赵敏"

    def test_labels_the_rule_beside_its_chinese_sentence(self) -> None:
        refused = refusal("filing_day", "还有询问没有结束：张某。", cure="结束询问并完成笔录。")
        assert words.rule(refused) == "Some interviews are not closed"
        assert words.cure(refused) == "End the interview and complete the record."

    def test_labels_a_refusal_made_of_particulars_by_its_code(self) -> None:
        refused = refusal(
            "wrong_state", "案件现为“已立案”，不能办理“归档”。", cure="“归档”在“已结案”阶段办理。"
        )
        assert words.rule(refused) == "The case is not at a stage for this step"
        assert words.cure(refused) == "Take it once the case has reached its stage."

    def test_labels_a_lacking_document_by_the_head_of_its_code(self) -> None:
        assert words.rule(refusal("document.D26", "《行政处罚案件调查报告》应当先制发。")) == (
            "A required document has not reached the required status"
        )

    def test_adds_no_label_to_what_is_english_already(self) -> None:
        assert words.rule(refusal("not_served", "Prior notice need not be served.")) == ""

    def test_leads_an_entry_of_the_record_by_its_kind(self) -> None:
        issued = entry("documents.instrument.issued", "制发《立案审批表》（云）应急立字〔2026〕1号")
        assert words.told(issued) == "Document issued: 制发《立案审批表》（云）应急立字〔2026〕1号"

    def test_tells_a_step_by_its_label(self) -> None:
        assert words.told(entry("cases.step.taken", "批准立案")) == "Approve filing"

    def test_keeps_the_value_of_a_choice_and_translates_its_label(self) -> None:
        spec = Spec.of(Spec(code="sex", label="性别"))
        assert spec.label == "性别"
        drawn = Spec.of(
            type("Field", (), {"code": "method", "label": "送达方式", "choices": ("直接送达",)})()
        )
        assert (drawn.label, drawn.choices[0].value) == ("Manner of service", "直接送达")
        assert drawn.choices[0].label == "Personal service"


def label(text: str, traits: str = "") -> str:
    return f"<svg><text{traits}>{text}</text></svg>"


class TestAChart:
    def test_stays_as_it_is_in_chinese(self) -> None:
        assert words.chart(label("已立案")) == label("已立案")

    @pytest.mark.usefixtures("_english")
    def test_translates_labels_and_where_an_exit_starts(self) -> None:
        small = ' font-size="11"'
        assert words.chart(label("已立案", small)) == label("Filed", small)
        assert words.chart(label("自 已立案至已催告（11个阶段）", small)) == label(
            "from Filed to Demand served, 11 states", small
        )
        assert words.chart(label("→ 已结案／返回原阶段", small)) == label(
            "→ Closed / Back to its stage", small
        )

    @pytest.mark.usefixtures("_english")
    def test_squeezes_a_long_label_into_its_box(self) -> None:
        drawn = words.chart(label("放弃或者逾期未申辩"))
        assert 'textLength="136"' in drawn
        assert ">Defence waived or out of time<" in drawn
