"""D35 行政处罚集体讨论记录: the leaders’ discussion of a complex or major case, each view minuted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import case_cause, check_party, long, party_fields, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field


def _chair_attends(fields: Mapping[str, Any]) -> dict[str, str]:
    names = [row.get("name") for row in fields.get("attendees") or ()]
    if len(set(names)) != len(names):
        return {"attendees": "“参加人员”中有人重复填写。"}
    if fields.get("chair") not in names:
        return {"chair": "主持人应当列入参加人员并写明本人意见。"}
    if fields.get("reporter") in names:
        return {"reporter": "汇报人不参加表决，不应列入参加人员。"}
    return {}


KIND = DocumentKind(
    code="D35",
    name="行政处罚集体讨论记录",
    word="罚集",
    stage="集体讨论",
    seal="专",
    volume="副卷",
    signatures=("attendees", "recorder"),
    drafters=("case_officer", "unit_head", "legal_reviewer"),
    basis=("《行政处罚法》第五十七条",),
    checks=(check_party, _chair_attends),
    folder="d35_collective_discussion",
    fields=(
        case_cause(),
        *party_fields(),
        text("started_at", "讨论开始时间", type="datetime"),
        text("ended_at", "讨论结束时间", type="datetime"),
        text("place", "地点"),
        text("chair", "主持人"),
        text("reporter", "汇报人"),
        text("recorder", "记录人"),
        Field(
            code="attendees",
            label="参加人员",
            type="table",
            min_rows=2,
            source="case.leaders",
            columns=(
                Column(code="name", label="姓名"),
                Column(code="post", label="职务"),
                Column(code="view", label="本人意见"),
            ),
        ),
        text("recused", "回避情况", default="无应当回避的人员。"),
        long(
            "subject",
            "讨论内容",
            "case.subject",
            help="案情、证据、陈述申辩和听证情况、法制审核意见、处罚建议。",
        ),
        long("conclusion", "结论性意见"),
        text("fine_amount", "决定罚款金额（元）", type="yuan", required=False),
    ),
)
