"""D07 查封扣押决定书: the five items of 《行政强制法》第二十四条, handed over on the spot with its list."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    check_party,
    in_order,
    items_table,
    long,
    needed_when,
    officers,
    party_fields,
    text,
    within_days,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    folder="d07_seizure_decision",
    code="D07",
    name="查封扣押决定书",
    word="查扣",
    stage="行政强制",
    seal="公",
    served=True,
    remedy=True,
    remedy_act="查封、扣押",
    copies=("由应急管理部门备案", "交当事人"),
    basis=("《行政强制法》第二十四条", "《行政强制法》第二十五条", "《安全生产法》第六十五条"),
    checks=(
        check_party,
        check_officers,
        needed_when(
            "approval_no",
            "不是紧急情况当场实施的，应当先经审批，请填写“审批文号”。",
            lambda f: f.get("emergency") is not True,
        ),
        in_order("from_on", "to_on", "查封扣押的截止日不能早于起始日。"),
        within_days("from_on", "to_on", 31, "查封扣押的期限不得超过三十日（《行政强制法》第二十五条）。"),
    ),
    fields=(
        case_cause(),
        *party_fields(),
        Field(
            code="measure",
            label="强制措施",
            type="choice",
            choices=("查封", "扣押", "查封、扣押"),
            source="documents.D06.fields.measure",
        ),
        text("approval_no", "审批文号", "documents.D06.no", required=False),
        text("emergency", "情况紧急，当场实施", "documents.D06.fields.emergency", type="bool", default=False),
        long("reason", "查封扣押的理由", "documents.D06.fields.reason", min_length=6),
        long("basis", "查封扣押的依据", "documents.D06.fields.basis"),
        items_table(label="查封扣押的场所、设施、财物", source="case.seizure_items"),
        text("place", "实施地点", "party.address"),
        text("from_on", "起始日", "documents.D06.fields.from_on", type="date"),
        text("to_on", "截止日", "documents.D06.fields.to_on", type="date"),
        text("keeping", "保管方式和地点"),
        text("keeper", "保管人", required=False, help="委托第三人保管的写明第三人。"),
        officers(),
    ),
)
