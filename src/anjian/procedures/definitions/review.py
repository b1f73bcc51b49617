"""整改复查 (review of corrections), 《安全生产法》第六十五条.

Hazard by hazard, by two officers. What is not corrected names its next lawful step. The ten days from the
last day of the term or from the request are a dated parameter (older ministry rule, unverified).
"""

from __future__ import annotations

from anjian.law.statutes import APL, WSL
from anjian.procedures.definitions import correction_order, onsite_measure
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import hazards as g
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import opening as o
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.opening import HANDLERS
from anjian.procedures.spec import SAME, Attach, Clock, Gate, Procedure, State, Step, need

art = WSL.art
_HANDLER = ("case_officer",)

OPENED = State("reinspection_opened", "待复查", "investigation")
REVIEWED = State("reinspection_recorded", "待送达", "investigation")
ENDED = State("reinspection_ended", "复查完毕", "closing", terminal=True)
CALLED_OFF = State("reinspection_called_off", "不再复查", "closing", terminal=True, side=True)

OUTCOMES = (
    ("corrected", "已整改"),
    ("partly", "部分整改"),
    ("not_corrected", "未整改"),
    ("not_due", "未到期"),
)
NEXT_STEPS = (
    ("penalty", "依法立案处罚"),
    ("measure", "采取现场处理措施"),
    ("order", "重新责令限期整改"),
    ("stop_supply", "停止供电、停止供应民用爆炸物品"),
    ("daily_fine", "按日连续处罚"),
    ("closure", "提请人民政府关闭"),
    ("crime", "涉嫌犯罪，移送公安机关"),
)


def _opening(cites: tuple, source: tuple) -> Step:  # type: ignore[type-arg]
    return Step(
        code="open_review",
        label="启动整改复查",
        source=source,
        target=SAME,
        by=_HANDLER,
        cites=cites,
        fields=(
            ask.choice(
                "trigger",
                "复查的原因",
                ("due", "整改期限届满"),
                ("request", "当事人申请"),
                ("resumption", "申请恢复生产经营或者使用"),
                ("spot_check", "抽查"),
            ),
        ),
        opens="review",
    )


REVIEW = Procedure(
    code="review",
    label="整改复查",
    version="2021-09-01",
    opening=OPENED,
    standalone=True,
    rank=8,
    cites=(art(65),),
    steps=(
        Step(
            code="carry_out_review",
            label="现场复查",
            source=(OPENED,),
            target=REVIEWED,
            by=_HANDLER,
            cites=(art(65), art(68), APL.art(42)),
            primary=True,
            fields=(
                *HANDLERS,
                ask.instant("reviewed_at", "复查时间"),
                ask.text("reviewed_paper", "被复查的文书文号", required=False),
                ask.table(
                    "review_results",
                    "逐项复查结果",
                    ask.number("item_no", "序号", minimum=1),
                    ask.text("description", "隐患内容", required=False, max_length=400),
                    ask.choice("result", "结果", *OUTCOMES),
                    ask.text("finding", "现场情况", max_length=400),
                ),
                ask.long("firm_opinion", "被复查单位意见", required=False),
                ask.choice("next_step", "没有整改的后续措施", *NEXT_STEPS, required=False),
                ask.OFFICERS,
            ),
            guards=(
                o.handlers_named,
                o.officers_are_handlers,
                g.review_is_past,
                g.only_known_hazards_reviewed,
                g.every_due_hazard_reviewed,
                g.follow_up_named,
            ),
            makes=("D05",),
        ),
        Step(
            code="serve_review",
            label="送达复查意见书",
            source=(REVIEWED,),
            target=ENDED,
            by=_HANDLER,
            handler_only=True,
            cites=(art(65), APL.art(61)),
            primary=True,
            fields=ask.SERVICE,
            guards=(p.two_certified_handlers, p.acting_officers_certified, n.left_service_witnessed),
            needs=(need("D05"),),
            makes=("D43",),
            serves=("D05",),
        ),
        Step(
            code="call_off_review",
            label="不再复查",
            source=(OPENED,),
            target=CALLED_OFF,
            by=("case_officer", "unit_head"),
            cites=(art(65),),
            fields=(ask.REASON,),
        ),
    ),
    clocks=(
        Clock(
            code="review_opinion",
            label="送达复查意见书",
            kind="limit",
            term=APL.term(7, art=61),
            starts_on=("carry_out_review",),
            start_field="reviewed_at",
            stops_on=("serve_review",),
            warn=(1,),
        ),
    ),
    gates=(Gate(document="D05", after=("carry_out_review",), cites=(art(65),)),),
    attach=(
        Attach(to="ordinary_penalty", step=_opening((art(65), APL.art(28)), ())),
        Attach(to="correction_order", step=_opening((art(65),), (correction_order.ORDERED,))),
        Attach(to="onsite_measure", step=_opening((art(65, 1, 3),), (onsite_measure.IN_FORCE,))),
    ),
)
