"""D33 听证笔录: what was said and shown at the hearing; the decision must rest on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import case_cause, check_officers, long, officers, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field


def _two_agents(fields: Mapping[str, Any]) -> dict[str, str]:
    if len(fields.get("agents") or ()) > 2:
        return {"agents": "委托代理人不得超过两人（《行政处罚法》第六十四条）。"}
    return {}


KIND = DocumentKind(
    code="D33",
    name="听证笔录",
    word="",
    numbered=False,
    stage="听证",
    seal="专",
    signatures=("party", "chair", "officer", "officer2", "recorder"),
    drafters=("hearing_chair", "case_officer", "unit_head"),
    follows=(("D32",),),
    basis=("《行政处罚法》第六十四条", "《行政处罚法》第六十五条"),
    checks=(check_officers, _two_agents),
    folder="d33_hearing_record",
    fields=(
        case_cause(),
        text("started_at", "开始时间", type="datetime"),
        text("ended_at", "结束时间", type="datetime"),
        text("place", "地点", "documents.D32.fields.place"),
        text("chair", "主持人", "documents.D32.fields.chair"),
        text("hearers", "听证员", "documents.D32.fields.hearers", required=False),
        text("clerk", "书记员", "documents.D32.fields.clerk"),
        text("party_name", "当事人", "party.name"),
        text("attendant", "出席人", "party.head", help="法定代表人（负责人）或者当事人本人。"),
        Field(
            code="agents",
            label="委托代理人（不超过两人）",
            type="table",
            required=False,
            columns=(Column(code="name", label="姓名"), Column(code="authority", label="代理权限")),
        ),
        officers(label="调查人员"),
        long("investigators_case", "调查人员提出的事实、证据和处罚建议"),
        long("party_answer", "当事人申辩和质证"),
        long("debate", "相互辩论", required=False),
        long("last_words", "当事人最后陈述"),
    ),
)
