"""D38 不予行政处罚决定书: no penalty, with education (《行政处罚法》第三十三条)."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, check_party, evidence_table, long, party_fields
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    code="D38",
    name="不予行政处罚决定书",
    word="不罚",
    stage="决定",
    seal="公",
    served=True,
    remedy=True,
    remedy_act="本决定",
    basis=("《行政处罚法》第三十条", "《行政处罚法》第三十三条", "《行政处罚法》第五十七条"),
    checks=(check_party,),
    copies=(
        "由应急管理部门备案",
        "交当事人",
    ),
    folder="d38_no_penalty_decision",
    fields=(
        case_cause(),
        *party_fields(),
        long("facts", "查明的事实", "documents.D26.fields.facts|case.facts", min_length=10),
        evidence_table("documents.D26.fields.evidence|case.evidence"),
        Field(
            code="ground",
            label="不予处罚的情形",
            type="choice",
            choices=(
                "违法行为轻微并及时改正，没有造成危害后果",
                "初次违法且危害后果轻微并及时改正",
                "当事人有证据足以证明没有主观过错",
                "违法行为超过追责时效",
                "违法事实不能成立",
                "依法不予处罚的其他情形",
            ),
        ),
        long("reason", "理由"),
        long("basis", "依据"),
        long("education", "教育情况"),
    ),
)
