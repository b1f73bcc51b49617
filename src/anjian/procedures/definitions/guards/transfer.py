"""Whether a suspected crime goes to the police in time, in full and by the right hands (国务院令第310号)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from anjian.law import violations as catalogue
from anjian.law.crimes import FIGURES, Crime, crime, crimes_of
from anjian.law.statutes import ACL, APL, TCR, Citation, cite
from anjian.procedures.facts import CaseFacts, ChildFact
from anjian.procedures.spec import Inputs, Verdict, guard

art = TCR.art
_HANDLER = "本案承办人"
_GROUP = "专案组人员"
_HEAD = "机关正职负责人或者主持工作的负责人"
NORM: Citation = cite("XXG:8")
WITH_POLICE = frozenset(
    {
        "transfer_sent",
        "transfer_accepted",
        "transfer_supplement",
        "transfer_not_filed",
        "transfer_reconsidered",
        "transfer_supervised",
        "transfer_filed",
        "transfer_goods_handed",
    }
)
WITH_AGENCY = frozenset({"agency_sent", "agency_refused", "agency_dispute", "agency_accepted"})
HANDED_HOURS = 24
_TRANSFERS = frozenset({"criminal_transfer", "agency_transfer"})
# What a package must hold (310号第六条): letter, report, list of goods.
ESSENTIAL = {"letter": "涉嫌犯罪案件移送书", "report": "调查报告", "goods_list": "涉案物品清单"}


def transfer_report(f: CaseFacts) -> Mapping[str, Any]:
    """What the task group reported in this transfer."""
    found = f.own("report_transfer")
    return found.inputs if found else {}


def open_transfers(f: CaseFacts) -> tuple[ChildFact, ...]:
    """Transfers of the whole case that have not ended; a mere safety problem of others is none."""
    referred = {t.proceeding_id for t in f.taken("propose_agency_transfer") if t.get("kind") == "referral"}
    return tuple(
        c
        for c in f.children
        if c.procedure in _TRANSFERS and not c.terminal and c.proceeding_id not in referred
    )


@guard(
    "涉嫌犯罪移送或者移送其他机关正在办理，不得以行政处罚代替移送",
    APL.art(27),
    APL.art(82),
    art(11),
    who="机关主要负责人",
    cure="先办结移送；不移送或者被退回的，再依法处理。",
)
def no_transfer_pending(f: CaseFacts) -> Verdict:
    """Error 15: what was begun as a transfer ends before a penalty goes on."""
    return not open_transfers(f)


@guard("本案已有正在办理的移送", APL.art(27), art(5), who=_HANDLER, cure="在已有的移送程序中办理。")
def one_transfer_at_a_time(f: CaseFacts) -> Verdict:
    """A case goes one way at a time."""
    return not open_transfers(f)


@guard("案件还没有移交公安机关", APL.art(27), art(5), who=_HANDLER, cure="先办理“向公安机关移送”。")
def police_have_the_case(f: CaseFacts) -> Verdict:
    """The case rests with us once it lies with the police."""
    child = f.child("criminal_transfer")
    return child is not None and child.state in WITH_POLICE


@guard("案件还没有移交其他机关", APL.art(22), APL.art(25), who=_HANDLER, cure="先办理“移交接收机关”。")
def agency_has_the_case(f: CaseFacts) -> Verdict:
    """The case rests with us once it lies with the other agency."""
    child = f.child("agency_transfer")
    return child is not None and child.state in WITH_AGENCY


@guard(
    "接收机关没有退回案件",
    APL.art(27),
    art(10),
    who="公安机关、人民检察院、人民法院或者接收机关",
    cure="登记不予立案、退回或者指定管辖的结果后办理。",
)
def case_came_back(f: CaseFacts) -> Verdict:
    """What another organ has is taken up again only when it came back."""
    back = {"transfer_returned", "transfer_refused", "transfer_no_crime", "agency_returned", "agency_dropped"}
    sent = [c for c in f.children if c.procedure in _TRANSFERS]
    return bool(sent) and sent[-1].state in back


@guard(
    "同一行为已被判处刑罚，不得再给予罚款",
    APL.art(29),
    APL.art(35),
    art(11),
    who="机关负责人",
    cure="不再罚款；已作出的警告、停产停业、许可证处罚不停止执行。",
)
def no_fine_after_conviction(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A criminal fine takes the place of the administrative one."""
    convicted = any(t.get("result") == "convicted" for t in f.taken("conclude_transfer"))
    return not convicted or not inputs.get("fine_amount")


@guard(
    "依照本案适用的条款应当排查的罪名没有排查结论",
    APL.art(27),
    APL.art(57),
    art(3),
    who=_HANDLER,
    cure="在“排查情况和理由”或者“逐罪排查”中写明该罪名的结论。",
)
def triggered_crimes_answered(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A violation whose article borders on a crime asks about that very crime.

    Crimes that need an accident are asked about by name only when somebody came to harm.
    """
    answered = {row.get("crime") for row in inputs.get("crimes_screened", ())}
    said = str(inputs.get("criminal_reason", ""))
    lacking = [
        c.name
        for code in f.violations
        for c in _triggered(f, code)
        if (f.harm_to_life or not c.harm) and c.code not in answered and c.name.removesuffix("罪") not in said
    ]
    return "、".join(dict.fromkeys(lacking)) if lacking else True


def _triggered(f: CaseFacts, code: str) -> tuple[Crime, ...]:
    row = catalogue.get(code, f.conduct_on or f.today)
    return crimes_of(row.crime) if row and row.crime else ()


@guard(
    "逐罪排查有涉嫌的罪名，而结论为不涉嫌犯罪",
    APL.art(27),
    APL.art(82),
    art(3),
    who=_HANDLER,
    cure="启动涉嫌犯罪移送；或者更正排查结论并说明理由。",
)
def screening_is_consistent(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A suspicion in one row is a suspicion of the whole."""
    hit = [crime(r["crime"]).name for r in inputs.get("crimes_screened", ()) if r.get("suspected") is True]
    return not hit or inputs.get("criminal_suspicion") == "yes" or "、".join(hit)


@guard(
    "专案组应当由两名以上执法人员组成", art(5), cite("XXG:7"), who="机关负责人", cure="指定两名以上执法人员。"
)
def task_group_of_two(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A group of at least two officers is set up at once."""
    return len(set(inputs.get("group", ()))) >= 2


@guard("办理人不是专案组人员", art(5), who=_GROUP, cure="由专案组人员办理，或者重新指定专案组。")
def actor_in_task_group(f: CaseFacts) -> Verdict:
    """The group itself reports."""
    named = f.own("appoint_task_group")
    return named is not None and f.actor.id in set(named.get("group", ()))


@guard(
    "是否属于重大事故隐患、危险物品有争议，没有地市级以上部门的意见或者鉴定意见",
    cite("CSJ:4.3"),
    cite("PC:134-1"),
    who=_GROUP,
    cure="取得地市级以上负有安全生产监督管理职责的部门（或者其指定机构）的意见，或者司法鉴定意见。",
)
def disputed_hazard_has_opinion(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A disputed “major hazard” rests on an opinion of a city-level department or an appraisal."""
    return inputs.get("disputed") is not True or bool(str(inputs.get("opinion", "")).strip())


@guard(
    "伤亡、损失没有达到该罪的标准，也没有写明其他严重后果",
    art(3),
    cite("CSI:6"),
    who=_GROUP,
    cure="核实数额；有其他严重后果、严重情节的写明；不涉嫌犯罪的报请不移送。",
)
def figures_or_other_grounds(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """For crimes of harm the harm is stated: a figure that suffices, or the other grave result."""
    suspected = crime(inputs["crime"])
    if suspected.reached({code: inputs.get(code) for code in FIGURES}) or inputs.get("other_result"):
        return True
    return suspected.figures_in_words()


@guard(
    "危险作业罪没有写明是哪一种情形",
    cite("PC:134-1"),
    who=_GROUP,
    cure="选择关闭破坏监控报警、拒不执行、未经许可中的一项。",
)
def way_of_dangerous_work(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """One of the three ways of article 134-1 is named."""
    return inputs.get("crime") != "dangerous_work" or bool(inputs.get("way"))


@guard(
    "移送须由机关正职负责人或者主持工作的负责人审批",
    art(5),
    cite("XXG:7"),
    who=_HEAD,
    cure="报机关主要负责人审批。",
)
def principal_head_decides_transfer(f: CaseFacts) -> Verdict:
    """No deputy decides whether a crime goes to the police."""
    return "agency_head" in f.actor.roles


@guard("审批人是专案组人员", art(5), who=_HEAD, cure="由未参加专案组的负责人审批。")
def head_is_not_in_group(f: CaseFacts) -> Verdict:
    """Who reports does not approve."""
    named = f.own("appoint_task_group")
    return named is None or f.actor.id not in set(named.get("group", ()))


@guard(
    "移送材料不齐",
    art(6),
    NORM,
    who=_GROUP,
    cure="补齐移送书、调查报告、涉案物品清单；检验、鉴定意见附资质证明。",
)
def package_complete(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Letter, report and list always; every appraisal with the proof of qualification."""
    rows = inputs.get("materials", ())
    kinds = {row.get("kind") for row in rows}
    lacking = [name for code, name in ESSENTIAL.items() if code not in kinds]
    lacking += [
        f"{row.get('name')}的资质证明"
        for row in rows
        if row.get("kind") == "appraisal" and row.get("qualified") is not True
    ]
    return "、".join(lacking) if lacking else True


@guard("没有把移送书抄送同级人民检察院", NORM, art(14), who=_GROUP, cure="抄送同级人民检察院并登记。")
def copied_to_procuratorate(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A copy of the letter goes to the procuratorate."""
    return inputs.get("copied") is True and bool(inputs.get("procuratorate"))


@guard("应当向同级公安机关移送", art(5), who=_GROUP, cure="改向同级公安机关移送。")
def same_level_police(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The police of the same level; they pass on what is not theirs."""
    return inputs.get("same_level") is True


@guard(
    "移送的言词证据没有注明仅作线索",
    cite("XXG:8"),
    APL.art(27, 2),
    who=_GROUP,
    cure="在材料清单中注明言词证据由公安机关重新收集。",
)
def oral_statements_are_leads(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The criminal procedure takes over things and recordings, not what people said to us."""
    wrong = [
        str(row.get("name"))
        for row in inputs.get("materials", ())
        if row.get("kind") == "statement" and row.get("lead_only") is not True
    ]
    return "、".join(wrong) if wrong else True


@guard("超过二十四小时移送没有说明原因", art(5), art(16), who=_GROUP, cure="立即移送，并写明超期的原因。")
def late_hand_over_explained(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Late is still due, and it is said why; the delay stays on record."""
    approved, handed = f.own("approve_transfer"), inputs.get("handed_at")
    if approved is None or handed is None:
        return False
    return handed <= approved.at + timedelta(hours=HANDED_HOURS) or bool(inputs.get("late_reason"))


@guard("移交时间早于批准移送或者晚于现在", art(5), who=_GROUP, cure="更正移交时间。")
def handed_after_approval(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Nothing goes out before the head has approved."""
    approved, handed = f.own("approve_transfer"), inputs.get("handed_at")
    return approved is not None and handed is not None and approved.at <= handed <= f.now


@guard(
    "查证期限过长",
    art(8),
    who="公安机关",
    cure="填写公安机关书面告知的日期；超过最长期限的，建议人民检察院立案监督。",
)
def longer_check_within_limit(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The police say how long they check; there is an end to it."""
    received, until = f.own("record_police_receipt"), inputs.get("until_on")
    longest = f.threshold("police.longest_check")
    if received is None or until is None:
        return False
    return bool(until <= received.get("received_on") + timedelta(days=int(longest) if longest else 30))


@guard(
    "超过三日，不能再提请复议或者建议立案监督",
    art(9),
    cite("PSP:181"),
    who=_HANDLER,
    cure="依法作出行政处理；发现新的事实、证据的重新移送。",
)
def objection_in_time(f: CaseFacts) -> Verdict:
    """Three days from the notice that no case is filed."""
    return not f.ran_out("objection")


@guard("已经提请过复议", art(9), who=_HANDLER, cure="仍有异议的，三日内建议人民检察院立案监督。")
def reconsideration_asked_once(f: CaseFacts) -> Verdict:
    """After the answer to the request only the procuratorate is left."""
    return f.own("ask_police_reconsideration") is None


@guard(
    "公安机关没有拒绝接收，也没有逾期不作决定",
    art(9),
    art(17),
    who=_HANDLER,
    cure="等待公安机关的决定；不予立案的可以提请复议。",
)
def police_fail_to_act(f: CaseFacts) -> Verdict:
    """Before a decision the procuratorate is asked only when the police refuse or let the time pass."""
    return f.own("record_police_refusal") is not None or f.ran_out("police_filing")


@guard(
    "移交涉案物品没有书面告知当事人",
    ACL.art(21),
    who=_GROUP,
    cure="书面告知当事人后登记；没有查封、扣押财物的写明。",
)
def owner_told_of_goods(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Sealed goods go along, and the owner is told in writing."""
    held = any(c.state in {"seized", "seizure_testing", "seizure_decided"} for c in f.children_of("seizure"))
    return not held or inputs.get("told_in_writing") is True


@guard("涉案物品还没有移交", art(12), who=_GROUP, cure="三日内将涉案物品和其他材料移交公安机关。")
def goods_handed_over(f: CaseFacts) -> Verdict:
    """Three days after the notice that the case is filed, everything is with the police."""
    return f.own("hand_over_goods") is not None


@guard(
    "当事人已缴纳罚款，没有向人民法院说明折抵情况",
    APL.art(35),
    art(11, 3),
    who=_HANDLER,
    cure="把已缴罚款的数额和凭证函告人民法院、人民检察院后登记。",
)
def paid_fine_is_offset(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A fine that was paid counts against the criminal fine."""
    return f.paid == 0 or inputs.get("result") != "convicted" or inputs.get("offset_told") is True
