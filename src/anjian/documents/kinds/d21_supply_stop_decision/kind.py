"""D21 停止供电（供应民用爆炸物品）决定书: addressed to the firm, 24 hours ahead of a power cut.

That the decision goes to the firm and the notice to its supplier was read in the input masks of a
public enforcement system; basis: 《安全生产法》第七十条.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from anjian.documents.kinds.common import (
    check_party,
    contact_fields,
    long,
    needed_when,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

_DAY_AHEAD = (
    "停止供电应当提前二十四小时通知生产经营单位（《安全生产法》第七十条第二款）；危及生产安全的紧急情形除外。"
)


def _a_day_ahead(fields: Mapping[str, Any]) -> dict[str, str]:
    told, start = fields.get("told_at"), fields.get("start_at")
    if not told or not start or fields.get("emergency") is True or fields.get("measure") != "停止供电":
        return {}
    ahead = datetime.fromisoformat(start) - datetime.fromisoformat(told)
    if ahead < timedelta(hours=24):
        return {"start_at": _DAY_AHEAD}
    return {}


KIND = DocumentKind(
    folder="d21_supply_stop_decision",
    code="D21",
    name="停止供电（供应民用爆炸物品）决定书",
    word="停供决",
    stage="行政强制",
    seal="公",
    served=True,
    remedy=True,
    remedy_act="停止供电（供应民用爆炸物品）措施",
    approvals=("agency_head",),
    paper_original=True,
    copies=("由应急管理部门备案", "交被停止供应单位"),
    basis=("《安全生产法》第七十条", "《电子签名法》第三条"),
    checks=(
        check_party,
        _a_day_ahead,
        needed_when(
            "emergency_reason", "情况紧急不提前通知的，请写明紧急情形。", lambda f: f.get("emergency") is True
        ),
    ),
    fields=(
        *party_fields(),
        text("order_name", "拒不执行的决定", default="现场处理措施决定书"),
        text("order_no", "决定文号", "case.order_no|documents.D03.no"),
        text("order_on", "决定日期", "documents.D03.issued_on|case.order_served_on", type="date"),
        text("order_content", "决定内容", help="停产停业、停止施工、停止使用相关设施或者设备。"),
        long("refusal", "拒不执行的事实", "case.refusal"),
        long("danger", "发生生产安全事故的现实危险", "case.hazard"),
        Field(
            code="measure",
            label="措施",
            type="choice",
            choices=("停止供电", "停止供应民用爆炸物品"),
            source="documents.D06.fields.measure",
        ),
        text("approval_no", "审批文号", "documents.D06.no"),
        text("told_at", "通知时间", type="datetime"),
        text("start_at", "停止供应的时间", type="datetime"),
        text("emergency", "危及生产安全的紧急情形", "case.urgent", type="bool", default=False),
        text("emergency_reason", "紧急情形说明", "case.urgency", required=False),
        text("supplier", "供应单位", "case.supplier"),
        long(
            "safe_way",
            "保证安全的措施",
            "case.safety_plan",
            help="停供范围、保安电源、人员撤离、通风排水等。",
        ),
        *contact_fields(),
    ),
)
