"""D01b 行政检查通知书: tells the firm what will be inspected, by whom, and what it may ask for."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    check_officers,
    check_party,
    contact_fields,
    long,
    officers,
    party_fields,
    text,
    year_count,
)
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    folder="d01b_inspection_notice",
    code="D01b",
    name="行政检查通知书",
    word="检通",
    stage="行政检查",
    seal="专",
    served=True,
    follows=(("D01a", "D01"),),
    copies=("由应急管理部门备案", "交被检查单位"),
    basis=("《安全生产法》第六十五条", "《国务院办公厅关于严格规范涉企行政检查的意见》"),
    checks=(check_party, check_officers),
    fields=(
        *party_fields(),
        text("approval_no", "审批文号", "documents.D01a.no|documents.D01.no"),
        text(
            "check_from",
            "检查时间",
            "documents.D01a.fields.check_from|documents.D01.fields.check_from",
            type="datetime",
        ),
        text("place", "检查场所", "documents.D01a.fields.place|documents.D01.fields.place"),
        long("basis", "检查依据", "documents.D01a.fields.basis"),
        text("items_text", "检查事项", "documents.D01a.fields.items_text"),
        officers(
            "documents.D01a.fields.officers|documents.D01.fields.officers|case.officers", label="检查人员"
        ),
        text("people_required", "需要到场的人员", default="主要负责人、安全生产管理人员和有关岗位作业人员"),
        long("papers_required", "需要准备的材料", required=False),
        year_count(),
        *contact_fields(),
    ),
)
