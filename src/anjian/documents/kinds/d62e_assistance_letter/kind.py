"""D62e 案件协查函: asks another agency to help find out (《行政处罚法》第二十六条)."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    attachments,
    case_cause,
    contact_fields,
    long,
    officers,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d62e_assistance_letter",
    code="D62e",
    name="案件协查函",
    word="协",
    stage="调查取证",
    seal="公",
    approvals=("unit_head",),
    copies=("由应急管理部门存查", "交协查机关"),
    basis=("《行政处罚法》第二十六条",),
    fields=(
        case_cause(),
        text("to", "协查机关", "step.agency"),
        text("party_name", "当事人", "party.name"),
        long("facts", "基本案情", "case.facts"),
        Field(
            code="requests",
            label="请求协查的事项",
            type="table",
            min_rows=1,
            columns=(Column(code="request", label="事项"),),
        ),
        text("due_on", "请于何日前函复", type="date"),
        attachments(),
        officers(label="承办人"),
        *contact_fields(),
    ),
)
