"""集体讨论 (collective discussion), 《行政处罚法》第五十七条第二款.

The statute says no more than that the leaders of the deciding bureau discuss; how many must be there is
a dated parameter. The leaders of a body to which penalties are delegated cannot do it in their place
(怀水罚字[2017]第27号 was quashed for that).
"""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import review_and_discussion as g
from anjian.procedures.spec import Procedure, State, Step, need

art = APL.art

OPENED = State("discussion_opened", "待讨论", "discussion")
HELD = State("discussion_held", "已讨论", "discussion")
CONCLUDED = State("discussion_concluded", "形成结论", "discussion", terminal=True)
CANCELLED = State("discussion_cancelled", "取消", "discussion", terminal=True, side=True)

VOTES = (("agree", "同意"), ("disagree", "不同意"), ("abstain", "弃权"))

COLLECTIVE_DISCUSSION = Procedure(
    code="collective_discussion",
    label="集体讨论",
    version="2021-07-15",
    opening=OPENED,
    halts_with_case=True,
    cites=(art(57),),
    steps=(
        Step(
            code="hold_discussion",
            label="登记集体讨论",
            source=(OPENED,),
            target=HELD,
            by=("agency_head", "agency_leader"),
            cites=(art(57),),
            primary=True,
            fields=(
                ask.instant("held_at", "讨论时间"),
                ask.text("place", "地点"),
                ask.one("chair", "主持人"),
                ask.text(
                    "entrustment",
                    "主要负责人的书面委托",
                    required=False,
                    help="由其他负责人主持的，填写委托书的日期、编号。",
                ),
                ask.text("reporter", "汇报人"),
                ask.text("recorder", "记录人"),
                ask.table(
                    "attendees",
                    "参加讨论的机关负责人",
                    ask.one("officer", "姓名"),
                    ask.choice("vote", "是否同意结论", *VOTES, default="agree"),
                    ask.long("view", "本人意见"),
                    min_rows=2,
                ),
                ask.yes_no("conflicts_asked", "已逐人询问是否需要回避"),
                ask.table(
                    "stepped_back",
                    "回避的负责人",
                    ask.one("officer", "姓名"),
                    ask.text("reason", "理由"),
                    required=False,
                    min_rows=0,
                ),
                ask.yes_no("handlers_left", "承办人汇报后已退出，不参加表决"),
                ask.choice(
                    "outcome",
                    "结论",
                    ("penalise", "给予处罚"),
                    ("no_penalty", "不予处罚"),
                    ("investigate", "补充调查"),
                    ("transfer", "移送"),
                ),
                ask.yuan(
                    "fine_amount",
                    "讨论决定的罚款金额（元）",
                    default="0",
                    source="review_defence.fine_amount",
                ),
                ask.long("conclusion", "结论性意见", min_length=2),
            ),
            guards=(
                p.in_own_name,
                g.only_leaders_of_this_bureau,
                g.quorum_present,
                g.conflicts_were_asked,
                g.nobody_recused_present,
                g.each_view_minuted,
                g.dissent_is_kept,
                g.conclusion_has_majority,
                g.reporter_is_no_voter,
                g.chaired_by_a_leader,
                g.handlers_left_before_vote,
                g.discussed_within_notice,
                g.after_the_party_was_heard,
                g.discussion_is_past,
            ),
            makes=("D35",),
        ),
        Step(
            code="conclude_discussion",
            label="形成讨论结论",
            source=(HELD,),
            target=CONCLUDED,
            by=("agency_head", "agency_leader"),
            cites=(art(57),),
            primary=True,
            needs=(need("D35"),),
        ),
        Step(
            code="cancel_discussion",
            label="取消讨论",
            source=(OPENED,),
            target=CANCELLED,
            by=("agency_head", "agency_leader"),
            cites=(art(57),),
            fields=(ask.REASON,),
        ),
    ),
)
