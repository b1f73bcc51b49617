"""Checks of particulars: each message names the field in Chinese."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from anjian.documents.kinds import all_kinds, get
from anjian.documents.rendering import ROOT
from anjian.documents.validation import validate


def sample(code: str, **changes: Any) -> dict[str, Any]:
    text = (ROOT / "kinds" / get(code).folder / "sample.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)) | changes


EXTENSION = {"description": "甲", "due_on": "2026-11-15"}
WANG = {"name": "王虎", "cert_no": "1"}
REQUIRED = [(k.code, f.code) for k in all_kinds() for f in k.fields if f.required]


@pytest.mark.parametrize(("code", "field"), REQUIRED)
def test_each_missing_field_is_named(code: str, field: str) -> None:
    fields = sample(code)
    del fields[field]
    label = get(code).field(field).label
    assert validate(get(code), fields)[field] == f"请填写“{label}”。"


def test_a_draft_may_be_unfinished_but_not_wrong() -> None:
    assert validate(get("D29"), {}, draft=True) == {}
    assert validate(get("D29"), {"answer_days": "五"}, draft=True) == {
        "answer_days": "“陈述申辩期限（工作日）”应当是整数。"
    }


@pytest.mark.parametrize(
    ("code", "changes", "field", "part"),
    [
        ("D29", {"fine_amount": "-1"}, "fine_amount", "不能小于"),
        ("D29", {"fine_amount": "1.005"}, "fine_amount", "精确到分"),
        ("D29", {"fine_amount": 1.5}, "fine_amount", "不是有效的金额"),
        ("D29", {"party_kind": "合伙"}, "party_kind", "只能是"),
        ("D29", {"party_head": ""}, "party_head", "法定代表人"),
        ("D29", {"facts": "太短"}, "facts", "至少写10个字"),
        ("D29", {"unknown": "x"}, "unknown", "没有“unknown”这一项"),
        ("D10", {"found_on": "2026-02-30"}, "found_on", "不是有效的日期"),
        ("D10", {"officers": [{"name": "王虎", "cert_no": "1"}]}, "officers", "至少填写2行"),
        ("D10", {"officers": [WANG, {"name": "李晨"}]}, "officers", "第2行缺少“执法证号”"),
        ("D10", {"officers": [WANG, WANG | {"name": "李晨"}]}, "officers", "相同"),
        ("D12", {"started_at": "2026-10-09T09:00:00"}, "started_at", "缺少时区"),
        ("D12", {"ended_at": "2026-10-09T08:00:00+08:00"}, "ended_at", "不能早于"),
        ("D28", {"result": "同意", "items": []}, "items", "请填写"),
        ("D33", {"agents": [{"name": n, "authority": "一般"} for n in "甲乙丙"]}, "agents", "不得超过两人"),
        ("D35", {"chair": "旁人"}, "chair", "主持人应当列入"),
        ("D35", {"reporter": "刘强"}, "reporter", "不参加表决"),
        ("D36", {"fine_amount": None}, "fine_amount", "请填写“罚款金额（元）”"),
        ("D36", {"bank_account_no": ""}, "bank_account_no", "账号"),
        ("D36", {"party_kind": "个人"}, "party_kind", "只能是：单位"),
        ("D41", {"plan": [{"due_on": "2026-12-10", "amount": "1"}]}, "plan", "不一致"),
        ("D43", {"method": "留置送达"}, "refusal_reason", "拒收事由"),
        ("D43", {"refused": True}, "method", "留置送达"),
        ("D43", {"method": "邮寄送达", "receiver": ""}, "tracking_no", "邮件号码"),
        ("D44", {"channel": ""}, "channel", "电子送达方式"),
        ("D45", {"perform_days": 9}, "perform_days", "不能小于10"),
        ("D47", {"crime": ""}, "crime", "涉嫌罪名"),
        ("D50", {"new_due_on": "2026-12-01"}, "new_due_on", "不能早于"),
        ("D01", {"inspection_type": "举报核查"}, "trigger", "检查的来由"),
        ("D01a", {"notice_mode": "不事先通知"}, "notice_reason", "理由"),
        ("D02", {"ended_at": "2026-09-15T08:00:00+08:00"}, "ended_at", "不能早于"),
        ("D03", {"major_hazard": False}, "major_hazard", "只适用于重大事故隐患"),
        ("D04", {"hazards": [{"description": "积尘", "violated": "第四十一条", "requirement": "清除"}]},
         "hazards", "第1行缺少“整改期限”"),
        ("D05", {"conclusion": "全部整改完毕"}, "conclusion", "还有未整改"),
        ("D05", {"results": [{"description": "积尘", "finding": "已清", "result": "已整改"}]},
         "conclusion", "应当是全部整改完毕"),
        ("D06", {"emergency": True}, "enforced_at", "二十四小时"),
        ("D07", {"approval_no": ""}, "approval_no", "审批文号"),
        ("D07", {"to_on": "2026-10-25"}, "to_on", "不得超过三十日"),
        ("D08", {"new_to_on": "2026-12-01"}, "new_to_on", "不得超过三十日"),
        ("D09", {"outcomes": [{"name": "爆竹", "quantity": "1盘", "outcome": "留用"}]}, "outcomes", "只能是"),
        ("D21", {"measure": "停止供电", "start_at": "2026-06-09T08:59:00+08:00"}, "start_at", "二十四小时"),
        ("D21", {"emergency": True}, "emergency_reason", "紧急情形"),
        ("D23", {"method_reason": ""}, "method_reason", "原因"),
        ("D23", {"data": [{"name": "a", "size": "1", "algorithm": "SM3", "hash": "12"}]}, "data", "64位"),
        ("D24", {"fine_amount": "3001"}, "fine_amount", "不能大于3000元"),
        ("D24", {"fine_amount": ""}, "fine_amount", "罚款金额"),
        ("D24", {"penalty": "警告"}, "penalty", "应当有罚款"),
        ("D24", {"bank_account_no": ""}, "bank_account_no", "账号"),
        ("D25", {"fine_amount": "201"}, "fine_amount", "不能大于200元"),
        ("D25", {"fine_amount": "150"}, "collection_ground", "一百元以下"),
        ("D25", {"collection_ground": ""}, "collection_ground", "第六十八条"),
        ("D25", {"receipt_no": ""}, "receipt_no", "专用票据"),
        ("D40", {"days": 17}, "days", "16日"),
        ("D40", {"base_amount": "30001"}, "base_amount", "不能大于罚款数额"),
        ("D40", {"added_amount": "30001"}, "added_amount", "不得超出罚款的数额"),
        ("D40", {"added_amount": "14401"}, "added_amount", "百分之三"),
        ("D57", {"extensions": [EXTENSION]}, "extensions", "没有写明"),
        ("D58", {"extensions": [EXTENSION | {"new_due_on": "2026-11-15"}]}, "extensions", "应当晚于"),
        ("D62a", {"powers": "警告、罚款和查封扣押"}, "powers", "行政强制措施权不得委托"),
        ("D63", {"no_substance": False}, "no_substance", "不得改变决定的实质内容"),
        ("D64", {"from_on": "2026-06-12"}, "from_on", "次日起"),
        ("D64", {"days": 12}, "days", "13日"),
        ("D64", {"amount": "120000"}, "amount", "乘以日数"),
        ("D65", {"effective_on": "2026-05-19"}, "effective_on", "三十日"),
    ],
)  # fmt: skip
def test_wrong_particulars_are_refused(code: str, changes: dict[str, Any], field: str, part: str) -> None:
    problems = validate(get(code), sample(code, **changes))
    assert part in problems[field]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("D07", {"approval_no": "", "emergency": True}),
        ("D08", {"new_to_on": "2026-11-20"}),
        ("D21", {"measure": "停止供应民用爆炸物品", "start_at": "2026-06-08T12:00:00+08:00"}),
        ("D21", {"measure": "停止供电", "start_at": "2026-06-09T09:00:00+08:00"}),
        ("D24", {"penalty": "警告", "fine_amount": "", "bank_account_no": ""}),
        ("D40", {"excluded_days": 6, "days": 10, "added_amount": "9000"}),
        (
            "D58",
            {
                "answer": "不同意延期",
                "extensions": [EXTENSION],
            },
        ),
        ("D65", {"effective_on": "2026-05-20"}),
    ],
)
def test_lawful_variants_are_not_refused(code: str, changes: dict[str, Any]) -> None:
    assert validate(get(code), sample(code, **changes)) == {}


def test_a_review_with_a_failing_item_cannot_agree() -> None:
    fields = sample("D28")
    fields["items"][2]["finding"] = "不符合"
    assert "不能是同意" in validate(get("D28"), fields)["result"]


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda k: k.code)
def test_each_kind_is_coherent(kind: Any) -> None:
    assert (kind.word != "") == kind.numbered
    assert kind.basis
    assert len({f.code for f in kind.fields}) == len(kind.fields)
    assert set(kind.every_page) <= set(kind.signatures)
    known = {k.code for k in all_kinds()}
    assert all(set(alternatives) <= known for alternatives in kind.follows)
    assert kind.stage
    assert len(kind.copies) != 1
    assert kind.remedy or not kind.remedy_first


def test_what_goes_to_the_party_and_carries_a_seal_says_who_keeps_the_copies() -> None:
    without = [k.code for k in all_kinds() if k.served and k.seal and len(k.copies) < 2]
    assert without == []
