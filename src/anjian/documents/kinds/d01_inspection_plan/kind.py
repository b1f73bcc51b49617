"""D01 现场检查方案: who inspects what at a firm, approved before anybody sets out.

Basis: 《安全生产法》第六十二条.
"""

from __future__ import annotations

from anjian.documents.kinds.common import (
    assistants,
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
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d01_inspection_plan",
    code="D01",
    name="现场检查方案",
    word="检方",
    stage="行政检查",
    seal="专",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    basis=("《安全生产法》第六十二条", "《安全生产法》第六十五条", "《行政处罚法》第四十二条"),
    checks=(
        check_party,
        check_officers,
        needed_when(
            "trigger",
            "不是计划检查的，请写明检查的来由。",
            lambda f: f.get("inspection_type") not in (None, "", "计划检查"),
        ),
        in_order("check_from", "check_to", "检查结束时间不能早于开始时间。"),
    ),
    fields=(
        *party_fields(),
        Field(
            code="inspection_type",
            label="检查类别",
            type="choice",
            source="case.inspection_type",
            choices=("计划检查", "专项检查", "举报核查", "事故（险情）检查", "移送、交办核查", "整改复查"),
        ),
        text(
            "trigger",
            "检查来由",
            "case.trigger",
            required=False,
            help="举报、事故、移送、交办等触发检查的线索编号或者文号。",
        ),
        year_count(),
        text("check_from", "检查开始时间", "case.check_from", type="datetime"),
        text("check_to", "检查结束时间", "case.check_to", type="datetime"),
        text("place", "检查场所", "case.place|party.address"),
        Field(
            code="items",
            label="检查内容",
            type="table",
            min_rows=1,
            source="case.items",
            columns=(
                Column(code="item", label="检查事项", width=2),
                Column(code="basis", label="检查依据", width=2),
                Column(code="method", label="检查方式", required=False),
            ),
        ),
        Field(
            code="notice_mode",
            label="告知方式",
            type="choice",
            choices=("事先通知", "不事先通知"),
            source="case.notice_mode",
        ),
        text("notice_reason", "不事先通知的理由", required=False),
        officers(label="检查人员"),
        assistants(),
        long("division", "人员分工", required=False),
        long("equipment", "携带的装备和文书", required=False),
        long(
            "merged",
            "与其他部门合并检查的情况",
            help="“综合查一次”：能够合并的合并进行；不能合并的说明原因。",
        ),
    ),
)
