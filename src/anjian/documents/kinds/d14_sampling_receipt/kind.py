"""D14 抽样取证凭证: what was drawn, from how much, sealed under which number (《行政处罚法》第五十六条)."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    check_party,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d14_sampling_receipt",
    code="D14",
    name="抽样取证凭证",
    word="抽",
    stage="调查取证",
    seal="专",
    served=True,
    signatures=("party", "officer", "officer2"),
    copies=("由应急管理部门备案", "交被抽样取证单位（人）"),
    basis=("《行政处罚法》第五十六条",),
    checks=(check_party, check_officers),
    fields=(
        case_cause(),
        *party_fields(),
        text("site_person", "现场负责人", "party.head"),
        text("sampled_at", "抽样取证时间", type="datetime"),
        text("place", "抽样地点"),
        text("method", "抽样方法", default="随机抽取，当场封样"),
        Field(
            code="samples",
            label="抽取的样品",
            type="table",
            min_rows=1,
            columns=(
                Column(code="name", label="证据物品名称", width=1.8),
                Column(code="batch", label="规格及批号", width=1.6),
                Column(code="base", label="抽样基数"),
                Column(code="quantity", label="样品数量"),
                Column(code="seal_no", label="封样编号", width=1.2),
                Column(code="retained", label="备样", required=False),
            ),
        ),
        text("storage", "样品保存条件", required=False),
        text("recording", "抽样录像编号", required=False),
        officers(label="抽样取证人员"),
    ),
)
