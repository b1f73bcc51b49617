"""D37 行政处罚决定书(个人): the decision against a person, with the six items of 《行政处罚法》第五十九条."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    PENALTY_KINDS,
    case_cause,
    check_fine,
    evidence_table,
    long,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D37",
    name="行政处罚决定书",
    word="罚",
    stage="决定",
    seal="公",
    approvals=("agency_head",),
    served=True,
    remedy=True,
    follows=(("D35a",),),
    basis=("《行政处罚法》第五十七条", "《行政处罚法》第五十九条"),
    checks=(check_fine,),
    folder="d37_person_penalty_decision",
    fields=(
        case_cause(),
        text("filing_no", "立案文号", "documents.D10.no", required=False),
        *party_fields(only="个人"),
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
        text("bank_name", "缴款银行", "org.bank_name", required=False),
        text("bank_account_name", "账户名称", "org.bank_account_name", required=False),
        text("bank_account_no", "账号", "org.bank_account_no", required=False),
    ),
)
