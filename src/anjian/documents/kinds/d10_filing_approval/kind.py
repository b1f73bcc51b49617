"""D10 立案审批表: the decision to open a penalty case (《行政处罚法》第五十四条第二款)."""

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
    code="D10",
    name="立案审批表",
    word="立",
    stage="立案",
    seal="专",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    basis=("《行政处罚法》第五十四条",),
    checks=(check_party, check_officers),
    folder="d10_filing_approval",
    fields=(
        case_cause(),
        Field(
            code="lead_source",
            label="案件来源",
            type="choice",
            source="case.lead_source",
            choices=("监督检查", "举报投诉", "移送", "上级交办", "生产安全事故", "媒体反映", "信访", "其他"),
        ),
        text("found_on", "发现日期", "case.found_on", type="date"),
        *party_fields(),
        long("facts", "案件基本情况", "case.facts", min_length=10),
        long("suspected_law", "涉嫌违反的规定和处罚依据", "case.suspected_law"),
        long(
            "jurisdiction",
            "管辖和时效说明",
            "case.jurisdiction",
            help="违法行为地、发生时间、是否在追责时效内、是否已被其他机关立案。",
        ),
        officers(label="承办人"),
        long("proposal", "承办人意见", "case.filing_proposal"),
    ),
)
