"""D42 延期(分期)缴纳罚款批准书: tells the party the new dates and amounts."""

from __future__ import annotations

from anjian.documents.kinds.common import text
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D42",
    name="延期（分期）缴纳罚款批准书",
    word="缴批",
    stage="执行",
    seal="专",
    served=True,
    follows=(("D36", "D37", "D24", "D25"), ("D41",)),
    basis=("《行政处罚法》第六十六条",),
    copies=(
        "由应急管理部门备案",
        "交被处罚人",
    ),
    folder="d42_payment_deferral",
    fields=(
        text("party_name", "当事人", "party.name"),
        text("party_kind", "当事人类别", "party.kind", required=False),
        text(
            "decision_no",
            "行政处罚决定书文号",
            "documents.D36.no|documents.D37.no|documents.D24.no|documents.D25.no",
        ),
        text(
            "decision_on",
            "决定日期",
            "documents.D36.issued_on|documents.D37.issued_on|documents.D24.issued_on|documents.D25.issued_on",
            type="date",
        ),
        text(
            "fine_amount",
            "罚款金额（元）",
            "documents.D36.fields.fine_amount|documents.D37.fields.fine_amount|documents.D24.fields.fine_amount|documents.D25.fields.fine_amount",
            type="yuan",
        ),
        Field(
            code="mode",
            label="批准方式",
            type="choice",
            choices=("延期缴纳", "分期缴纳"),
            source="documents.D41.fields.mode",
        ),
        Field(
            code="plan",
            label="缴款计划",
            type="table",
            min_rows=1,
            source="documents.D41.fields.plan",
            columns=(
                Column(code="due_on", label="缴纳期限", type="date"),
                Column(code="amount", label="金额（元）", type="yuan"),
            ),
        ),
    ),
)
