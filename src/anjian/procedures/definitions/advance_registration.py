"""先行登记保存 (advance registration of evidence), 《行政处罚法》第五十六条.

Approved by a head of the bureau before it is done; in urgency with a head's word by telephone and the
written approval within hours (a dated parameter, the statute is silent). Each item gets an outcome within
seven working days, or the measure lapses and everything goes back.
"""

from __future__ import annotations

from anjian.law.statutes import ACL, APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import registration as g
from anjian.procedures.spec import SAME, Clock, Gate, Procedure, State, Step, need

art = APL.art

OPENED = State("registration_opened", "拟申请", "investigation")
APPLIED = State("registration_applied", "待批准", "investigation")
APPROVED = State("registration_approved", "已批准", "investigation")
URGENT = State("registered_urgently", "紧急登记，待补办批准", "investigation")
LATE_APPROVED = State("registration_late_approved", "已补办，待送达", "investigation")
RELEASE_DUE = State("registration_release_due", "须退还", "investigation")
REGISTERED = State("registered", "登记保存中", "investigation")
DISPOSED = State("registration_disposed", "已决定处理", "investigation")
ENDED = State("registration_ended", "处理完毕", "investigation", terminal=True)
REFUSED = State("registration_refused", "未批准", "investigation", terminal=True, side=True)
LAPSED = State("registration_lapsed", "失效、已退还", "investigation", terminal=True, side=True)

OUTCOMES = (
    ("keep_copy", "复制后退还"),
    ("return", "退还"),
    ("appraise", "送交鉴定"),
    ("seize", "依法查封、扣押"),
    ("confiscate", "依法没收"),
    ("transfer", "移送有关机关"),
    ("lost", "已经毁损、灭失"),
)
_HANDLER = ("case_officer",)
_LEADERS = ("agency_leader", "agency_head")

WHAT = (
    ask.long("reason", "证据可能灭失或者以后难以取得的情况", min_length=5, source="open_registration.reason"),
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
)
_DUTY = ask.yes_no("duty_told", "已告知保存人不得销毁、转移")

BEFORE = (
    Step(
        code="apply_registration",
        label="呈请先行登记保存",
        source=(OPENED,),
        target=APPLIED,
        by=_HANDLER,
        handler_only=True,
        cites=(art(56),),
        primary=True,
        fields=WHAT,
        guards=(p.two_certified_handlers, g.items_listed),
        makes=("D16",),
    ),
    Step(
        code="approve_registration",
        label="批准先行登记保存",
        source=(APPLIED,),
        target=APPROVED,
        by=_LEADERS,
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
        by=_LEADERS,
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
        fields=(*ask.SERVICE, _DUTY, ask.text("seal_nos", "封条编号", required=False)),
        guards=(
            p.two_certified_handlers,
            p.acting_officers_certified,
            g.keeper_knows_the_duty,
            n.left_service_witnessed,
        ),
        needs=(need("D17"),),
        makes=("D43",),
        serves=("D17",),
    ),
)

URGENTLY = (
    Step(
        code="register_urgently",
        label="紧急先行登记保存",
        source=(OPENED,),
        target=URGENT,
        by=_HANDLER,
        handler_only=True,
        cites=(art(56), art(42)),
        fields=(
            ask.long("urgency", "来不及事先书面批准的情况", min_length=5),
            ask.one("agreed_by", "口头同意的机关负责人"),
            ask.instant("agreed_at", "同意的时间"),
            ask.instant("acted_at", "实施的时间"),
            ask.day("served_on", "登记保存日期", source="today"),
            *WHAT,
            _DUTY,
            ask.OFFICERS,
        ),
        guards=(
            p.two_certified_handlers,
            p.acting_officers_certified,
            g.items_listed,
            g.leader_agreed_before,
            g.keeper_knows_the_duty,
        ),
        makes=("D16",),
        help="限于等待书面批准证据即会灭失的情形；须在期限内补办书面批准，七个工作日自实施之日起算。",
    ),
    Step(
        code="approve_urgent",
        label="补办批准",
        source=(URGENT,),
        target=LATE_APPROVED,
        by=_LEADERS,
        cites=(art(56),),
        primary=True,
        fields=(ask.opinion(),),
        guards=(p.approver_is_not_handler, p.in_own_name, g.within_makeup),
        needs=(need("D16", status="approved"),),
        makes=("D17",),
    ),
    Step(
        code="refuse_urgent",
        label="不予补办",
        source=(URGENT,),
        target=RELEASE_DUE,
        by=_LEADERS,
        cites=(art(56),),
        fields=(ask.REASON,),
    ),
    Step(
        code="serve_late_notice",
        label="送达登记保存通知书",
        source=(LATE_APPROVED,),
        target=REGISTERED,
        by=_HANDLER,
        handler_only=True,
        cites=(art(56), art(42)),
        primary=True,
        fields=ask.SERVICE,
        guards=(p.acting_officers_certified, n.left_service_witnessed),
        needs=(need("D17"),),
        makes=("D43",),
        serves=("D17",),
    ),
)

AFTER = (
    Step(
        code="record_loss",
        label="登记毁损、灭失",
        source=(URGENT, LATE_APPROVED, REGISTERED, DISPOSED, RELEASE_DUE),
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(art(56), ACL.art(26)),
        fields=(
            ask.day("found_on", "发现日期", source="today"),
            ask.table(
                "lost",
                "毁损、灭失的物品",
                ask.text("name", "名称"),
                ask.text("what", "毁损、灭失的情况"),
                ask.text("cause", "原因"),
            ),
            ask.choice(
                "answerable",
                "由谁负责",
                ("party", "当事人或者有关人员销毁、转移"),
                ("bureau", "本机关保管不善，依法赔偿"),
                ("third", "受委托保管的第三人，本机关先行赔付"),
                ("nobody", "不可抗力等"),
            ),
            ask.long("remedy", "处理意见", min_length=2),
        ),
        guards=(g.lost_items_are_listed,),
        help="查封、扣押财物的保管责任为《行政强制法》第二十六条，登记保存参照。",
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
                ask.text("quantity", "数量", required=False),
                ask.choice("outcome", "处理", *OUTCOMES),
                ask.text("reason", "理由、去向", required=False),
                source="apply_registration.items|register_urgently.items",
            ),
        ),
        guards=(
            g.within_seven_days,
            g.every_item_disposed,
            g.outcomes_have_reasons,
            g.confiscation_is_decided,
        ),
        makes=("D18",),
    ),
    Step(
        code="dispose_registration",
        label="作出处理决定",
        source=(REGISTERED,),
        target=DISPOSED,
        by=_LEADERS,
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
        source=(URGENT, LATE_APPROVED, REGISTERED, RELEASE_DUE),
        target=LAPSED,
        by=("case_officer", "unit_head"),
        cites=(art(56),),
        fields=(
            ask.long("returned", "退还情况", min_length=2),
            ask.day("returned_on", "退还日期", source="today"),
            ask.text("receiver", "领取人", source="party.head"),
            ask.yes_no("all_returned", "清单所列物品已经全部退还（毁损、灭失的已经登记）"),
        ),
        guards=(g.seven_days_over, g.everything_returned),
        help="期满没有作出处理决定、没有补办批准的，登记保存失效，立即退还。",
    ),
)

ADVANCE_REGISTRATION = Procedure(
    code="advance_registration",
    label="先行登记保存",
    version="2021-07-15",
    opening=OPENED,
    cites=(art(56),),
    steps=(*BEFORE, *URGENTLY, *AFTER),
    clocks=(
        Clock(
            code="registration",
            label="先行登记保存处理",
            kind="limit",
            term=APL.term(7, art=56),
            starts_on=("carry_out_registration", "register_urgently"),
            start_field="served_on",
            stops_on=("dispose_registration", "lapse_registration"),
        ),
        Clock(
            code="registration_makeup",
            label="补办先行登记保存批准",
            kind="limit",
            parameter="registration.makeup",
            cites=(art(56),),
            starts_on=("register_urgently",),
            start_field="acted_at",
            stops_on=("approve_urgent", "refuse_urgent", "lapse_registration"),
        ),
    ),
    gates=(
        Gate(document="D17", after=("approve_registration", "approve_urgent"), cites=(art(56),)),
        Gate(document="D19", after=("dispose_registration",), cites=(art(56),)),
    ),
)
