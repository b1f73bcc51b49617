"""Whether the decision is carried out, and whether the case may be closed and archived."""

from __future__ import annotations

from decimal import Decimal

from anjian.law.statutes import ACL, APL, CPL
from anjian.procedures.definitions.guards.common import (
    ZERO,
    deferral_end,
    final_fine,
    late_days,
    missed_instalment,
    owed,
    paid,
    payment_due,
    petition_start,
)
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"
_DAILY = Decimal("0.03")
SERVICE_STEPS = (
    "serve_notice",
    "serve_decision",
    "serve_no_penalty",
    "serve_demand",
    "serve_reminder",
    "serve_deferral",
    "serve_add_on",
    "serve_daily_notice",
    "serve_daily",
    "serve_daily_demand",
    "serve_correction",
    "serve_hearing_notice",
    "carry_out_registration",
    "serve_disposal",
)


@guard(
    "罚款应当由指定银行或者电子支付系统收缴，执法人员不得自行收缴",
    art(67),
    who="当事人",
    cure="由当事人到指定银行缴款，或者电子支付。",
)
def paid_through_bank(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Who fines does not collect."""
    return inputs.get("channel") in {"bank", "electronic"}


@guard("缴款总额超过应缴数额", art(72), art(74), who=_HANDLER, cure="核对缴款凭证，多缴的退还。")
def not_overpaid(f: CaseFacts, inputs: Inputs) -> Verdict:
    """No more is taken than is owed."""
    total = paid(f) + (inputs.get("paid_amount") or ZERO)
    return total <= owed(f) or f"应缴{owed(f)}元，已登记{total}元"


@guard("罚款尚未缴清", art(66), art(67), art(74), who="当事人", cure="登记剩余缴款，或者办理延期分期、催告。")
def fine_paid(f: CaseFacts) -> Verdict:
    """The whole sum is in the treasury."""
    return paid(f) == owed(f) or f"应缴{owed(f)}元，已缴{paid(f)}元"


@guard("罚款以外的处罚尚未履行", art(66), who="当事人", cure="核实履行情况后再办理。")
def other_penalties_performed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Stops and confiscations are carried out as well."""
    decided = f.last("submit_decision")
    other = decided and any(decided.get(c) for c in ("stop_business", "licence", "confiscation_amount"))
    return not other or inputs.get("others_performed") is True


@guard("延期（分期）计划的合计与未缴数额不一致", art(66), who=_HANDLER, cure="更正各期金额。")
def instalments_add_up(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The plan covers what is still owed."""
    total = sum((row.get("amount", ZERO) for row in inputs.get("plan", ())), ZERO)
    left = final_fine(f) - paid(f)
    return total == left or f"未缴{left}元，计划{total}元"


@guard("延期（分期）须由当事人申请", art(66), who="当事人", cure="由当事人提出书面申请。")
def party_asked_to_defer(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Deferral is granted on request."""
    return inputs.get("requested_by_party") is True


@guard("缴款期限尚未届满", art(67), art(72), who=_HANDLER, cure="等待缴款期限届满。")
def payment_overdue(f: CaseFacts) -> Verdict:
    """No demand and no add-on within the term for payment."""
    due = payment_due(f)
    if due is None:
        return "决定书尚未送达"
    return f.today > due or f"期限至{due:%Y年%m月%d日}"


@guard(
    "加处罚款超过法定限度", art(72), art(73), who=_HANDLER, cure="按每日百分之三计算，总额不超过罚款数额。"
)
def add_on_within_limit(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Three per cent a day, never above the principal, not counted during review or suit."""
    fine, late = final_fine(f), late_days(f)
    days, amount = inputs.get("add_on_days", 0), inputs.get("add_on_amount") or ZERO
    if days > late:
        return f"可以计算{late}日（复议、诉讼期间不计），计算了{days}日"
    cap = min(fine, (fine * _DAILY * days).quantize(Decimal("0.01")))
    return amount <= cap or f"最高{cap}元，本次{amount}元"


@guard(
    "行政复议或者行政诉讼尚未终结", art(73), ACL.art(53), who=_HANDLER, cure="登记复议、诉讼结果后再办理。"
)
def no_review_pending(f: CaseFacts) -> Verdict:
    """The court is asked only when no review and no suit is open."""
    asked = f.last("record_remedy")
    return asked is None or f.last("record_remedy_result", after=asked) is not None


@guard("没有尚未终结的行政复议或者行政诉讼", art(73), who=_HANDLER, cure="先登记当事人申请复议或者起诉。")
def review_pending(f: CaseFacts) -> Verdict:
    """There is a review or suit whose result can be recorded."""
    asked = f.last("record_remedy")
    return asked is not None and f.last("record_remedy_result", after=asked) is None


@guard("复议和起诉期限尚未届满", ACL.art(53), who="当事人", cure="等待复议、起诉期限届满。")
def remedy_terms_over(f: CaseFacts) -> Verdict:
    """Enforcement waits for the terms of review and suit."""
    codes = ("reconsideration", "suit", "suit_after_review")
    open_ = [c.due_on for code in codes if (c := f.clock(code)) and not c.ran_out(f.today)]
    # Against a penalty on the spot there is no suit before the reconsideration, hence no such term.
    if f.clock("reconsideration") is None:
        return "没有送达以来的期限记录"
    return f"期限至{max(open_):%Y年%m月%d日}" if open_ else True


@guard("催告后未满十个工作日", ACL.art(54), ACL.art(69), who=_HANDLER, cure="等待催告期限届满。")
def demand_period_over(f: CaseFacts) -> Verdict:
    """Ten working days pass between the demand and the court."""
    clock = f.clock("demand")
    if clock is None:
        return "催告书尚未送达"
    return clock.ran_out(f.today) or f"期限至{clock.due_on:%Y年%m月%d日}"


@guard(
    "申请强制执行已超过三个月期限",
    ACL.art(53),
    art(72),
    who=_HANDLER,
    cure="核对复议、起诉期限和延期分期的届满日。",
)
def petition_in_time(f: CaseFacts) -> Verdict:
    """Three months from the end of the terms of review and suit, or of a deferral granted since."""
    clock, confirmed = f.clock("petition"), f.last("confirm_remedies_lapsed")
    if clock is None:
        return "尚未确认复议、起诉期限届满"
    if f.last("approve_deferral", after=confirmed):
        return "批准延期分期后尚未重新确认起算日"
    return not clock.ran_out(f.today) or f"期限至{clock.due_on:%Y年%m月%d日}"


@guard(
    "三个月的起算日应当是复议、起诉期限届满之日；批准延期、分期缴纳的，为延期、分期期限结束之日",
    ACL.art(53),
    art(72),
    who=_HANDLER,
    cure="按期限记录更正起算日。",
)
def petition_start_right(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The later of both days, so that a deferral never costs the bureau its petition."""
    start, given = petition_start(f), inputs.get("lapsed_on")
    if start is None:
        return "没有送达以来的期限记录"
    return given == start or f"应为{start:%Y年%m月%d日}"


@guard(
    "延期（分期）期限尚未结束",
    art(66),
    art(72),
    who="当事人",
    cure="等待期限结束；当事人逾期不缴的，登记余款到期。",
)
def deferral_is_over(f: CaseFacts) -> Verdict:
    """Nothing is demanded from who keeps to the plan."""
    ends = deferral_end(f)
    return ends is None or f.today > ends or f"期限至{ends:%Y年%m月%d日}"


@guard(
    "批准的最后一期与呈请的计划不一致", art(66), who="机关负责人", cure="按呈请的计划批准，或者退回重新呈请。"
)
def last_instalment_as_planned(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is approved is what was asked for."""
    asked = f.last("request_deferral")
    days = [row["due_on"] for row in asked.get("plan", ())] if asked else []
    return bool(days) and inputs.get("last_due_on") == max(days)


@guard("没有待决定的延期（分期）申请", art(66), who="当事人", cure="由当事人提出申请，承办人呈请后决定。")
def deferral_pending(f: CaseFacts) -> Verdict:
    """Each request is decided once; a plan that fell due or was refused does not come back by itself."""
    asked = f.last("request_deferral")
    return asked is not None and f.last("approve_deferral", "refuse_deferral", after=asked) is None


@guard("缴纳计划的日期应当晚于今天，并且各期不同", art(66), who=_HANDLER, cure="更正各期的缴纳日期。")
def instalments_ahead(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A plan looks forward, one day for each instalment."""
    days = [row["due_on"] for row in inputs.get("plan", ())]
    return len(set(days)) == len(days) and all(day > f.today for day in days)


@guard("没有逾期未缴的分期", art(66), art(72), who=_HANDLER, cure="当事人按期缴纳的，继续按计划执行。")
def instalment_missed(f: CaseFacts) -> Verdict:
    """An instalment ran out unpaid."""
    return missed_instalment(f) is not None


@guard("逾期日期与缴纳计划不符", art(66), who=_HANDLER, cure="填写第一个没有按期足额缴纳的日期。")
def missed_day_right(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The day that the plan names."""
    missed = missed_instalment(f)
    if missed is None:
        return "没有逾期"
    return inputs.get("missed_on") == missed or f"应为{missed:%Y年%m月%d日}"


@guard(
    "催告书没有写明履行的期限、方式、金额和陈述申辩权",
    ACL.art(35),
    ACL.art(54),
    who=_HANDLER,
    cure="补全催告书后重新制发。",
)
def demand_is_complete(f: CaseFacts) -> Verdict:
    """A demand names term, manner, sum and rights; the form prints all but the sum."""
    paper = f.document("D45")
    if paper is None:
        return "催告书还没有拟制"
    asked, left = paper.yuan("unpaid_amount"), max(final_fine(f) - paid(f), ZERO)
    return asked == left or f"未缴罚款{left}元，催告书写明{asked}元"


@guard(
    "当事人在催告期间提出的意见没有复核",
    ACL.art(36),
    ACL.art(54),
    who=_HANDLER,
    cure="记录并复核当事人的意见。",
)
def demand_plea_answered(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What the party says to the demand is weighed and answered."""
    return bool(inputs.get("reply"))


@guard(
    "违法行为尚未改正，仍有隐患没有复查销号",
    art(28),
    who=_HANDLER,
    cure="完成复查，或者写明正在由其他措施处理。",
)
def hazards_rechecked(f: CaseFacts) -> Verdict:
    """Every hazard is re-checked before the case is closed."""
    return f.hazards_open == 0 or f"还有{f.hazards_open}项"


@guard("有的送达没有送达回执", art(61), CPL.art(87), who=_HANDLER, cure="为每次送达制发《文书送达回执》。")
def service_proved(f: CaseFacts) -> Verdict:
    """Error 15: each service has its proof."""
    served = sum(1 for _ in f.taken(*SERVICE_STEPS))
    proofs = sum(1 for d in f.all_documents("D43") if d.reached("issued"))
    return proofs >= served or f"送达{served}次，回执{proofs}份"


@guard("决定书的送达回执尚未制发", art(61), CPL.art(87), who=_HANDLER, cure="完成决定书的《文书送达回执》。")
def decision_service_proved(f: CaseFacts) -> Verdict:
    """Error 15: carrying out begins with the proof of service."""
    decided = f.last("serve_decision")
    return decided is not None and any(
        d.reached("issued") and d.issued_at is not None and d.issued_at >= decided.at
        for d in f.all_documents("D43")
    )


@guard("还有文书没有制发完毕", art(47), who=_HANDLER, cure="完成或者作废尚在办理的文书。")
def no_unfinished_documents(f: CaseFacts) -> Verdict:
    """Closing waits for every paper but its own."""
    own = {"D51", "D52", "D53", "D54"}
    left = [d for d in f.documents if d.code not in own and not d.reached("issued")]
    return "、".join(dict.fromkeys(d.code for d in left)) if left else True


@guard("还有子程序没有办结", art(47), who=_HANDLER, cure="办结听证、审核、讨论和先行登记。")
def no_open_children(f: CaseFacts) -> Verdict:
    """Nothing inside the case is left open."""
    return all(c.terminal for c in f.children)


@guard("案卷不齐全", art(47), who="档案管理员", cure="补齐案卷缺少的材料。")
def assembly_complete(f: CaseFacts) -> Verdict:
    """The file is whole, in order and paged."""
    return "；".join(f.assembly_gaps) if f.assembly_gaps else True


@guard("罚款尚未缴清", art(66), art(74), who="当事人", cure="登记剩余缴款，或者依法终止执行。")
def fine_paid_if_performed(f: CaseFacts) -> Verdict:
    """A performed case has its money in the treasury; other endings owe none."""
    if f.last("perform") is None:
        return True
    return paid(f) == owed(f) or f"应缴{owed(f)}元，已缴{paid(f)}元"


@guard("承办人尚未呈请撤销或者终止", art(57), who=_HANDLER, cure="由承办人呈请并拟制审批表。")
def stop_requested(f: CaseFacts) -> Verdict:
    """A stop begins with the handler's written request."""
    return f.last("request_stop") is not None
