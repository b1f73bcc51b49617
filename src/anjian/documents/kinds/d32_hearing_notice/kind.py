"""D32 听证会通知书: time, place and people of the hearing, at least seven working days ahead."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, contact_fields, text
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    code="D32",
    name="听证会通知书",
    word="听通",
    stage="听证",
    seal="专",
    served=True,
    follows=(("D31", "D29"),),
    basis=("《行政处罚法》第六十四条", "《行政处罚法》第八十五条"),
    copies=(
        "由应急管理部门备案",
        "交当事人",
    ),
    folder="d32_hearing_notice",
    fields=(
        case_cause(),
        text("party_name", "当事人", "party.name"),
        text("party_kind", "当事人类别", "party.kind", required=False),
        text("requested_on", "提出听证日期", type="date"),
        text("hearing_at", "听证时间", type="datetime"),
        text("place", "听证地点"),
        text("public", "公开举行", type="bool"),
        text("private_reason", "不公开的理由", required=False),
        text("chair", "听证主持人", help="不得是本案调查人员。"),
        text("chair_post", "主持人职务"),
        text("hearers", "听证员", required=False),
        text("clerk", "书记员"),
        *contact_fields(),
    ),
)
