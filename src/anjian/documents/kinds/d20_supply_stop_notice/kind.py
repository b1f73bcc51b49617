"""D20 停止供电（供应民用爆炸物品）通知书: the written notice with which a supplier must comply.

Basis: 《安全生产法》第七十条.
"""

from __future__ import annotations

from anjian.documents.kinds.common import (
    contact_fields,
    long,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    folder="d20_supply_stop_notice",
    code="D20",
    name="停止供电（供应民用爆炸物品）通知书",
    word="停供通",
    stage="行政强制",
    seal="公",
    served=True,
    approvals=("agency_head",),
    paper_original=True,
    follows=(("D21",),),
    copies=("由应急管理部门备案", "交供应单位", "交被停止供应单位"),
    basis=("《安全生产法》第七十条", "《电子签名法》第三条"),
    fields=(
        text("supplier", "供应单位", "documents.D21.fields.supplier"),
        text("party_name", "被停止供应单位", "party.name"),
        text("party_address", "被停止供应单位地址", "party.address"),
        Field(
            code="measure",
            label="措施",
            type="choice",
            choices=("停止供电", "停止供应民用爆炸物品"),
            source="documents.D21.fields.measure",
        ),
        text("decision_no", "停止供应决定书文号", "documents.D21.no"),
        long("reason", "事实和理由", "documents.D21.fields.danger"),
        text("order_no", "拒不执行的决定文号", "documents.D21.fields.order_no"),
        text("scope", "停止供应的范围", "case.scope", help="用电户号、线路、场所或者民用爆炸物品的品种。"),
        text("start_at", "停止供应的时间", "documents.D21.fields.start_at", type="datetime"),
        long("safe_way", "保证安全的措施", "documents.D21.fields.safe_way"),
        *contact_fields(),
    ),
)
