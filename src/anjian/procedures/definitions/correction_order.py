"""责令限期整改 (order to correct), 《安全生产法》第六十五条, 《行政处罚法》第二十八条.

Every hazard has its number and its own last day. The ten days for a request to extend and the five days
for the answer come from the older ministry rule and are dated parameters marked as unverified.
"""

from __future__ import annotations

from anjian.law.statutes import APL, WSL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import hazards as g
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import opening as o
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.opening import HANDLERS, without_record
from anjian.procedures.spec import SAME, Attach, Clock, Gate, Procedure, State, Step, make, need

art = WSL.art
_HANDLER = ("case_officer",)
_HEADS = ("unit_head", "agency_leader", "agency_head")

OPENED = State("correction_opened", "拟责令整改", "investigation")
DRAFTED = State("correction_drafted", "待送达", "investigation")
ORDERED = State("correction_ordered", "整改中", "investigation")
DONE = State("correction_done", "整改完毕", "closing", terminal=True)
WITHDRAWN = State("correction_withdrawn", "已撤销", "closing", terminal=True, side=True)

HAZARDS = ask.table(
    "hazards",
    "事故隐患和违法行为",
    ask.number("item_no", "序号", minimum=1, help="在本案中连续编号，复查时按序号填写。"),
    ask.text("description", "存在的问题", max_length=400),
    ask.text("violated", "违反的规定"),
    ask.text("requirement", "整改要求", required=False, max_length=400),
    ask.day("due_on", "整改期限", not_after_today=False),
    ask.yes_no("major", "属于重大事故隐患", required=False),
)

STEPS = (
    Step(
        code="draft_order",
        label="拟制责令限期整改指令书",
        source=(OPENED,),
        target=DRAFTED,
        by=_HANDLER,
        cites=(art(65, 1, 2), art(65, 1, 3), APL.art(28)),
        primary=True,
        fields=(*HANDLERS, ask.instant("found_at", "检查时间"), ask.text("place", "地点"), HAZARDS),
        guards=(o.handlers_named, g.hazards_numbered, g.due_dates_ahead),
        makes=(
            make("D02", without_record("D02", "D12", "D13"), "尚无现场检查记录、询问笔录或者勘验笔录"),
            "D04",
        ),
    ),
    Step(
        code="serve_order",
        label="送达指令书",
        source=(DRAFTED,),
        target=ORDERED,
        by=_HANDLER,
        handler_only=True,
        cites=(art(65), APL.art(28), APL.art(61)),
        primary=True,
        fields=(
            ask.day("first_due_on", "最早的整改期限", not_after_today=False),
            *ask.SERVICE,
        ),
        guards=(
            p.two_certified_handlers,
            p.acting_officers_certified,
            n.left_service_witnessed,
            g.first_due_is_right,
        ),
        needs=(need("D04"),),
        makes=("D43",),
        serves=("D04",),
    ),
    Step(
        code="withdraw_draft_order",
        label="不再责令整改",
        source=(OPENED, DRAFTED),
        target=WITHDRAWN,
        by=("case_officer", *_HEADS),
        cites=(art(65),),
        fields=(ask.REASON,),
    ),
    Step(
        code="request_correction_extension",
        label="登记整改延期申请",
        source=(ORDERED,),
        target=SAME,
        by=("case_officer", "case_manager"),
        cites=(art(65),),
        fields=(
            ask.day("requested_on", "申请日期"),
            ask.table(
                "wishes",
                "申请延期的项目",
                ask.number("item_no", "序号", minimum=1),
                ask.day("due_on", "申请延至", not_after_today=False),
            ),
            ask.long("reason", "申请理由", min_length=5),
        ),
        guards=(g.extension_asked_in_time,),
        makes=("D57",),
    ),
    Step(
        code="answer_extension",
        label="答复延期申请",
        source=(ORDERED,),
        target=SAME,
        by=_HEADS,
        cites=(art(65),),
        fields=(
            ask.yes_no("granted", "同意延期"),
            ask.table(
                "new_dates",
                "新的整改期限",
                ask.number("item_no", "序号", minimum=1),
                ask.day("due_on", "延至", not_after_today=False),
                required=False,
                min_rows=0,
                source="request_correction_extension.wishes",
            ),
            ask.REASON,
        ),
        guards=(p.approver_is_not_handler, g.extension_is_pending, g.new_dates_named),
        needs=(need("D57", status="approved"),),
        makes=("D58",),
    ),
    Step(
        code="serve_extension_answer",
        label="送达延期答复",
        source=(ORDERED,),
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(art(65), APL.art(61)),
        fields=ask.SERVICE,
        guards=(p.acting_officers_certified, n.left_service_witnessed),
        needs=(need("D58"),),
        makes=("D43",),
        serves=("D58",),
    ),
    Step(
        code="request_review",
        label="登记复查申请",
        source=(ORDERED,),
        target=SAME,
        by=("case_officer", "case_manager"),
        cites=(art(65),),
        fields=(ask.day("requested_on", "申请日期"), ask.long("statement", "整改情况", min_length=2)),
        help="当事人提前整改完毕的，自申请之日起计算复查期限。",
    ),
    Step(
        code="finish_order",
        label="整改完毕",
        source=(ORDERED,),
        target=DONE,
        by=_HANDLER,
        handler_only=True,
        cites=(art(65), APL.art(28)),
        primary=True,
        guards=(g.order_carried_out,),
    ),
    Step(
        code="withdraw_order",
        label="撤销指令书",
        source=(ORDERED,),
        target=WITHDRAWN,
        by=("agency_leader", "agency_head"),
        cites=(art(65), APL.art(75)),
        fields=(ask.REASON,),
        guards=(p.approver_is_not_handler,),
    ),
)

CORRECTION_ORDER = Procedure(
    code="correction_order",
    label="责令限期整改",
    version="2021-09-01",
    opening=OPENED,
    standalone=True,
    rank=6,
    cites=(art(65), APL.art(28)),
    steps=STEPS,
    clocks=(
        Clock(
            code="correction_review",
            label="整改到期复查",
            kind="limit",
            parameter="reinspection.period",
            cites=(art(65),),
            starts_on=("serve_order", "request_review"),
            start_field="first_due_on",
            stops_on=("open_review", "finish_order", "withdraw_order"),
            warn=(5, 1),
        ),
        Clock(
            code="extension_answer",
            label="答复整改延期申请",
            kind="limit",
            parameter="correction.extension_answer",
            cites=(art(65),),
            starts_on=("request_correction_extension",),
            start_field="requested_on",
            stops_on=("answer_extension",),
            warn=(1,),
        ),
    ),
    gates=(Gate(document="D58", after=("answer_extension",), cites=(art(65),)),),
    attach=(
        Attach(
            to="ordinary_penalty",
            step=Step(
                code="open_order",
                label="启动责令限期整改",
                source=(),
                target=SAME,
                by=_HANDLER,
                cites=(art(65), APL.art(28)),
                fields=(ask.long("cause", "需要整改的事项", min_length=5),),
                opens="correction_order",
            ),
        ),
    ),
)
