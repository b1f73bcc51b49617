# ruff: noqa: E501 -- the catalogue is a table: one fault, one entry
"""Faults of the transfer of crimes, of matters of other agencies, and of working together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.action.faults import measures as x
from tests.action.faults import scenes
from tests.action.faults.fault import Fault, papers, several, step, take
from tests.factories import inputs as i
from tests.factories import measures as m

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.config.demo.play import Play

AT = {"track": "light", "stage": "investigating"}
RULE = "《行政执法机关移送涉嫌犯罪案件的规定》"
PENALTY = "《行政处罚法》"


def reporting(by: str = "lead", **changes: Any) -> Callable[[Play], None]:
    return step("report_transfer", lambda _p: m.suspicion(**changes), by=by, child=x.CRIME)


def handing(**changes: Any) -> Callable[[Play], None]:
    return step("hand_over_case", lambda p: m.hand_over(p.now, **changes), child=x.CRIME)


def again(p: Play) -> None:
    """The police upheld their refusal."""
    x.crime_not_filed(p)
    take(p, "ask_police_reconsideration", by="leader", child=x.CRIME, **x.objection(p))
    upheld = {"received_on": p.today, "paper_no": "云公复〔2026〕2号", "refusal": "维持原决定。"}
    take(p, "record_reconsideration_refused", child=x.CRIME, **upheld)


def sent(**changes: Any) -> Callable[[Play], dict[str, Any]]:
    return lambda p: (
        {
            "direction": "sent",
            "agency": x.FIRE,
            "exchanged_on": p.today,
            "exhibits": ({"name": "现场照片", "copies": 1},),
            "signed_by": "何某",
            "receipt_no": "消交〔2026〕5号",
        }
        | changes
    )


CRIMES = (
    Fault(**AT, id="15-penalty-for-transfer", error=15, title="移送没有办结就调查终结", code="no_transfer_pending", cites=f"{PENALTY}第八十二条",
          before=several(scenes.prove, x.suspected), attempt=step("report", i.report)),
    Fault(**AT, id="15-inconsistent-screening", error=15, title="排查有涉嫌的罪名而不移送", code="screening_is_consistent", cites=f"{PENALTY}第二十七条", before=scenes.prove,
          attempt=step("report", lambda p: i.report(p, crimes_screened=({"crime": "dangerous_work", "suspected": True, "finding": "报警器被人为关闭。"},)))),
    Fault(**AT, id="15-one-in-group", error=15, title="专案组只有一人", code="input.group", cites=f"{RULE}第五条",
          before=lambda p: take(p, "open_criminal_transfer", suspicion="未经许可储存大量汽油。"),
          attempt=step("appoint_task_group", lambda p: {"group": (p.id_of("lead"),)}, by="unit_head", child=x.CRIME)),
    Fault(**AT, id="15-outside-group", error=15, title="专案组以外的人提出移送", code="actor_in_task_group", cites=f"{RULE}第五条",
          before=x.suspected, attempt=reporting(by="韩磊")),
    Fault(**AT, id="15-below-figures", error=15, title="没有达到追诉标准又无其他情节就移送", code="figures_or_other_grounds", cites="解释》第六条",
          before=x.suspected, attempt=reporting(crime="major_liability_accident", injuries=2, loss=900_000)),
    Fault(**AT, id="15-disputed", error=15, title="重大隐患有争议而没有上级意见", code="disputed_hazard_has_opinion", cites="解释（二）》第四条",
          before=x.suspected, attempt=reporting(disputed=True)),
    Fault(**AT, id="15-deputy-decides", error=15, title="移送由副职决定", code="principal_head_decides_transfer", cites=f"{RULE}第五条",
          before=x.crime_reported, attempt=step("approve_transfer", lambda _p: i.OPINION, by="leader", child=x.CRIME)),
    Fault(**AT, id="15-deputy-refuses", error=15, title="副职决定不移送", code="principal_head_decides_transfer", cites=f"{RULE}第五条",
          before=x.crime_reported, attempt=step("refuse_transfer", lambda _p: {"reason": "认为情节轻微，不予移送。"}, by="leader", child=x.CRIME)),
    Fault(**AT, id="15-handed-unapproved", error=15, title="未经批准移交公安机关", code="wrong_state", cites=f"{RULE}第五条",
          before=x.crime_reported, attempt=handing()),
    Fault(**AT, id="15-incomplete-package", error=15, title="移送材料不齐", code="package_complete", cites=f"{RULE}第六条",
          before=x.crime_approved, attempt=handing(materials=m.MATERIALS[:2])),
    Fault(**AT, id="15-unqualified-appraisal", error=15, title="鉴定意见没有资质证明就移送", code="package_complete", cites="工作办法》第八条",
          before=x.crime_approved, attempt=handing(materials=(*m.MATERIALS[:3], {**m.MATERIALS[3], "qualified": False}))),
    Fault(**AT, id="15-no-copy", error=15, title="没有抄送人民检察院", code="copied_to_procuratorate", cites=f"{RULE}第十四条",
          before=x.crime_approved, attempt=handing(copied=False)),
    Fault(**AT, id="15-oral-evidence", error=15, title="言词证据作为刑事证据移送", code="oral_statements_are_leads", cites="工作办法》第八条",
          before=x.crime_approved, attempt=handing(materials=(*m.MATERIALS[:4], {**m.MATERIALS[4], "lead_only": False}))),
    Fault(**AT, id="15-late-unexplained", error=15, title="超过二十四小时移送没有说明", code="late_hand_over_explained", cites=f"{RULE}第十六条",
          before=several(x.crime_approved, lambda p: p.wait(days=3)), attempt=handing()),
    Fault(**AT, id="15-resting-too-soon", error=15, title="没有移交就停止计算办案期限", code="police_have_the_case", cites=f"{RULE}第五条",
          before=x.crime_approved, attempt=step("transfer_criminal")),
    Fault(**AT, id="15-taken-back", error=15, title="公安机关没有退回就继续处罚", code="case_came_back", cites=f"{RULE}第十条",
          before=x.crime_accepted, attempt=step("take_back", lambda p: {"returned_on": p.today, "reason": "继续处罚。"}, by="leader")),
    Fault(**AT, id="15-late-objection", error=15, title="超过三日提请复议", code="objection_in_time", cites=f"{RULE}第九条",
          before=several(x.crime_not_filed, lambda p: p.wait(days=5)),
          attempt=step("ask_police_reconsideration", x.objection, by="leader", child=x.CRIME)),
    Fault(**AT, id="15-second-objection", error=15, title="两次提请公安机关复议", code="reconsideration_asked_once", cites=f"{RULE}第九条",
          before=again, attempt=step("ask_police_reconsideration", x.objection, by="leader", child=x.CRIME)),
    Fault(**AT, id="15-goods-kept", error=15, title="公安机关立案后不移交涉案物品", code="wrong_state", cites=f"{PENALTY}第二十七条",
          before=x.crime_filed, attempt=step("conclude_transfer", lambda p: {"result": "convicted", "organ": "云州市人民法院", "paper_no": "（2026）刑初12号", "received_on": p.today, "criminal_fine": 5000}, child=x.CRIME)),
    Fault(**AT, id="15-goods-untold", error=15, title="移交查封物品没有书面告知当事人", code="owner_told_of_goods", cites="《行政强制法》第二十一条",
          before=several(x.seized, x.crime_filed), attempt=step("hand_over_goods", lambda p: {"handed_on": p.today, "goods": "汽油桶十二只", "received_by": "民警周某", "told_in_writing": False}, child=x.CRIME)),
)  # fmt: skip

PARTNERS = (
    Fault(**AT, id="01-own-transfer", error=1, title="移送给本机关", code="receiver_is_another", cites=f"{PENALTY}第二十二条",
          before=lambda p: take(p, "open_agency_transfer", cause="属于其他机关主管。"),
          attempt=step("propose_agency_transfer", lambda _p: m.elsewhere(to="云州市应急管理局"), child=x.AGENCY)),
    Fault(**AT, id="01-first-filer", error=1, title="最先立案的机关推诿移送", code="first_filer_keeps_the_case", cites=f"{PENALTY}第二十五条",
          before=lambda p: take(p, "open_agency_transfer", cause="属于其他机关主管。"),
          attempt=step("propose_agency_transfer", lambda _p: m.elsewhere(kind="concurrent"), child=x.AGENCY)),
    Fault(**AT, id="01-danger-left", error=1, title="移交前不处置现场紧急危险", code="danger_dealt_with_first", cites="《安全生产法》第六十九条",
          before=lambda p: take(p, "open_agency_transfer", cause="属于其他机关主管。"),
          attempt=step("propose_agency_transfer", lambda _p: m.elsewhere(danger=True), child=x.AGENCY)),
    Fault(**AT, id="01-no-talks", error=1, title="不协商直接报请指定管辖", code="consulted_first", cites=f"{PENALTY}第二十五条", before=x.agency_refused,
          attempt=step("ask_designation", lambda p: {"superior": "云州市人民政府", "asked_on": p.today, "reason": "协商不成，报请指定管辖。"}, by="head", child=x.AGENCY)),
    Fault(**AT, id="01-alone-together", error=1, title="没有其他机关的联合办理", code="partners_have_their_parts", cites="《安全生产法》第六十九条",
          before=lambda p: take(p, "open_joint", cause="同一企业多项违法行为。"),
          attempt=step("plan_joint", lambda _p: m.joint("云州市应急管理局", members=({"agency": "云州市应急管理局", "duty": "全部。"},)), child=x.JOINT)),
    Fault(**AT, id="01-not-agreed", error=1, title="参加机关没有同意就联合办理", code="every_partner_agreed", cites="《安全生产法》第六十九条",
          before=several(x.joint_approved, papers("D62d")), attempt=step("start_joint", by="unit_head", child=x.JOINT)),
    Fault(**AT, id="11-unsigned-exchange", error=11, title="证据往来没有签收", code="exchange_has_receipt", cites=f"{PENALTY}第四十六条",
          before=x.joint_running, attempt=step("exchange_evidence", sent(receipt_no=""), child=x.JOINT)),
    Fault(**AT, id="01-strange-partner", error=1, title="代替其他机关作出决定", code="known_partner", cites="《安全生产法》第六十九条", before=x.joint_running,
          attempt=step("record_own_decision", lambda p: {"agency": "市教育局", "decision_text": "罚款。", "decided_on": p.today, "same_act": False, "fine": 0}, child=x.JOINT)),
)  # fmt: skip

FAULTS = (*CRIMES, *PARTNERS)
