"""Demand, remedies and the court, 《行政强制法》第三十五条, 第四十六条, 第五十三条至第五十八条."""

from __future__ import annotations

from anjian.law.statutes import ACL, APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import ending as h
from anjian.procedures.definitions.guards import execution as g
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.ordinary.states import AFTER_SERVICE, COURT, DUNNED, EXECUTING, PERFORMED
from anjian.procedures.spec import SAME, Step, need

art = APL.art
_HANDLER = ("case_officer",)
_SERVED = (
    p.acting_officers_certified,
    n.electronic_service_agreed,
    n.left_service_witnessed,
    n.announcement_last_resort,
)

DRAFT_DEMAND = Step(
    code="draft_demand",
    label="拟制催告书",
    source=(EXECUTING,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(35), ACL.art(54), art(72)),
    fields=(
        ask.yuan("unpaid_amount", "尚未缴纳的罚款（元）", required=False, source="reckon.unpaid"),
        ask.number(
            "add_on_days",
            "加处罚款天数",
            minimum=0,
            default=0,
            source="reckon.late_days",
            help="复议、诉讼期间不计算。",
        ),
        ask.yuan(
            "add_on_amount",
            "加处罚款（元）",
            default="0",
            source="reckon.add_on",
            help="每日百分之三，总额不超过罚款数额。",
        ),
    ),
    guards=(g.payment_overdue, g.no_review_pending, g.add_on_within_limit),
    makes=("D45",),
)

SERVE_DEMAND = Step(
    code="serve_demand",
    label="送达催告书",
    source=(EXECUTING,),
    target=DUNNED,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(38), ACL.art(54)),
    fields=ask.SERVICE,
    guards=(*_SERVED, g.payment_overdue, g.demand_is_complete),
    needs=(need("D45"),),
    makes=("D43",),
    serves=("D45",),
)

HEAR_DEMAND = Step(
    code="hear_demand_plea",
    label="听取催告后的陈述申辩",
    source=(DUNNED,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(36), ACL.art(54)),
    fields=(
        ask.day("received_on", "提出日期"),
        ask.long("plea", "当事人的意见", min_length=2),
        ask.long("reply", "复核情况和理由", required=False),
    ),
    guards=(g.demand_plea_answered,),
)

REMEDY = Step(
    code="record_remedy",
    label="登记复议或者诉讼",
    source=(*AFTER_SERVICE, PERFORMED),
    target=SAME,
    by=("case_officer", "unit_head", "case_manager"),
    cites=(art(73),),
    fields=(
        ask.choice("kind", "类别", ("reconsideration", "行政复议"), ("suit", "行政诉讼")),
        ask.day("filed_on", "受理日期"),
        ask.text("body", "复议机关或者法院"),
        ask.text("no", "案号", required=False),
    ),
    guards=(g.no_review_pending,),
    help="复议、诉讼期间处罚不停止执行，加处罚款不予计算。",
)

REMEDY_RESULT = Step(
    code="record_remedy_result",
    label="登记复议或者诉讼结果",
    source=(*AFTER_SERVICE, PERFORMED),
    target=SAME,
    by=("case_officer", "unit_head", "case_manager"),
    cites=(art(73), art(48)),
    fields=(
        ask.choice(
            "result",
            "结果",
            ("upheld", "维持、驳回"),
            ("changed", "变更"),
            ("quashed", "撤销"),
            ("unlawful", "确认违法、无效"),
            ("withdrawn", "撤回"),
        ),
        ask.yuan("changed_fine", "变更后的罚款数额（元）", required=False),
        ask.day("effective_on", "生效日期"),
        ask.long("summary", "要点", required=False),
    ),
    guards=(g.review_pending, h.changed_fine_named),
    help="变更、撤销、确认违法或者无效的，三个工作日内撤回公开信息并说明理由。",
)

REMEDIES_LAPSED = Step(
    code="confirm_remedies_lapsed",
    label="确认救济期限届满",
    source=(DUNNED,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(53),),
    fields=(
        ask.day(
            "lapsed_on",
            "三个月的起算日",
            source="reckon.petition_start",
            help="复议、起诉期限届满之日；批准延期、分期缴纳的，自延期、分期期限结束之日起算。",
        ),
    ),
    guards=(g.remedy_terms_over, g.no_review_pending, g.deferral_is_over, g.petition_start_right),
)

DRAFT_PETITION = Step(
    code="draft_petition",
    label="拟制强制执行申请书",
    source=(DUNNED,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(55), art(72)),
    guards=(g.demand_period_over, g.petition_in_time),
    makes=("D46",),
)

PETITION = Step(
    code="petition_court",
    label="申请法院强制执行",
    source=(DUNNED,),
    target=COURT,
    by=("agency_head",),
    cites=(ACL.art(53), ACL.art(54), art(72)),
    fields=(ask.text("court", "人民法院"), ask.day("filed_on", "申请日期")),
    guards=(g.demand_period_over, g.remedy_terms_over, g.no_review_pending, g.petition_in_time),
    needs=(need("D46"),),
)

COURT_ACCEPTED = Step(
    code="court_accepted",
    label="登记法院受理（执行）",
    source=(COURT,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(56),),
    primary=True,
    fields=(
        ask.day("accepted_on", "受理日期"),
        ask.text("court_no", "法院案号"),
        ask.yes_no("heard", "法院听取被执行人和行政机关的意见", required=False),
    ),
    help="法院应当在五日内受理；受理后七日内裁定，需要听取意见的三十日内裁定。",
)

COURT_GRANTED = Step(
    code="court_granted",
    label="登记法院裁定准予执行",
    source=(COURT,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(57), ACL.art(58)),
    fields=(ask.day("ruled_on", "裁定日期"), ask.text("court_no", "裁定书文号")),
    guards=(h.court_has_accepted,),
)

COURT_REFUSED = Step(
    code="court_refused",
    label="登记法院不予受理（执行）",
    source=(COURT,),
    target=DUNNED,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(56), ACL.art(58)),
    fields=(
        ask.choice(
            "kind",
            "裁定",
            ("not_accepted", "不予受理"),
            ("not_enforced", "不予执行"),
            default="not_accepted",
        ),
        ask.day("ruled_on", "收到裁定的日期"),
        ask.long("reason", "理由", min_length=5),
    ),
    help="有异议的，十五日内向上一级人民法院申请复议。",
)

ASK_HIGHER_COURT = Step(
    code="ask_higher_court",
    label="向上一级法院申请复议",
    source=(DUNNED,),
    target=COURT,
    by=("agency_head",),
    cites=(ACL.art(56), ACL.art(58)),
    fields=(
        ask.text("court", "上一级人民法院"),
        ask.day("filed_on", "申请日期"),
        ask.long("reason", "理由", min_length=5),
    ),
    guards=(h.court_has_refused, h.higher_court_in_time),
)

HIGHER_UPHELD = Step(
    code="higher_court_upheld",
    label="登记上一级法院维持裁定",
    source=(COURT,),
    target=DUNNED,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(56), ACL.art(58)),
    fields=(ask.day("ruled_on", "收到裁定的日期"), ask.long("reason", "理由", min_length=5)),
    guards=(h.higher_court_asked,),
    help="能够补正的，在三个月期限内重新申请；不能补正的，呈请终止或者由机关重作。",
)

STEPS = (
    DRAFT_DEMAND,
    SERVE_DEMAND,
    HEAR_DEMAND,
    REMEDY,
    REMEDY_RESULT,
    REMEDIES_LAPSED,
    DRAFT_PETITION,
    PETITION,
    COURT_ACCEPTED,
    COURT_GRANTED,
    COURT_REFUSED,
    ASK_HIGHER_COURT,
    HIGHER_UPHELD,
)
