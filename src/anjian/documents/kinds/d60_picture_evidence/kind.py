"""D60 图片（视听资料）证据页: pictures with what, where, when, by whom, on which device, and their hash."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    officers,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d60_picture_evidence",
    code="D60",
    name="图片（视听资料）证据页",
    word="",
    numbered=False,
    stage="调查取证",
    signatures=("party", "officer", "officer2"),
    every_page=("party",),
    basis=("《行政处罚法》第四十六条", "《最高人民法院关于行政诉讼证据若干问题的规定》第十二条"),
    checks=(check_officers,),
    fields=(
        case_cause(),
        text("party_name", "当事人", "party.name"),
        Field(
            code="pictures",
            label="图片、视听资料",
            type="table",
            min_rows=1,
            source="case.pictures",
            columns=(
                Column(code="no", label="编号"),
                Column(code="title", label="证明对象", width=2),
                Column(code="place", label="拍摄地点", width=1.6),
                Column(code="taken_at", label="拍摄时间", type="datetime"),
                Column(code="taker", label="拍摄人"),
                Column(code="device", label="设备", width=1.4),
                Column(code="sha256", label="SHA-256校验值", width=2, picture=True),
                Column(code="note", label="说明", required=False),
            ),
        ),
        text("carrier", "原始载体保存情况", help="原始文件的载体、保存人和保存地点。"),
        text("verified_words", "核对意见", default="以上图片与现场情况一致。"),
        officers(label="取证人"),
    ),
)
