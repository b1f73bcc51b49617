"""Service, publication, payment, demand and petition of the supplementary decision."""

from __future__ import annotations

from anjian.law.statutes import ACL, APL, WSL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.daily_fine_steps.states import (
    COURT,
    DECIDED,
    DUNNED,
    ENDED,
    SERVED,
    UNPAID,
)
from anjian.procedures.definitions.guards import daily_fine as g
from anjian.procedures.definitions.guards import execution as e
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards.add_on import enforcement_has_ended
from anjian.procedures.definitions.guards.ending import published_masked
from anjian.procedures.spec import SAME, Step, need

art = APL.art
_HANDLER = ("case_officer",)
_SERVED = (
    p.acting_officers_certified,
    n.electronic_service_agreed,
    n.left_service_witnessed,
    n.announcement_last_resort,
)


STEPS = (
    Step(
        code="serve_daily",
        label="送达按日连续处罚决定书",
        source=(DECIDED,),
        target=SERVED,
        by=_HANDLER,
        handler_only=True,
        cites=(art(61),),
        primary=True,
        fields=ask.SERVICE,
        guards=_SERVED,
        needs=(need("D64"),),
        makes=("D43",),
        serves=("D64",),
    ),
    Step(
        code="publish_daily",
        label="公开按日连续处罚决定",
        source=(DECIDED, *UNPAID),
        target=SAME,
        by=("case_officer", "case_manager"),
        cites=(WSL.art(78), art(48)),
        fields=(
            ask.day("published_on", "公开日期"),
            ask.text("site", "公开平台"),
            ask.yes_no("masked", "已隐去个人信息和商业秘密"),
        ),
        guards=(published_masked,),
    ),
    Step(
        code="record_daily_payment",
        label="登记缴款（按日处罚）",
        source=UNPAID,
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(art(67), art(74)),
        fields=(
            ask.day("paid_on", "缴款日期"),
            ask.yuan("paid_amount", "缴款金额（元）", source="reckon.daily_owed"),
            ask.choice("channel", "缴款渠道", ("bank", "指定银行"), ("electronic", "电子支付系统")),
            ask.text("receipt_no", "票据号码"),
        ),
        guards=(e.paid_through_bank, g.daily_not_overpaid),
    ),
    Step(
        code="draft_daily_demand",
        label="拟制催告书（按日处罚）",
        source=(SERVED,),
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(ACL.art(35), ACL.art(54)),
        fields=(ask.yuan("unpaid_amount", "尚未缴纳的罚款（元）", source="reckon.daily_owed"),),
        guards=(g.daily_payment_overdue, e.no_review_pending),
        makes=("D45",),
    ),
    Step(
        code="serve_daily_demand",
        label="送达催告书（按日处罚）",
        source=(SERVED,),
        target=DUNNED,
        by=_HANDLER,
        handler_only=True,
        cites=(ACL.art(38), ACL.art(54)),
        fields=ask.SERVICE,
        guards=(*_SERVED, g.daily_payment_overdue),
        needs=(need("D45"),),
        makes=("D43",),
        serves=("D45",),
    ),
    Step(
        code="draft_daily_petition",
        label="拟制强制执行申请书（按日处罚）",
        source=(DUNNED,),
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(ACL.art(55),),
        guards=(g.daily_demand_over,),
        makes=("D46",),
    ),
    Step(
        code="petition_daily",
        label="申请法院强制执行（按日处罚）",
        source=(DUNNED,),
        target=COURT,
        by=("agency_head",),
        cites=(ACL.art(53), ACL.art(54)),
        fields=(ask.text("court", "人民法院"), ask.day("filed_on", "申请日期")),
        guards=(g.daily_demand_over, g.daily_remedies_over, e.no_review_pending),
        needs=(need("D46"),),
    ),
    Step(
        code="settle_daily",
        label="办结按日连续处罚",
        source=UNPAID,
        target=ENDED,
        by=_HANDLER,
        handler_only=True,
        cites=(art(66), art(74), ACL.art(40)),
        primary=True,
        fields=(
            ask.choice(
                "outcome",
                "结果",
                ("paid", "已经缴清"),
                ("court", "已申请法院强制执行"),
                ("quashed", "决定被撤销"),
                ("ended", "本案执行已经终结"),
            ),
            ask.long("note", "说明", required=False),
        ),
        guards=(g.daily_settled, enforcement_has_ended),
    ),
)
