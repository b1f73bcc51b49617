"""D08 延长查封扣押期限决定书: once, at most thirty days more, with reasons (《行政强制法》第二十五条)."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    COPIES_PARTY,
    check_party,
    in_order,
    long,
    party_fields,
    text,
    within_days,
)
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    folder="d08_seizure_extension",
    code="D08",
    name="延长查封扣押期限决定书",
    word="查扣延",
    stage="行政强制",
    seal="公",
    served=True,
    remedy=True,
    remedy_act="查封、扣押",
    approvals=("agency_head",),
    follows=(("D07",),),
    copies=COPIES_PARTY,
    basis=("《行政强制法》第二十五条",),
    checks=(
        check_party,
        in_order("to_on", "new_to_on", "延长后的截止日不能早于原截止日。"),
        within_days("to_on", "new_to_on", 31, "延长的期限不得超过三十日（《行政强制法》第二十五条）。"),
    ),
    fields=(
        *party_fields(),
        text("decision_no", "查封扣押决定书文号", "documents.D07.no"),
        text("decision_on", "查封扣押日期", "documents.D07.issued_on", type="date"),
        text("measure", "强制措施", "documents.D07.fields.measure"),
        text("from_on", "原起始日", "documents.D07.fields.from_on", type="date"),
        text("to_on", "原截止日", "documents.D07.fields.to_on", type="date"),
        text("new_to_on", "延长后的截止日", "step.new_due_on", type="date"),
        long("reason", "延长的理由", min_length=6),
        text(
            "test_note",
            "检测、检验、鉴定期间",
            required=False,
            help="该期间不计入查封扣押期限，应当明确并告知当事人，费用由行政机关承担。",
        ),
    ),
)
