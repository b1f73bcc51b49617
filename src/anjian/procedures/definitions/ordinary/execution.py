"""Carrying out, 《行政处罚法》第六章, 《行政强制法》第五章; closing and archive."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import add_on as a
from anjian.procedures.definitions.guards import ending as h
from anjian.procedures.definitions.guards import execution as g
from anjian.procedures.definitions.guards import investigation as i
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.ordinary import court
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
    TERMINATED,
)
from anjian.procedures.spec import SAME, Step, need

art = APL.art
_HANDLER = ("case_officer",)
_SERVED = (
    p.acting_officers_certified,
    n.electronic_service_agreed,
    n.left_service_witnessed,
    n.announcement_last_resort,
)

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
    guards=(g.fine_paid, g.other_penalties_performed, a.no_add_on_open),
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
        ask.yuan("unpaid_amount", "尚未缴纳的罚款（元）", required=False, source="reckon.unpaid"),
        ask.day("applied_on", "申请日期", required=False, source="reckon.today"),
        ask.choice(
            "mode",
            "申请方式",
            ("defer", "延期缴纳"),
            ("instalments", "分期缴纳"),
            required=False,
            default="instalments",
        ),
        ask.long("reason", "经济困难的情况", min_length=5),
        ask.table(
            "plan",
            "缴纳计划",
            ask.day("due_on", "缴纳日期", not_after_today=False),
            ask.yuan("amount", "金额（元）"),
        ),
    ),
    guards=(g.party_asked_to_defer, g.instalments_add_up, g.instalments_ahead),
    makes=("D41",),
)

APPROVE_DEFERRAL = Step(
    code="approve_deferral",
    label="批准延期（分期）缴纳",
    source=(EXECUTING, DUNNED),
    target=DEFERRED,
    by=("agency_leader", "agency_head"),
    cites=(art(66),),
    fields=(
        ask.day("last_due_on", "最后一期缴纳日期", not_after_today=False, source="reckon.last_instalment"),
        ask.opinion(),
    ),
    guards=(p.approver_is_not_handler, g.deferral_pending, g.last_instalment_as_planned),
    needs=(need("D41", status="approved"),),
    makes=("D42",),
)

REFUSE_DEFERRAL = Step(
    code="refuse_deferral",
    label="不批准延期（分期）缴纳",
    source=(EXECUTING, DUNNED),
    target=SAME,
    by=("agency_leader", "agency_head"),
    cites=(art(66),),
    fields=(ask.REASON,),
    guards=(p.approver_is_not_handler, g.deferral_pending),
    needs=(need("D41", status="approved"),),
)

SERVE_DEFERRAL = Step(
    code="serve_deferral",
    label="送达延期（分期）批准书",
    source=(DEFERRED,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(66), art(61)),
    fields=ask.SERVICE,
    guards=_SERVED,
    needs=(need("D42"),),
    makes=("D43",),
    serves=("D42",),
)

FALL_DUE = Step(
    code="fall_due",
    label="登记分期逾期、余款到期",
    source=(DEFERRED,),
    target=EXECUTING,
    by=_HANDLER,
    handler_only=True,
    cites=(art(66), art(72)),
    fields=(
        ask.day("missed_on", "未按期缴纳的日期", source="reckon.missed_instalment"),
        ask.long("note", "说明", required=False),
    ),
    guards=(g.instalment_missed, g.missed_day_right),
    help="一期没有按时足额缴纳的，其余各期一并到期；此后可以催缴、催告和加处罚款。",
)

REMIND = Step(
    code="remind_payment",
    label="拟制罚款催缴通知书",
    source=(EXECUTING,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(67), art(72)),
    guards=(g.payment_overdue,),
    makes=("D39",),
)

SERVE_REMINDER = Step(
    code="serve_reminder",
    label="送达罚款催缴通知书",
    source=(EXECUTING,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(67), art(72)),
    fields=ask.SERVICE,
    guards=_SERVED,
    needs=(need("D39"),),
    makes=("D43",),
    serves=("D39",),
)

REFUND = Step(
    code="record_refund",
    label="登记退还罚款",
    source=(*AFTER_SERVICE, PERFORMED, TERMINATED),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(74),),
    fields=(
        ask.day("refunded_on", "退还日期"),
        ask.yuan("refund_amount", "退还金额（元）", source="reckon.refund"),
        ask.text("receipt_no", "退库凭证号"),
    ),
    guards=(h.refund_is_due,),
    help="决定被撤销、变更，已缴数额超过应缴数额的，依法退还。",
)

WITHDRAW_PUBLICATION = Step(
    code="withdraw_publication",
    label="撤回公开信息",
    source=(*AFTER_SERVICE, PERFORMED, TERMINATED, CLOSED),
    target=SAME,
    by=("case_officer", "case_manager"),
    cites=(art(48),),
    fields=(
        ask.day("withdrawn_on", "撤回日期"),
        ask.text("site", "公开平台", source="publish.site"),
        ask.long("statement", "公开说明的理由", min_length=5),
    ),
    guards=(h.publication_to_withdraw,),
    help="公开的决定被变更、撤销、确认违法或者无效的，三日内撤回并公开说明理由。",
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
    guards=(
        g.hazards_rechecked,
        g.no_open_children,
        i.registrations_settled,
        h.party_told_of_stop,
        h.publication_is_withdrawn,
        h.nothing_to_refund,
    ),
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
        h.publication_is_withdrawn,
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

# Shared with the summary procedure, which carries out its decisions in the same way.
CARRYING_OUT = (
    PAYMENT,
    PERFORM,
    REQUEST_DEFERRAL,
    APPROVE_DEFERRAL,
    REFUSE_DEFERRAL,
    SERVE_DEFERRAL,
    FALL_DUE,
    REMIND,
    SERVE_REMINDER,
    *court.STEPS,
)
STEPS = (BEGIN, *CARRYING_OUT, REFUND, WITHDRAW_PUBLICATION, REQUEST_CLOSING, CLOSE, ARCHIVE)
