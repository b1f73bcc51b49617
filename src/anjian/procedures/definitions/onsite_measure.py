"""现场处理措施 (measures on site), 《安全生产法》第六十五条第一款第三项.

Hazards are to be removed at once. Where a major hazard makes work unsafe, people are withdrawn, work is
suspended or equipment stands still, until a review has found the hazard removed and resuming is approved.
"""

from __future__ import annotations

from anjian.law.statutes import APL, PC, WSL
from anjian.procedures.definitions import correction_order as order
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import hazards as g
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import opening as o
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.opening import HANDLERS, without_record
from anjian.procedures.spec import SAME, Attach, Clock, Procedure, State, Step, make, need

art = WSL.art
_POWER = art(65, 1, 3)
_HANDLER = ("case_officer",)
_HEADS = ("unit_head", "agency_leader", "agency_head")

OPENED = State("measure_opened", "拟采取措施", "investigation")
DECIDED = State("measure_decided", "待送达", "investigation")
IN_FORCE = State("measure_in_force", "措施执行中", "investigation")
LIFTED = State("measure_lifted", "已同意恢复", "closing", terminal=True)
WITHDRAWN = State("measure_withdrawn", "已撤销", "closing", terminal=True, side=True)

MEASURES = (
    ("correct", "当场予以纠正"),
    ("remove", "责令立即排除事故隐患"),
    ("evacuate", "责令从危险区域内撤出作业人员"),
    ("suspend", "责令暂时停产停业"),
    ("stop_building", "责令暂时停止建设、施工"),
    ("stop_use", "责令暂时停止使用相关设施、设备"),
)

STEPS = (
    Step(
        code="decide_measure",
        label="决定现场处理措施",
        source=(OPENED,),
        target=DECIDED,
        by=_HANDLER,
        cites=(_POWER,),
        primary=True,
        fields=(
            *HANDLERS,
            ask.instant("found_at", "检查时间"),
            ask.text("place", "地点"),
            order.HAZARDS,
            ask.long("major_ground", "重大事故隐患的判定依据", required=False),
            ask.table(
                "measures",
                "措施",
                ask.choice("measure", "措施", *MEASURES),
                ask.text("object", "具体部位、设施、设备或者作业"),
                ask.text("detail", "当事人应当怎样做", required=False, max_length=400),
            ),
            ask.day("until_on", "停产停业、停止使用的期限至", required=False, not_after_today=False),
        ),
        guards=(
            o.handlers_named,
            g.hazards_numbered,
            g.due_dates_ahead,
            g.measure_is_precise,
            g.stopping_needs_major_hazard,
            g.measure_not_too_long,
        ),
        makes=(make("D02", without_record("D02"), "尚无现场检查记录"), "D03"),
        help="措施的内容和期限要明确、可行，拒不执行的才能依法追究。",
    ),
    Step(
        code="serve_measure",
        label="送达现场处理措施决定书",
        source=(DECIDED,),
        target=IN_FORCE,
        by=_HANDLER,
        handler_only=True,
        cites=(_POWER, APL.art(61)),
        primary=True,
        fields=ask.SERVICE,
        guards=(p.two_certified_handlers, p.acting_officers_certified, n.left_service_witnessed),
        needs=(need("D03"),),
        makes=("D43",),
        serves=("D03",),
    ),
    Step(
        code="drop_measure",
        label="不再采取措施",
        source=(OPENED, DECIDED),
        target=WITHDRAWN,
        by=("case_officer", *_HEADS),
        cites=(_POWER,),
        fields=(ask.REASON,),
    ),
    Step(
        code="record_refusal_to_obey",
        label="登记拒不执行",
        source=(IN_FORCE,),
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(art(70), PC.art(134, sub=1)),
        fields=(
            ask.instant("seen_at", "核实时间"),
            ask.long("disobedience", "拒不执行的事实和证据", min_length=10),
            ask.long("excuse", "当事人的说明", required=False),
            ask.choice(
                "next_step",
                "后续措施",
                ("penalty", "依法立案处罚"),
                ("stop_supply", "停止供电、停止供应民用爆炸物品"),
                ("crime", "涉嫌危险作业罪，移送公安机关"),
            ),
        ),
        guards=(p.two_certified_handlers,),
    ),
    Step(
        code="request_resumption",
        label="登记恢复申请",
        source=(IN_FORCE,),
        target=SAME,
        by=("case_officer", "case_manager"),
        cites=(_POWER,),
        primary=True,
        fields=(ask.day("requested_on", "申请日期"), ask.long("statement", "隐患排除情况", min_length=5)),
    ),
    Step(
        code="approve_resumption",
        label="审查同意恢复",
        source=(IN_FORCE,),
        target=LIFTED,
        by=_HEADS,
        cites=(_POWER,),
        primary=True,
        fields=(ask.opinion(),),
        guards=(p.approver_is_not_handler, g.resumption_asked, g.measure_reviewed),
        needs=(need("D05"),),
        help="重大事故隐患排除后，经审查同意，方可恢复生产经营和使用。",
    ),
    Step(
        code="refuse_resumption",
        label="审查不同意恢复",
        source=(IN_FORCE,),
        target=SAME,
        by=_HEADS,
        cites=(_POWER,),
        fields=(ask.REASON,),
        guards=(p.approver_is_not_handler, g.resumption_asked),
    ),
    Step(
        code="withdraw_measure",
        label="撤销措施",
        source=(IN_FORCE,),
        target=WITHDRAWN,
        by=("agency_leader", "agency_head"),
        cites=(_POWER, APL.art(75)),
        fields=(ask.REASON,),
        guards=(p.approver_is_not_handler,),
    ),
)

ONSITE_MEASURE = Procedure(
    code="onsite_measure",
    label="现场处理措施",
    version="2021-09-01",
    opening=OPENED,
    standalone=True,
    rank=7,
    cites=(_POWER,),
    steps=STEPS,
    clocks=(
        Clock(
            code="resumption_review",
            label="恢复申请审查",
            kind="limit",
            parameter="reinspection.period",
            cites=(_POWER,),
            starts_on=("request_resumption",),
            start_field="requested_on",
            stops_on=("approve_resumption", "refuse_resumption", "withdraw_measure"),
            warn=(5, 1),
        ),
        Clock(
            code="measure",
            label="停产停业、停止使用的最长期限",
            kind="limit",
            parameter="measure.longest",
            cites=(_POWER,),
            starts_on=("serve_measure",),
            start_field="served_on",
            stops_on=("approve_resumption", "withdraw_measure"),
            warn=(30, 10, 3),
        ),
    ),
    attach=(
        Attach(
            to="ordinary_penalty",
            step=Step(
                code="open_measure",
                label="启动现场处理措施",
                source=(),
                target=SAME,
                by=_HANDLER,
                cites=(_POWER,),
                fields=(ask.long("cause", "现场情况", min_length=5),),
                opens="onsite_measure",
            ),
        ),
    ),
)
