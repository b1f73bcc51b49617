"""D19 先行登记保存证据处理决定书: the decision within seven working days (《行政处罚法》第五十六条)."""

from __future__ import annotations

from anjian.documents.kinds.common import check_party, party_fields, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D19",
    name="先行登记保存证据处理决定书",
    word="先保处",
    stage="先行登记保存",
    basis=("《行政处罚法》第五十六条",),
    seal="专",
    served=True,
    remedy=True,
    remedy_act="本决定",
    follows=(("D16",), ("D17",), ("D18",)),
    checks=(check_party,),
    copies=(
        "由应急管理部门备案",
        "交当事人",
    ),
    folder="d19_registration_disposal",
    fields=(
        *party_fields(),
        text("notice_no", "先行登记保存证据通知书文号", "documents.D17.no"),
        text("notice_on", "通知日期", "documents.D17.issued_on", type="date"),
        Field(
            code="outcomes",
            label="处理结果",
            type="table",
            min_rows=1,
            source="documents.D18.fields.outcomes",
            columns=(
                Column(code="name", label="名称"),
                Column(code="quantity", label="数量"),
                Column(code="outcome", label="处理方式"),
                Column(code="reason", label="理由", required=False),
            ),
        ),
    ),
)
