"""普通程序 (ordinary penalty procedure), 《行政处罚法》第五章第三节、第四节和第六章.

Version 2021-07-15: the statute as in force since that day. The steps are in the folder
`ordinary`, in the order of the law; the conditions in `guards`.
"""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions.guards.common import hearing_applies
from anjian.procedures.definitions.ordinary import (
    clocks,
    decision,
    execution,
    exits,
    filing,
    investigation,
    notice,
    weighing,
)
from anjian.procedures.definitions.ordinary.states import LEAD
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Child, Clock, Gate, Inputs, Procedure

art = APL.art


def _hearing_told(facts: CaseFacts, _inputs: Inputs) -> bool:
    return hearing_applies(facts)


_ENDINGS = ("decide", "decide_no_penalty", "withdraw", "terminate", "close")

CLOCKS = (
    Clock(
        code="decision",
        label="作出处罚决定",
        kind="limit",
        term=APL.term(90, art=60),
        # After a quashed decision the new one has its own ninety days, from the day of that paper.
        starts_on=("file", "reopen"),
        start_field="effective_on",
        stops_on=_ENDINGS,
        # The statute is silent; days on which another organ has the case are not the bureau's days.
        pauses_on=("transfer_criminal", "transfer_agency"),
        resumes_on=("take_back",),
        extends=(("extend_decision", "new_due_on"),),
        warn=(30, 15, 5),
    ),
    Clock(
        code="defence",
        label="陈述申辩",
        kind="wait",
        parameter="defence.period",
        cites=(art(44), art(45)),
        starts_on=("serve_notice",),
        start_field="served_on",
        stops_on=("waive", "review_defence", "renotify"),
    ),
    Clock(
        code="hearing_request",
        label="要求听证",
        kind="wait",
        term=APL.term(5, art=64, paragraph=1, item=1, kind="wait"),
        starts_on=("serve_notice",),
        start_field="served_on",
        stops_on=("request_hearing", "review_defence", "renotify"),
        when=_hearing_told,
        condition="达到听证标准",
    ),
    Clock(
        code="service",
        label="送达决定书",
        kind="limit",
        term=APL.term(7, art=61),
        starts_on=("decide", "decide_no_penalty"),
        stops_on=("serve_decision", "serve_no_penalty"),
    ),
    clocks.PUBLICATION,
    *clocks.CARRYING_OUT,
)

ORDINARY_PENALTY = Procedure(
    code="ordinary_penalty",
    label="行政处罚普通程序",
    version="2021-07-15",
    opening=LEAD,
    standalone=True,
    rank=1,
    cites=(art(54), art(57)),
    steps=(
        *filing.STEPS,
        *investigation.STEPS,
        *weighing.STEPS,
        *notice.STEPS,
        *decision.STEPS,
        *execution.STEPS,
        *exits.STEPS,
    ),
    clocks=CLOCKS,
    children=(
        Child(procedure="advance_registration", label="先行登记保存", opened_by=("open_registration",)),
        Child(
            procedure="legal_review",
            label="法制审核",
            opened_by=("request_legal_review", "review_after_hearing"),
        ),
        Child(procedure="hearing", label="听证", opened_by=("request_hearing",)),
        Child(procedure="collective_discussion", label="集体讨论", opened_by=("open_discussion",)),
    ),
    gates=(
        Gate(document="D36", after=("decide",), cites=(art(57), art(59))),
        Gate(document="D37", after=("decide",), cites=(art(57), art(59))),
        Gate(document="D38", after=("decide_no_penalty",), cites=(art(57),)),
        Gate(document="D42", after=("approve_deferral",), cites=(art(66),)),
    ),
)
