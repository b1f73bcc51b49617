# ruff: noqa: E501 -- the catalogue is a table: one fault, one entry
"""Faults of sealing and detention, of cutting off, of orders, measures on site and reviews."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.action.faults import measures as x
from tests.action.faults.fault import Fault, papers, several, step, take
from tests.factories import inputs as i
from tests.factories import measures as m

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.config.demo.play import Play

AT = {"track": "light", "stage": "investigating"}
ENFORCE = "《行政强制法》"
SAFETY = "《安全生产法》"


def applying(**changes: Any) -> Callable[[Play], None]:
    return step("apply_seizure", lambda _p: m.ground(**changes), child=x.SEIZURE)


def carrying_out(**changes: Any) -> Callable[[Play], None]:
    return step(
        "carry_out_seizure",
        lambda p: x.on_the_spot(p, **{k: v(p) if callable(v) else v for k, v in changes.items()}),
        child=x.SEIZURE,
    )


def cutting(**changes: Any) -> Callable[[Play], None]:
    return step("apply_stop_supply", lambda p: m.cut_off(p.today, **changes), child=x.SUPPLY)


def delegated(p: Play) -> None:
    """The case lies with a body to which only penalties were delegated, and one of its people handles it."""
    unit = p.place.units["白石镇综合执法队"]
    from anjian.cases.models import Case

    Case.objects.filter(org_id=p.place.org_id, no=p.no).update(unit_id=unit)


def extended(p: Play) -> None:
    x.seized(p)
    take(p, "request_seizure_extension", child=x.SEIZURE, complex="涉案物品数量大，需要分批鉴定。")


def more(p: Play, days: int) -> dict[str, Any]:
    return {"new_due_on": p.today + timedelta(days=30 + days), "reason": "涉案物品数量大，需要分批鉴定。"}


def extended_once(p: Play) -> None:
    extended(p)
    take(p, "extend_seizure", by="leader", child=x.SEIZURE, **more(p, 20))


def late(days: int = 31) -> Callable[[Play], None]:
    return lambda p: p.wait(days=days)


def testing(p: Play, **changes: Any) -> dict[str, Any]:
    return {
        "body": "省质检院",
        "request": "检测闪点和含量",
        "ends_on": p.today + timedelta(days=7),
        "told_in_writing": True,
        "receipt": "告知书，当事人签收",
    } | changes


COERCION = (
    Fault(**AT, id="13-delegated", error=1, title="受委托组织采取行政强制措施", code="never_delegated", cites=f"{ENFORCE}第十七条",
          before=delegated, attempt=step("open_seizure", lambda _p: {"cause": "现场发现违法储存的汽油。"})),
    Fault(**AT, id="13-unrelated", error=13, title="扣押与违法行为无关的财物", code="only_related_property", cites=f"{ENFORCE}第二十三条",
          before=x.seizure_opened, attempt=applying(items=(m.ITEM | {"related": False},))),
    Fault(**AT, id="13-necessities", error=13, title="扣押生活必需品", code="no_daily_necessities", cites=f"{ENFORCE}第二十三条",
          before=x.seizure_opened, attempt=applying(items=(m.ITEM | {"necessity": True},))),
    Fault(**AT, id="13-double", error=13, title="重复查封", code="no_double_seizure", cites=f"{ENFORCE}第二十三条",
          before=x.seizure_opened, attempt=applying(items=(m.ITEM | {"seized_elsewhere": True},))),
    Fault(**AT, id="13-place-detained", error=13, title="扣押场所", code="only_goods_are_detained", cites=f"{ENFORCE}第九条",
          before=x.seizure_opened, attempt=applying(items=(m.ITEM | {"kind": "site"},))),
    Fault(**AT, id="13-too-long", error=13, title="查封扣押期限超过三十日", code="period_within_thirty_days", cites=f"{ENFORCE}第二十五条",
          before=x.seizure_opened, attempt=applying(period_days=60)),
    Fault(**AT, id="13-deputy", error=13, title="危险化学品扣押由副职批准", code="principal_head_for_chemicals", cites="《危险化学品安全法》第八条",
          before=several(lambda p: x.seizure_applied(p, power="dcs"), papers("D06")),
          attempt=step("approve_seizure", lambda _p: i.OPINION, by="leader", child=x.SEIZURE)),
    Fault(**AT, id="13-seized-unapproved", error=13, title="未经审批实施扣押", code="document.D06", cites=f"{ENFORCE}第十八条",
          before=x.seizure_applied, attempt=step("approve_seizure", lambda _p: i.OPINION, by="head", child=x.SEIZURE)),
    Fault(**AT, id="13-before-approval", error=13, title="批准之前已经实施", code="after_approval", cites=f"{ENFORCE}第十八条",
          before=x.seizure_approved, attempt=carrying_out(carried_out_at=lambda p: p.now - timedelta(days=1))),
    Fault(**AT, id="13-party-not-called", error=13, title="没有通知当事人到场", code="party_called", cites=f"{ENFORCE}第十八条",
          before=x.seizure_approved, attempt=carrying_out(party_called=False)),
    Fault(**AT, id="13-rights-untold", error=13, title="没有告知理由、依据和权利", code="reasons_and_rights_told", cites=f"{ENFORCE}第十八条",
          before=x.seizure_approved, attempt=carrying_out(rights_told=False)),
    Fault(**AT, id="13-not-heard", error=6, title="扣押时没有听取申辩", code="heard_on_spot", cites=f"{ENFORCE}第十八条",
          before=x.seizure_approved, attempt=carrying_out(defence="")),
    Fault(**AT, id="13-no-witness", error=13, title="当事人不到场没有见证人", code="record_signed_on_spot", cites=f"{ENFORCE}第十八条",
          before=x.seizure_approved, attempt=carrying_out(presence="absent")),
    Fault(**AT, id="13-one-list", error=13, title="清单没有一式二份", code="list_in_two_copies", cites=f"{ENFORCE}第二十四条",
          before=x.seizure_approved, attempt=carrying_out(list_copies=1)),
    Fault(**AT, id="13-third-party", error=13, title="委托第三人保管扣押的财物", code="third_party_keeps_only_sealed", cites=f"{ENFORCE}第二十六条",
          before=x.seizure_approved, attempt=carrying_out(way="third_party")),
    Fault(**AT, id="13-one-officer", error=2, title="一人实施扣押", code="input.officers", cites="《行政处罚法》第四十二条",
          before=x.seizure_approved, attempt=carrying_out(officers=lambda p: (p.id_of("lead"),))),
    Fault(**AT, id="13-emergency-late", error=13, title="紧急扣押超过二十四小时补批", code="within_twenty_four_hours", cites=f"{ENFORCE}第十九条",
          before=several(x.seized_at_once, lambda p: p.wait(days=2)),
          attempt=step("approve_emergency", lambda _p: i.OPINION, by="head", child=x.SEIZURE)),
    Fault(**AT, id="13-no-emergency", error=13, title="不紧急而当场扣押", code="emergency_explained", cites=f"{ENFORCE}第十九条",
          before=x.seizure_opened, attempt=step("seize_emergency", lambda p: x.emergency(p, urgency="紧急。"), child=x.SEIZURE)),
    Fault(**AT, id="13-extended-twice", error=13, title="两次延长扣押期限", code="extended_only_once", cites=f"{ENFORCE}第二十五条",
          before=extended_once, attempt=step("extend_seizure", lambda p: more(p, 30), by="leader", child=x.SEIZURE)),
    Fault(**AT, id="13-extended-far", error=13, title="延长超过三十日", code="extension_within_thirty_days", cites=f"{ENFORCE}第二十五条",
          before=extended, attempt=step("extend_seizure", lambda p: more(p, 31), by="leader", child=x.SEIZURE)),
    Fault(**AT, id="13-extended-late", error=13, title="期满后补办延长", code="seizure_not_expired", cites=f"{ENFORCE}第二十五条",
          before=several(extended, late()), attempt=step("extend_seizure", lambda p: more(p, 0), by="leader", child=x.SEIZURE)),
    Fault(**AT, id="13-held-on", error=13, title="期满不解除继续扣押", code="seizure_not_expired", cites=f"{ENFORCE}第二十八条",
          before=several(x.seized, late()), attempt=step("propose_outcome", lambda _p: x.outcome(), child=x.SEIZURE)),
    Fault(**AT, id="13-testing-untold", error=13, title="检测期间没有告知而不计入期限", code="testing_told_in_writing", cites=f"{ENFORCE}第二十五条",
          before=x.seized, attempt=step("start_testing", lambda p: testing(p, told_in_writing=False), child=x.SEIZURE)),
    Fault(**AT, id="13-confiscated-undecided", error=13, title="没有处罚决定就没收扣押物品", code="confiscation_rests_on_decision", cites=f"{ENFORCE}第二十七条",
          before=x.seized, attempt=step("propose_outcome", lambda _p: x.outcome("confiscate"), child=x.SEIZURE)),
    Fault(**AT, id="13-released-unsaid", error=13, title="解除扣押不写明法定情形", code="release_names_its_ground", cites=f"{ENFORCE}第二十八条",
          before=x.seized, attempt=step("propose_outcome", lambda _p: x.outcome(ground="none"), child=x.SEIZURE)),
    Fault(track="light", stage="performed", id="13-closed-with-goods", error=13, title="扣押物品没有处理就结案", code="no_open_children", cites="《行政处罚法》第四十七条",
          before=x.seized, attempt=step("request_closing", lambda _p: {"result": "罚款已缴清。"})),
)  # fmt: skip

SUPPLY = (
    Fault(**AT, id="00-no-order", error=0, title="停产决定没有送达就停供", code="stop_order_served", cites=f"{SAFETY}第七十条",
          before=several(x.measured_unserved, x.supply_opened), attempt=step("apply_stop_supply", lambda p: m.cut_off(p.today, order_no=x.order_no(p)), child=x.SUPPLY)),
    Fault(**AT, id="00-no-refusal", error=0, title="没有拒不执行就停供", code="order_refused", cites=f"{SAFETY}第七十条",
          before=x.supply_opened, attempt=cutting(refused=False)),
    Fault(**AT, id="00-no-danger", error=0, title="没有现实危险就停供", code="real_danger", cites=f"{SAFETY}第七十条",
          before=x.supply_opened, attempt=cutting(danger=False)),
    Fault(**AT, id="00-unsafe-cut", error=0, title="不能保证安全而停供", code="safe_to_cut", cites=f"{SAFETY}第七十条",
          before=x.supply_opened, attempt=cutting(safe=False)),
    Fault(**AT, id="00-households", error=0, title="停供涉及居民生活用电", code="households_spared", cites=f"{ENFORCE}第四十三条",
          before=x.supply_opened, attempt=cutting(households=True)),
    Fault(**AT, id="00-cut-by-deputy", error=0, title="停供由副职批准", code="principal_head_approves", cites=f"{SAFETY}第七十条",
          before=x.supply_applied, attempt=step("approve_stop_supply", lambda _p: i.OPINION, by="leader", child=x.SUPPLY)),
    Fault(**AT, id="00-short-notice", error=0, title="停供通知不足二十四小时", code="told_a_day_ahead", cites=f"{SAFETY}第七十条",
          before=x.supply_approved, attempt=step("notify_firm", lambda p: x.notice_to_firm(p, 23), child=x.SUPPLY)),
    Fault(**AT, id="00-unannounced-cut", error=0, title="不通知企业直接停电", code="hour_of_the_cut_has_come", cites=f"{SAFETY}第七十条",
          before=x.supply_approved, attempt=step("instruct_supplier", x.to_supplier, child=x.SUPPLY)),
    Fault(**AT, id="00-no-paper", error=0, title="停供文书没有纸质原件", code="input.paper_original", cites="《电子签名法》第三条",
          before=x.supply_approved, attempt=step("notify_firm", lambda p: x.notice_to_firm(p, 24) | {"paper_original": ""}, child=x.SUPPLY)),
)  # fmt: skip

HAZARDS = (
    Fault(**AT, id="00-past-term", error=0, title="整改期限早于指令书", code="due_dates_ahead", cites=f"{SAFETY}第六十五条",
          before=lambda p: take(p, "open_order", cause="现场存在多处隐患。"),
          attempt=step("draft_order", lambda p: m.order(p.now, hazards=m.hazards(p.today, days=(-1,))), child=x.ORDER)),
    Fault(**AT, id="00-late-wish", error=0, title="逾期申请整改延期", code="extension_asked_in_time", cites=f"{SAFETY}第六十五条",
          before=several(x.ordered, lambda p: p.wait(days=10)),
          attempt=step("request_correction_extension", lambda p: {"requested_on": p.today, "reason": "设备采购周期较长，需要延期。", "wishes": ({"item_no": 1, "due_on": p.today + timedelta(days=30)},)}, child=x.ORDER)),
    Fault(**AT, id="00-no-follow-up", error=0, title="没有整改而不采取后续措施", code="follow_up_named", cites=f"{SAFETY}第一百零二条",
          before=x.review_opened, attempt=step("carry_out_review", lambda p: x.looked(p, (1, "corrected"), (2, "not_corrected")), child=x.REVIEW)),
    Fault(**AT, id="00-half-review", error=0, title="到期隐患没有逐项复查", code="every_due_hazard_reviewed", cites=f"{SAFETY}第六十五条",
          before=x.review_opened, attempt=step("carry_out_review", lambda p: x.looked(p, (1, "corrected")), child=x.REVIEW)),
    Fault(**AT, id="00-order-closed", error=0, title="隐患没有复查就办结指令书", code="order_carried_out", cites=f"{SAFETY}第六十五条",
          before=x.ordered, attempt=step("finish_order", child=x.ORDER)),
    Fault(**AT, id="00-minor-stopped", error=0, title="一般隐患责令停止使用", code="stopping_needs_major_hazard", cites=f"{SAFETY}第六十五条",
          before=lambda p: take(p, "open_measure", cause="储罐区报警系统停用。"),
          attempt=step("decide_measure", lambda p: m.measure(p.now, hazards=m.hazards(p.today, days=(0,))), child=x.MEASURE)),
    Fault(**AT, id="00-vague-measure", error=0, title="现场处理措施内容不明确", code="measure_is_precise", cites="《刑法》第一百三十四条之一",
          before=lambda p: take(p, "open_measure", cause="储罐区报警系统停用。"),
          attempt=step("decide_measure", lambda p: m.measure(p.now, measures=({"measure": "stop_use", "object": "设备"},)), child=x.MEASURE)),
    Fault(**AT, id="00-resumed-unreviewed", error=0, title="没有复查就同意恢复使用", code="measure_reviewed", cites=f"{SAFETY}第六十五条",
          before=several(x.measured, step("request_resumption", lambda p: {"requested_on": p.today, "statement": "报警系统已经恢复。"}, child=x.MEASURE)),
          attempt=step("approve_resumption", lambda _p: i.OPINION, by="leader", child=x.MEASURE)),
    Fault(**AT, id="00-closed-with-hazards", error=0, title="隐患没有复查销号就结案", code="hazards_rechecked", cites="《行政处罚法》第二十八条",
          before=x.performed_with_hazards, attempt=step("request_closing", lambda _p: {"result": "罚款已缴清。"})),
)  # fmt: skip

FAULTS = (*COERCION, *SUPPLY, *HAZARDS)
