"""D48a 涉嫌犯罪案件移送书: hands a suspected crime to the police, copied to the procuratorate.

Basis: 《行政执法机关移送涉嫌犯罪案件的规定》.
"""

from __future__ import annotations

from anjian.documents.kinds.common import (
    attachments,
    case_cause,
    check_officers,
    check_party,
    long,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    folder="d48a_crime_transfer",
    code="D48a",
    name="涉嫌犯罪案件移送书",
    word="移",
    stage="移送",
    seal="公",
    follows=(("D47",),),
    copies=("由应急管理部门存查", "交受移送的公安机关", "抄送人民检察院", "由公安机关签收后退回"),
    basis=(
        "《行政处罚法》第二十七条",
        "《行政执法机关移送涉嫌犯罪案件的规定》第五条",
        "《行政执法机关移送涉嫌犯罪案件的规定》第六条",
    ),
    checks=(check_party, check_officers),
    fields=(
        case_cause(),
        *party_fields(),
        text("to", "受移送的公安机关", "documents.D47.fields.to"),
        text("copy_to", "抄送的人民检察院"),
        text("crime", "涉嫌罪名", "case.crime|documents.D47.fields.crime"),
        text("crime_law", "涉嫌触犯的刑法条文", "case.crime_law"),
        text("approval_no", "移送审批文号", "documents.D47.no"),
        long(
            "facts", "涉嫌犯罪的事实", "case.crime_facts|documents.D47.fields.facts|case.facts", min_length=10
        ),
        long("evidence_note", "主要证据", "case.evidence_note"),
        long(
            "measures_taken",
            "已经采取的行政措施",
            required=False,
            help="已作出的警告、责令停产停业、暂扣许可证件等决定不停止执行。",
        ),
        officers(label="专案组成员"),
        text("handler_phone", "联系电话", "org.phone"),
        attachments("移送材料", "case.crime_package", required=True),
    ),
)
