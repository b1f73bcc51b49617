"""Carrying out, 《行政处罚法》第六章, 《行政强制法》第五章; closing and archive."""

from __future__ import annotations

from anjian.law.statutes import ACL, APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import execution as g
from anjian.procedures.definitions.guards import investigation as i
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.ordinary.states import (
    AFTER_SERVICE,
    ARCHIVED,
    CLOSED,
    COURT,
    DEFERRED,
    DUNNED,
    ENDED,
    EXECUTING,
    IN_EXECUTION,
    PERFORMED,
    SERVED,
)
from anjian.procedures.spec import SAME, Step, need

art = APL.art
_HANDLER = ("case_officer",)

BEGIN = Step(
    code="begin_execution",
    label="转入执行",
    source=(SERVED,),
    target=EXECUTING,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), art(66)),
    primary=True,
    guards=(g.decision_service_proved,),
)

PAYMENT = Step(
    code="record_payment",
    label="登记缴款",
    source=(*IN_EXECUTION, COURT),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(67), art(74)),
    primary=True,
    fields=(
        ask.day("paid_on", "缴款日期"),
        ask.yuan("paid_amount", "缴款金额（元）"),
        ask.choice(
            "channel",
            "缴款渠道",
            ("bank", "指定银行"),
            ("electronic", "电子支付系统"),
            ("officer", "执法人员代收"),
        ),
        ask.text("receipt_no", "票据号码"),
    ),
    guards=(g.paid_through_bank, g.not_overpaid),
)

PERFORM = Step(
    code="perform",
    label="确认履行完毕",
    source=(*IN_EXECUTION, COURT),
    target=PERFORMED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(66), art(67)),
    primary=True,
    fields=(
        ask.day("performed_on", "履行完毕日期"),
        ask.yes_no("others_performed", "罚款以外的处罚已经履行", required=False),
    ),
    guards=(g.fine_paid, g.other_penalties_performed),
)

REQUEST_DEFERRAL = Step(
    code="request_deferral",
    label="呈请延期（分期）缴纳",
    source=(EXECUTING, DUNNED),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(66),),
    fields=(
        ask.yes_no("requested_by_party", "当事人已书面申请"),
        ask.long("reason", "经济困难的情况", min_length=5),
        ask.table(
            "plan",
            "缴纳计划",
            ask.day("due_on", "缴纳日期", not_after_today=False),
            ask.yuan("amount", "金额（元）"),
        ),
    ),
    guards=(g.party_asked_to_defer, g.instalments_add_up),
    makes=("D41",),
)

APPROVE_DEFERRAL = Step(
    code="approve_deferral",
    label="批准延期（分期）缴纳",
    source=(EXECUTING, DUNNED),
    target=DEFERRED,
    by=("agency_leader", "agency_head"),
    cites=(art(66),),
    fields=(ask.day("last_due_on", "最后一期缴纳日期", not_after_today=False), ask.opinion()),
    guards=(p.approver_is_not_handler,),
    needs=(need("D41", status="approved"),),
    makes=("D42",),
)

DRAFT_DEMAND = Step(
    code="draft_demand",
    label="拟制催告书",
    source=(EXECUTING, DEFERRED),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(35), ACL.art(54), art(72)),
    fields=(
        ask.number("add_on_days", "逾期天数", minimum=0, default=0),
        ask.yuan("add_on_amount", "加处罚款（元）", default="0", help="每日百分之三，总额不超过罚款数额。"),
    ),
    guards=(g.payment_overdue, g.no_review_pending, g.add_on_within_limit),
    makes=("D45",),
)

SERVE_DEMAND = Step(
    code="serve_demand",
    label="送达催告书",
    source=(EXECUTING, DEFERRED),
    target=DUNNED,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(38), ACL.art(54)),
    fields=ask.SERVICE,
    guards=(
        p.acting_officers_certified,
        g.payment_overdue,
        n.electronic_service_agreed,
        n.left_service_witnessed,
        n.announcement_last_resort,
    ),
    needs=(need("D45"),),
    makes=("D43",),
    serves=("D45",),
)

REMEDY = Step(
    code="record_remedy",
    label="登记复议或者诉讼",
    source=AFTER_SERVICE,
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
    source=AFTER_SERVICE,
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
        ask.day("effective_on", "生效日期"),
        ask.long("summary", "要点", required=False),
    ),
    guards=(g.review_pending,),
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
    fields=(ask.day("lapsed_on", "复议、起诉期限届满之日", help="批准延期、分期的，为最后一期届满之日。"),),
    guards=(g.remedy_terms_over, g.no_review_pending),
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

COURT_REFUSED = Step(
    code="court_refused",
    label="登记法院不予受理（执行）",
    source=(COURT,),
    target=DUNNED,
    by=_HANDLER,
    handler_only=True,
    cites=(ACL.art(56), ACL.art(58)),
    fields=(ask.day("ruled_on", "裁定日期"), ask.long("reason", "理由", min_length=5)),
)

REQUEST_CLOSING = Step(
    code="request_closing",
    label="呈请结案",
    source=ENDED,
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(47), art(57)),
    primary=True,
    fields=(ask.long("result", "执行或者处理结果", min_length=2),),
    guards=(g.hazards_rechecked, g.no_open_children, i.registrations_settled),
    makes=("D51",),
)

CLOSE = Step(
    code="close",
    label="批准结案",
    source=ENDED,
    target=CLOSED,
    by=("agency_leader", "agency_head"),
    cites=(art(47), art(74)),
    primary=True,
    fields=(ask.opinion(),),
    guards=(
        p.approver_is_not_handler,
        g.fine_paid_if_performed,
        g.hazards_rechecked,
        g.no_open_children,
        g.service_proved,
        g.no_unfinished_documents,
    ),
    needs=(need("D51", status="approved"),),
    makes=("D52", "D53", "D54"),
)

ARCHIVE = Step(
    code="archive",
    label="归档",
    source=(CLOSED,),
    target=ARCHIVED,
    by=("archivist",),
    cites=(art(47),),
    primary=True,
    fields=(
        ask.text("shelf", "存放位置"),
        ask.choice("retention", "保管期限", ("permanent", "永久"), ("30", "三十年"), ("10", "十年")),
    ),
    guards=(g.assembly_complete,),
    needs=(need("D51"), need("D52"), need("D53"), need("D54")),
    help="归档后案卷锁定，不得增减、涂改。",
)

STEPS = (
    BEGIN,
    PAYMENT,
    PERFORM,
    REQUEST_DEFERRAL,
    APPROVE_DEFERRAL,
    DRAFT_DEMAND,
    SERVE_DEMAND,
    REMEDY,
    REMEDY_RESULT,
    REMEDIES_LAPSED,
    DRAFT_PETITION,
    PETITION,
    COURT_REFUSED,
    REQUEST_CLOSING,
    CLOSE,
    ARCHIVE,
)
