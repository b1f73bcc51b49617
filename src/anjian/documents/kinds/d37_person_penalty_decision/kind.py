"""D37 行政处罚决定书(个人): the decision against a person, with the six items of 《行政处罚法》第五十九条."""

from __future__ import annotations

from anjian.documents.kinds.common import check_fine
from anjian.documents.kinds.penalty import decision_fields
from anjian.documents.kinds.spec import DocumentKind

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
    copies=(
        "由应急管理部门备案",
        "交被处罚人",
    ),
    folder="d37_person_penalty_decision",
    fields=decision_fields(only="个人"),
)
