"""停止供电、停止供应民用爆炸物品 (cutting off power or explosives), 《安全生产法》第七十条.

It makes a firm obey a stop order that it refuses to obey. The principal head approves; power is cut a
day after the firm was told, unless production safety is in urgent danger. 《电子签名法》第三条 keeps
electronic signatures away from papers that stop public utilities: a paper original is kept.
"""

from __future__ import annotations

from dataclasses import replace

from anjian.law.statutes import ACL, APL, ESL, WSL
from anjian.law.terms import Kind
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import opening as o
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import stop_supply as g
from anjian.procedures.definitions.opening import HANDLERS
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import SAME, Attach, Clock, Gate, Inputs, Procedure, State, Step, need

art = WSL.art
_HANDLER = ("case_officer",)
_LEADERS = ("agency_leader", "agency_head")

OPENED = State("supply_opened", "拟实施", "investigation")
APPLIED = State("supply_applied", "待批准", "investigation")
APPROVED = State("supply_approved", "已批准", "investigation")
NOTIFIED = State("supply_notified", "已通知生产经营单位", "investigation")
CUT = State("supply_cut", "停止供应中", "execution")
COMPLIED = State("supply_complied", "拟恢复供应", "execution")
RESTORING = State("supply_restoring", "已决定恢复", "execution")
RESTORED = State("supply_restored", "已恢复供应", "execution", terminal=True)
NOT_DONE = State("supply_not_done", "未实施", "investigation", terminal=True, side=True)

PAPER = ask.text(
    "paper_original",
    "纸质原件及保管位置",
    cites=(ESL.art(3),),
    help="停止供电等公用事业服务的文书不适用电子签名，须打印、签名、盖章并保存纸质原件。",
)


def _told_ahead(facts: CaseFacts, _inputs: Inputs) -> bool:
    return g.must_tell_ahead(facts)


STEPS = (
    Step(
        code="apply_stop_supply",
        label="呈请停止供应",
        source=(OPENED,),
        target=APPLIED,
        by=_HANDLER,
        cites=(art(70),),
        primary=True,
        fields=(
            *HANDLERS,
            ask.choice("supply", "停止供应的对象", ("power", "电力"), ("explosives", "民用爆炸物品")),
            ask.text("order_no", "停产停业、停止施工、停止使用决定的文号"),
            ask.day("order_served_on", "该决定的送达日期"),
            ask.yes_no("major_hazard", "存在重大事故隐患"),
            ask.long("hazard", "重大事故隐患和判定依据", min_length=10),
            ask.yes_no("refused", "生产经营单位拒不执行"),
            ask.long("refusal", "拒不执行的事实和证据", min_length=10),
            ask.yes_no("danger", "有发生生产安全事故的现实危险"),
            ask.yes_no("safe", "停止供应能够保证安全"),
            ask.long("safety_plan", "保证安全的措施", min_length=5),
            ask.yes_no("households", "涉及居民生活用电", default=False, cites=(ACL.art(43),)),
            ask.text("supplier", "供应单位"),
            ask.text("scope", "停止供应的地点和范围", source="party.address"),
            ask.yes_no("urgent", "有危及生产安全的紧急情形", default=False),
            ask.long("urgency", "紧急情形", required=False),
        ),
        guards=(
            o.handlers_named,
            o.never_delegated,
            g.major_hazard_found,
            g.stop_order_served,
            g.order_refused,
            g.real_danger,
            g.safe_to_cut,
            g.households_spared,
            g.urgency_explained,
        ),
        makes=("D06",),
    ),
    Step(
        code="approve_stop_supply",
        label="批准停止供应",
        source=(APPLIED,),
        target=APPROVED,
        by=_LEADERS,
        cites=(art(70),),
        primary=True,
        fields=(ask.opinion(),),
        guards=(o.never_delegated, g.principal_head_approves, p.approver_is_not_handler),
        needs=(need("D06", status="approved"),),
        makes=("D21", "D20"),
    ),
    Step(
        code="refuse_stop_supply",
        label="不批准停止供应",
        source=(APPLIED,),
        target=NOT_DONE,
        by=_LEADERS,
        cites=(art(70),),
        fields=(ask.REASON,),
    ),
    Step(
        code="notify_firm",
        label="通知生产经营单位",
        source=(APPROVED,),
        target=NOTIFIED,
        by=_HANDLER,
        handler_only=True,
        cites=(art(70, 2), ESL.art(3)),
        primary=True,
        fields=(
            ask.instant("notified_at", "通知时间", source="reckon.cut_told_at"),
            ask.instant("begins_at", "停止供应的时间", source="reckon.cut_begins_at"),
            PAPER,
            *ask.SERVICE,
        ),
        guards=(
            p.two_certified_handlers,
            p.acting_officers_certified,
            n.left_service_witnessed,
            g.told_a_day_ahead,
        ),
        needs=(need("D21"),),
        makes=("D43",),
        serves=("D21",),
    ),
    Step(
        code="instruct_supplier",
        label="通知供应单位停止供应",
        source=(APPROVED, NOTIFIED),
        target=CUT,
        by=_HANDLER,
        handler_only=True,
        cites=(art(70), ESL.art(3)),
        primary=True,
        fields=(
            ask.yes_no("still_refusing", "生产经营单位仍不执行决定"),
            ask.instant("cut_at", "停止供应时间"),
            PAPER,
            *ask.SERVICE,
        ),
        guards=(
            o.never_delegated,
            p.two_certified_handlers,
            p.acting_officers_certified,
            n.left_service_witnessed,
            g.hour_of_the_cut_has_come,
            g.still_refusing,
        ),
        needs=(need("D20"),),
        makes=("D43",),
        serves=("D20",),
        help="收件人为供应单位；供应单位应当予以配合。",
    ),
    Step(
        code="record_supplier_reply",
        label="登记供应单位执行情况",
        source=(CUT,),
        target=SAME,
        by=("case_officer", "case_manager"),
        cites=(art(70),),
        fields=(ask.yes_no("carried_out", "已经停止供应"), ask.long("reply", "执行情况", min_length=2)),
    ),
    Step(
        code="call_off",
        label="不再停止供应",
        source=(APPROVED, NOTIFIED),
        target=NOT_DONE,
        by=("case_officer", *_LEADERS),
        cites=(art(70, 2),),
        fields=(ask.REASON,),
        help="生产经营单位已经执行决定、消除隐患的，不得再停止供应。",
    ),
    Step(
        code="record_compliance",
        label="呈请恢复供应",
        source=(CUT,),
        target=COMPLIED,
        by=_HANDLER,
        handler_only=True,
        cites=(art(70, 2),),
        primary=True,
        fields=(
            ask.yes_no("hazard_removed", "已履行决定并消除事故隐患"),
            ask.choice(
                "ground",
                "恢复供应的理由",
                ("complied", "依法履行决定、消除隐患"),
                ("order_quashed", "停产停业等决定被撤销、变更"),
                ("unlawful", "发现本措施不应当采取"),
            ),
            ask.long("proof", "复查或者核实情况", min_length=5),
            ask.day("complied_on", "履行或者核实日期"),
        ),
        guards=(g.ground_to_restore,),
    ),
    Step(
        code="decide_restoration",
        label="决定恢复供应",
        source=(CUT, COMPLIED),
        target=RESTORING,
        by=_LEADERS,
        cites=(art(70, 2),),
        primary=True,
        fields=(ask.opinion(),),
        guards=(p.approver_is_not_handler,),
        makes=("D22",),
    ),
    Step(
        code="serve_restoration",
        label="通知恢复供应",
        source=(RESTORING,),
        target=RESTORED,
        by=_HANDLER,
        handler_only=True,
        cites=(art(70, 2), ESL.art(3)),
        primary=True,
        fields=(ask.instant("restored_at", "恢复供应时间"), PAPER, *ask.SERVICE),
        guards=(p.acting_officers_certified, n.left_service_witnessed),
        needs=(need("D22"),),
        makes=("D43",),
        serves=("D22",),
        help="同时通知供应单位和生产经营单位。",
    ),
)

STOP_SUPPLY = Procedure(
    code="stop_supply",
    label="停止供电、停止供应民用爆炸物品",
    version="2021-09-01",
    opening=OPENED,
    standalone=True,
    rank=5,
    cites=(art(70), ACL.art(17)),
    steps=STEPS,
    clocks=(
        Clock(
            code="supply_notice",
            label="提前二十四小时通知",
            kind="wait",
            term=replace(WSL.hours(24, art=70, paragraph=2), kind=Kind.WAIT),
            starts_on=("notify_firm",),
            start_field="notified_at",
            stops_on=("instruct_supplier", "call_off"),
            warn=(),
            when=_told_ahead,
            condition="停止供电且没有紧急情形",
        ),
        Clock(
            code="supply_restoration",
            label="及时恢复供应",
            kind="limit",
            parameter="restoration.period",
            cites=(art(70, 2),),
            starts_on=("record_compliance",),
            start_field="complied_on",
            stops_on=("serve_restoration",),
            warn=(0,),
        ),
    ),
    gates=(
        Gate(document="D20", after=("approve_stop_supply",), cites=(art(70),)),
        Gate(document="D21", after=("approve_stop_supply",), cites=(art(70),)),
        Gate(document="D22", after=("decide_restoration",), cites=(art(70, 2),)),
    ),
    attach=(
        Attach(
            to="ordinary_penalty",
            step=Step(
                code="open_stop_supply",
                label="启动停止供应",
                source=(),
                target=SAME,
                by=_HANDLER,
                handler_only=True,
                cites=(art(70), APL.art(42)),
                fields=(ask.long("cause", "需要停止供应的情况", min_length=5),),
                guards=(o.never_delegated, p.two_certified_handlers),
                opens="stop_supply",
            ),
        ),
    ),
)
