"""D17 先行登记保存证据通知书: tells the party what is kept, where, and for how long."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    check_party,
    in_order,
    items_table,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    code="D17",
    name="先行登记保存证据通知书",
    word="先保通",
    stage="先行登记保存",
    basis=("《行政处罚法》第五十六条",),
    seal="专",
    served=True,
    signatures=("party", "officer", "officer2"),
    follows=(("D16",),),
    checks=(check_party, check_officers, in_order("from_on", "to_on", "保存期限的截止日不能早于起始日。")),
    copies=(
        "由应急管理部门备案",
        "交当事人",
    ),
    folder="d17_registration_notice",
    fields=(
        *party_fields(),
        case_cause(),
        items_table(label="证据清单", source="documents.D16.fields.items"),
        text("keeping", "保存方式", "documents.D16.fields.keeping"),
        text("keeping_place", "保存地点", "documents.D16.fields.keeping_place"),
        text("from_on", "保存起始日", type="date"),
        text("to_on", "保存截止日（七个工作日内处理）", type="date"),
        officers(),
    ),
)
