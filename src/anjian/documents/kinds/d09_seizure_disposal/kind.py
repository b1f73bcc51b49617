"""D09 查封扣押处理决定书: what becomes of each thing (《行政强制法》第二十七条、第二十八条)."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    COPIES_PARTY,
    check_party,
    long,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

OUTCOMES = (
    "解除查封，恢复使用",
    "解除扣押，予以退还",
    "没收",
    "销毁",
    "随案移送司法机关",
    "退还拍卖、变卖所得款项",
)
KIND = DocumentKind(
    folder="d09_seizure_disposal",
    code="D09",
    name="查封扣押处理决定书",
    word="查扣处",
    stage="行政强制",
    seal="公",
    served=True,
    remedy=True,
    remedy_act="本决定",
    approvals=("agency_head",),
    follows=(("D07",),),
    copies=COPIES_PARTY,
    basis=("《行政强制法》第二十七条", "《行政强制法》第二十八条"),
    checks=(check_party,),
    fields=(
        *party_fields(),
        text("decision_no", "查封扣押决定书文号", "documents.D07.no"),
        text("decision_on", "查封扣押日期", "documents.D07.issued_on", type="date"),
        text("measure", "强制措施", "documents.D07.fields.measure"),
        long("reason", "处理理由"),
        long("basis", "处理依据", default="《中华人民共和国行政强制法》第二十七条、第二十八条"),
        Field(
            code="outcomes",
            label="处理结果",
            type="table",
            min_rows=1,
            source="case.seizure_outcomes",
            columns=(
                Column(code="name", label="名称", width=2),
                Column(code="quantity", label="数量"),
                Column(code="outcome", label="处理方式", width=1.6, choices=OUTCOMES),
                Column(code="reason", label="说明", required=False, width=1.4),
            ),
        ),
        text("collect", "领取时间、地点", required=False),
    ),
)
