"""行刑衔接 (transfer of a suspected crime to the police), 国务院令第310号, 应急〔2019〕54号.

From the suspicion to the criminal judgment or to the return. The terms of the regulation carry no
working-day clause, so three days are three calendar days, and hours run by the minute. While the police
have the case, the ninety days of the penalty stand still; warnings, stop orders and licence measures
made before go on; a fine that was paid counts against the criminal fine.
"""

from __future__ import annotations

from anjian.law.crimes import all_crimes
from anjian.law.statutes import APL, PC, TCR, cite, statute
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import transfer as g
from anjian.procedures.definitions.transfer_steps import after_the_police, police
from anjian.procedures.definitions.transfer_steps.states import (
    APPROVED,
    GROUPED,
    NO_CRIME,
    OPENED,
    REFUSED,
    REPORTED,
    SENT,
)
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import SAME, Attach, Clock, Gate, Inputs, Procedure, Step, make, need

art = TCR.art
NORM = statute("XXG").art
PSP = statute("PSP")
_HANDLER = ("case_officer",)


def _no_report(facts: CaseFacts, _inputs: Inputs) -> bool:
    return facts.document("D26") is None


BEFORE_THE_POLICE = (
    Step(
        code="appoint_task_group",
        label="指定专案组",
        source=(OPENED,),
        target=GROUPED,
        by=("unit_head", "agency_leader", "agency_head"),
        cites=(art(5), NORM(7)),
        primary=True,
        fields=(ask.people("group", "专案组人员", minimum=2, source="case.handlers"),),
        guards=(g.task_group_of_two,),
        help="立即指定两名以上行政执法人员组成专案组。",
    ),
    Step(
        code="report_transfer",
        label="提出移送的书面报告",
        source=(GROUPED,),
        target=REPORTED,
        by=_HANDLER,
        cites=(art(5), art(3), NORM(7)),
        primary=True,
        fields=(
            ask.choice("crime", "涉嫌罪名", *((c.code, c.name) for c in all_crimes())),
            ask.choice(
                "way",
                "危险作业的情形",
                *((i.code, i.text) for c in all_crimes() for i in c.items),
                required=False,
                cites=(PC.art(134, sub=1),),
            ),
            ask.number("deaths", "死亡人数", default=0, minimum=0, required=False),
            ask.number("injuries", "重伤人数", default=0, minimum=0, required=False),
            ask.yuan("loss", "直接经济损失（元）", default="0", required=False),
            ask.yuan("gains", "违法所得（元）", default="0", required=False),
            ask.long("other_result", "其他严重后果或者情节", required=False),
            ask.yes_no("disputed", "是否属于重大事故隐患、危险物品有争议", default=False),
            ask.text(
                "opinion",
                "地市级以上部门意见或者鉴定意见的文号",
                required=False,
                cites=(cite("CSJ:4.3"),),
            ),
            ask.text("to", "拟移送的公安机关"),
            ask.long("crime_facts", "涉嫌犯罪的事实和证据", min_length=10),
            ask.long("measures_taken", "已经采取的行政措施", required=False),
            ask.yuan("fine_paid", "当事人已缴罚款（元）", default="0", cites=(art(11, 3), APL.art(35))),
        ),
        guards=(
            g.actor_in_task_group,
            g.figures_or_other_grounds,
            g.way_of_dangerous_work,
            g.disputed_hazard_has_opinion,
        ),
        makes=(make("D26", _no_report, "尚无调查报告"), "D47", "D48a", "D49"),
        help="涉嫌犯罪不以查清全部犯罪构成为前提；拒不执行的认定要看决定是否合法、明确、可行。",
    ),
    Step(
        code="report_no_crime",
        label="核实不涉嫌犯罪",
        source=(GROUPED,),
        target=NO_CRIME,
        by=("agency_head",),
        cites=(art(5), APL.art(27)),
        fields=(ask.long("reason", "不涉嫌犯罪的理由", min_length=10),),
        guards=(g.principal_head_decides_transfer, g.head_is_not_in_group),
    ),
    Step(
        code="approve_transfer",
        label="批准移送",
        source=(REPORTED,),
        target=APPROVED,
        by=("agency_head", "agency_leader"),
        cites=(art(5, 2), NORM(7)),
        primary=True,
        fields=(ask.opinion(),),
        guards=(g.principal_head_decides_transfer, g.head_is_not_in_group, p.approver_is_not_handler),
        needs=(need("D47", status="approved"),),
        help="自接到报告之日起三日内决定；批准后二十四小时内移送。",
    ),
    Step(
        code="refuse_transfer",
        label="不批准移送",
        source=(REPORTED,),
        target=REFUSED,
        by=("agency_head", "agency_leader"),
        cites=(art(5, 2), NORM(7)),
        fields=(ask.long("reason", "不予批准的理由", min_length=10),),
        guards=(g.principal_head_decides_transfer, g.head_is_not_in_group, p.approver_is_not_handler),
        help="不予批准的理由记录在案。",
    ),
    Step(
        code="hand_over_case",
        label="向公安机关移送",
        source=(APPROVED,),
        target=SENT,
        by=_HANDLER,
        cites=(art(5, 2), art(6), NORM(8)),
        primary=True,
        fields=(
            ask.instant("handed_at", "移送时间"),
            ask.text("police", "公安机关", source="report_transfer.to"),
            ask.yes_no("same_level", "系同级公安机关"),
            ask.text("handed_to", "接收人", required=False),
            ask.yes_no("copied", "移送书已抄送同级人民检察院"),
            ask.text("procuratorate", "人民检察院", source="reckon.crime_copy_to"),
            ask.table(
                "materials",
                "移送材料",
                ask.text("name", "名称"),
                ask.choice(
                    "kind",
                    "类别",
                    ("letter", "涉嫌犯罪案件移送书"),
                    ("report", "调查报告"),
                    ("goods_list", "涉案物品清单"),
                    ("appraisal", "检验报告、鉴定意见"),
                    ("scene", "现场照片、勘验笔录、视听资料、电子数据"),
                    ("statement", "询问笔录等言词证据"),
                    ("other", "其他材料"),
                ),
                ask.number("copies", "份数", minimum=1, default=1),
                ask.yes_no("qualified", "附有鉴定机构、鉴定人资质证明", required=False),
                ask.yes_no("lead_only", "注明仅作线索，由公安机关重新收集", required=False),
                source="reckon.crime_package",
            ),
            ask.text("late_reason", "超过二十四小时的原因", required=False),
        ),
        guards=(
            g.actor_in_task_group,
            g.same_level_police,
            g.package_complete,
            g.copied_to_procuratorate,
            g.oral_statements_are_leads,
            g.handed_after_approval,
            g.late_hand_over_explained,
        ),
        needs=(need("D48a"), need("D26"), need("D49")),
    ),
)

CLOCKS = (
    Clock(
        code="transfer",
        label="决定是否移送",
        kind="limit",
        term=TCR.term(3, art=5, paragraph=2),
        starts_on=("report_transfer",),
        stops_on=("approve_transfer", "refuse_transfer"),
        warn=(1, 0),
    ),
    Clock(
        code="hand_over",
        label="批准后移送",
        kind="limit",
        term=TCR.hours(24, art=5, paragraph=2),
        starts_on=("approve_transfer",),
        stops_on=("hand_over_case",),
        warn=(0,),
    ),
    Clock(
        code="police_filing",
        label="公安机关审查立案",
        kind="limit",
        term=TCR.term(3, art=8),
        starts_on=("record_police_receipt",),
        start_field="received_on",
        stops_on=("record_police_filing", "record_not_filed", "record_supplement_request"),
        extends=(("record_longer_check", "until_on"),),
        extends_late=True,
        warn=(0,),
    ),
    Clock(
        code="supplement",
        label="补正材料",
        kind="limit",
        term=PSP.term(3, art=180, paragraph=2, rolls=False),
        starts_on=("record_supplement_request",),
        start_field="asked_on",
        stops_on=("supply_supplement",),
        warn=(1, 0),
    ),
    Clock(
        code="police_filing_again",
        label="公安机关补正后审查立案",
        kind="limit",
        term=TCR.term(3, art=8),
        starts_on=("supply_supplement",),
        start_field="supplied_on",
        stops_on=("record_police_filing", "record_not_filed", "record_supplement_request"),
        warn=(0,),
    ),
    Clock(
        code="objection",
        label="提请复议或者建议立案监督",
        kind="limit",
        term=TCR.term(3, art=9),
        starts_on=("record_not_filed", "record_reconsideration_refused"),
        start_field="received_on",
        stops_on=("ask_police_reconsideration", "suggest_supervision", "accept_not_filing"),
        warn=(1, 0),
    ),
    Clock(
        code="police_reconsideration",
        label="公安机关复议",
        kind="limit",
        term=TCR.term(3, art=9, paragraph=2),
        starts_on=("ask_police_reconsideration",),
        start_field="asked_on",
        stops_on=("record_reconsideration_refused", "record_police_filing"),
        warn=(0,),
    ),
    Clock(
        code="police_reasons",
        label="公安机关说明不立案理由",
        kind="limit",
        term=PSP.term(7, art=182, rolls=False),
        starts_on=("record_reasons_asked",),
        start_field="asked_on",
        stops_on=("record_reasons_given", "record_police_filing", "record_supervision_refused"),
        warn=(0,),
    ),
    Clock(
        code="filing_ordered",
        label="公安机关按通知立案",
        kind="limit",
        term=PSP.term(15, art=182, paragraph=2, rolls=False),
        starts_on=("record_filing_ordered",),
        start_field="ordered_on",
        stops_on=("record_police_filing",),
        warn=(3, 0),
    ),
    Clock(
        code="goods",
        label="移交涉案物品和材料",
        kind="limit",
        term=TCR.term(3, art=12),
        starts_on=("record_police_filing",),
        start_field="received_on",
        stops_on=("hand_over_goods", "record_criminal_return"),
        warn=(1, 0),
    ),
)

CRIMINAL_TRANSFER = Procedure(
    code="criminal_transfer",
    label="涉嫌犯罪案件移送",
    version="2021-07-15",
    opening=OPENED,
    cites=(APL.art(27), art(3)),
    steps=(*BEFORE_THE_POLICE, *police.STEPS, *after_the_police.STEPS),
    clocks=CLOCKS,
    gates=(Gate(document="D48a", after=("approve_transfer",), cites=(art(5, 2),)),),
    attach=(
        Attach(
            to="ordinary_penalty",
            step=Step(
                code="open_criminal_transfer",
                label="启动涉嫌犯罪移送",
                source=(),
                target=SAME,
                by=_HANDLER,
                handler_only=True,
                cites=(APL.art(27), art(3), art(5)),
                fields=(ask.long("suspicion", "涉嫌犯罪的情况", min_length=5),),
                guards=(p.two_certified_handlers, g.one_transfer_at_a_time),
                opens="criminal_transfer",
                help="发现涉嫌犯罪的立即办理，不得以行政处罚代替移送。",
            ),
        ),
    ),
)
