"""D01a 行政检查审批表: no inspection of a firm without approval, and the approver does not inspect."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    check_officers,
    check_party,
    in_order,
    long,
    needed_when,
    officers,
    party_fields,
    text,
    year_count,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    folder="d01a_inspection_approval",
    code="D01a",
    name="行政检查审批表",
    word="检审",
    stage="行政检查",
    seal="专",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    basis=(
        "《安全生产法》第六十二条",
        "《安全生产法》第六十五条",
        "《国务院办公厅关于严格规范涉企行政检查的意见》",
    ),
    checks=(
        check_party,
        check_officers,
        needed_when(
            "notice_reason", "不事先通知的，请写明理由。", lambda f: f.get("notice_mode") == "不事先通知"
        ),
        in_order("check_from", "check_to", "检查结束时间不能早于开始时间。"),
    ),
    fields=(
        *party_fields(),
        Field(
            code="inspection_type",
            label="检查类别",
            type="choice",
            source="documents.D01.fields.inspection_type|case.inspection_type",
            choices=("计划检查", "专项检查", "举报核查", "事故（险情）检查", "移送、交办核查", "整改复查"),
        ),
        text("plan_no", "检查方案文号", "documents.D01.no", required=False),
        long("reason", "检查事由", "case.reason"),
        long("basis", "检查依据", "case.basis"),
        text("items_text", "检查事项", "case.items_text", help="应当是已经公布的行政检查事项。"),
        text("place", "检查场所", "documents.D01.fields.place|party.address"),
        text("check_from", "检查开始时间", "documents.D01.fields.check_from", type="datetime"),
        text("check_to", "检查结束时间", "documents.D01.fields.check_to", type="datetime"),
        year_count(),
        Field(
            code="notice_mode",
            label="告知方式",
            type="choice",
            choices=("事先通知", "不事先通知"),
            source="documents.D01.fields.notice_mode",
        ),
        text("notice_reason", "不事先通知的理由", "documents.D01.fields.notice_reason", required=False),
        Field(code="assistant_count", label="协助人员人数", type="int", minimum=0, default=0),
        officers("documents.D01.fields.officers|case.officers", label="检查人员"),
        text("recusal", "检查人员回避声明", default="检查人员均声明与被检查单位没有直接利害关系，无需回避。"),
        long("proposal", "承办人意见"),
    ),
)
