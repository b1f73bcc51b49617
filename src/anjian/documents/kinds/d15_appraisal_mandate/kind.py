"""D15 鉴定委托书: asks a qualified body for an opinion on named questions."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    contact_fields,
    long,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d15_appraisal_mandate",
    code="D15",
    name="鉴定委托书",
    word="鉴",
    stage="调查取证",
    seal="专",
    copies=("由应急管理部门备案", "交鉴定机构"),
    approvals=("unit_head",),
    basis=("《行政处罚法》第四十六条", "《最高人民法院关于行政诉讼证据若干问题的规定》第十四条"),
    fields=(
        case_cause(),
        text("body", "鉴定机构"),
        text("body_qualification", "鉴定机构资质", help="资质证书名称和编号。"),
        text("party_name", "当事人", "party.name"),
        long("facts", "基本情况", "case.facts"),
        Field(
            code="materials",
            label="送鉴材料",
            type="table",
            source="case.seizure_items",
            min_rows=1,
            columns=(
                Column(code="name", label="名称", width=2),
                Column(code="spec", label="规格型号", required=False),
                Column(code="quantity", label="数量"),
                Column(code="seal_no", label="封样编号", required=False),
            ),
        ),
        Field(
            code="questions",
            label="鉴定事项",
            type="table",
            min_rows=1,
            columns=(Column(code="question", label="鉴定事项和要求"),),
        ),
        text("due_on", "请于何日前出具鉴定报告", "step.ends_on", type="date"),
        text("fee", "费用承担", default="由本机关承担"),
        *contact_fields(),
    ),
)
