"""D40 加处罚款决定书: three percent a day, never more than the fine.

Basis: 《行政处罚法》第七十二条, 《行政强制法》第四十五条.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from anjian.documents.kinds.common import (
    bank_fields,
    in_order,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field


def _sum(fields: Mapping[str, Any]) -> dict[str, str]:
    base, fine, added = (Decimal(str(fields[c])) for c in ("base_amount", "fine_amount", "added_amount"))
    span = (date.fromisoformat(fields["to_on"]) - date.fromisoformat(fields["from_on"])).days + 1
    days = span - int(fields.get("excluded_days") or 0)
    if fields["days"] != days:
        return {"days": f"起止日期之间扣除不计算的日数后是{days}日，与填写的日数不一致。"}
    if base > fine:
        return {"base_amount": "计算基数不能大于罚款数额。"}
    if added > fine:
        return {"added_amount": "加处罚款的数额不得超出罚款的数额（《行政处罚法》第七十二条）。"}
    if added > base * Decimal("0.03") * days:
        return {"added_amount": "加处罚款多于每日百分之三乘以日数的结果。"}
    return {}


KIND = DocumentKind(
    folder="d40_added_fine",
    code="D40",
    name="加处罚款决定书",
    word="加罚",
    stage="执行",
    seal="专",
    served=True,
    remedy=True,
    remedy_act="本决定",
    follows=(("D36", "D37", "D24", "D25"),),
    copies=("由应急管理部门备案", "交被处罚人"),
    basis=("《行政处罚法》第七十二条", "《行政处罚法》第七十三条", "《行政强制法》第四十五条"),
    checks=(in_order("from_on", "to_on", "截止日不能早于起始日。"), _sum),
    fields=(
        *party_fields(),
        text(
            "decision_no",
            "行政处罚决定书文号",
            "documents.D36.no|documents.D37.no|documents.D24.no|documents.D25.no",
        ),
        text(
            "decision_on",
            "处罚决定日期",
            "documents.D36.issued_on|documents.D37.issued_on|documents.D24.issued_on|documents.D25.issued_on",
            type="date",
        ),
        text("served_on", "处罚决定送达日期", "documents.D36.served_on|documents.D37.served_on", type="date"),
        text(
            "fine_amount",
            "罚款金额（元）",
            "documents.D36.fields.fine_amount|documents.D37.fields.fine_amount|documents.D24.fields.fine_amount|documents.D25.fields.fine_amount",
            type="yuan",
        ),
        text("base_amount", "计算基数（尚未缴纳的罚款，元）", type="yuan"),
        text("from_on", "加处罚款起始日", type="date"),
        text("to_on", "加处罚款截止日", type="date"),
        Field(
            code="excluded_days",
            label="行政复议、诉讼期间不计算的日数",
            type="int",
            minimum=0,
            required=False,
            default=0,
        ),
        Field(code="days", label="加处日数", type="int", minimum=1),
        text("added_amount", "加处罚款金额（元）", type="yuan"),
        *bank_fields(required=True),
    ),
)
