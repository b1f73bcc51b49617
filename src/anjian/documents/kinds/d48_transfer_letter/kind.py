"""D48 案件移送书: hands a case to the police or another agency."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, check_party, long, party_fields, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D48",
    name="案件移送书",
    word="移",
    stage="移送",
    seal="公",
    follows=(("D47",),),
    basis=("《行政处罚法》第二十七条", "《行政执法机关移送涉嫌犯罪案件的规定》第六条"),
    checks=(check_party,),
    copies=(
        "由应急管理部门备案",
        "交接收机关",
        "由接收机关签收后退回",
    ),
    folder="d48_transfer_letter",
    fields=(
        case_cause(),
        *party_fields(),
        Field(
            code="transfer_kind",
            label="移送类别",
            type="choice",
            choices=("涉嫌犯罪案件", "其他行政机关管辖", "其他应急管理部门管辖"),
            source="documents.D47.fields.transfer_kind",
        ),
        text("to", "接收机关", "documents.D47.fields.to"),
        text("crime", "涉嫌罪名", "documents.D47.fields.crime", required=False),
        long("facts", "案情", "documents.D47.fields.facts|case.facts"),
        long("reason", "移送理由和依据", "documents.D47.fields.reason"),
        text("handler", "承办人", "case.contact_person"),
        text("handler_phone", "联系电话", "org.phone"),
        Field(
            code="attachments",
            label="移送材料",
            type="table",
            min_rows=1,
            columns=(
                Column(code="name", label="材料名称"),
                Column(code="copies", label="份数", required=False),
            ),
        ),
    ),
)
