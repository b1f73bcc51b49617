"""What the penalty decisions against a unit and against a person share: the six items of article 59.

Basis: 《行政处罚法》第五十九条.
"""

from __future__ import annotations

from anjian.documents.kinds.common import (
    PENALTY_KINDS,
    bank_fields,
    case_cause,
    evidence_table,
    long,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, Field


def decision_fields(*, only: str) -> tuple[Field, ...]:
    """The particulars of a penalty decision; `only` is the kind of party, 单位 or 个人."""
    return (
        case_cause(),
        text("filing_no", "立案文号", "documents.D10.no", required=False),
        *party_fields(only=only),
        long("facts", "违法事实", "documents.D29.fields.facts|case.facts", min_length=10),
        evidence_table("documents.D29.fields.evidence|case.evidence"),
        long("course", "告知、陈述申辩和听证情况", "case.course_of_notice|documents.D35a.fields.defence"),
        long(
            "defence_review",
            "对陈述申辩的复核意见",
            "case.defence_review|documents.D35a.fields.defence_review",
        ),
        long("violated", "违反的规定", "documents.D29.fields.violated|case.violated"),
        long("basis", "处罚依据", "documents.D29.fields.basis|case.basis"),
        long("discretion", "裁量理由", "documents.D29.fields.discretion|case.discretion"),
        Field(
            code="penalties",
            label="行政处罚的种类和内容",
            type="table",
            min_rows=1,
            source="case.penalties",
            columns=(
                Column(code="kind", label="种类", choices=PENALTY_KINDS),
                Column(code="content", label="内容"),
            ),
        ),
        text(
            "fine_amount",
            "罚款金额（元）",
            "documents.D35a.fields.fine_amount|documents.D29.fields.fine_amount",
            type="yuan",
            required=False,
        ),
        text(
            "manner", "履行方式", "case.manner", default="持本决定书到指定银行或者通过电子支付系统缴纳罚款。"
        ),
        Field(code="pay_days", label="缴款期限（日）", type="int", minimum=1, maximum=15, default=15),
        *bank_fields(),
    )
