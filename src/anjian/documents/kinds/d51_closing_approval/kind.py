"""D51 结案审批表: the case is closed when everything is done."""

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
    code="D51",
    name="结案审批表",
    word="结",
    stage="结案",
    seal="专",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    basis=("《行政处罚法》第四十七条",),
    checks=(check_party, check_officers),
    folder="d51_closing_approval",
    fields=(
        case_cause(),
        *party_fields(),
        text("filing_no", "立案文号", "documents.D10.no", required=False, help="简易程序没有立案文号。"),
        text(
            "decision_no",
            "处理决定书文号",
            "documents.D36.no|documents.D37.no|documents.D38.no|documents.D24.no|documents.D25.no",
            required=False,
        ),
        Field(
            code="closing_kind",
            label="结案方式",
            type="choice",
            choices=("履行完毕", "不予处罚", "撤销案件", "终止调查", "强制执行完毕", "移送"),
        ),
        long("penalty", "处理决定", "documents.D35a.fields.penalty|case.penalty"),
        long("execution", "执行情况", help="罚款缴纳、整改复查、涉案物品处理情况。"),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
