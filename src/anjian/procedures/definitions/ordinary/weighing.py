"""The discretion sheet 裁量表 as a step, 《行政处罚法》第三十四条、第五十七条.

What was weighed is an input and thereby a fact of the case; anybody can compute it again. It may be
taken from the investigation to the review of the defence; a later sheet takes the place of an earlier.
"""

from __future__ import annotations

from anjian.discretion.factors import EFFECTS, all_factors
from anjian.discretion.measures import MEASURES
from anjian.law.statutes import APL
from anjian.law.violations import STAGES, TARGETS
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import weighing as g
from anjian.procedures.definitions.ordinary.states import (
    CASE_REVIEW,
    DEFENCE,
    HEARING,
    INVESTIGATING,
    LEGAL_REVIEW,
    REPORTED,
    REVIEW_OF_DEFENCE,
    WAIVED,
)
from anjian.procedures.spec import SAME, Step

art = APL.art

WEIGH = Step(
    code="weigh",
    label="裁量",
    source=(INVESTIGATING, REPORTED, CASE_REVIEW, LEGAL_REVIEW, WAIVED, DEFENCE, HEARING, REVIEW_OF_DEFENCE),
    target=SAME,
    by=("case_officer", "unit_head"),
    cites=(art(34), art(57), art(32), art(33)),
    fields=(
        ask.table(
            "acts",
            "违法行为",
            ask.text("act", "序号", max_length=20),
            ask.text("violation", "目录代码", max_length=40),
            ask.choice("target", "处罚对象", *TARGETS.items()),
            ask.choice("stage", "违法情形", *STAGES.items()),
            ask.day("conduct_on", "行为终了日", required=False),
            ask.text("grade", "裁量阶次", required=False, max_length=40),
            ask.yuan("amount", "选定数额（元）"),
            ask.long("reason", "理由", min_length=2),
            ask.long("deviation", "偏离幅度的理由", required=False),
            ask.text("same_act", "同一行为标记", required=False, max_length=20),
            ask.text("later", "新文本的目录代码", required=False, max_length=40),
        ),
        ask.table(
            "measures",
            "裁量事实",
            ask.text("act", "行为序号", max_length=20),
            ask.choice("measure", "事实", *((m.code, m.label) for m in MEASURES.values())),
            ask.text("value", "数值", max_length=40),
            required=False,
            min_rows=0,
        ),
        ask.table(
            "factors",
            "裁量情节",
            ask.text("act", "行为序号", max_length=20),
            ask.choice("factor", "情节", *((f.code, f.label) for f in all_factors())),
            ask.choice("effect", "作用", *EFFECTS.items()),
            ask.text("proof", "证据", required=False),
            required=False,
            min_rows=0,
        ),
        ask.text(
            "place", "行政区划", required=False, pattern=r"\d{6}", pattern_message="行政区划为六位数字。"
        ),
        ask.table(
            "discretion_factors",
            "裁量因素",
            ask.text("factor", "裁量因素"),
            ask.long("finding", "认定情况"),
            ask.text("grade", "档次", required=False),
            required=False,
            min_rows=0,
            sets="discretion_factors",
        ),
        ask.yuan("fine_amount", "合并后的罚款数额（元）", sets="fine_amount"),
        ask.long("discretion", "裁量说明", min_length=5, sets="discretion"),
    ),
    guards=(
        p.two_certified_handlers,
        g.acts_can_be_weighed,
        g.acts_within_statute,
        g.deviation_has_reason,
        g.total_is_the_sum,
    ),
    help="逐个行为确定情形、阶次、情节和数额，然后合并；后来的裁量表代替先前的。",
)

STEPS = (WEIGH,)
