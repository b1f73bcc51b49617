"""D39 罚款催缴通知书: reminds that a fine is due and what delay costs (《行政处罚法》第七十二条)."""

from __future__ import annotations

from anjian.documents.kinds.common import contact_fields, text
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    code="D39",
    name="罚款催缴通知书",
    word="催缴",
    stage="执行",
    seal="专",
    served=True,
    follows=(("D36", "D37", "D24", "D25"),),
    basis=("《行政处罚法》第七十二条",),
    copies=(
        "由应急管理部门备案",
        "交被处罚人",
    ),
    folder="d39_fine_reminder",
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
        text("due_on", "应缴日期", type="date"),
        text("unpaid_amount", "尚未缴纳的金额（元）", type="yuan"),
        text("bank_name", "缴款银行", "org.bank_name"),
        text("bank_account_name", "账户名称", "org.bank_account_name"),
        text("bank_account_no", "账号", "org.bank_account_no"),
        *contact_fields(),
    ),
)
