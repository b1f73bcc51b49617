"""D62d 联合执法方案: several departments inspect together, once (《安全生产法》第六十九条)."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    in_order,
    long,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d62d_joint_plan",
    code="D62d",
    name="联合执法方案",
    word="联",
    stage="行政检查",
    seal="公",
    approvals=("unit_head", "agency_leader"),
    basis=("《安全生产法》第六十九条", "《优化营商环境条例》第五十四条"),
    checks=(in_order("from_on", "to_on", "结束日期不能早于开始日期。"),),
    fields=(
        text("title", "行动名称"),
        long("purpose", "目的和依据"),
        text("lead", "牵头部门"),
        Field(
            code="members",
            label="参加部门",
            type="table",
            min_rows=2,
            columns=(
                Column(code="agency", label="部门", width=1.6),
                Column(code="duty", label="职责分工", width=2.4),
                Column(code="people", label="人员", required=False),
                Column(code="phone", label="联系电话", required=False),
            ),
        ),
        Field(
            code="targets",
            label="检查对象",
            type="table",
            min_rows=1,
            columns=(
                Column(code="name", label="单位（区域）", width=2),
                Column(code="items", label="检查内容", width=2.4),
                Column(code="on", label="日期", type="date", required=False),
            ),
        ),
        text("from_on", "开始日期", type="date"),
        text("to_on", "结束日期", type="date"),
        long("way", "组织方式和步骤"),
        long(
            "handling",
            "发现问题的处理",
            help="各部门在各自职权内处理，非职责范围的移交；证据互认、信息共享。",
        ),
        long("requirements", "工作要求", help="综合查一次、不重复检查、安全防护、廉洁纪律。"),
    ),
)
