"""D62c 干预记录表: who asked for what in a case; kept from the one it names, never deleted."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    long,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    folder="d62c_interference_record",
    code="D62c",
    name="干预记录表",
    word="",
    numbered=False,
    stage="内部监督",
    volume="副卷",
    signatures=("recorder",),
    drafters=("case_officer", "unit_head", "legal_reviewer", "case_manager", "interviewer", "hearing_chair"),
    basis=("《中共中央、国务院关于推进安全生产领域改革发展的意见》", "《行政处罚法》第四十七条"),
    fields=(
        case_cause(),
        text("case_no", "案件编号", "case.no", required=False),
        text("who", "干预人姓名"),
        text("who_unit", "干预人单位"),
        text("who_post", "干预人职务"),
        text("at", "时间", type="datetime"),
        Field(
            code="channel",
            label="方式",
            type="choice",
            choices=("当面", "电话", "短信、微信等", "书面", "托人转达", "会议", "其他"),
        ),
        text("place", "地点", required=False),
        long("content", "要求的内容"),
        text("witness", "在场人、知情人", required=False),
        text("evidence", "佐证材料", required=False),
        long("handling", "处理情况", help="是否拒绝、是否报告、向谁报告。"),
        text("recorded_by", "记录人", "actor.name"),
        text("reported_on", "报告日期", type="date"),
    ),
)
