"""联合办理 (handling together with other agencies), 《安全生产法》第六十九条, 《行政处罚法》第二十六条.

Several agencies look into one matter. One leads, each decides its own part in its own name; evidence
that changes hands is signed for; one act is fined once.
"""

from __future__ import annotations

from anjian.law.statutes import APL, WSL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import opening as o
from anjian.procedures.definitions.guards import partners as g
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.opening import HANDLERS
from anjian.procedures.spec import SAME, Attach, Procedure, State, Step, need

art = WSL.art
_HANDLER = ("case_officer",)
_CLERKS = ("case_officer", "case_manager")
_LEADERS = ("agency_leader", "agency_head")

OPENED = State("joint_opened", "拟联合办理", "investigation")
PLANNED = State("joint_planned", "待批准", "investigation")
AGREEING = State("joint_agreeing", "征求各机关意见", "investigation")
RUNNING = State("joint_running", "联合办理中", "investigation")
ENDED = State("joint_ended", "联合办理结束", "closing", terminal=True)
CALLED_OFF = State("joint_called_off", "不再联合办理", "closing", terminal=True, side=True)

STEPS = (
    Step(
        code="plan_joint",
        label="拟制联合办理方案",
        source=(OPENED,),
        target=PLANNED,
        by=_HANDLER,
        cites=(art(69), APL.art(26)),
        primary=True,
        fields=(
            *HANDLERS,
            ask.text("title", "事项"),
            ask.long("purpose", "目的和依据", min_length=5),
            ask.text("lead", "牵头机关"),
            ask.table(
                "members",
                "参加机关",
                ask.text("agency", "机关"),
                ask.text("duty", "职责分工", max_length=400),
                ask.text("people", "人员", required=False),
                ask.text("phone", "联系电话", required=False),
            ),
        ),
        guards=(o.handlers_named, g.partners_have_their_parts, g.one_partner_leads),
        makes=("D62d",),
    ),
    Step(
        code="approve_joint",
        label="批准方案",
        source=(PLANNED,),
        target=AGREEING,
        by=_LEADERS,
        cites=(art(69),),
        primary=True,
        fields=(ask.opinion(),),
        guards=(p.approver_is_not_handler,),
        needs=(need("D62d", status="approved"),),
    ),
    Step(
        code="record_agreement",
        label="登记参加机关意见",
        source=(AGREEING,),
        target=SAME,
        by=_CLERKS,
        cites=(art(69),),
        primary=True,
        fields=(
            ask.text("agency", "机关"),
            ask.yes_no("agreed", "同意方案"),
            ask.day("answered_on", "日期"),
            ask.text("paper_no", "文号", required=False),
        ),
        guards=(g.known_partner,),
    ),
    Step(
        code="start_joint",
        label="开始联合办理",
        source=(AGREEING,),
        target=RUNNING,
        by=("unit_head", *_LEADERS),
        cites=(art(69),),
        guards=(g.every_partner_agreed,),
        needs=(need("D62d"),),
    ),
    Step(
        code="exchange_evidence",
        label="登记证据往来",
        source=(RUNNING,),
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(APL.art(27, 2), APL.art(46), art(69)),
        primary=True,
        fields=(
            ask.choice("direction", "往来", ("sent", "交出"), ("received", "收到")),
            ask.text("agency", "机关"),
            ask.day("exchanged_on", "日期"),
            ask.table(
                "exhibits",
                "证据、材料",
                ask.text("name", "名称"),
                ask.number("copies", "份数", minimum=1, default=1),
                ask.text("origin", "来源和取得人员", required=False),
            ),
            ask.text("signed_by", "签收人", required=False),
            ask.text("receipt_no", "签收回执编号", required=False),
        ),
        guards=(p.two_certified_handlers, g.known_partner, g.exchange_has_receipt),
        help="收到的证据仍须在“证据”中登记、核实后使用。",
    ),
    Step(
        code="ask_assistance",
        label="请求协助",
        source=(RUNNING, AGREEING),
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(APL.art(26),),
        fields=(
            ask.text("agency", "被请求机关"),
            ask.day("asked_on", "日期"),
            ask.long("request", "协助事项", min_length=5),
        ),
        makes=("D62e",),
    ),
    Step(
        code="record_own_decision",
        label="登记参加机关处理结果",
        source=(RUNNING,),
        target=SAME,
        by=_CLERKS,
        cites=(art(69), APL.art(29)),
        fields=(
            ask.text("agency", "机关"),
            ask.long("decision_text", "处理结果", min_length=2),
            ask.day("decided_on", "日期"),
            ask.text("paper_no", "文号", required=False),
            ask.yes_no("same_act", "针对与本案相同的违法行为", default=False),
            ask.yuan("fine", "罚款（元）", default="0"),
        ),
        guards=(g.known_partner,),
        help="各机关在各自职权内以自己的名义作出决定；本机关的部分在本案处罚程序中决定。",
    ),
    Step(
        code="end_joint",
        label="结束联合办理",
        source=(RUNNING,),
        target=ENDED,
        by=("unit_head", *_LEADERS),
        cites=(art(69),),
        fields=(ask.long("joint_summary", "办理情况", min_length=5),),
        guards=(g.every_partner_has_result,),
    ),
    Step(
        code="call_off_joint",
        label="不再联合办理",
        source=(OPENED, PLANNED, AGREEING, RUNNING),
        target=CALLED_OFF,
        by=_LEADERS,
        cites=(art(69),),
        fields=(ask.REASON,),
        help="确需分别进行的，互通情况，移送应当由其他机关处理的问题。",
    ),
)

JOINT_HANDLING = Procedure(
    code="joint_handling",
    label="联合办理",
    version="2021-09-01",
    opening=OPENED,
    standalone=True,
    rank=9,
    cites=(art(69), APL.art(26)),
    steps=STEPS,
    attach=(
        Attach(
            to="ordinary_penalty",
            step=Step(
                code="open_joint",
                label="启动联合办理",
                source=(),
                target=SAME,
                by=_HANDLER,
                handler_only=True,
                cites=(art(69), APL.art(26)),
                fields=(ask.long("cause", "需要联合办理的情况", min_length=5),),
                opens="joint_handling",
            ),
        ),
    ),
)
