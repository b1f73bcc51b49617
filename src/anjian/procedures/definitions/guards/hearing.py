"""Whether a hearing is held as article 64 wants it."""

from __future__ import annotations

from datetime import datetime

from anjian.kit.clock import LOCAL_ZONE
from anjian.law.statutes import APL
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_LEADER = "机关分管负责人"
_WORKING_DAYS = 7


def _appointed(f: CaseFacts) -> Taken | None:
    return f.own("appoint_hearing")


@guard("听证主持人应当由非本案调查人员担任", art(64), who=_LEADER, cure="另行指定未参加本案调查的人员。")
def chair_is_no_investigator(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 8: who investigated does not preside, nor sit with the chair."""
    bench = {inputs.get("chair"), *inputs.get("hearers", ())} - {None}
    return not (bench & f.investigator_ids)


@guard("听证主持人已经回避", art(64), art(43), who=_LEADER, cure="另行指定主持人。")
def chair_not_recused(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A recused person does not preside."""
    return inputs.get("chair") not in f.recused


@guard(
    "不公开听证须有保密的理由",
    art(64),
    who=_LEADER,
    cure="公开举行，或者写明涉及的国家秘密、商业秘密或者个人隐私。",
)
def closed_hearing_has_reason(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Hearings are public unless a secret or privacy is at stake."""
    return inputs.get("public") is not False or bool(inputs.get("closed_reason"))


@guard(
    "听证通知应当在举行听证七个工作日前送达",
    art(64),
    art(85),
    who="本案承办人",
    cure="推迟听证时间，重新指定并通知。",
)
def notice_seven_days_ahead(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 7: seven full working days lie between the notice and the hearing."""
    appointed, served = _appointed(f), inputs.get("served_on")
    held: datetime | None = appointed.get("hearing_at") if appointed else None
    if held is None or served is None:
        return "尚未指定听证时间"
    days = f.working_days_between(served, held.astimezone(LOCAL_ZONE).date())
    return days >= _WORKING_DAYS or f"送达与听证之间只有{days}个工作日"


@guard("由指定的听证主持人主持", art(64), who="指定的听证主持人", cure="由《听证会通知书》载明的主持人办理。")
def actor_is_chair(f: CaseFacts) -> Verdict:
    """The hearing is held by the chair who was named."""
    appointed = _appointed(f)
    return appointed is not None and appointed.get("chair") == f.actor.id


@guard("听证早于通知的时间举行", art(64), who="听证主持人", cure="按通知的时间举行，或者重新通知。")
def not_before_the_hour(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The hearing does not begin before the hour that the party was told."""
    appointed, began = _appointed(f), inputs.get("opened_at")
    return appointed is not None and began is not None and began >= appointed.get("hearing_at")


@guard("听证尚未到举行的时间", art(64), who="听证主持人", cure="等到通知的时间。")
def hour_has_come(f: CaseFacts) -> Verdict:
    """Nobody is absent before the hour."""
    appointed = _appointed(f)
    return appointed is not None and f.now >= appointed.get("hearing_at")


@guard("当事人委托的代理人不得超过二人", art(64), who="当事人", cure="由当事人确定一至二名代理人。")
def at_most_two_agents(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """One or two agents."""
    return sum(1 for row in inputs.get("attendees", ()) if row.get("capacity") == "agent") <= 2


@guard(
    "听证须有调查人员和当事人（代理人）参加",
    art(64),
    who="听证主持人",
    cure="当事人无正当理由缺席的，办理“终止听证”。",
)
def both_sides_present(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The investigators put the case, the party answers."""
    present = {row.get("capacity") for row in inputs.get("attendees", ())}
    return "investigator" in present and bool(present & {"party", "agent"})


@guard("当事人有正当理由的，不得终止听证", art(64), who="听证主持人", cure="另定时间重新通知。")
def absent_without_reason(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Only absence without a good reason ends the right."""
    return inputs.get("good_reason") is False


@guard(
    "笔录没有交当事人核对签名",
    art(64),
    who="听证主持人",
    cure="交当事人或者代理人核对签名；拒绝的在笔录中注明。",
)
def record_signed(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The party signs the record, or the chair notes the refusal."""
    return inputs.get("signed") is True or bool(inputs.get("refusal_note"))
