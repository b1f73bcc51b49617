"""D41 延期(分期)缴纳罚款审批表: approval of later or split payment (《行政处罚法》第六十六条第二款)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from anjian.documents.kinds.common import check_officers, long, officers, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field


def check_plan(fields: Mapping[str, Any]) -> dict[str, str]:
    """The instalments must add up to the fine, or to what is left of it."""
    total = sum(Decimal(str(row["amount"])) for row in fields["plan"])
    owed = Decimal(str(fields.get("unpaid_amount") or fields["fine_amount"]))
    if total != owed:
        return {"plan": f"各期金额合计{total}元，与应缴的{owed}元不一致。"}
    return {}


KIND = DocumentKind(
    code="D41",
    name="延期（分期）缴纳罚款审批表",
    word="缴审",
    stage="执行",
    seal="专",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    follows=(("D36", "D37", "D24", "D25"),),
    basis=("《行政处罚法》第六十六条",),
    checks=(check_officers, check_plan),
    folder="d41_payment_deferral_approval",
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
        text(
            "unpaid_amount",
            "尚未缴纳的罚款（元）",
            "step.unpaid_amount|case.unpaid",
            type="yuan",
            required=False,
        ),
        text("applied_on", "申请日期", type="date"),
        Field(code="mode", label="申请方式", type="choice", choices=("延期缴纳", "分期缴纳")),
        long("reason", "申请理由", help="确有经济困难的情形及证明材料。"),
        Field(
            code="plan",
            label="缴款计划",
            type="table",
            min_rows=1,
            columns=(
                Column(code="due_on", label="缴纳期限", type="date"),
                Column(code="amount", label="金额（元）", type="yuan"),
            ),
        ),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
