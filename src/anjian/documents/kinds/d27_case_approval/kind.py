"""D27 行政处罚案件审批表: the case review before notice (《行政处罚法》第五十七条)."""

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
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    code="D27",
    name="行政处罚案件审批表",
    word="案审",
    stage="审查",
    seal="专",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    follows=(("D26",),),
    basis=("《行政处罚法》第五十七条",),
    checks=(check_party, check_officers),
    folder="d27_case_approval",
    fields=(
        case_cause(),
        text("filing_no", "立案文号", "documents.D10.no"),
        *party_fields(),
        long("facts", "违法事实及证据", "documents.D26.fields.facts"),
        long("basis", "处罚依据", "documents.D26.fields.basis"),
        long("penalty", "拟处理意见", "documents.D26.fields.penalty"),
        text(
            "fine_amount", "拟罚款金额（元）", "documents.D26.fields.fine_amount", type="yuan", required=False
        ),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
