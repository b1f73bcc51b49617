"""Whether the party was told, heard and answered."""

from __future__ import annotations

from anjian.kit.clock import LOCAL_ZONE
from anjian.law.statutes import APL, CPL
from anjian.procedures.definitions.guards import announcing
from anjian.procedures.definitions.guards.common import (
    ZERO,
    filled,
    hearing_applies,
    latest_hearing,
    notice_taken,
    planned,
    since_notice,
    unanswered,
)
from anjian.procedures.definitions.guards.service import electronic_consent
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"
announcement_last_resort = announcing.announcement_last_resort


@guard(
    "告知书没有写明拟处罚的事实、理由、依据和内容",
    art(44),
    art(62),
    who=_HANDLER,
    cure="补全《行政处罚告知书》后重新制发。",
)
def notice_is_complete(f: CaseFacts) -> Verdict:
    """Error 5: facts, basis and the planned penalty stand in the notice."""
    notice = f.notice
    if notice is None:
        return "还没有告知书"
    lacking = [
        w for c, w in (("facts", "事实"), ("basis", "依据"), ("penalty", "处罚内容")) if not filled(notice, c)
    ]
    return f"缺少{'、'.join(lacking)}" if lacking else True


@guard(
    "告知书的罚款数额与拟处罚数额不一致",
    art(44),
    who=_HANDLER,
    cure="更正告知书，或者重新办理“拟制告知书”。",
)
def notice_amount_as_planned(f: CaseFacts) -> Verdict:
    """The paper says what was planned."""
    return f.notified_fine == (planned(f).get("fine_amount") or ZERO)


@guard(
    "拟处罚达到听证标准，应当告知当事人有要求听证的权利",
    art(63),
    art(44),
    who=_HANDLER,
    cure="制发并一并送达《听证告知书》。",
)
def hearing_right_told(f: CaseFacts) -> Verdict:
    """Error 7: when the threshold is met the right to a hearing is told."""
    return not hearing_applies(f) or f.document("D31", status="issued") is not None


@guard(
    "电子送达须有当事人签订的确认书",
    art(61),
    CPL.art(90),
    who=_HANDLER,
    cure="先由当事人签订《送达地址确认书》，或者改用其他送达方式。",
)
def electronic_service_agreed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 15: no electronic service without the signed consent."""
    return inputs.get("method") != "electronic" or electronic_consent(f)


@guard(
    "留置送达须有见证人或者录像",
    art(61),
    CPL.art(89),
    who=_HANDLER,
    cure="填写见证人姓名，或者全程录像的编号。",
)
def left_service_witnessed(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Leaving a paper needs a witness or a recording."""
    return inputs.get("method") != "left" or bool(inputs.get("witness"))


@guard("送达日期早于文书制发日期", art(61), who=_HANDLER, cure="更正送达日期。")
def served_after_issue(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Nothing is served before it exists."""
    issued = [d.issued_at for d in (f.notice, f.decision) if d and d.issued_at and d.status == "issued"]
    served = inputs.get("served_on")
    return served is None or all(served >= at.astimezone(LOCAL_ZONE).date() for at in issued)


@guard(
    "放弃陈述申辩须由当事人明确表示",
    art(62),
    who="当事人",
    cure="由当事人书面表示并签名；没有表示的，等待期限届满。",
)
def waiver_is_explicit(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Silence before the term is over is no waiver."""
    return inputs.get("signed") is True


@guard(
    "陈述申辩期限尚未届满",
    art(44),
    art(45),
    art(62),
    who=_HANDLER,
    cure="等待期限届满，或者由当事人书面放弃。",
)
def defence_period_over(f: CaseFacts) -> Verdict:
    """Error 6: no step towards a decision before the defence period has run."""
    if f.ran_out("defence") or since_notice(f, "waive"):
        return True
    said = since_notice(f, "receive_defence")
    if said and said.get("final") is True:
        return True
    clock = f.clock("defence")
    return f"期限至{clock.due_on:%Y年%m月%d日}" if clock else "告知书尚未送达"


@guard(
    "听证申请期限尚未届满",
    art(63),
    art(64),
    who=_HANDLER,
    cure="等待五个工作日届满，或者由当事人书面放弃听证。",
)
def hearing_request_settled(f: CaseFacts) -> Verdict:
    """Error 7: the party has five working days to ask for a hearing."""
    if not hearing_applies(f) or since_notice(f, "request_hearing") or f.ran_out("hearing_request"):
        return True
    gave_up = since_notice(f, "waive", "receive_defence")
    if gave_up and gave_up.get("hearing_waived") is True:
        return True
    clock = f.clock("hearing_request")
    return f"期限至{clock.due_on:%Y年%m月%d日}" if clock else False


@guard("本案拟作出的处罚不在听证范围", art(63), who="当事人", cure="按陈述申辩办理。")
def hearing_right_exists(f: CaseFacts) -> Verdict:
    """A hearing is for the heavier penalties."""
    return hearing_applies(f)


@guard(
    "听证申请已经超过告知后五个工作日",
    art(64),
    art(85),
    who="当事人",
    cure="告知当事人逾期的后果，其意见按陈述申辩听取。",
)
def hearing_asked_in_time(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A late request opens no hearing."""
    clock, asked = f.clock("hearing_request"), inputs.get("requested_on")
    if clock is None or asked is None:
        return False
    return asked <= clock.due_on or f"期限至{clock.due_on:%Y年%m月%d日}"


@guard("听证申请没有逾期，应当受理", art(64), art(85), who=_HANDLER, cure="办理“受理听证申请”。")
def hearing_asked_late(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Only a late request is declined."""
    clock, asked = f.clock("hearing_request"), inputs.get("requested_on")
    return clock is not None and asked is not None and asked > clock.due_on


@guard("听证申请日期早于告知日期", art(64), who=_HANDLER, cure="更正日期。")
def asked_after_notice(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The request follows the notice."""
    served, said = notice_taken(f), inputs.get("requested_on") or inputs.get("received_on")
    return served is None or said is None or said >= served.get("served_on", served.on)


@guard("听证尚未结束", art(64), art(65), who="听证主持人", cure="完成听证并制发听证会报告书。")
def hearing_finished(f: CaseFacts) -> Verdict:
    """Error 10: nothing is decided while a hearing is open."""
    hearing = latest_hearing(f)
    return hearing is None or hearing.terminal


@guard(
    "当事人的意见没有逐条复核",
    art(45),
    art(62),
    who=_HANDLER,
    cure="对每一条陈述申辩意见写明复核情况、理由和是否采纳。",
)
def every_point_answered(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 6: each point of the defence gets a reply."""
    open_ = unanswered(f, notice_taken(f), "receive_defence", inputs)
    return "；".join(open_) if open_ else True


@guard(
    "罚款数额高于告知数额",
    art(45),
    art(44),
    art(62),
    who="机关负责人",
    cure="不得因申辩加重处罚；因新的事实需要加重的，办理“重新告知”。",
)
def not_above_notice(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 5: what was notified is the ceiling."""
    amount = inputs.get("fine_amount") or ZERO
    return amount <= f.notified_fine or f"拟罚款{amount}元，告知{f.notified_fine}元"


@guard(
    "处罚种类重于告知的种类",
    art(45),
    art(44),
    who="机关负责人",
    cure="按告知的种类处理；因新的事实需要加重的，办理“重新告知”。",
)
def no_new_kind(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 5: no kind of penalty that the party was not told of."""
    told = planned(f)
    new = [
        w
        for c, w in (("stop_business", "停产停业"), ("licence", "许可证件"))
        if inputs.get(c) and not told.get(c)
    ]
    if (inputs.get("confiscation_amount") or ZERO) > (told.get("confiscation_amount") or ZERO):
        new.append("没收")
    return "、".join(new) if new else True


@guard(
    "重新告知须有新的事实、证据或者依据变化",
    art(44),
    art(45),
    who=_HANDLER,
    cure="写明新的事实、证据或者依据。",
)
def new_facts_named(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A second notice may not punish the defence."""
    return inputs.get("ground") in {"new_facts", "new_evidence", "law_changed", "notice_defect"}


@guard("没有当事人的陈述申辩意见", art(45), who=_HANDLER, cure="逐条记录当事人的意见。")
def points_recorded(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The defence is written down point by point."""
    return bool(inputs.get("points"))
