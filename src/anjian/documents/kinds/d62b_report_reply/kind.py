"""D62b 举报登记答复书: registers a report and tells the one who made it what came of it."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    contact_fields,
    long,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    folder="d62b_report_reply",
    code="D62b",
    name="举报登记答复书",
    word="举答",
    stage="举报",
    seal="专",
    served=True,
    volume="副卷",
    copies=("由应急管理部门存查", "交举报人"),
    separate_approver=True,
    approvals=("unit_head",),
    drafters=("case_officer", "unit_head", "case_manager"),
    basis=("《安全生产法》第七十三条", "《安全生产法》第七十四条", "《信访工作条例》第三十条"),
    fields=(
        text("report_no", "举报登记编号", "case.report_no"),
        text(
            "reporter",
            "举报人代号",
            "case.reporter_code",
            help="只写代号；姓名、电话等身份信息单独保密存放，不得写入。",
        ),
        text("channel", "举报渠道", "case.channel"),
        text("received_at", "收到时间", "case.received_at", type="datetime"),
        text("accused", "被举报单位（个人）", "case.accused"),
        long("content", "举报事项", "case.report_content"),
        Field(
            code="acceptance",
            label="登记处理",
            type="choice",
            choices=("受理", "不予受理", "转送有权部门", "并案处理"),
        ),
        long("verified", "核查情况"),
        long("result", "答复意见"),
        text("reward", "奖励告知", required=False),
        long(
            "recheck",
            "不服答复的途径",
            default="对答复有异议的，可以向本机关申请复核，也可以依法申请行政复议、提起行政诉讼或者向上级应急管理部门反映。",
        ),
        *contact_fields(),
    ),
)
