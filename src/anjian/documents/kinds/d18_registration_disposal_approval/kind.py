"""D18 先行登记保存证据处理审批表: approval of what becomes of each item kept (《行政处罚法》第五十六条)."""

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
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D18",
    name="先行登记保存证据处理审批表",
    word="先保处审",
    stage="先行登记保存",
    basis=("《行政处罚法》第五十六条",),
    seal="专",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    follows=(("D17",),),
    checks=(check_party, check_officers),
    folder="d18_registration_disposal_approval",
    fields=(
        case_cause(),
        *party_fields(),
        text("notice_no", "先行登记保存证据通知书文号", "documents.D17.no"),
        Field(
            code="outcomes",
            label="处理结果",
            type="table",
            min_rows=1,
            columns=(
                Column(code="name", label="名称"),
                Column(code="quantity", label="数量"),
                Column(code="outcome", label="处理方式"),
                Column(code="reason", label="理由", required=False),
            ),
        ),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
