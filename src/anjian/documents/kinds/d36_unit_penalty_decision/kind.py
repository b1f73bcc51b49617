"""D36 行政处罚决定书(单位): the decision against a unit, with the six items of 《行政处罚法》第五十九条."""

from __future__ import annotations

from anjian.documents.kinds.common import check_fine, check_party
from anjian.documents.kinds.penalty import decision_fields
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    code="D36",
    name="行政处罚决定书",
    word="罚",
    stage="决定",
    seal="公",
    approvals=("agency_head",),
    served=True,
    remedy=True,
    follows=(("D35a",),),
    basis=("《行政处罚法》第五十七条", "《行政处罚法》第五十九条"),
    checks=(check_party, check_fine),
    copies=(
        "由应急管理部门备案",
        "交被处罚单位",
    ),
    folder="d36_unit_penalty_decision",
    fields=decision_fields(only="单位"),
)
