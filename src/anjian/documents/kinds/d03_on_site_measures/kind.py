"""D03 现场处理措施决定书: evacuate, suspend or stop use while a hazard stands (《安全生产法》第六十五条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import (
    check_officers,
    check_party,
    long,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

MEASURES = (
    "当场予以纠正",
    "责令立即排除事故隐患",
    "责令从危险区域内撤出作业人员",
    "责令暂时停产停业",
    "责令暂时停止建设、施工",
    "责令暂时停止使用相关设施、设备",
)
_HEAVY = frozenset(MEASURES[2:])


def _major(fields: Mapping[str, Any]) -> dict[str, str]:
    heavy = [row.get("measure") for row in fields.get("measures") or () if row.get("measure") in _HEAVY]
    if heavy and fields.get("major_hazard") is not True:
        return {"major_hazard": f"“{heavy[0]}”只适用于重大事故隐患（《安全生产法》第六十五条第一款第三项）。"}
    return {}


KIND = DocumentKind(
    folder="d03_on_site_measures",
    code="D03",
    name="现场处理措施决定书",
    word="现决",
    stage="责令改正",
    seal="专",
    served=True,
    remedy=True,
    remedy_act="本决定",
    signatures=("party", "officer", "officer2"),
    follows=(("D02",),),
    copies=("由应急管理部门备案", "交被检查单位"),
    basis=("《安全生产法》第六十五条", "《行政处罚法》第二十八条"),
    checks=(check_party, check_officers, _major),
    fields=(
        *party_fields(),
        text("record_no", "现场检查记录文号", "documents.D02.no", required=False),
        text("found_at", "检查发现时间", "documents.D02.fields.started_at", type="datetime"),
        Field(
            code="hazards",
            label="违法行为、事故隐患",
            type="table",
            min_rows=1,
            source="case.hazards",
            columns=(
                Column(code="description", label="具体情况", width=3),
                Column(code="violated", label="违反的规定", width=1.6),
            ),
        ),
        text("major_hazard", "存在重大事故隐患", type="bool", default=False),
        long("basis", "决定依据", default="《中华人民共和国安全生产法》第六十五条第一款第三项"),
        Field(
            code="measures",
            label="现场处理措施",
            type="table",
            min_rows=1,
            source="case.measures",
            columns=(
                Column(code="measure", label="措施", width=1.6, choices=MEASURES),
                Column(code="object", label="对象、范围", width=2),
                Column(code="until", label="期限", width=1.6, required=False),
            ),
        ),
        long(
            "resume",
            "恢复条件",
            default="重大事故隐患排除后，应当向本机关书面提出恢复生产经营和使用的申请，经本机关审查同意，方可恢复。",
        ),
        officers(),
    ),
)
