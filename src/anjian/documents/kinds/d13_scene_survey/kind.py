"""D13 勘验笔录: the scene, measured and drawn by those who sign."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    attendees,
    case_cause,
    check_officers,
    in_order,
    long,
    officers,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d13_scene_survey",
    code="D13",
    name="勘验笔录",
    word="勘",
    stage="调查取证",
    seal="专",
    signatures=("party", "officer", "officer2", "attendees"),
    every_page=("party",),
    basis=(
        "《行政处罚法》第四十六条",
        "《行政处罚法》第五十五条",
        "《最高人民法院关于行政诉讼证据若干问题的规定》第十五条",
    ),
    checks=(check_officers, in_order("started_at", "ended_at", "勘验结束时间不能早于开始时间。")),
    fields=(
        case_cause(),
        text("started_at", "勘验开始时间", type="datetime"),
        text("ended_at", "勘验结束时间", type="datetime"),
        text("place", "勘验场所", "party.address"),
        text("weather", "天气、照明情况"),
        text("party_name", "当事人", "party.name"),
        text("party_person", "当事人一方到场人", "party.head"),
        text("party_person_post", "到场人职务", required=False),
        officers(label="勘验人"),
        text("recorder", "记录人"),
        attendees("被邀请人、见证人"),
        text("rights_answer", "对出示证件和权利告知的回答"),
        long("condition", "勘验情况和结果", min_length=10),
        Field(
            code="drawings",
            label="现场图、照片、录像",
            type="table",
            required=False,
            columns=(
                Column(code="name", label="名称", width=3),
                Column(code="count", label="数量"),
                Column(code="no", label="编号", required=False),
            ),
        ),
        text("extracted", "提取的痕迹、物品", required=False),
        text("party_opinion", "到场人意见", default="以上笔录经核对无误。"),
        text("recording", "全过程音像记录", required=False, help="录音录像编号和校验值。"),
        Field(
            code="laid_pages",
            label="已签名的页面",
            type="table",
            required=False,
            columns=(
                Column(code="lines", label="行", type="longtext"),
                Column(code="kinds", label="行的性质", type="longtext", required=False),
            ),
            help="由远程取证形成：每页的行与签名时显示的完全一致，打印时不得改变分页。",
        ),
    ),
)
