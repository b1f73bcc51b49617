"""D50 案件延期审批表: more time to decide (《行政处罚法》第六十条)."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, check_officers, in_order, long, officers, text
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    code="D50",
    name="案件延期审批表",
    word="延",
    stage="延期",
    seal="专",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    basis=("《行政处罚法》第六十条",),
    checks=(check_officers, in_order("due_on", "new_due_on", "延长后的期限不能早于原期限。")),
    folder="d50_time_extension",
    fields=(
        case_cause(),
        text("party_name", "当事人", "party.name"),
        text("filing_no", "立案文号", "documents.D10.no"),
        text("filed_on", "立案日期", "case.filed_on", type="date"),
        text("due_on", "原办理期限", "case.due_on", type="date"),
        text("new_due_on", "延长后的期限", type="date"),
        long("reason", "延期理由和依据"),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
