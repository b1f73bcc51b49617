"""D30 当事人陈述申辩笔录: the party’s oral answer, minuted point by point (《行政处罚法》第四十五条)."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, check_officers, in_order, officers, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D30",
    name="当事人陈述申辩笔录",
    word="",
    numbered=False,
    stage="陈述申辩",
    signatures=("party", "officer", "officer2"),
    follows=(("D29", "D31"),),
    basis=("《行政处罚法》第四十五条",),
    checks=(check_officers, in_order("started_at", "ended_at", "结束时间不能早于开始时间。")),
    folder="d30_defence_record",
    fields=(
        case_cause(),
        text("party_name", "当事人", "party.name"),
        text("notice_no", "行政处罚告知书文号", "documents.D29.no"),
        text("started_at", "开始时间", type="datetime"),
        text("ended_at", "结束时间", type="datetime"),
        text("place", "地点"),
        text("speaker", "陈述申辩人", "party.head"),
        text("speaker_post", "职务（与当事人关系）"),
        text("speaker_id_no", "身份证件号码"),
        text("speaker_phone", "联系电话", required=False),
        text("authority", "代理权限", required=False, help="委托代理人填写，并附授权委托书。"),
        officers(label="听取人"),
        text("recorder", "记录人"),
        Field(
            code="points",
            label="陈述申辩意见",
            type="table",
            min_rows=1,
            columns=(
                Column(code="point", label="意见"),
                Column(code="evidence", label="提交的证据", required=False),
            ),
        ),
    ),
)
