"""先行登记保存 (advance registration of evidence), 《行政处罚法》第五十六条."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import registration as g
from anjian.procedures.spec import SAME, Clock, Gate, Procedure, State, Step, need

art = APL.art

OPENED = State("registration_opened", "拟申请", "investigation")
APPLIED = State("registration_applied", "待批准", "investigation")
APPROVED = State("registration_approved", "已批准", "investigation")
REGISTERED = State("registered", "登记保存中", "investigation")
DISPOSED = State("registration_disposed", "已决定处理", "investigation")
ENDED = State("registration_ended", "处理完毕", "investigation", terminal=True)
REFUSED = State("registration_refused", "未批准", "investigation", terminal=True, side=True)
LAPSED = State("registration_lapsed", "逾期失效", "investigation", terminal=True, side=True)

OUTCOMES = (
    ("keep_copy", "复制后退还"),
    ("return", "退还"),
    ("appraise", "送交鉴定"),
    ("seize", "依法查封、扣押"),
    ("confiscate", "依法没收"),
    ("transfer", "移送有关机关"),
)
_HANDLER = ("case_officer",)

ADVANCE_REGISTRATION = Procedure(
    code="advance_registration",
    label="先行登记保存",
    version="2021-07-15",
    opening=OPENED,
    cites=(art(56),),
    steps=(
        Step(
            code="apply_registration",
            label="呈请先行登记保存",
            source=(OPENED,),
            target=APPLIED,
            by=_HANDLER,
            handler_only=True,
            cites=(art(56),),
            primary=True,
            fields=(
                ask.long("reason", "证据可能灭失或者以后难以取得的情况", min_length=5),
                ask.table(
                    "items",
                    "物品清单",
                    ask.text("name", "名称"),
                    ask.text("spec", "规格型号", required=False),
                    ask.text("quantity", "数量"),
                    ask.text("state", "状态", required=False),
                ),
                ask.text("keeper", "保存人"),
                ask.text("place", "保存地点", source="party.address"),
                ask.choice("way", "保存方式", ("on_site", "就地保存"), ("elsewhere", "异地保存")),
            ),
            guards=(p.two_certified_handlers, g.items_listed),
            makes=("D16",),
        ),
        Step(
            code="approve_registration",
            label="批准先行登记保存",
            source=(APPLIED,),
            target=APPROVED,
            by=("agency_leader", "agency_head"),
            cites=(art(56),),
            primary=True,
            fields=(ask.opinion(),),
            guards=(p.approver_is_not_handler, p.in_own_name),
            needs=(need("D16", status="approved"),),
            makes=("D17",),
        ),
        Step(
            code="refuse_registration",
            label="不批准先行登记保存",
            source=(APPLIED,),
            target=REFUSED,
            by=("agency_leader", "agency_head"),
            cites=(art(56),),
            fields=(ask.REASON,),
        ),
        Step(
            code="carry_out_registration",
            label="实施先行登记保存",
            source=(APPROVED,),
            target=REGISTERED,
            by=_HANDLER,
            handler_only=True,
            cites=(art(56), art(42)),
            primary=True,
            fields=(*ask.SERVICE, ask.text("seal_nos", "封条编号", required=False)),
            guards=(p.two_certified_handlers, p.acting_officers_certified, n.left_service_witnessed),
            needs=(need("D17"),),
            makes=("D43",),
            serves=("D17",),
        ),
        Step(
            code="propose_disposal",
            label="呈请处理",
            source=(REGISTERED,),
            target=SAME,
            by=_HANDLER,
            handler_only=True,
            cites=(art(56),),
            primary=True,
            fields=(
                ask.table(
                    "outcomes",
                    "逐项处理意见",
                    ask.text("name", "名称"),
                    ask.choice("outcome", "处理", *OUTCOMES),
                    ask.text("note", "说明", required=False),
                    source="apply_registration.items",
                ),
            ),
            guards=(g.within_seven_days, g.every_item_disposed),
            makes=("D18",),
        ),
        Step(
            code="dispose_registration",
            label="作出处理决定",
            source=(REGISTERED,),
            target=DISPOSED,
            by=("agency_leader", "agency_head"),
            cites=(art(56),),
            primary=True,
            fields=(ask.opinion(),),
            guards=(p.approver_is_not_handler, p.in_own_name, g.within_seven_days),
            needs=(need("D18", status="approved"),),
            makes=("D19",),
        ),
        Step(
            code="serve_disposal",
            label="送达处理决定",
            source=(DISPOSED,),
            target=ENDED,
            by=_HANDLER,
            handler_only=True,
            cites=(art(56), art(61)),
            primary=True,
            fields=ask.SERVICE,
            guards=(p.acting_officers_certified, n.left_service_witnessed),
            needs=(need("D19"),),
            makes=("D43",),
            serves=("D19",),
        ),
        Step(
            code="lapse_registration",
            label="登记失效并退还",
            source=(REGISTERED,),
            target=LAPSED,
            by=("case_officer", "unit_head"),
            cites=(art(56),),
            fields=(ask.long("returned", "退还情况", min_length=2),),
            guards=(g.seven_days_over,),
        ),
    ),
    clocks=(
        Clock(
            code="registration",
            label="先行登记保存处理",
            kind="limit",
            term=APL.term(7, art=56),
            starts_on=("carry_out_registration",),
            start_field="served_on",
            stops_on=("dispose_registration", "lapse_registration"),
        ),
    ),
    gates=(
        Gate(document="D17", after=("approve_registration",), cites=(art(56),)),
        Gate(document="D19", after=("dispose_registration",), cites=(art(56),)),
    ),
)
