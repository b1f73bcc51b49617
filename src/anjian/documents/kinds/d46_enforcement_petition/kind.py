"""D46 强制执行申请书: asks the court to enforce, signed by the head (《行政强制法》第五十五条)."""

from __future__ import annotations

from anjian.documents.kinds.common import check_party, contact_fields, long, party_fields, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D46",
    name="强制执行申请书",
    word="强执",
    stage="执行",
    seal="公",
    signatures=("agency_head",),
    follows=(("D36", "D37", "D24", "D25"), ("D45",)),
    basis=("《行政强制法》第五十三条", "《行政强制法》第五十五条"),
    checks=(check_party,),
    folder="d46_enforcement_petition",
    fields=(
        *party_fields(),
        text("court", "受理法院", "org.court"),
        text(
            "decision_no",
            "行政处罚决定书文号",
            "documents.D36.no|documents.D37.no|documents.D24.no|documents.D25.no",
        ),
        text(
            "decision_on",
            "决定日期",
            "documents.D36.issued_on|documents.D37.issued_on|documents.D24.issued_on|documents.D25.issued_on",
            type="date",
        ),
        text(
            "served_on",
            "决定书送达日期",
            "documents.D36.served_on|documents.D37.served_on|documents.D24.served_on|documents.D25.served_on",
            type="date",
        ),
        text("demand_no", "催告书文号", "documents.D45.no"),
        text("demand_served_on", "催告书送达日期", "documents.D45.served_on", type="date"),
        long("target", "申请强制执行的标的情况"),
        long("reasons", "事实和理由"),
        long("party_opinion", "当事人的意见"),
        Field(
            code="attachments",
            label="附件",
            type="table",
            min_rows=1,
            columns=(Column(code="name", label="材料名称"),),
        ),
        *contact_fields(),
    ),
)
