"""法制审核 (legal review), 《行政处罚法》第五十八条.

The grounds on which it is compulsory are the dated list in `guards/review_triggers.py`. A review that
was not passed lets no decision be made; who disagrees answers in writing and the head decides whether
another reviewer looks at it.
"""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import legal_opinion as o
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import review_and_discussion as g
from anjian.procedures.spec import Clock, Procedure, State, Step, need

art = APL.art

OPENED = State("review_opened", "待受理", "legal_review")
REVIEWING = State("reviewing", "审核中", "legal_review")
AMENDING = State("review_amending", "建议修改，待办理", "legal_review")
RETURNED = State("review_returned", "退回补充", "legal_review")
OBJECTED = State("review_objected", "有异议，待负责人决定", "legal_review")
RESUBMITTED = State("review_resubmitted", "待再次审核", "legal_review")
PASSED = State("review_passed", "审核通过", "legal_review", terminal=True)
FAILED = State("review_failed", "审核未通过", "legal_review", terminal=True, side=True)
TRANSFER = State("review_transfer", "建议移送", "legal_review", terminal=True, side=True)

_REVIEWER = ("legal_reviewer",)
_OUTSIDER = (g.legal_reviewer_is_outsider, g.same_reviewer)
_POINTS = ask.table(
    "points", "审核意见", ask.long("point", "意见"), ask.text("basis", "依据", required=False)
)

ACCEPT = Step(
    code="accept_legal_review",
    label="受理法制审核",
    source=(OPENED, RESUBMITTED),
    target=REVIEWING,
    by=_REVIEWER,
    cites=(art(58),),
    primary=True,
    fields=(
        ask.day(
            "reviewer_since",
            "开始从事法制审核的日期",
            required=False,
            help="没有取得法律职业资格、在二〇一八年一月一日之前已经从事法制审核的人员填写。",
        ),
    ),
    guards=(g.legal_reviewer_is_outsider, g.legal_reviewer_is_qualified, o.second_reviewer_is_another),
    makes=("D28",),
)

PASS = Step(
    code="pass_legal_review",
    label="审核通过",
    source=(REVIEWING,),
    target=PASSED,
    by=_REVIEWER,
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
)

ADVISE = Step(
    code="advise_amendment",
    label="建议修改",
    source=(REVIEWING,),
    target=AMENDING,
    by=_REVIEWER,
    cites=(art(58),),
    fields=(_POINTS,),
    guards=(*_OUTSIDER, o.opinion_advises),
    needs=(need("D28"),),
    help="事实清楚，适用法律、裁量或者文书需要修改的。",
)

RETURN = Step(
    code="return_review",
    label="退回补充调查",
    source=(REVIEWING,),
    target=RETURNED,
    by=_REVIEWER,
    cites=(art(58), art(40)),
    fields=(_POINTS,),
    guards=(*_OUTSIDER, o.opinion_returns),
    needs=(need("D28"),),
    help="事实不清、证据不足或者程序有缺漏，可以补正的。",
)

FAIL = Step(
    code="fail_legal_review",
    label="审核不通过",
    source=(REVIEWING,),
    target=FAILED,
    by=_REVIEWER,
    cites=(art(58),),
    fields=(ask.long("reason", "不通过的理由和补正意见", min_length=5),),
    guards=(*_OUTSIDER, o.opinion_refuses),
    needs=(need("D28"),),
    help="不得作出处罚决定。",
)

ADVISE_TRANSFER = Step(
    code="advise_transfer",
    label="建议移送",
    source=(REVIEWING,),
    target=TRANSFER,
    by=_REVIEWER,
    cites=(art(58), art(27)),
    fields=(
        ask.choice(
            "transfer_to", "移送", ("criminal", "涉嫌犯罪，移送司法机关"), ("agency", "不属于本机关职权")
        ),
        ask.long("reason", "理由", min_length=5),
    ),
    guards=(*_OUTSIDER, o.opinion_transfers),
    needs=(need("D28"),),
)

RESUBMIT = Step(
    code="resubmit_review",
    label="补正后再次送审",
    source=(AMENDING, RETURNED),
    target=RESUBMITTED,
    by=("case_officer",),
    handler_only=True,
    cites=(art(58), art(40)),
    primary=True,
    fields=(
        ask.table(
            "answers",
            "逐条办理情况",
            ask.long("point", "审核意见"),
            ask.long("done", "修改、补充的情况"),
            source="return_review.points|advise_amendment.points",
        ),
    ),
    guards=(o.every_opinion_met,),
)

OBJECT = Step(
    code="object_to_opinion",
    label="书面说明不采纳的理由",
    source=(AMENDING, RETURNED),
    target=OBJECTED,
    by=("case_officer", "unit_head"),
    cites=(art(57), art(58)),
    fields=(ask.long("answer", "不采纳审核意见的理由", min_length=5),),
    help="没有经过审核通过的，不得作出决定；由机关主要负责人决定是否另行审核。",
)

UPHOLD = Step(
    code="uphold_opinion",
    label="维持审核意见",
    source=(OBJECTED,),
    target=RETURNED,
    by=("agency_head",),
    cites=(art(57), art(58)),
    fields=(ask.REASON,),
    guards=(p.approver_is_not_handler, o.objection_is_in_writing),
    primary=True,
)

SECOND = Step(
    code="order_second_review",
    label="决定另行审核",
    source=(OBJECTED,),
    target=RESUBMITTED,
    by=("agency_head",),
    cites=(art(57), art(58)),
    fields=(ask.REASON,),
    guards=(p.approver_is_not_handler, o.objection_is_in_writing),
)

LEGAL_REVIEW = Procedure(
    code="legal_review",
    label="法制审核",
    version="2021-07-15",
    opening=OPENED,
    halts_with_case=True,
    cites=(art(58),),
    steps=(ACCEPT, PASS, ADVISE, RETURN, FAIL, ADVISE_TRANSFER, RESUBMIT, OBJECT, UPHOLD, SECOND),
    clocks=(
        Clock(
            code="legal_review",
            label="法制审核办理",
            kind="limit",
            parameter="legal_review.period",
            cites=(art(58),),
            starts_on=("accept_legal_review",),
            stops_on=(
                "pass_legal_review",
                "advise_amendment",
                "return_review",
                "fail_legal_review",
                "advise_transfer",
            ),
        ),
    ),
)
