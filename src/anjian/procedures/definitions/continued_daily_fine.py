"""按日连续处罚 (fine that goes on day by day), 《安全生产法》第一百一十二条.

Only when the unit was ordered to correct, was fined, and refuses to correct: from the day after the order,
each day the original amount. It is a penalty of its own, with its own notice, defence, hearing, review,
discussion and supplementary decision; a later round counts on from the last day that was fined.
"""

from __future__ import annotations

from anjian.law.statutes import ACL, ALL, APL, ARL, WSL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.daily_fine_steps import carrying_out, deciding
from anjian.procedures.definitions.daily_fine_steps.states import OPENED
from anjian.procedures.definitions.guards import daily_fine as g
from anjian.procedures.definitions.ordinary.states import AFTER_SERVICE, PERFORMED
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import SAME, Attach, Child, Clock, Gate, Inputs, Procedure, Step

art = APL.art
_DAILY = WSL.art(112)
_HANDLER = ("case_officer",)


def _hearing_told(facts: CaseFacts, _inputs: Inputs) -> bool:
    told = facts.own("prepare_daily_notice")
    return told is not None and g.hearing_for_daily(facts, told.inputs)


_OPEN = Step(
    code="open_daily_fine",
    label="启动按日连续处罚",
    source=(*AFTER_SERVICE, PERFORMED),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(_DAILY,),
    fields=(ask.long("reason", "涉嫌拒不改正的情况", min_length=5),),
    guards=(g.daily_law_applies, g.was_fined_first, g.no_daily_open),
    opens="continued_daily_fine",
)

CONTINUED_DAILY_FINE = Procedure(
    code="continued_daily_fine",
    label="按日连续处罚",
    version="2021-09-01",
    opening=OPENED,
    cites=(_DAILY, art(44), art(57)),
    attach=(Attach(to="ordinary_penalty", step=_OPEN),),
    steps=(*deciding.STEPS, *carrying_out.STEPS),
    clocks=(
        Clock(
            code="daily_defence",
            label="陈述申辩（按日处罚）",
            kind="wait",
            parameter="defence.period",
            cites=(art(44), art(45)),
            starts_on=("serve_daily_notice",),
            start_field="served_on",
            stops_on=("review_daily_defence", "drop_daily"),
        ),
        Clock(
            code="daily_hearing_request",
            label="要求听证（按日处罚）",
            kind="wait",
            term=APL.term(5, art=64, paragraph=1, item=1, kind="wait"),
            starts_on=("serve_daily_notice",),
            start_field="served_on",
            stops_on=("request_daily_hearing", "review_daily_defence", "drop_daily"),
            when=_hearing_told,
            condition="总额达到听证标准",
        ),
        Clock(
            code="daily_service",
            label="送达按日连续处罚决定书",
            kind="limit",
            term=APL.term(7, art=61),
            starts_on=("decide_daily",),
            stops_on=("serve_daily",),
        ),
        Clock(
            code="daily_publication",
            label="公开按日连续处罚决定",
            kind="limit",
            term=WSL.working_days(7, art=78),
            starts_on=("decide_daily",),
            stops_on=("publish_daily",),
        ),
        Clock(
            code="daily_payment",
            label="缴纳按日罚款",
            kind="limit",
            term=APL.term(15, art=67),
            starts_on=("serve_daily",),
            start_field="served_on",
            stops_on=("settle_daily",),
            warn=(5, 1),
        ),
        Clock(
            code="daily_reconsideration",
            label="对按日处罚申请行政复议",
            kind="wait",
            term=ARL.term(60, art=20, kind="wait"),
            starts_on=("serve_daily",),
            start_field="served_on",
            stops_on=("settle_daily",),
            warn=(),
        ),
        Clock(
            code="daily_suit",
            label="对按日处罚提起行政诉讼",
            kind="wait",
            term=ALL.months(6, art=46, kind="wait"),
            starts_on=("serve_daily",),
            start_field="served_on",
            stops_on=("settle_daily",),
            warn=(),
        ),
        Clock(
            code="daily_demand",
            label="催告后履行（按日处罚）",
            kind="wait",
            term=ACL.term(10, art=54, kind="wait"),
            starts_on=("serve_daily_demand",),
            start_field="served_on",
            stops_on=("petition_daily", "settle_daily"),
        ),
    ),
    children=(
        Child(procedure="hearing", label="听证", opened_by=("request_daily_hearing",)),
        Child(procedure="legal_review", label="法制审核", opened_by=("request_daily_review",)),
        Child(procedure="collective_discussion", label="集体讨论", opened_by=("open_daily_discussion",)),
    ),
    gates=(Gate(document="D64", after=("decide_daily",), cites=(art(57), art(59))),),
)
