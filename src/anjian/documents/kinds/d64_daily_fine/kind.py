"""D64 按日连续处罚决定书: a unit that refuses to correct is fined again for each day.

Basis: 《安全生产法》第一百一十二条.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from anjian.documents.kinds.common import (
    bank_fields,
    case_cause,
    check_party,
    evidence_table,
    long,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field


def _days(fields: Mapping[str, Any]) -> dict[str, str]:
    ordered, first, last = (date.fromisoformat(fields[c]) for c in ("order_on", "from_on", "to_on"))
    if first != ordered + timedelta(days=1):
        return {"from_on": "按日连续处罚自作出责令改正之日的次日起计算（《安全生产法》第一百一十二条）。"}
    if fields["days"] != (last - first).days + 1:
        return {"days": f"起止日期之间是{(last - first).days + 1}日，与填写的日数不一致。"}
    if Decimal(str(fields["amount"])) != Decimal(str(fields["daily_amount"])) * fields["days"]:
        return {"amount": "罚款总额应当等于原处罚数额乘以日数。"}
    return {}


KIND = DocumentKind(
    folder="d64_daily_fine",
    code="D64",
    name="按日连续处罚决定书",
    word="日罚",
    stage="决定",
    seal="公",
    served=True,
    remedy=True,
    approvals=("agency_head",),
    follows=(("D36", "D37"), ("D03", "D04"), ("D29",)),
    copies=("由应急管理部门备案", "交被处罚单位"),
    basis=("《安全生产法》第一百一十二条", "《行政处罚法》第五十九条"),
    checks=(check_party, _days),
    fields=(
        case_cause(),
        *party_fields(only="单位"),
        text("order_no", "责令改正文书文号", "documents.D04.no|documents.D03.no"),
        text("order_on", "责令改正日期", "documents.D04.issued_on|documents.D03.issued_on", type="date"),
        text("decision_no", "原行政处罚决定书文号", "documents.D36.no|documents.D37.no"),
        text("decision_on", "原处罚决定日期", "documents.D36.issued_on|documents.D37.issued_on", type="date"),
        text(
            "daily_amount",
            "原处罚数额（元）",
            "documents.D36.fields.fine_amount|documents.D37.fields.fine_amount",
            type="yuan",
        ),
        long("facts", "拒不改正的事实", min_length=10),
        evidence_table("case.evidence"),
        long("course", "告知、陈述申辩和听证情况", "case.course_of_notice"),
        long("defence_review", "对陈述申辩的复核意见", "case.defence_review"),
        text("from_on", "计罚起始日", type="date"),
        text("to_on", "计罚截止日", type="date", help="复查发现拒不改正之日。"),
        Field(code="days", label="计罚日数", type="int", minimum=1),
        text("amount", "罚款总额（元）", type="yuan"),
        Field(code="pay_days", label="缴款期限（日）", type="int", minimum=1, maximum=15, default=15),
        *bank_fields(required=True),
    ),
)
