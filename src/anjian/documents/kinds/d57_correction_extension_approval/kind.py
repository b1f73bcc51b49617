"""D57 整改复查延期申请审批表: the firm asks for more time, the bureau decides."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    check_new_days,
    check_officers,
    check_party,
    extension_rows,
    long,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    folder="d57_correction_extension_approval",
    code="D57",
    name="整改复查延期申请审批表",
    word="延审",
    stage="责令改正",
    seal="专",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    follows=(("D03", "D04"),),
    basis=("《安全生产法》第六十五条", "《行政处罚法》第二十八条"),
    checks=(check_party, check_officers, check_new_days),
    fields=(
        *party_fields(),
        text("order_no", "原指令书文号", "documents.D04.no|documents.D03.no"),
        text("order_on", "原指令书日期", "documents.D04.issued_on|documents.D03.issued_on", type="date"),
        text("applied_on", "申请日期", "step.requested_on", type="date"),
        extension_rows("case.extension_wishes"),
        long("reason", "申请延期的理由"),
        long("interim", "延期期间的安全措施"),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
