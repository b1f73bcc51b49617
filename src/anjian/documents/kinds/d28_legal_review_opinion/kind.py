"""D28 行政处罚法制审核意见书: the legal review without which no decision may be made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import case_cause, check_party, long, party_fields, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field

REVIEW_ITEMS = (
    "主体是否适格、执法人员是否具备资格",
    "事实是否清楚",
    "证据是否合法充分",
    "适用法律和裁量基准是否准确",
    "程序是否合法",
    "是否超越本机关法定权限",
    "文书是否完备规范",
    "是否涉嫌犯罪需要移送",
)


def _all_eight(fields: Mapping[str, Any]) -> dict[str, str]:
    rows = fields.get("items") or ()
    missing = [name for name in REVIEW_ITEMS if name not in {row.get("item") for row in rows}]
    if missing:
        return {"items": f"“审核内容”缺少：{'、'.join(missing)}。"}
    refused = [row["item"] for row in rows if row.get("finding") == "不符合"]
    if refused and fields.get("result") == "同意":
        return {"result": f"“{refused[0]}”的结论是不符合，审核结果不能是同意。"}
    return {}


KIND = DocumentKind(
    code="D28",
    name="行政处罚法制审核意见书",
    word="法审",
    stage="法制审核",
    seal="专",
    volume="副卷",
    signatures=("reviewer",),
    drafters=("legal_reviewer",),
    follows=(("D26",),),
    basis=("《行政处罚法》第五十八条",),
    checks=(check_party, _all_eight),
    folder="d28_legal_review_opinion",
    fields=(
        case_cause(),
        *party_fields(),
        text("submitted_by", "送审机构", "case.unit_name"),
        text("submitted_on", "送审日期", "case.review_asked_on", type="date"),
        text(
            "trigger",
            "审核事由",
            "case.review_trigger",
            help="《行政处罚法》第五十八条列举的情形，或者本机关规定应当审核。",
        ),
        text("reviewer_name", "审核人员", "actor.name"),
        text(
            "qualification",
            "法律职业资格证号",
            "actor.qualification",
            help="初次从事法制审核的，应当通过国家统一法律职业资格考试取得资格。",
        ),
        Field(
            code="items",
            label="审核内容",
            type="table",
            min_rows=8,
            default=[{"item": name, "finding": "", "note": ""} for name in REVIEW_ITEMS],
            columns=(
                Column(code="item", label="审核事项", choices=REVIEW_ITEMS),
                Column(code="finding", label="审核结论", choices=("符合", "不符合", "需补正")),
                Column(code="note", label="说明", required=False),
            ),
        ),
        Field(
            code="result",
            label="审核结果",
            type="choice",
            choices=("同意", "建议修改", "退回补充调查", "不同意", "建议移送"),
        ),
        long("opinion", "审核意见"),
    ),
)
