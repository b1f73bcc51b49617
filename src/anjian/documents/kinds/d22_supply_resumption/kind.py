"""D22 恢复供电（供应民用爆炸物品）通知书: lifts the stop at once when the hazard is gone.

Basis: 《安全生产法》第七十条第二款.
"""

from __future__ import annotations

from anjian.documents.kinds.common import (
    contact_fields,
    long,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    folder="d22_supply_resumption",
    code="D22",
    name="恢复供电（供应民用爆炸物品）通知书",
    word="恢供",
    stage="行政强制",
    seal="公",
    served=True,
    approvals=("agency_head",),
    paper_original=True,
    follows=(("D20",),),
    copies=("由应急管理部门备案", "交供应单位", "交恢复供应单位"),
    basis=("《安全生产法》第七十条", "《电子签名法》第三条"),
    fields=(
        text("supplier", "供应单位", "documents.D20.fields.supplier"),
        text("party_name", "恢复供应单位", "party.name"),
        Field(code="measure", label="恢复事项", type="choice", choices=("恢复供电", "恢复供应民用爆炸物品")),
        text("decision_no", "停止供应决定书文号", "documents.D21.no"),
        text("decision_on", "停止供应决定日期", "documents.D21.issued_on", type="date"),
        long("reason", "恢复的理由", help="已履行行政决定、采取措施消除事故隐患的情况。"),
        text("review_no", "复查意见书文号", "documents.D05.no", required=False),
        text("scope", "恢复供应的范围", "documents.D20.fields.scope"),
        text("restore_at", "恢复供应的时间", type="datetime"),
        *contact_fields(),
    ),
)
