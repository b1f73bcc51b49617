"""D05 整改复查意见书: hazard by hazard, what two officers found on review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import (
    check_officers,
    check_party,
    long,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field


def _all_done(fields: Mapping[str, Any]) -> dict[str, str]:
    left = [row for row in fields.get("results") or () if row.get("result") != "已整改"]
    if left and fields.get("conclusion") == "全部整改完毕":
        return {"conclusion": "还有未整改的问题，复查结论不能是全部整改完毕。"}
    if fields.get("results") and not left and fields.get("conclusion") not in (None, "全部整改完毕"):
        return {"conclusion": "各项问题均已整改，复查结论应当是全部整改完毕。"}
    return {}


KIND = DocumentKind(
    folder="d05_review_opinion",
    code="D05",
    name="整改复查意见书",
    word="复查",
    stage="责令改正",
    seal="专",
    served=True,
    signatures=("party", "officer", "officer2"),
    follows=(("D03", "D04", "D07"),),
    copies=("由应急管理部门备案", "交被复查单位"),
    basis=("《安全生产法》第六十五条", "《安全生产法》第六十八条"),
    checks=(check_party, check_officers, _all_done),
    fields=(
        *party_fields(),
        text("order_name", "原文书名称", default="责令限期整改指令书"),
        text("order_no", "原文书文号", "documents.D04.no|documents.D03.no|documents.D07.no"),
        text(
            "order_on",
            "原文书日期",
            "documents.D04.issued_on|documents.D03.issued_on|documents.D07.issued_on",
            type="date",
        ),
        text("reviewed_at", "复查时间", type="datetime"),
        Field(
            code="results",
            label="复查情况",
            type="table",
            min_rows=1,
            source="case.review_results",
            columns=(
                Column(code="description", label="原问题", width=2),
                Column(code="due_on", label="整改期限", type="date", required=False),
                Column(code="finding", label="复查情况", width=2),
                Column(code="result", label="结果", choices=("已整改", "部分整改", "未整改", "未到期")),
            ),
        ),
        Field(
            code="conclusion",
            label="复查结论",
            type="choice",
            choices=("全部整改完毕", "部分整改完毕", "未整改"),
        ),
        long("next_step", "处理意见", help="同意恢复、继续整改、立案查处、申请强制等。"),
        text("evidence_note", "复查证据", required=False, help="复查照片、检测报告、录像编号。"),
        officers(label="复查人员"),
    ),
)
