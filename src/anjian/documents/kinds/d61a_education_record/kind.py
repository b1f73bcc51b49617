"""D61a 教育记录: a penalty may be spared, the lesson may not (《行政处罚法》第三十三条第三款)."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    in_order,
    long,
    officers,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    folder="d61a_education_record",
    code="D61a",
    name="教育记录",
    word="",
    numbered=False,
    stage="决定",
    signatures=("party", "officer", "officer2"),
    basis=("《行政处罚法》第三十三条", "《行政处罚法》第六条"),
    checks=(check_officers, in_order("started_at", "ended_at", "结束时间不能早于开始时间。")),
    fields=(
        case_cause(),
        text("party_name", "当事人", "party.name"),
        text("person", "受教育人", "party.head"),
        text("person_post", "受教育人职务", required=False),
        text("started_at", "开始时间", type="datetime"),
        text("ended_at", "结束时间", type="datetime"),
        text("place", "地点"),
        Field(
            code="way",
            label="教育方式",
            type="choice",
            choices=("当面批评教育", "约谈", "组织学习法律法规", "案例警示教育"),
        ),
        long("content", "教育内容"),
        long("answer", "受教育人表示"),
        officers(),
    ),
)
