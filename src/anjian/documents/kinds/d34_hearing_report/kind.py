"""D34 听证会报告书: the chair’s account and opinion (《行政处罚法》第六十五条)."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, long, text
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    code="D34",
    name="听证会报告书",
    word="听报",
    stage="听证",
    seal="专",
    signatures=("chair",),
    drafters=("hearing_chair",),
    follows=(("D32",), ("D33",)),
    basis=("《行政处罚法》第六十五条",),
    folder="d34_hearing_report",
    fields=(
        case_cause(),
        text("party_name", "当事人", "party.name"),
        text("hearing_at", "听证时间", "documents.D33.fields.started_at", type="datetime"),
        text("place", "听证地点", "documents.D33.fields.place"),
        text("chair", "主持人", "documents.D33.fields.chair"),
        text("clerk", "书记员", "documents.D33.fields.clerk"),
        long("course", "听证会基本情况"),
        long("facts", "听证认定的事实和证据"),
        long("issues", "争议焦点及分析"),
        long("opinion", "听证意见"),
    ),
)
