"""D29 行政处罚告知书: what the bureau plans to decide, and the rights to answer."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_party,
    contact_fields,
    evidence_table,
    long,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    code="D29",
    name="行政处罚告知书",
    word="罚告",
    copies=(
        "由应急管理部门备案",
        "交被告知人",
    ),
    folder="d29_prior_notice",
    stage="告知",
    seal="公",
    served=True,
    basis=("《行政处罚法》第四十四条", "《行政处罚法》第四十五条"),
    checks=(check_party,),
    fields=(
        case_cause(),
        *party_fields(),
        long("facts", "拟认定的违法事实", "case.facts|documents.D26.fields.facts", min_length=10),
        evidence_table("documents.D26.fields.evidence|case.evidence"),
        long("violated", "违反的规定", "case.violated|documents.D26.fields.violated"),
        long("basis", "拟处罚的依据", "case.basis|documents.D26.fields.basis"),
        long("discretion", "裁量理由", "case.discretion|documents.D26.fields.discretion_reason"),
        long("penalty", "拟作出的行政处罚", "case.penalty|documents.D26.fields.penalty"),
        text(
            "fine_amount",
            "拟罚款金额（元）",
            "case.fine_amount|documents.D26.fields.fine_amount",
            type="yuan",
            required=False,
        ),
        text("hearing_applies", "当事人享有听证权利", "case.hearing_applies", type="bool"),
        Field(
            code="answer_days",
            label="陈述申辩期限（工作日）",
            type="int",
            minimum=3,
            maximum=30,
            default=5,
            help="法律未规定固定期限；默认与听证申请期限一致，为五个工作日。",
        ),
        *contact_fields(),
    ),
)
