"""Discussion, decision and its service, 《行政处罚法》第五十七条至第六十一条."""

from __future__ import annotations

from anjian.law.statutes import APL, WSL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import controls, ending, partners
from anjian.procedures.definitions.guards import decision as d
from anjian.procedures.definitions.guards import filing as f
from anjian.procedures.definitions.guards import notice as g
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import transfer as t
from anjian.procedures.definitions.guards import weighing as w
from anjian.procedures.definitions.ordinary.states import (
    AFTER_SERVICE,
    CASE_REVIEW,
    CLOSED,
    COLLECTIVE_DISCUSSION,
    DECIDED,
    DECISION_DUE,
    LEGAL_REVIEW,
    NO_PENALTY,
    PERFORMED,
    REVIEW_OF_DEFENCE,
    SERVED,
)
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import SAME, Inputs, Step, make, need

art = APL.art


def _unit(facts: CaseFacts, _inputs: Inputs) -> bool:
    return facts.party_kind == "unit"


def _person(facts: CaseFacts, _inputs: Inputs) -> bool:
    return facts.party_kind == "person"


_READY = (
    d.party_was_heard,
    d.no_defence_left,
    g.hearing_finished,
    d.legal_review_passed,
    d.discussion_held,
    d.discussed_to_penalise,
    d.discussed_with_all_evidence,
    d.rests_on_the_hearing_record,
    p.recusal_settled,
)

OPEN_DISCUSSION = Step(
    code="open_discussion",
    label="提请集体讨论",
    source=(REVIEW_OF_DEFENCE, COLLECTIVE_DISCUSSION),
    target=COLLECTIVE_DISCUSSION,
    by=("unit_head", "agency_leader"),
    cites=(art(57),),
    fields=(
        ask.long("subject", "提请讨论的事项", min_length=2, default="案件事实、证据、当事人意见和处罚建议。"),
    ),
    guards=(
        d.open_discussion_finished,
        d.party_was_heard,
        d.no_defence_left,
        g.hearing_finished,
        d.legal_review_passed,
    ),
    opens="collective_discussion",
)

SUBMIT_DECISION = Step(
    code="submit_decision",
    label="呈请作出处罚决定",
    source=(REVIEW_OF_DEFENCE, COLLECTIVE_DISCUSSION),
    target=DECISION_DUE,
    by=("case_officer",),
    handler_only=True,
    cites=(art(57), art(59)),
    primary=True,
    fields=ask.penalty("review_defence"),
    guards=(
        p.two_certified_handlers,
        t.no_transfer_pending,
        *_READY,
        g.not_above_notice,
        g.no_new_kind,
        d.as_discussed,
        w.sheet_made,
        w.fine_within_statute,
        w.fine_within_band,
        w.deviation_discussed,
    ),
    makes=("D35a", make("D36", _unit, "当事人为单位"), make("D37", _person, "当事人为个人")),
    help="自此证据目录封闭，此后收集的证据不得用于证明本决定。",
)

DECIDE = Step(
    code="decide",
    label="作出处罚决定",
    source=(DECISION_DUE,),
    target=DECIDED,
    by=("agency_head", "agency_leader"),
    cites=(art(57), art(59), art(60)),
    primary=True,
    fields=(
        ask.yuan("fine_amount", "决定的罚款金额（元）", source="submit_decision.fine_amount"),
        ask.opinion("决定意见"),
    ),
    guards=(
        p.competent_bureau,
        p.in_own_name,
        p.approver_is_not_handler,
        *_READY,
        d.decided_in_time,
        d.evidence_frozen,
        d.decision_has_six_items,
        d.decision_matches_notice,
        d.decision_amount_right,
        g.not_above_notice,
        d.as_discussed,
        f.no_second_fine,
        t.no_transfer_pending,
        t.no_fine_after_conviction,
        partners.not_fined_by_partner,
        controls.not_the_same_again,
        w.sheet_made,
        w.fine_within_statute,
        w.fine_within_band,
        w.deviation_discussed,
    ),
    needs=(need("D35a", status="approved"), need("D36", "D37", status="approved")),
)

DECIDE_NO_PENALTY = Step(
    code="decide_no_penalty",
    label="决定不予处罚",
    source=(CASE_REVIEW, LEGAL_REVIEW, REVIEW_OF_DEFENCE, COLLECTIVE_DISCUSSION, DECISION_DUE),
    target=NO_PENALTY,
    by=("agency_head", "agency_leader"),
    cites=(art(57), art(33)),
    fields=(
        ask.choice(
            "ground",
            "不予处罚的理由",
            ("minor_corrected", "轻微并及时改正，没有造成危害后果"),
            ("first_time", "初次违法且危害后果轻微并及时改正"),
            ("no_fault", "当事人有证据足以证明没有主观过错"),
            ("facts_not_established", "违法事实不能成立"),
            ("age", "当事人不满十四周岁"),
        ),
        ask.long("reasons", "事实和理由", min_length=5),
        ask.long("education", "教育情况", required=False),
    ),
    guards=(
        p.in_own_name,
        p.approver_is_not_handler,
        t.no_transfer_pending,
        d.legal_review_finished,
        d.open_discussion_finished,
        d.education_given,
    ),
    makes=("D38",),
)

SERVE_NO_PENALTY = Step(
    code="serve_no_penalty",
    label="送达不予处罚决定书",
    source=(NO_PENALTY,),
    target=SAME,
    by=("case_officer",),
    handler_only=True,
    cites=(art(61),),
    primary=True,
    fields=ask.SERVICE,
    guards=(
        p.acting_officers_certified,
        g.electronic_service_agreed,
        g.left_service_witnessed,
        g.announcement_last_resort,
    ),
    needs=(need("D38"),),
    makes=("D43",),
    serves=("D38",),
)

SERVE_DECISION = Step(
    code="serve_decision",
    label="送达处罚决定书",
    source=(DECIDED,),
    target=SERVED,
    by=("case_officer",),
    handler_only=True,
    cites=(art(61),),
    primary=True,
    fields=ask.SERVICE,
    guards=(
        p.acting_officers_certified,
        d.decision_issued_after,
        g.served_after_issue,
        g.electronic_service_agreed,
        g.left_service_witnessed,
        g.announcement_last_resort,
    ),
    needs=(need("D36", "D37"),),
    makes=("D43",),
    serves=("D36", "D37"),
)

PUBLISH = Step(
    code="publish",
    label="登记公开",
    source=(DECIDED, *AFTER_SERVICE, PERFORMED, CLOSED),
    target=SAME,
    by=("case_officer", "case_manager"),
    cites=(WSL.art(78), art(48)),
    fields=(
        ask.day("published_on", "公开日期"),
        ask.text("site", "公开平台"),
        ask.yes_no("masked", "已隐去个人信息和商业秘密"),
    ),
    guards=(ending.decision_to_publish, ending.published_masked),
)

STEPS = (
    OPEN_DISCUSSION,
    SUBMIT_DECISION,
    DECIDE,
    DECIDE_NO_PENALTY,
    SERVE_DECISION,
    SERVE_NO_PENALTY,
    PUBLISH,
)
