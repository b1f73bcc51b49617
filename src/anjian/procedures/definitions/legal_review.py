"""法制审核 (legal review), 《行政处罚法》第五十八条."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import review_and_discussion as g
from anjian.procedures.spec import Clock, Procedure, State, Step, need

art = APL.art

OPENED = State("review_opened", "待受理", "legal_review")
REVIEWING = State("reviewing", "审核中", "legal_review")
PASSED = State("review_passed", "审核通过", "legal_review", terminal=True)
FAILED = State("review_failed", "审核未通过", "legal_review", terminal=True, side=True)

LEGAL_REVIEW = Procedure(
    code="legal_review",
    label="法制审核",
    version="2021-07-15",
    opening=OPENED,
    halts_with_case=True,
    cites=(art(58),),
    steps=(
        Step(
            code="accept_legal_review",
            label="受理法制审核",
            source=(OPENED,),
            target=REVIEWING,
            by=("legal_reviewer",),
            cites=(art(58),),
            primary=True,
            guards=(g.legal_reviewer_is_outsider, g.legal_reviewer_is_qualified),
            makes=("D28",),
        ),
        Step(
            code="pass_legal_review",
            label="审核通过",
            source=(REVIEWING,),
            target=PASSED,
            by=("legal_reviewer",),
            cites=(art(58),),
            primary=True,
            fields=(
                *(ask.yes_no(code, label) for code, label in g.REVIEW_ITEMS),
                ask.long("opinion", "审核意见", default="同意。"),
            ),
            guards=(
                g.legal_reviewer_is_outsider,
                g.legal_reviewer_is_qualified,
                g.same_reviewer,
                g.opinion_agrees,
                g.all_items_in_order,
            ),
            needs=(need("D28"),),
        ),
        Step(
            code="fail_legal_review",
            label="审核不通过",
            source=(REVIEWING,),
            target=FAILED,
            by=("legal_reviewer",),
            cites=(art(58),),
            fields=(ask.long("reason", "不通过的理由和补正意见", min_length=5),),
            guards=(g.legal_reviewer_is_outsider, g.same_reviewer),
            needs=(need("D28"),),
        ),
    ),
    clocks=(
        Clock(
            code="legal_review",
            label="法制审核办理",
            kind="limit",
            parameter="legal_review.period",
            cites=(art(58),),
            starts_on=("accept_legal_review",),
            stops_on=("pass_legal_review", "fail_legal_review"),
        ),
    ),
)
