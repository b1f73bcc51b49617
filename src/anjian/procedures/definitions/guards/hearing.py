"""Whether a hearing is held as article 64 wants it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from anjian.kit.clock import LOCAL_ZONE
from anjian.law.statutes import APL
from anjian.procedures.definitions.guards.common import filled
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_LEADER = "机关分管负责人"
_WORKING_DAYS = 7
_AGENTS = 2


_TIMED = ("appoint_hearing", "postpone_hearing", "resume_hearing")
_REPORT = (
    ("course", "听证会基本情况"),
    ("facts", "认定的事实和证据"),
    ("issues", "争议焦点"),
    ("opinion", "听证意见"),
)


def appointment(f: CaseFacts) -> Taken | None:
    """The appointment in force: who presides, who sits, who writes."""
    return f.own("appoint_hearing")


def _hour(f: CaseFacts) -> datetime | None:
    """The hour that the party was told, as the latest appointment or postponement sets it."""
    told = f.own(*_TIMED)
    hour: datetime | None = told.get("hearing_at") if told else None
    return hour


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
    cure="公开举行，或者选择并写明涉及的国家秘密、商业秘密或者个人隐私。",
)
def closed_hearing_has_reason(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Hearings are public unless a secret or privacy is at stake."""
    if inputs.get("public") is not False:
        return True
    return bool(inputs.get("closed_reason")) and bool(inputs.get("closed_ground"))


@guard(
    "听证通知应当在举行听证七个工作日前送达",
    art(64),
    art(85),
    who="本案承办人",
    cure="推迟听证时间，重新指定并通知。",
)
def notice_seven_days_ahead(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 7: seven full working days lie between the notice and the hearing."""
    held, served = _hour(f), inputs.get("served_on")
    if held is None or served is None:
        return "尚未指定听证时间"
    days = f.working_days_between(served, held.astimezone(LOCAL_ZONE).date())
    return days >= _WORKING_DAYS or f"送达与听证之间只有{days}个工作日"


@guard("由指定的听证主持人主持", art(64), who="指定的听证主持人", cure="由《听证会通知书》载明的主持人办理。")
def actor_is_chair(f: CaseFacts) -> Verdict:
    """The hearing is held by the chair who was named."""
    appointed = appointment(f)
    return appointed is not None and appointed.get("chair") == f.actor.id


@guard("听证早于通知的时间举行", art(64), who="听证主持人", cure="按通知的时间举行，或者重新通知。")
def not_before_the_hour(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The hearing does not begin before the hour that the party was told."""
    hour, began = _hour(f), inputs.get("opened_at")
    return hour is not None and began is not None and began >= hour


@guard("听证尚未到举行的时间", art(64), who="听证主持人", cure="等到通知的时间。")
def hour_has_come(f: CaseFacts) -> Verdict:
    """Nobody is absent before the hour."""
    hour = _hour(f)
    return hour is not None and f.now >= hour


@guard(
    "每名当事人、第三人委托的代理人不得超过二人", art(64), who="委托人", cure="由委托人确定一至二名代理人。"
)
def at_most_two_agents(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """One or two agents for each who may send them."""
    rows = (*inputs.get("attendees", ()), *inputs.get("participants", ()))
    sent = Counter(row.get("principal") or "当事人" for row in rows if row.get("capacity") == "agent")
    many = [f"{who}{n}人" for who, n in sent.items() if n > _AGENTS]
    return "、".join(many) if many else True


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


@guard("听证时间应当晚于现在", art(64), who=_LEADER, cure="另定听证时间。")
def hearing_in_the_future(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A hearing is called for a time to come."""
    hour = inputs.get("hearing_at")
    return hour is not None and hour > f.now


@guard("延期后的时间应当晚于原定时间", art(64), who="听证主持人", cure="另定更晚的时间。")
def later_than_before(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A postponement goes forward; an earlier hour would shorten the notice."""
    before, hour = _hour(f), inputs.get("hearing_at")
    return before is None or hour is None or hour > before


@guard("听证的起止时间不对", art(64), art(47), who="听证主持人", cure="听证结束之后再登记，更正起止时间。")
def session_is_past(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The record is made of what has happened, from beginning to end."""
    began, ended = inputs.get("opened_at"), inputs.get("ended_at")
    return began is not None and ended is not None and began <= ended <= f.now


@guard(
    "当事人的代理人在场，或者退出经过许可的，不得终止听证",
    art(64),
    who="听证主持人",
    cure="继续举行听证，或者中止（休会）后恢复。",
)
def nobody_for_the_party(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The right is given up only when party and agents stay away, or leave without leave."""
    return inputs.get("agent_present") is not True and inputs.get("permitted") is not True


@guard("笔录没有交当事人核对", art(64), who="听证主持人", cure="交当事人或者代理人核对，有误的更正、补充。")
def record_was_read(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Nobody signs what he could not read."""
    return inputs.get("read") is True


@guard("听证会报告书缺少内容", art(65), who="听证主持人", cure="补全《听证会报告书》后重新制发。")
def report_says_everything(f: CaseFacts) -> Verdict:
    """The report tells the course, the facts found, the points in dispute and an opinion."""
    paper = f.document("D34")
    if paper is None:
        return "还没有听证会报告书"
    lacking = [words for code, words in _REPORT if not filled(paper, code)]
    return "、".join(lacking) if lacking else True
