"""D62a 行政处罚委托书: penalties only, in writing, published; coercion can never be in it.

Basis: 《行政处罚法》第二十条, 《行政强制法》第十七条.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import (
    in_order,
    long,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

_NEVER = ("行政强制", "强制措施", "查封", "扣押", "停止供电", "冻结")


def _no_coercion(fields: Mapping[str, Any]) -> dict[str, str]:
    """Coercive measures may not be delegated, whatever the form calls them."""
    said = " ".join(str(row.get("matter")) for row in fields.get("matters") or ()) + str(fields.get("powers"))
    named = [word for word in _NEVER if word in said]
    if named:
        return {"powers": f"行政强制措施权不得委托（《行政强制法》第十七条），请删去“{named[0]}”。"}
    return {}


KIND = DocumentKind(
    folder="d62a_penalty_mandate",
    code="D62a",
    name="行政处罚委托书",
    word="委",
    stage="委托",
    seal="公",
    approvals=("agency_head",),
    signatures=("party",),
    copies=("由委托机关保存", "交受委托组织", "报本级人民政府司法行政部门备案"),
    basis=("《行政处罚法》第二十条", "《行政处罚法》第二十一条", "《行政强制法》第十七条"),
    checks=(_no_coercion, in_order("from_on", "to_on", "委托期限的截止日不能早于起始日。")),
    fields=(
        text("delegate", "受委托组织"),
        text("delegate_code", "受委托组织统一社会信用代码"),
        text("delegate_head", "受委托组织负责人"),
        text("delegate_address", "受委托组织地址"),
        long(
            "qualified",
            "受委托组织符合的条件",
            help="依法成立并具有管理公共事务职能；有取得行政执法资格的工作人员；有技术检查、鉴定条件。",
        ),
        Field(
            code="matters",
            label="委托的具体事项",
            type="table",
            min_rows=1,
            columns=(
                Column(code="matter", label="事项", width=2),
                Column(code="basis", label="依据", width=2),
            ),
        ),
        long("powers", "委托权限", help="处罚种类、幅度和程序；行政强制措施不得委托。"),
        text("area", "地域范围"),
        text("from_on", "起始日", type="date"),
        text("to_on", "截止日", type="date"),
        long(
            "duties",
            "委托机关和受委托组织的责任",
            help="以委托机关名义实施；不得再委托；委托机关监督并承担法律后果。",
        ),
        text("published", "公布方式", help="委托书应当向社会公布。"),
    ),
)
