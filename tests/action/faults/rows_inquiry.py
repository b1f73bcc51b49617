# ruff: noqa: E501 -- the catalogue is a table: one fault, one entry
"""Faults up to the end of the inquiry: subject, officers, recusal, time bar, evidence, interviews."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from anjian.config.demo.city import FOUNDED
from anjian.kit.actor import system_actor
from anjian.people import actions as people
from anjian.people.models import Power
from tests.action.faults import scenes
from tests.action.faults.fault import Fault, several, step, take
from tests.factories import inputs as i

if TYPE_CHECKING:
    from anjian.config.demo.play import Play

DECISION = {"fine_amount": 20_000, "opinion": "同意。"}


def grant(p: Play, name: str, role: str) -> None:
    people.grant_role(
        p.place.officers[name],
        role,
        since=FOUNDED.date(),
        by=system_actor(p.place.org_id, "云州市应急管理局"),
        at=p.now,
    )


def lose_power(p: Play) -> None:
    ended = Power.objects.filter(org_id=p.place.org_id, kind="penalise")
    ended.update(valid_to=p.today - timedelta(days=1))


def suspend(p: Play) -> None:
    officer = p.who("co")
    people.suspend_certificate(
        officer.id, officer.certificates[0].no, reason="调离执法岗位", by=p.who("head"), at=p.now
    )


def handlers(*names: str):
    def change(p: Play) -> None:
        ids = tuple(p.place.officers[n] for n in names)
        take(p, "change_handlers", by="unit_head", handlers=ids, no_conflict=True, **i.REASON)

    return change


def recusal(p: Play) -> None:
    take(
        p,
        "request_recusal",
        officer=p.id_of("co"),
        requested_by="当事人",
        requested_on=p.today,
        grounds="与竞争对手有亲属关系",
    )


def recused(p: Play) -> None:
    recusal(p)
    take(p, "decide_recusal", by="head", upheld=True, **i.REASON)


def lead(**changes):
    return lambda p: take(p, "accept_lead", **i.lead(p, **changes))


def long_ago(days: int, **changes):
    return lambda p: take(p, "accept_lead", **i.lead(p, conduct_on=p.today - timedelta(days=days), **changes))


FILE = step("file", lambda _p: dict(i.OPINION), by="leader")
REPORT = step("report", i.report)


def start(**changes):
    return step("start_investigation", lambda p: i.start(p, **changes))


FAULTS = (
    # 1 wrong subject
    Fault(id="01-outside-area", error=1, title="违法行为不在本机关辖区而立案", track="outside", stage="pre_filing",
          code="in_territory", cites="《行政处罚法》第二十二条", attempt=FILE),
    Fault(id="01-no-power", error=1, title="处罚职权失效后立案", track="light", stage="pre_filing",
          code="competent_bureau", cites="《行政处罚法》第十七条", before=lose_power, attempt=FILE),
    Fault(id="01-no-power-at-decision", error=1, title="处罚职权失效后作出决定", track="light", stage="decision_due",
          code="competent_bureau", cites="《行政处罚法》第三十八条", before=lose_power,
          attempt=step("decide", lambda _p: DECISION, by="head")),
    Fault(id="01-delegated-body", error=1, title="受委托镇街以自己名义批准立案", track="light", stage="pre_filing",
          code="in_own_name", cites="《行政处罚法》第二十条", before=lambda p: grant(p, "石磊", "agency_leader"),
          attempt=step("file", lambda _p: dict(i.OPINION), by="石磊")),
    Fault(id="01-foreign-handler", error=1, title="指定外区执法人员为承办人", track="light", stage="lead",
          code="not_of_bureau", cites="《行政处罚法》第二十二条",
          attempt=step("accept_lead", lambda p: i.lead(p, handlers=(p.id_of("lead"), p.said["stranger"])))),
    # 2 officers and certificates
    Fault(id="02-one-handler", error=2, title="只指定一名承办人", track="light", stage="lead",
          code="input.handlers", cites="《行政处罚法》第四十二条",
          attempt=step("accept_lead", lambda p: i.lead(p, handlers=(p.id_of("lead"),)))),
    Fault(id="02-same-handler-twice", error=2, title="同一人填两次充作两名承办人", track="light", stage="lead",
          code="input.handlers", cites="《行政处罚法》第四十二条",
          attempt=step("accept_lead", lambda p: i.lead(p, handlers=(p.id_of("lead"), p.id_of("lead"))))),
    Fault(id="02-expired-handler", error=2, title="承办人证件过期仍立案", track="light", stage="pre_filing",
          code="two_certified_handlers", cites="《行政处罚法》第四十二条", before=handlers("王虎", "孙旧"), attempt=FILE),
    Fault(id="02-assistant", error=2, title="无证辅助人员充当执法人员", track="light", stage="pre_filing",
          code="two_certified_handlers", cites="《行政处罚法》第四十二条", before=handlers("王虎", "许助"), attempt=FILE),
    Fault(id="02-alone-on-site", error=2, title="一人出示证件开始调查", track="light", stage="filed",
          code="input.officers", cites="《行政处罚法》第四十二条",
          attempt=step("start_investigation", lambda p: i.start(p, officers=(p.id_of("lead"),)))),
    Fault(id="02-stand-in", error=2, title="承办人以外的人顶替第二人", track="light", stage="filed",
          code="acting_officers_certified", cites="《行政处罚法》第四十二条",
          attempt=step("start_investigation", lambda p: i.start(p, officers=(p.id_of("lead"), p.place.officers["韩磊"])))),
    Fault(id="02-certificate-not-shown", error=2, title="没有出示执法证件", track="light", stage="filed",
          code="certificates_shown", cites="《行政处罚法》第五十五条", attempt=start(certificates_shown=False)),
    Fault(id="02-suspended", error=2, title="办案途中证件被暂扣仍调查终结", track="light", stage="investigating",
          code="two_certified_handlers", cites="《行政处罚法》第四十二条", before=several(scenes.prove, suspend), attempt=REPORT),
    Fault(id="02-not-handler", error=2, title="非承办人办理承办人的步骤", track="light", stage="filed",
          code="not_handler", cites="《行政处罚法》第四十二条", attempt=step("start_investigation", i.start, by="韩磊")),
    Fault(id="02-evidence-by-one", error=2, title="一人取证", track="light", stage="investigating",
          code="two_officers", cites="《行政处罚法》第四十二条",
          attempt=lambda p: scenes.evidence(p, collectors=(p.id_of("lead"),))),
    Fault(id="02-evidence-by-expired", error=2, title="证件过期的人取证", track="light", stage="investigating",
          code="certificate", cites="《行政处罚法》第四十二条",
          attempt=lambda p: scenes.evidence(p, collectors=(p.id_of("lead"), p.place.officers["孙旧"]))),
    Fault(id="02-evidence-by-stranger", error=2, title="外机关人员列为取证人", track="light", stage="investigating",
          code="two_officers", cites="《行政处罚法》第四十二条",
          attempt=lambda p: scenes.evidence(p, collectors=(p.id_of("lead"), p.said["stranger"]))),
    Fault(id="02-interview-by-one", error=2, title="一人询问", track="light", stage="investigating",
          code="interview.two_officers", cites="《行政处罚法》第四十二条",
          attempt=lambda p: scenes.prepare(p, officers=("孙晓", "孙晓"))),
    Fault(id="02-interview-by-expired", error=2, title="证件过期的人询问", track="light", stage="investigating",
          code="interview.certificate", cites="《行政处罚法》第四十二条",
          attempt=lambda p: scenes.prepare(p, officers=("孙晓", "孙旧"))),
    # 3 recusal
    Fault(id="03-right-not-told", error=3, title="没有告知申请回避的权利", track="light", stage="filed",
          code="recusal_told", cites="《行政处罚法》第四十三条", attempt=start(recusal_told=False)),
    Fault(id="03-no-statement", error=3, title="承办人没有声明无利害关系", track="light", stage="lead",
          code="handlers_free_of_conflict", cites="《行政处罚法》第四十三条", before=lead(no_conflict=False), attempt=FILE),
    Fault(id="03-request-undecided", error=3, title="回避申请没有决定就调查终结", track="light", stage="investigating",
          code="recusal_settled", cites="《行政处罚法》第四十三条", before=several(scenes.prove, recusal), attempt=REPORT),
    Fault(id="03-named-again", error=3, title="已回避的人再列为承办人", track="light", stage="investigating",
          code="named_not_recused", cites="《行政处罚法》第四十三条", before=recused,
          attempt=step("replace_handlers", lambda p: {"handlers": i.both(p), "no_conflict": True, **i.REASON}, by="unit_head")),
    Fault(id="03-recused-interviews", error=3, title="已回避的人参加询问", track="light", stage="investigating",
          code="interview.recused", cites="《行政处罚法》第四十三条", before=recused,
          attempt=lambda p: scenes.prepare(p, officers=("孙晓", "赵敏"))),
    Fault(id="03-approves-own-case", error=3, title="承办人自己批准立案", track="light", stage="lead",
          code="approver_is_not_handler", cites="《行政处罚法》第五十七条",
          before=lambda p: take(p, "accept_lead", **i.lead(p, handlers=(p.id_of("lead"), p.id_of("leader")))), attempt=FILE),
    # 4 time bar and double fine
    Fault(id="04-two-years", error=4, title="超过两年才发现", track="light", stage="lead",
          code="not_time_barred", cites="《行政处罚法》第三十六条", before=long_ago(800), attempt=FILE),
    Fault(id="04-five-years", error=4, title="有危害后果但已超过五年", track="light", stage="lead",
          code="not_time_barred", cites="《行政处罚法》第三十六条", before=long_ago(1900, harm_to_life=True), attempt=FILE),
    Fault(id="04-dates", error=4, title="终了日期早于发生日期", track="light", stage="lead",
          code="conduct_dates_in_order", cites="《行政处罚法》第三十六条",
          attempt=step("accept_lead", lambda p: i.lead(p, conduct_ended_on=p.today - timedelta(days=9)))),
    Fault(id="04-double-fine", error=4, title="同一违法行为再次立案罚款", track="light", stage="decided",
          code="not_fined_before", cites="《行政处罚法》第二十九条", before=scenes.same_conduct_again, attempt=FILE),
    # 11 evidence
    Fault(id="11-unrecorded-early-evidence", error=11, title="立案前取得的证据没有来源记录", track="light",
          stage="investigating", code="early_evidence_recorded", cites="《行政处罚法》第五十四条",
          before=several(scenes.prove, lambda p: scenes.item(p, collected_at=p.now - timedelta(days=2))), attempt=REPORT),
    Fault(id="11-unproved-fact", error=11, title="事实没有证据", track="light", stage="investigating",
          code="every_fact_proved", cites="《行政处罚法》第四十条", before=lambda p: p.fact("另有一处未办理审批"), attempt=REPORT),
    Fault(id="11-no-facts", error=11, title="没有列出待证事实", track="light", stage="investigating",
          code="facts_listed", cites="《行政处罚法》第四十条", attempt=REPORT),
    Fault(id="11-one-voice", error=11, title="只凭一份证言定案", track="light", stage="investigating",
          code="not_on_one_voice_alone", cites="《行政处罚法》第四十六条",
          before=several(lambda p: p.fact("动火现场无人管理"), lambda p: scenes.item(p, kind="witness_testimony")), attempt=REPORT),
    Fault(id="11-unlawful", error=11, title="以非法手段取得的证据定案", track="light", stage="investigating",
          code="evidence_lawful", cites="《行政处罚法》第四十六条",
          before=several(scenes.prove, scenes.unlawful_item), attempt=REPORT),
    Fault(id="11-late-evidence", error=11, title="提请决定之后又收集证据定案", track="light", stage="decision_due",
          code="evidence_frozen", cites="《行政处罚法》第四十条", before=scenes.item,
          attempt=step("decide", lambda _p: DECISION, by="head")),
    Fault(id="11-after-decision", error=11, title="用决定后取得的证据证明决定", track="light", stage="decided",
          code="after_decision", cites="《最高人民法院关于行政诉讼证据若干问题的规定》第六十条",
          attempt=lambda p: scenes.evidence(p, proves=("F-1",), record="补充检查记录")),
    Fault(id="11-after-archive", error=11, title="归档后增加证据", track="light", stage="archived",
          code="archived", cites="《中华人民共和国档案法》第十四条", attempt=scenes.evidence),
    # 12 interviews
    Fault(id="12-rights-not-told", error=12, title="没有告知权利义务就提问", track="light", stage="investigating",
          code="interview.rights", cites="《行政处罚法》第五十五条", before=scenes.in_room, attempt=scenes.begin),
    Fault(id="12-two-rooms", error=12, title="同一执法人员同时在两处询问", track="light", stage="investigating",
          code="interview.elsewhere", cites="《行政处罚法》第四十二条", before=scenes.asking,
          attempt=lambda p: scenes.enter_second_room(p, "孙晓")),
    Fault(id="12-officer-left", error=12, title="一名询问人员离场后继续提问", track="light", stage="investigating",
          code="interview.state", cites="第七十七条", before=several(scenes.asking, scenes.one_leaves), attempt=scenes.ask),
    Fault(id="12-leading-prompt", error=12, title="向询问室推送诱导性提示", track="light", stage="investigating",
          code="interview.prompt.leading", cites="《行政处罚法》第四十六条", before=scenes.asking,
          attempt=lambda p: scenes.prompt(p, "是不是李某安排的？")),
    Fault(id="12-unsigned", error=12, title="笔录没有逐页签名就结束询问", track="light", stage="investigating",
          code="interview.unsigned", cites="第七十七条", before=several(scenes.asking, scenes.read_back), attempt=scenes.close),
    Fault(id="12-still-open", error=12, title="询问没有结束就调查终结", track="light", stage="investigating",
          code="interviews_closed", cites="《行政处罚法》第五十五条", before=several(scenes.prove, scenes.asking), attempt=REPORT),
    Fault(id="12-contradiction", error=12, title="证词矛盾没有处理就调查终结", track="light", stage="investigating",
          code="contradictions_settled", cites="《行政处罚法》第四十条", before=several(scenes.prove, scenes.contradict),
          attempt=REPORT),
    Fault(id="12-sitting-officer-looks", error=12, title="在室询问人员查看他室证词", track="light", stage="investigating",
          code="interview.sitting", cites="《行政处罚法》第四十六条", before=several(scenes.asking_by_handlers),
          attempt=scenes.look_at_console),
    # 13 advance registration
    Fault(id="13-registration-open", error=13, title="先行登记保存未处理就调查终结", track="light", stage="investigating",
          code="registrations_settled", cites="《行政处罚法》第五十六条",
          before=several(scenes.prove, step("open_registration", lambda _p: {"reason": "设备可能被转移灭失。"})), attempt=REPORT),
    Fault(id="13-seven-days", error=13, title="先行登记保存满七个工作日才处理", track="light", stage="investigating",
          code="within_seven_days", cites="《行政处罚法》第五十六条",
          before=several(scenes.registered, lambda p: p.wait(working_days=8)),
          attempt=step("propose_disposal", lambda _p: {"outcomes": ({"name": "电焊机", "outcome": "return"},)},
                       child="advance_registration")),
    Fault(id="13-early-lapse", error=13, title="期限未满就登记失效", track="light", stage="investigating",
          code="seven_days_over", cites="《行政处罚法》第五十六条", before=scenes.registered,
          attempt=step("lapse_registration", lambda _p: {"returned": "已退还。"}, child="advance_registration")),
    Fault(id="13-unapproved", error=13, title="未经批准实施先行登记保存", track="light", stage="investigating",
          code="wrong_state", cites="《行政处罚法》第五十六条",
          before=several(step("open_registration", lambda _p: {"reason": "设备可能被转移灭失。"}),
                         step("apply_registration", lambda _p: i.registration(), child="advance_registration")),
          attempt=step("carry_out_registration", i.service, child="advance_registration")),
    # 15 transfer instead of penalty
    Fault(id="15-crime", error=15, title="涉嫌犯罪而以罚代刑", track="light", stage="investigating",
          code="no_crime_suspected", cites="《行政处罚法》第二十七条", before=scenes.prove,
          attempt=step("report", lambda p: i.report(p, criminal_suspicion="yes"))),
    # out of order, wrong role
    Fault(id="00-out-of-order", error=0, title="跳过受理直接立案", track="light", stage="lead",
          code="wrong_state", cites="《行政处罚法》第五十四条", attempt=FILE),
    Fault(id="00-decide-at-once", error=0, title="立案后直接决定", track="light", stage="filed",
          code="wrong_state", cites="《行政处罚法》第五十七条", attempt=step("decide", lambda _p: DECISION, by="head")),
    Fault(id="00-officer-files", error=0, title="执法人员自行批准立案", track="light", stage="pre_filing",
          code="wrong_role", cites="《行政处罚法》第五十四条", attempt=step("file", lambda _p: dict(i.OPINION))),
    Fault(id="00-unapproved-form", error=0, title="立案审批表未经批准就立案", track="light", stage="pre_filing",
          code="document.D10", cites="《行政处罚法》第五十四条", attempt=FILE),
    Fault(id="00-own-paper", error=0, title="承办人审批自己的审批表", track="light", stage="pre_filing",
          code="own_paper", cites="《行政处罚法》第五十七条", before=several(scenes.withdraw("D10"), handlers("王虎", "刘建军")),
          attempt=scenes.approve_own_paper),
)  # fmt: skip
