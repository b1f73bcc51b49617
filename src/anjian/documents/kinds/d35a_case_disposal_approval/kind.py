"""D35a 案件处理呈批表: approval of the decision itself (《行政处罚法》第五十七条第一款)."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    check_party,
    long,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    code="D35a",
    name="案件处理呈批表",
    word="处呈",
    stage="审批",
    seal="专",
    approvals=("unit_head", "agency_head"),
    signatures=("officer", "officer2"),
    follows=(("D29",),),
    basis=("《行政处罚法》第五十七条",),
    checks=(check_party, check_officers),
    folder="d35a_case_disposal_approval",
    fields=(
        case_cause(),
        *party_fields(),
        text("notice_no", "行政处罚告知书文号", "documents.D29.no"),
        long("facts", "违法事实和证据", "documents.D29.fields.facts"),
        long("basis", "违反的规定和处罚依据", "documents.D29.fields.basis"),
        # What the file weighed last: the notice may have been told before the party was heard.
        long(
            "discretion",
            "裁量理由",
            "case.discretion|documents.D29.fields.discretion|documents.D26.fields.discretion_reason",
            required=False,
        ),
        long("defence", "陈述申辩和听证情况", "case.defence_summary"),
        long("defence_review", "复核意见", "case.defence_review", help="对每一项意见逐条回应。"),
        text("legal_review", "法制审核意见", "documents.D28.fields.result", required=False),
        text("discussion", "集体讨论意见", "documents.D35.fields.conclusion", required=False),
        Field(
            code="disposal",
            label="处理方式",
            type="choice",
            choices=("给予行政处罚", "不予行政处罚", "撤销案件", "移送其他机关", "移送司法机关"),
        ),
        long("penalty", "拟处理决定", "documents.D29.fields.penalty"),
        text(
            "fine_amount", "拟罚款金额（元）", "documents.D29.fields.fine_amount", type="yuan", required=False
        ),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
