"""D45 行政强制执行事先催告书: the demand ten working days before asking the court."""

from __future__ import annotations

from anjian.documents.kinds.common import contact_fields, text
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    code="D45",
    name="行政强制执行事先催告书",
    word="执行催告",
    stage="执行",
    seal="专",
    served=True,
    follows=(("D36", "D37", "D24", "D25"),),
    basis=("《行政强制法》第三十五条", "《行政强制法》第五十四条", "《行政强制法》第六十九条"),
    copies=(
        "由应急管理部门备案",
        "交当事人",
    ),
    folder="d45_enforcement_demand",
    fields=(
        text("party_name", "当事人", "party.name"),
        text("party_kind", "当事人类别", "party.kind", required=False),
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
            "fine_amount",
            "罚款金额（元）",
            "documents.D36.fields.fine_amount|documents.D37.fields.fine_amount|documents.D24.fields.fine_amount|documents.D25.fields.fine_amount",
            type="yuan",
        ),
        text("unpaid_amount", "应当缴纳的罚款（元）", type="yuan"),
        text(
            "added_amount",
            "加处罚款（元）",
            "step.add_on_amount|documents.D40.fields.added_amount",
            type="yuan",
            required=False,
        ),
        Field(
            code="perform_days",
            label="履行期限（工作日）",
            type="int",
            minimum=10,
            maximum=60,
            default=10,
            help="催告书送达十个工作日后仍未履行的，可以申请人民法院强制执行。",
        ),
        text("manner", "履行方式", default="持行政处罚决定书到指定银行或者通过电子支付系统缴纳。"),
        *contact_fields(),
    ),
)
