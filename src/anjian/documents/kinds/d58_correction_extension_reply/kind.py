"""D58 整改复查延期答复书: the answer to the firm, hazard by hazard."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    check_new_days,
    check_party,
    contact_fields,
    extension_rows,
    long,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    folder="d58_correction_extension_reply",
    code="D58",
    name="整改复查延期答复书",
    word="延复",
    stage="责令改正",
    seal="专",
    served=True,
    follows=(("D57",),),
    copies=("由应急管理部门备案", "交申请单位"),
    basis=("《安全生产法》第六十五条", "《行政处罚法》第二十八条"),
    checks=(check_party, check_new_days),
    fields=(
        *party_fields(),
        text("order_no", "原指令书文号", "documents.D57.fields.order_no"),
        text("applied_on", "申请日期", "documents.D57.fields.applied_on", type="date"),
        Field(code="answer", label="答复", type="choice", choices=("同意延期", "部分同意延期", "不同意延期")),
        extension_rows("documents.D57.fields.extensions"),
        long("reason", "答复理由"),
        long("interim", "延期期间应当采取的措施", "documents.D57.fields.interim", required=False),
        *contact_fields(),
    ),
)
