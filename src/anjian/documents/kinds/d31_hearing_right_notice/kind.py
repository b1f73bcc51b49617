"""D31 听证告知书: the right to a hearing, to be claimed within five working days."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, check_party, contact_fields, long, party_fields, text
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    code="D31",
    name="听证告知书",
    word="听告",
    stage="告知",
    seal="公",
    served=True,
    follows=(("D29",),),
    basis=("《行政处罚法》第六十三条", "《行政处罚法》第六十四条", "《行政处罚法》第八十五条"),
    checks=(check_party,),
    copies=(
        "由应急管理部门备案",
        "交被告知人",
    ),
    folder="d31_hearing_right_notice",
    fields=(
        case_cause(),
        *party_fields(),
        text("notice_no", "行政处罚告知书文号", "documents.D29.no"),
        long("facts", "拟认定的违法事实", "documents.D29.fields.facts|case.facts"),
        long("violated", "违反的规定", "documents.D29.fields.violated|case.violated"),
        long("basis", "拟处罚的依据", "documents.D29.fields.basis|case.basis"),
        long("penalty", "拟作出的行政处罚", "documents.D29.fields.penalty|case.penalty"),
        text(
            "fine_amount",
            "拟罚款金额（元）",
            "documents.D29.fields.fine_amount|case.fine_amount",
            type="yuan",
            required=False,
        ),
        text(
            "hearing_ground",
            "享有听证权利的事由",
            "case.hearing_ground",
            help="较大数额罚款、没收较大价值财物、吊销许可证件、责令停产停业等。",
        ),
        *contact_fields(),
    ),
)
