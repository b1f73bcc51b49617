"""While property is held: testing that is left out of the term, perishable goods, the one extension."""

from __future__ import annotations

from anjian.law.statutes import ACL, TCR
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import seizure as g
from anjian.procedures.definitions.seizure_steps.states import HELD, SEIZED, TESTING
from anjian.procedures.spec import SAME, Step, need

art = ACL.art
_HANDLER = ("case_officer",)
_LEADERS = ("agency_leader", "agency_head")

TEST = Step(
    code="start_testing",
    label="送检测、检验、鉴定",
    source=(SEIZED,),
    target=TESTING,
    by=_HANDLER,
    handler_only=True,
    cites=(art(25, 3),),
    fields=(
        ask.text("body", "检测、检验、鉴定机构"),
        ask.long("request", "检测、检验、鉴定事项", min_length=5),
        ask.day("ends_on", "截止日期", not_after_today=False),
        ask.yes_no("told_in_writing", "已将期间书面告知当事人"),
        ask.text("receipt", "告知文书及签收情况"),
    ),
    guards=(g.seizure_not_expired, g.testing_end_fixed, g.testing_told_in_writing),
    makes=("D15",),
    help="检测、检验、鉴定的期间不计入查封扣押期限，费用由本机关承担。",
)
EXTEND_TEST = Step(
    code="extend_testing",
    label="延长检测期间",
    source=(TESTING,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(25, 3),),
    fields=(
        ask.day("ends_on", "新的截止日期", not_after_today=False),
        ask.yes_no("told_in_writing", "已将期间书面告知当事人"),
        ask.REASON,
    ),
    guards=(g.testing_end_fixed, g.testing_told_in_writing),
)
END_TEST = Step(
    code="end_testing",
    label="检测、检验、鉴定完毕",
    source=(TESTING,),
    target=SEIZED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(25, 3),),
    primary=True,
    fields=(ask.long("result", "结论", min_length=5),),
    guards=(g.testing_within_told_period,),
)
PERISHABLE = Step(
    code="sell_perishables",
    label="先行处理不易保管的物品",
    source=HELD,
    target=SAME,
    by=_LEADERS,
    cites=(art(28), TCR.art(4)),
    fields=(
        ask.long("items_sold", "物品", min_length=2),
        ask.choice("manner", "方式", ("auction", "拍卖"), ("sale", "变卖"), ("destroy", "依法销毁")),
        ask.yuan("proceeds", "所得款项（元）", default="0"),
        ask.yes_no("evidence_kept", "已拍照、取样并留取证据"),
        ask.REASON,
    ),
    guards=(p.approver_is_not_handler, g.proof_of_perishables_kept),
)
REQUEST_EXTENSION = Step(
    code="request_seizure_extension",
    label="呈请延长查封扣押",
    source=(SEIZED,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(25),),
    fields=(ask.long("complex", "情况复杂的具体理由", min_length=10),),
    guards=(g.seizure_not_expired, g.extended_only_once),
)
EXTEND = Step(
    code="extend_seizure",
    label="批准延长查封扣押",
    source=(SEIZED,),
    target=SAME,
    by=_LEADERS,
    cites=(art(25),),
    fields=(
        ask.day("new_due_on", "延长至", not_after_today=False),
        ask.long("reason", "延长的理由", min_length=10, source="request_seizure_extension.complex"),
    ),
    guards=(
        p.approver_is_not_handler,
        g.extension_requested,
        g.seizure_not_expired,
        g.extended_only_once,
        g.extension_within_thirty_days,
    ),
    makes=("D08",),
)
TELL_EXTENSION = Step(
    code="serve_seizure_extension",
    label="告知延长决定",
    source=HELD,
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(25, 2),),
    fields=ask.SERVICE,
    guards=(p.acting_officers_certified, n.left_service_witnessed),
    needs=(need("D08"),),
    makes=("D43",),
    serves=("D08",),
)

STEPS = (TEST, EXTEND_TEST, END_TEST, PERISHABLE, REQUEST_EXTENSION, EXTEND, TELL_EXTENSION)
