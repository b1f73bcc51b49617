"""From the application to the measure: approval first, or the emergency with approval made up."""

from __future__ import annotations

from anjian.law.statutes import ACL, APL, DCS, WSL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import opening as o
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import seizure as g
from anjian.procedures.definitions.opening import HANDLERS
from anjian.procedures.definitions.seizure_steps.states import (
    APPLIED,
    APPROVED,
    DECIDED,
    EMERGENCY,
    OPENED,
    REFUSED,
    SEIZED,
)
from anjian.procedures.spec import SAME, Step, need

art = ACL.art
POWER = (WSL.art(65, 1, 4), DCS.art(8, 1, 5))
_HANDLER = ("case_officer",)
_LEADERS = ("agency_leader", "agency_head")

ITEMS = ask.table(
    "items",
    "查封扣押清单",
    ask.text("name", "名称"),
    ask.text("spec", "规格型号", required=False),
    ask.text("quantity", "数量"),
    ask.text("state", "状态", required=False),
    ask.text("place", "所在位置", required=False),
    ask.choice("kind", "类别", ("goods", "财物"), ("facility", "设施"), ("site", "场所")),
    ask.choice("measure", "措施", ("seal", "查封"), ("detain", "扣押")),
    ask.yes_no("related", "与违法行为有关", required=False),
    ask.yes_no("necessity", "属于个人及其所扶养家属的生活必需品", required=False),
    ask.yes_no("seized_elsewhere", "已被其他国家机关查封", required=False),
    cites=(art(24),),
)
GROUND = (
    ask.choice(
        "power",
        "法律依据",
        ("wsl", "《安全生产法》第六十五条第一款第四项"),
        ("dcs", "《危险化学品安全法》第八条第一款第五项"),
    ),
    ask.long(
        "reason",
        "查封扣押的理由",
        min_length=10,
        help="写明不符合哪项国家标准、行业标准，或者违法生产、储存、使用、经营、运输危险物品的事实。",
    ),
    ITEMS,
    ask.number("period_days", "期限（日）", default=30, minimum=1),
)
ON_THE_SPOT = (
    ask.instant("carried_out_at", "实施时间"),
    ask.yes_no("party_called", "已通知当事人到场"),
    ask.yes_no("certificates_shown", "已出示执法身份证件"),
    ask.yes_no("rights_told", "已当场告知理由、依据、权利和救济途径"),
    ask.long("defence", "当事人陈述申辩", required=False, help="没有意见的写“当事人表示没有意见”。"),
    ask.choice(
        "presence",
        "现场笔录签名",
        ("signed", "当事人签名"),
        ("refused", "当事人拒绝签名"),
        ("absent", "当事人不到场，由见证人签名"),
    ),
    ask.text("refusal_note", "拒绝签名的注明", required=False),
    ask.text("onlooker", "见证人", required=False),
    ask.number("list_copies", "清单份数", default=2),
    ask.text("keeper", "保管人"),
    ask.text("kept_at", "保管地点", source="party.address"),
    ask.choice(
        "way",
        "保管方式",
        ("on_site", "就地封存"),
        ("moved", "移至本机关保管场所"),
        ("third_party", "委托第三人保管"),
        help="保管费用由本机关承担；不得使用或者损毁。",
    ),
    ask.text("seal_nos", "封条编号", required=False),
    ask.text("recording", "全程录像编号", required=False),
)
_PROPER_PROPERTY = (
    g.only_related_property,
    g.no_daily_necessities,
    g.no_double_seizure,
    g.only_goods_are_detained,
    g.period_within_thirty_days,
    g.basis_in_force,
)
_PROPER_MANNER = (
    g.party_called,
    g.certificates_shown_on_spot,
    g.reasons_and_rights_told,
    g.heard_on_spot,
    g.record_signed_on_spot,
    g.list_in_two_copies,
    g.third_party_keeps_only_sealed,
)
APPLY = Step(
    code="apply_seizure",
    label="呈请查封扣押",
    source=(OPENED,),
    target=APPLIED,
    by=_HANDLER,
    cites=(*POWER, art(18)),
    primary=True,
    fields=(*HANDLERS, *GROUND),
    guards=(o.handlers_named, o.never_delegated, *_PROPER_PROPERTY),
    makes=("D06",),
)
APPROVE = Step(
    code="approve_seizure",
    label="批准查封扣押",
    source=(APPLIED,),
    target=APPROVED,
    by=_LEADERS,
    cites=(art(18), *POWER),
    primary=True,
    fields=(ask.opinion(),),
    guards=(o.never_delegated, p.approver_is_not_handler, g.principal_head_for_chemicals),
    needs=(need("D06", status="approved"),),
    makes=("D07", "D07a"),
)
REFUSE = Step(
    code="refuse_seizure",
    label="不批准查封扣押",
    source=(APPLIED, APPROVED),
    target=REFUSED,
    by=_LEADERS,
    cites=(art(16), art(18)),
    fields=(ask.REASON,),
    help="违法行为情节显著轻微或者没有明显社会危害的，可以不采取行政强制措施。",
)
CARRY_OUT = Step(
    code="carry_out_seizure",
    label="实施查封扣押",
    source=(APPROVED,),
    target=SEIZED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(18), art(24), APL.art(42)),
    primary=True,
    fields=(*ON_THE_SPOT, *ask.SERVICE),
    guards=(
        o.never_delegated,
        p.two_certified_handlers,
        p.acting_officers_certified,
        g.after_approval,
        *_PROPER_MANNER,
        n.left_service_witnessed,
    ),
    needs=(need("D07"), need("D07a")),
    makes=("D43",),
    serves=("D07", "D07a"),
    help="决定书和清单当场交付。",
)
EMERGENCY_STEP = Step(
    code="seize_emergency",
    label="紧急情况当场实施",
    source=(OPENED,),
    target=EMERGENCY,
    by=_HANDLER,
    cites=(art(19), art(18), *POWER),
    fields=(
        *HANDLERS,
        *GROUND,
        ask.long("urgency", "紧急情形", cites=(art(19),)),
        *ON_THE_SPOT,
        ask.OFFICERS,
    ),
    guards=(
        o.handlers_named,
        o.officers_are_handlers,
        o.never_delegated,
        g.emergency_explained,
        g.carried_out_already,
        *_PROPER_PROPERTY,
        *_PROPER_MANNER,
    ),
    makes=("D06", "D07", "D07a"),
    help="二十四小时内向机关负责人报告并补办批准手续。",
)
REPORT_EMERGENCY = Step(
    code="report_emergency",
    label="报告紧急实施情况",
    source=(EMERGENCY,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(19),),
    primary=True,
    fields=(
        ask.instant("reported_at", "报告时间"),
        ask.text("reported_to", "接受报告的负责人"),
        ask.choice(
            "manner", "方式", ("phone", "电话"), ("oral", "当面"), ("written", "书面"), ("online", "系统")
        ),
    ),
)
DELIVER = Step(
    code="serve_seizure",
    label="交付决定书和清单",
    source=(EMERGENCY, SEIZED),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(24), art(18)),
    fields=ask.SERVICE,
    guards=(p.acting_officers_certified, n.left_service_witnessed),
    needs=(need("D07"), need("D07a")),
    makes=("D43",),
    serves=("D07", "D07a"),
)
APPROVE_EMERGENCY = Step(
    code="approve_emergency",
    label="补办批准",
    source=(EMERGENCY,),
    target=SEIZED,
    by=_LEADERS,
    cites=(art(19), *POWER),
    fields=(ask.opinion(),),
    guards=(
        o.never_delegated,
        p.approver_is_not_handler,
        g.principal_head_for_chemicals,
        g.emergency_reported,
        g.within_twenty_four_hours,
    ),
    needs=(need("D06", status="approved"), need("D07", status="served"), need("D07a", status="served")),
)
LIFT_EMERGENCY = Step(
    code="lift_emergency",
    label="不予补批，立即解除",
    source=(EMERGENCY,),
    target=DECIDED,
    by=_LEADERS,
    cites=(art(19),),
    fields=(ask.REASON,),
    guards=(p.approver_is_not_handler,),
    makes=("D09",),
    help="机关负责人认为不应当采取的，或者二十四小时内没有补办批准的，立即解除。",
)

STEPS = (
    APPLY,
    APPROVE,
    REFUSE,
    CARRY_OUT,
    EMERGENCY_STEP,
    REPORT_EMERGENCY,
    DELIVER,
    APPROVE_EMERGENCY,
    LIFT_EMERGENCY,
)
