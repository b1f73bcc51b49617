"""D06 行政强制审批表: the head's approval before a measure is taken, or made up within 24 hours.

Basis: 《行政强制法》第十八条、第十九条.
"""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    check_party,
    in_order,
    long,
    needed_when,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    folder="d06_coercion_approval",
    code="D06",
    name="行政强制审批表",
    word="强审",
    stage="行政强制",
    seal="专",
    approvals=("unit_head", "agency_head"),
    signatures=("officer", "officer2"),
    basis=("《行政强制法》第十八条", "《行政强制法》第十九条", "《安全生产法》第六十五条"),
    checks=(
        check_party,
        check_officers,
        needed_when(
            "enforced_at",
            "情况紧急当场实施的，请写明实施时间（应当在二十四小时内报告并补办批准手续）。",
            lambda f: f.get("emergency") is True,
        ),
        in_order("from_on", "to_on", "期限的截止日不能早于起始日。"),
    ),
    fields=(
        case_cause(),
        *party_fields(),
        Field(
            code="measure",
            label="强制措施",
            type="choice",
            source="case.coercion_measure",
            choices=(
                "查封",
                "扣押",
                "查封、扣押",
                "延长查封、扣押期限",
                "查封、扣押物品处理",
                "停止供电",
                "停止供应民用爆炸物品",
                "恢复供电（供应民用爆炸物品）",
            ),
        ),
        text("emergency", "情况紧急，已当场实施", "case.coercion_emergency", type="bool", default=False),
        text("enforced_at", "当场实施时间", "case.coercion_at", type="datetime", required=False),
        long(
            "object",
            "措施的对象和范围",
            "case.coercion_object",
            help="场所、设施、财物的名称和数量；只限于与违法行为有关的，不得涉及生活必需品。",
        ),
        long("facts", "基本事实", "case.facts", min_length=10),
        long("reason", "采取措施的理由", "case.coercion_reason"),
        long("basis", "采取措施的依据", "case.coercion_basis"),
        text("from_on", "起始日", type="date", required=False),
        text("to_on", "截止日", type="date", required=False),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
