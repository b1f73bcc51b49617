"""The clocks of carrying out, shared by the ordinary procedure and the summary one."""

from __future__ import annotations

from anjian.law.statutes import ACL, ALL, APL, ARL, WSL
from anjian.procedures.definitions.guards.common import instalment_due
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Clock, Inputs

art = APL.art
_OVER = ("perform", "terminate")
NO_LONGER_STANDS = frozenset({"changed", "quashed", "unlawful"})


def _published_and_gone(facts: CaseFacts, inputs: Inputs) -> bool:
    return inputs.get("result") in NO_LONGER_STANDS and facts.last("publish") is not None


def _after_reconsideration(facts: CaseFacts, _inputs: Inputs) -> bool:
    asked = facts.last("record_remedy")
    return asked is not None and asked.get("kind") == "reconsideration"


def _was_not_enforced(facts: CaseFacts, _inputs: Inputs) -> bool:
    refused = facts.last("court_refused")
    return refused is not None and refused.get("kind") == "not_enforced"


def _was_not_accepted(facts: CaseFacts, inputs: Inputs) -> bool:
    return not _was_not_enforced(facts, inputs)


def _court_hears(_facts: CaseFacts, inputs: Inputs) -> bool:
    return inputs.get("heard") is True


def _court_reads(_facts: CaseFacts, inputs: Inputs) -> bool:
    return inputs.get("heard") is not True


PUBLICATION = Clock(
    code="publication",
    label="公开处罚决定",
    kind="limit",
    term=WSL.working_days(7, art=78),
    starts_on=("decide",),
    stops_on=("publish",),
)
PUBLICATION_WITHDRAWN = Clock(
    code="publication_withdrawn",
    label="撤回公开的处罚决定",
    kind="limit",
    term=APL.term(3, art=48),
    starts_on=("record_remedy_result",),
    start_field="effective_on",
    stops_on=("withdraw_publication",),
    when=_published_and_gone,
    condition="已公开的决定被变更、撤销或者确认违法、无效",
    warn=(1,),
)
PAYMENT = Clock(
    code="payment",
    label="缴纳罚款",
    kind="limit",
    term=APL.term(15, art=67),
    starts_on=("serve_decision",),
    start_field="served_on",
    stops_on=_OVER,
    extends=(("approve_deferral", "last_due_on"),),
    # Deferral is granted on request, before or after the fifteen days (art. 66).
    extends_late=True,
    warn=(5, 1),
)
INSTALMENT = Clock(
    code="instalment",
    label="本期应缴罚款",
    kind="limit",
    until=instalment_due,
    cites=(art(66),),
    starts_on=("approve_deferral", "record_payment"),
    stops_on=("fall_due", "serve_demand", *_OVER),
    warn=(5, 1),
)
RECONSIDERATION = Clock(
    code="reconsideration",
    label="申请行政复议",
    kind="wait",
    term=ARL.term(60, art=20, kind="wait"),
    starts_on=("serve_decision",),
    start_field="served_on",
    stops_on=_OVER,
    warn=(),
)
SUIT = Clock(
    code="suit",
    label="提起行政诉讼",
    kind="wait",
    term=ALL.months(6, art=46, kind="wait"),
    starts_on=("serve_decision",),
    start_field="served_on",
    stops_on=_OVER,
    warn=(),
)
SUIT_AFTER_REVIEW = Clock(
    code="suit_after_review",
    label="对复议决定提起行政诉讼",
    kind="wait",
    term=ALL.term(15, art=45, kind="wait"),
    starts_on=("record_remedy_result",),
    start_field="effective_on",
    stops_on=_OVER,
    when=_after_reconsideration,
    condition="经过行政复议",
    warn=(),
)
DEMAND = Clock(
    code="demand",
    label="催告后履行",
    kind="wait",
    term=ACL.term(10, art=54, kind="wait"),
    starts_on=("serve_demand",),
    start_field="served_on",
    stops_on=("petition_court", "approve_deferral", *_OVER),
)
PETITION = Clock(
    code="petition",
    label="申请法院强制执行",
    kind="limit",
    term=ACL.months(3, art=53),
    starts_on=("confirm_remedies_lapsed",),
    start_field="lapsed_on",
    # A deferral granted afterwards lets the three months begin again at its end (art. 72).
    stops_on=("petition_court", "approve_deferral", *_OVER),
    warn=(30, 10, 3),
)
COURT_CLOCKS = (
    Clock(
        code="court_acceptance",
        label="法院受理",
        kind="wait",
        term=ACL.term(5, art=56, kind="wait"),
        starts_on=("petition_court",),
        start_field="filed_on",
        stops_on=("court_accepted", "court_refused"),
        warn=(),
    ),
    Clock(
        code="court_ruling",
        label="法院书面审查后裁定",
        kind="wait",
        term=ACL.term(7, art=57, kind="wait"),
        starts_on=("court_accepted",),
        start_field="accepted_on",
        stops_on=("court_granted", "court_refused"),
        when=_court_reads,
        condition="书面审查",
        warn=(),
    ),
    Clock(
        code="court_ruling_heard",
        label="法院听取意见后裁定",
        kind="wait",
        term=ACL.term(30, art=58, kind="wait"),
        starts_on=("court_accepted",),
        start_field="accepted_on",
        stops_on=("court_granted", "court_refused"),
        when=_court_hears,
        condition="听取意见",
        warn=(),
    ),
    Clock(
        code="higher_court",
        label="上一级法院裁定是否受理",
        kind="wait",
        term=ACL.term(15, art=56, kind="wait"),
        starts_on=("ask_higher_court",),
        start_field="filed_on",
        stops_on=("court_accepted", "higher_court_upheld"),
        when=_was_not_accepted,
        condition="不服不予受理",
        warn=(),
    ),
    Clock(
        code="higher_court_enforcement",
        label="上一级法院裁定是否执行",
        kind="wait",
        term=ACL.term(30, art=58, kind="wait"),
        starts_on=("ask_higher_court",),
        start_field="filed_on",
        stops_on=("court_accepted", "court_granted", "higher_court_upheld"),
        when=_was_not_enforced,
        condition="不服不予执行",
        warn=(),
    ),
    Clock(
        code="court_reconsideration",
        label="对法院裁定申请复议",
        kind="limit",
        term=ACL.term(15, art=58),
        starts_on=("court_refused",),
        start_field="ruled_on",
        stops_on=("ask_higher_court", *_OVER),
        warn=(5, 1),
    ),
)
ARCHIVING = Clock(
    code="archiving",
    label="归档",
    kind="limit",
    parameter="archive.period",
    cites=(art(47),),
    starts_on=("close",),
    stops_on=("archive",),
)
CARRYING_OUT = (
    PAYMENT,
    INSTALMENT,
    RECONSIDERATION,
    SUIT,
    SUIT_AFTER_REVIEW,
    DEMAND,
    PETITION,
    *COURT_CLOCKS,
    PUBLICATION_WITHDRAWN,
    ARCHIVING,
)
