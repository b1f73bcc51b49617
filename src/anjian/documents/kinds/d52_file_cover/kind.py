"""D52 案卷首页: the cover of the case file."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, in_order, long, text
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    code="D52",
    name="案卷首页",
    word="",
    numbered=False,
    stage="归档",
    drafters=("case_officer", "archivist", "unit_head"),
    basis=("《行政处罚法》第四十七条", "《档案法实施条例》第十九条"),
    checks=(in_order("filed_on", "closed_on", "结案日期不能早于立案日期。"),),
    folder="d52_file_cover",
    fields=(
        text("file_no", "案卷号", "archive.file_no"),
        text("title", "案卷题名", "archive.title"),
        case_cause(),
        text("party_name", "当事人", "party.name"),
        text("filing_no", "立案文号", "documents.D10.no", required=False, help="简易程序没有立案文号。"),
        text(
            "decision_no",
            "处理决定书文号",
            "documents.D36.no|documents.D37.no|documents.D38.no|documents.D24.no|documents.D25.no",
            required=False,
        ),
        long("result", "处理结果", "documents.D51.fields.penalty"),
        text("handlers", "承办人", "case.handler_names"),
        text("filed_on", "立案日期", "case.filed_on", type="date", required=False),
        text("closed_on", "结案日期", "documents.D51.issued_on", type="date"),
        text("archived_on", "归档日期", type="date"),
        text("archivist", "归档人"),
        text("retention", "保管期限", "archive.retention"),
        Field(code="pages", label="总页数", type="int", minimum=1),
        text("volume", "卷别", default="正卷"),
    ),
)
