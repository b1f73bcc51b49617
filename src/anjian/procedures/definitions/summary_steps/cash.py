"""Fines collected on the spot and their way into the bank, 《行政处罚法》第六十八条至第七十一条."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import cash as g
from anjian.procedures.definitions.ordinary.states import EXECUTING, PERFORMED, TERMINATED
from anjian.procedures.definitions.summary_steps.states import DELIVERED
from anjian.procedures.spec import SAME, Clock, Step

art = APL.art
_OFFICERS = ("case_officer",)
# Cash is handed in however the file goes on, also after the enforcement was ended.
_HELD = (DELIVERED, EXECUTING, PERFORMED, TERMINATED)

COLLECT = Step(
    code="collect_on_spot",
    label="当场收缴罚款",
    source=(DELIVERED,),
    target=SAME,
    by=_OFFICERS,
    handler_only=True,
    cites=(art(68), art(69), art(70)),
    fields=(
        ask.choice("ground", "当场收缴的情形", *g.CASH_GROUNDS, source="decide_summary.collection_ground"),
        ask.long("circumstances", "具体情形", required=False),
        ask.yes_no("asked_by_party", "由当事人提出", required=False),
        ask.yuan("paid_amount", "收缴金额（元）", source="decide_summary.fine_amount"),
        ask.day("paid_on", "收缴日期", source="reckon.today"),
        ask.day(
            "counted_on",
            "交至机关的起算日",
            source="reckon.today",
            help="收缴之日；在水上当场收缴的，为抵岸之日。",
        ),
        ask.yes_no("fiscal_receipt", "已出具财政部门统一制发的专用票据"),
        ask.text("receipt_no", "票据号码", source="decide_summary.receipt_no"),
    ),
    guards=(
        g.cash_as_decided,
        g.cash_allowed,
        g.cash_is_the_fine,
        g.fiscal_receipt_given,
        g.counted_from_the_shore,
    ),
)

HAND_IN = Step(
    code="hand_in_cash",
    label="罚款交至机关",
    source=_HELD,
    target=SAME,
    by=_OFFICERS,
    cites=(art(71),),
    fields=(
        ask.day("handed_on", "交至日期", source="reckon.today"),
        ask.yuan("amount", "金额（元）", source="collect_on_spot.paid_amount"),
        ask.text("received_by", "收款人"),
    ),
    guards=(g.cash_was_taken, g.handed_in_in_full),
)

BANK = Step(
    code="bank_cash",
    label="罚款缴付银行",
    source=_HELD,
    target=SAME,
    by=("case_officer", "case_manager", "unit_head"),
    cites=(art(71), art(74)),
    fields=(
        ask.day("banked_on", "缴付日期", source="reckon.today"),
        ask.yuan("amount", "金额（元）", source="collect_on_spot.paid_amount"),
        ask.text("receipt_no", "银行回单号"),
    ),
    guards=(g.cash_is_at_bureau, g.handed_in_in_full),
)

STEPS = (COLLECT, HAND_IN, BANK)

CLOCKS = (
    Clock(
        code="cash_in",
        label="当场收缴罚款交至机关",
        kind="limit",
        term=APL.term(2, art=71),
        starts_on=("collect_on_spot",),
        start_field="counted_on",
        stops_on=("hand_in_cash",),
        warn=(1,),
    ),
    Clock(
        code="cash_banked",
        label="机关将罚款缴付银行",
        kind="limit",
        term=APL.term(2, art=71),
        starts_on=("hand_in_cash",),
        start_field="handed_on",
        stops_on=("bank_cash",),
        warn=(1,),
    ),
)
