"""移送其他机关、上级或者下级机关 (transfer to another agency or level).

《行政处罚法》第二十二条至第二十五条 for cases; 《安全生产法》第六十九条 for safety problems that
another department has to deal with, found in an inspection. The other organ signs, refuses, or disputes
its venue: then the agencies talk, and after that the common superior designates.
"""

from __future__ import annotations

from anjian.law.statutes import APL, WSL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import opening as o
from anjian.procedures.definitions.guards import partners as g
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import transfer as t
from anjian.procedures.definitions.opening import HANDLERS
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import SAME, Attach, Clock, Gate, Inputs, Procedure, State, Step, make, need

art = APL.art
_HANDLER = ("case_officer",)
_CLERKS = ("case_officer", "case_manager")
_LEADERS = ("agency_leader", "agency_head")

OPENED = State("agency_opened", "拟移送", "decision")
PROPOSED = State("agency_proposed", "待批准", "decision")
APPROVED = State("agency_approved", "已批准待移交", "decision")
SENT = State("agency_sent", "已移交待签收", "decision")
REFUSED = State("agency_refused", "对方不接收", "decision")
DISPUTE = State("agency_dispute", "报请指定管辖", "decision")
ACCEPTED = State("agency_accepted", "对方已接收", "closing", terminal=True)
RETURNED = State("agency_returned", "由本机关继续办理", "decision", terminal=True)
DROPPED = State("agency_dropped", "不予移送", "decision", terminal=True, side=True)

KINDS = (
    ("subject", "由其他行政机关主管"),
    ("venue", "违法行为发生在其他机关辖区"),
    ("concurrent", "两个以上机关都有管辖权，由最先立案的机关办理"),
    ("upward", "由上级机关管辖"),
    ("downward", "由下级机关管辖"),
    ("referral", "检查中发现的非职责范围安全问题"),
)


def _case_without_report(facts: CaseFacts, inputs: Inputs) -> bool:
    return inputs.get("kind") != "referral" and facts.document("D26") is None


def _a_case(_facts: CaseFacts, inputs: Inputs) -> bool:
    return inputs.get("kind") != "referral"


def _a_problem(_facts: CaseFacts, inputs: Inputs) -> bool:
    return inputs.get("kind") == "referral"


STEPS = (
    Step(
        code="propose_agency_transfer",
        label="提出移送",
        source=(OPENED,),
        target=PROPOSED,
        by=_HANDLER,
        cites=(art(22), art(23), art(25), WSL.art(69)),
        primary=True,
        fields=(
            *HANDLERS,
            ask.choice("kind", "移送的原因", *KINDS),
            ask.text("to", "接收机关"),
            ask.text("duty", "接收机关的职权依据", help="写明法律、法规、规章或者三定规定。"),
            ask.long("reason", "事实和理由", min_length=5),
            ask.yes_no("danger", "现场有紧急危险", default=False),
            ask.long("taken", "本机关已采取的措施", required=False),
        ),
        guards=(
            o.handlers_named,
            g.receiver_is_another,
            g.first_filer_keeps_the_case,
            g.danger_dealt_with_first,
        ),
        makes=(
            make("D26", _case_without_report, "移送案件且尚无调查报告"),
            make("D47", _a_case, "移送案件"),
            make("D48", _a_case, "移送案件"),
            make("D56", _a_problem, "移交安全问题"),
        ),
    ),
    Step(
        code="approve_agency_transfer",
        label="批准移送",
        source=(PROPOSED,),
        target=APPROVED,
        by=("unit_head", *_LEADERS),
        cites=(art(22), art(25), WSL.art(69)),
        primary=True,
        fields=(ask.opinion(),),
        guards=(p.approver_is_not_handler,),
        needs=(need("D47", status="approved", when=g.is_case, condition="移送案件"),),
    ),
    Step(
        code="refuse_agency_transfer",
        label="不批准移送",
        source=(PROPOSED,),
        target=DROPPED,
        by=("unit_head", *_LEADERS),
        cites=(art(22), art(25)),
        fields=(ask.long("reason", "不予移送的理由", min_length=5),),
        guards=(p.approver_is_not_handler,),
        help="不予批准的理由记录在案。",
    ),
    Step(
        code="hand_over_to_agency",
        label="移交接收机关",
        source=(APPROVED,),
        target=SENT,
        by=_CLERKS,
        cites=(art(22), art(25), WSL.art(69)),
        primary=True,
        fields=(
            ask.day("handed_on", "移交日期"),
            ask.text("agency", "接收机关", source="propose_agency_transfer.to"),
            ask.choice(
                "way",
                "方式",
                ("direct", "直接送交"),
                ("post", "邮寄"),
                ("exchange", "机要、公文交换"),
                ("online", "协同平台"),
            ),
            ask.table(
                "materials",
                "移交材料",
                ask.text("name", "名称"),
                ask.number("copies", "份数", minimum=1, default=1),
                source="reckon.agency_package",
            ),
        ),
        needs=(
            need("D48", when=g.is_case, condition="移送案件"),
            need("D56", when=g.is_referral, condition="移交安全问题"),
        ),
    ),
    Step(
        code="record_agency_receipt",
        label="登记接收回执",
        source=(SENT,),
        target=ACCEPTED,
        by=_CLERKS,
        cites=(art(25), WSL.art(69)),
        primary=True,
        fields=(
            ask.day("received_on", "接收日期"),
            ask.text("received_by", "接收人"),
            ask.text("receipt_no", "回执编号", required=False),
            ask.long("answer", "处理情况", required=False),
        ),
    ),
    Step(
        code="record_agency_refusal",
        label="登记不接收",
        source=(SENT,),
        target=REFUSED,
        by=_CLERKS,
        cites=(art(25), WSL.art(69)),
        fields=(
            ask.day("refused_on", "日期"),
            ask.text("paper_no", "文号", required=False),
            ask.long("refusal", "不接收的理由", min_length=2),
        ),
        help="接受移送的部门应当及时处理；有异议的协商，协商不成的报请指定管辖。",
    ),
    Step(
        code="consult_on_venue",
        label="协商管辖",
        source=(REFUSED,),
        target=SAME,
        by=("case_officer", "unit_head", *_LEADERS),
        cites=(art(25, 2),),
        primary=True,
        fields=(
            ask.day("consulted_on", "协商日期"),
            ask.text("agency", "协商的机关"),
            ask.long("outcome_text", "协商结果", min_length=2),
        ),
    ),
    Step(
        code="send_again",
        label="协商一致后再次移交",
        source=(REFUSED,),
        target=SENT,
        by=_CLERKS,
        cites=(art(25, 2),),
        fields=(ask.day("handed_on", "移交日期"), ask.text("agency", "接收机关")),
        guards=(g.consulted_first,),
    ),
    Step(
        code="ask_designation",
        label="报请指定管辖",
        source=(REFUSED,),
        target=DISPUTE,
        by=_LEADERS,
        cites=(art(25, 2),),
        fields=(
            ask.text("superior", "共同的上一级行政机关"),
            ask.day("asked_on", "报请日期"),
            ask.text("paper_no", "文号", required=False),
            ask.REASON,
        ),
        guards=(p.approver_is_not_handler, g.consulted_first),
    ),
    Step(
        code="designated_to_them",
        label="登记指定对方管辖",
        source=(DISPUTE,),
        target=ACCEPTED,
        by=_CLERKS,
        cites=(art(25, 2),),
        primary=True,
        fields=(
            ask.text("superior", "指定机关"),
            ask.text("agency", "被指定的机关"),
            ask.text("paper_no", "文号"),
            ask.day("received_on", "收到日期"),
        ),
    ),
    Step(
        code="designated_to_us",
        label="登记指定本机关管辖",
        source=(DISPUTE,),
        target=RETURNED,
        by=_CLERKS,
        cites=(art(25, 2),),
        fields=(
            ask.text("superior", "指定机关"),
            ask.text("paper_no", "文号"),
            ask.day("received_on", "收到日期"),
        ),
    ),
    Step(
        code="keep_case",
        label="由本机关继续办理",
        source=(REFUSED,),
        target=RETURNED,
        by=_LEADERS,
        cites=(art(25),),
        fields=(ask.REASON,),
        guards=(p.approver_is_not_handler,),
    ),
)

AGENCY_TRANSFER = Procedure(
    code="agency_transfer",
    label="移送其他机关",
    version="2021-07-15",
    opening=OPENED,
    standalone=True,
    rank=9,
    cites=(art(22), art(25), WSL.art(69)),
    steps=STEPS,
    clocks=(
        Clock(
            code="agency_receipt",
            label="接收机关签收",
            kind="limit",
            parameter="agency.receipt",
            cites=(art(25),),
            starts_on=("hand_over_to_agency", "send_again"),
            start_field="handed_on",
            stops_on=("record_agency_receipt", "record_agency_refusal"),
            warn=(0,),
        ),
    ),
    gates=(Gate(document="D48", after=("approve_agency_transfer",), cites=(art(25),)),),
    attach=(
        Attach(
            to="ordinary_penalty",
            step=Step(
                code="open_agency_transfer",
                label="启动移送其他机关",
                source=(),
                target=SAME,
                by=_HANDLER,
                handler_only=True,
                cites=(art(22), art(25), WSL.art(69)),
                fields=(ask.long("cause", "应当移送的情况", min_length=5),),
                guards=(t.one_transfer_at_a_time,),
                opens="agency_transfer",
            ),
        ),
    ),
)
