"""D62f 行政建议书: what a firm, trade body or agency should put right beyond the case."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    contact_fields,
    long,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d62f_administrative_suggestion",
    code="D62f",
    name="行政建议书",
    word="建",
    stage="行政指导",
    seal="公",
    served=True,
    approvals=("unit_head", "agency_leader"),
    copies=("由应急管理部门存查", "交被建议单位"),
    basis=("《安全生产法》第六十五条", "《行政处罚法》第六条"),
    fields=(
        text("to", "被建议单位", "party.name"),
        long("facts", "发现的情况和问题", "case.facts"),
        long("causes", "问题的原因", required=False),
        long("basis", "建议的依据"),
        Field(
            code="suggestions",
            label="建议",
            type="table",
            min_rows=1,
            columns=(Column(code="suggestion", label="建议内容"),),
        ),
        text("reply_on", "请于何日前书面反馈", type="date", required=False),
        *contact_fields(),
    ),
)
