"""普通程序 (ordinary penalty procedure), 《行政处罚法》第五章第三节、第四节和第六章.

Version 2021-07-15: the statute as in force since that day. The steps are in the folder
`ordinary`, in the order of the law; the conditions in `guards`.
"""

from __future__ import annotations

from anjian.law.statutes import ACL, ALL, APL, ARL, TCR, WSL
from anjian.procedures.definitions.guards.common import hearing_applies
from anjian.procedures.definitions.ordinary import decision, execution, exits, filing, investigation, notice
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
        starts_on=("file",),
        stops_on=_ENDINGS,
        # The statute is silent; days on which another organ has the case are not the bureau's days.
        pauses_on=("transfer_criminal", "transfer_agency"),
        resumes_on=("take_back",),
        extends=(("extend_decision", "new_due_on"),),
        warn=(30, 15, 5),
    ),
    Clock(
        code="transfer",
        label="决定是否移送",
        kind="limit",
        term=TCR.term(3, art=5),
        starts_on=("propose_transfer",),
        stops_on=("transfer_criminal", "transfer_agency", "refuse_transfer"),
        warn=(1,),
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
    Clock(
        code="publication",
        label="公开处罚决定",
        kind="limit",
        term=WSL.working_days(7, art=78),
        starts_on=("decide",),
        stops_on=("publish",),
    ),
    Clock(
        code="payment",
        label="缴纳罚款",
        kind="limit",
        term=APL.term(15, art=67),
        starts_on=("serve_decision",),
        start_field="served_on",
        stops_on=("perform", "terminate"),
        extends=(("approve_deferral", "last_due_on"),),
        # Deferral is granted on request, before or after the fifteen days (art. 66).
        extends_late=True,
        warn=(5, 1),
    ),
    Clock(
        code="reconsideration",
        label="申请行政复议",
        kind="wait",
        term=ARL.term(60, art=20, kind="wait"),
        starts_on=("serve_decision",),
        start_field="served_on",
        stops_on=("perform", "terminate"),
        warn=(),
    ),
    Clock(
        code="suit",
        label="提起行政诉讼",
        kind="wait",
        term=ALL.months(6, art=46, kind="wait"),
        starts_on=("serve_decision",),
        start_field="served_on",
        stops_on=("perform", "terminate"),
        warn=(),
    ),
    Clock(
        code="demand",
        label="催告后履行",
        kind="wait",
        term=ACL.term(10, art=54, kind="wait"),
        starts_on=("serve_demand",),
        start_field="served_on",
        stops_on=("petition_court", "perform", "approve_deferral", "terminate"),
    ),
    Clock(
        code="petition",
        label="申请法院强制执行",
        kind="limit",
        term=ACL.months(3, art=53),
        starts_on=("confirm_remedies_lapsed",),
        start_field="lapsed_on",
        stops_on=("petition_court", "perform", "terminate"),
        warn=(30, 10, 3),
    ),
    Clock(
        code="archiving",
        label="归档",
        kind="limit",
        parameter="archive.period",
        cites=(art(47),),
        starts_on=("close",),
        stops_on=("archive",),
    ),
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
