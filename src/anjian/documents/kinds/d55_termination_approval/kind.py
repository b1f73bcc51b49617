"""D55 案件终止(撤销)审批表: the enquiry stops or the case is withdrawn."""

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
    code="D55",
    name="案件终止（撤销）审批表",
    word="终",
    stage="终止",
    seal="专",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    basis=("《行政处罚法》第五十七条", "《行政处罚法》第五十四条"),
    checks=(check_party, check_officers),
    folder="d55_termination_approval",
    fields=(
        case_cause(),
        *party_fields(),
        text("filing_no", "立案文号", "documents.D10.no"),
        text("filed_on", "立案日期", "case.filed_on", type="date"),
        Field(code="ending", label="终止方式", type="choice", choices=("终止调查", "撤销案件")),
        long("facts", "已查明的情况", "case.facts"),
        long("reason", "理由和依据"),
        text("told_on", "告知当事人日期", type="date", required=False),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
