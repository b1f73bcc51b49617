"""Handing over, leaving, sending, posting and entrusting a document (CPL arts 88–94)."""

from __future__ import annotations

from anjian.law.statutes import APL, CPL, ESL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import service as g
from anjian.procedures.definitions.service_steps.outcome import CAPACITIES, FAILURES
from anjian.procedures.definitions.service_steps.states import (
    ANY,
    CANCELLED,
    DELIVERED,
    ENTRUSTED,
    IN_HAND,
    POSTED,
    TRYING,
)
from anjian.procedures.spec import SAME, Step

art = APL.art
_HANDLER = ("case_officer",)
_TODAY = "today"

_SERVED_ON = ask.day("served_on", "送达日期", source=_TODAY, help="签收人在送达回证上签收之日。")
_RECORDING = ask.text("recording", "照片、录像编号", required=False)
_MANDATE = ask.text(
    "mandate", "代理、代收的凭据", required=False, help="代理人、代收人签收的，写明授权委托书、指定文书。"
)
_FAMILY = ask.yes_no(
    "adult_household", "已核实为同住的成年家属", required=False, help="由家属签收的，应当核实。"
)
_FAILURE = ask.choice("failure", "没有送达的原因", *FAILURES)
_EXPLANATION = ask.long("explanation", "经过", min_length=2)

RECORD_ATTEMPT = Step(
    code="record_attempt",
    label="登记未能送达",
    source=IN_HAND,
    target=TRYING,
    by=_HANDLER,
    handler_only=True,
    cites=(art(47), CPL.art(95, 2)),
    fields=(
        ask.choice(
            "method", "采用的方式", ("direct", "直接送达"), ("electronic", "电子送达"), default="direct"
        ),
        ask.instant("attempted_at", "时间", source="now"),
        ask.text("place", "地点", source="record_attempt.place|confirm_address.address|party.address"),
        _FAILURE,
        _EXPLANATION,
        _RECORDING,
        ask.text("witness", "见证人姓名、单位", required=False),
        ask.OFFICERS,
    ),
    guards=(p.acting_officers_certified, g.has_happened, g.after_the_paper, g.try_is_proved),
    help="每去一次登记一次；公告送达时以这些记录为依据。",
)

DELIVER = Step(
    code="deliver",
    label="直接送达",
    source=ANY,
    target=DELIVERED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), CPL.art(87), CPL.art(88)),
    primary=True,
    fields=(
        _SERVED_ON,
        ask.text("receiver", "签收人", source="deliver.receiver|party.head"),
        ask.choice("capacity", "签收人身份", *CAPACITIES, source="deliver.capacity"),
        _FAMILY,
        _MANDATE,
        ask.text("place", "送达地点", source="deliver.place|confirm_address.address|party.address"),
        _RECORDING,
        ask.OFFICERS,
    ),
    guards=(p.acting_officers_certified, g.not_served_yet, g.after_the_paper, g.receiver_may_sign),
    makes=("D43",),
    serves_subject=True,
)

LEAVE = Step(
    code="leave",
    label="留置送达",
    source=ANY,
    target=DELIVERED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), CPL.art(89)),
    fields=(
        ask.day("served_on", "留置日期", source=_TODAY),
        ask.text("refused_by", "拒收人姓名"),
        ask.choice("refuser", "拒收人身份", *CAPACITIES),
        ask.long("refusal_reason", "拒收事由", min_length=2, default="受送达人拒绝接收，未说明理由。"),
        ask.text("place", "留置地点", source="confirm_address.address|party.address"),
        ask.yes_no("at_domicile", "文书已留在受送达人的住所"),
        ask.text("witness", "见证人姓名", required=False),
        ask.text("witness_unit", "见证人单位", required=False, help="有关基层组织或者所在单位。"),
        _RECORDING,
        ask.OFFICERS,
    ),
    guards=(
        p.acting_officers_certified,
        g.not_served_yet,
        g.after_the_paper,
        g.refused_by_one_who_counts,
        g.left_at_home,
        g.leaving_is_witnessed,
    ),
    makes=("D43",),
    serves_subject=True,
)

CONFIRM_ADDRESS = Step(
    code="confirm_service_address",
    label="签订送达地址确认书",
    source=ANY,
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), CPL.art(90)),
    fields=(
        ask.text("address", "送达地址", source="party.address"),
        ask.text("phone", "联系电话", source="party.phone"),
        ask.yes_no("electronic_consent", "同意电子送达", default=False),
        ask.text("electronic_address", "电子送达地址", required=False),
    ),
    makes=("D44",),
)

SEND = Step(
    code="send_electronically",
    label="电子送达",
    source=IN_HAND,
    target=DELIVERED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), CPL.art(90), ESL.art(11)),
    fields=(
        ask.choice(
            "channel",
            "方式",
            ("电子邮件", "电子邮件"),
            ("传真", "传真"),
            ("短信", "短信"),
            ("送达平台", "送达平台"),
            ("即时通信", "即时通信"),
        ),
        ask.text(
            "address",
            "收件地址、号码",
            source="confirm_service_address.electronic_address|confirm_address.electronic_address",
        ),
        ask.instant("sent_at", "发出时间", source="now"),
        ask.instant("arrived_at", "系统显示到达受送达人特定系统的时间", help="送达日期为到达之日。"),
        ask.text("receipt_no", "系统回执编号", help="能够确认收悉的凭据。"),
        ask.OFFICERS,
    ),
    guards=(
        p.acting_officers_certified,
        g.not_served_yet,
        g.electronic_is_agreed,
        g.not_on_paper_only,
        g.handed_over_first,
        g.after_the_paper,
        g.has_happened,
        g.arrived_after_sent,
    ),
    makes=("D43",),
    serves_subject=True,
)

POST = Step(
    code="post",
    label="邮寄送达",
    source=IN_HAND,
    target=POSTED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), CPL.art(91)),
    fields=(
        ask.day("posted_on", "交寄日期", source=_TODAY),
        ask.text("tracking_no", "邮件号码"),
        ask.text("address", "收件地址", source="confirm_address.address|party.address"),
        ask.long("difficulty", "直接送达的困难", source="service.difficulty", required=False),
    ),
    guards=(g.handed_over_first, g.direct_is_difficult, g.after_the_paper),
)

POST_RECEIPT = Step(
    code="record_post_receipt",
    label="登记邮件签收",
    source=(POSTED,),
    target=DELIVERED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), CPL.art(91)),
    primary=True,
    fields=(
        ask.day("served_on", "回执注明的收件日期"),
        ask.text("receiver", "回执上的签收人", source="party.head"),
        ask.OFFICERS,
    ),
    guards=(p.acting_officers_certified, g.not_served_yet, g.after_the_paper, g.after_it_went_out),
    makes=("D43",),
    serves_subject=True,
)

ENTRUST = Step(
    code="entrust",
    label="委托（转交）送达",
    source=IN_HAND,
    target=ENTRUSTED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(26), art(61), CPL.art(91), CPL.art(92), CPL.art(93)),
    fields=(
        ask.choice(
            "via",
            "由谁送达",
            ("agency", "委托其他行政机关"),
            ("military", "部队团以上单位的政治机关转交"),
            ("prison", "监所转交"),
            ("education", "强制性教育机构转交"),
        ),
        ask.text("agency", "受委托（转交）单位"),
        ask.day("entrusted_on", "委托日期", source=_TODAY),
        ask.long("difficulty", "直接送达的困难", source="service.difficulty", required=False),
    ),
    guards=(g.handed_over_first, g.direct_is_difficult, g.fit_to_hand_on, g.after_the_paper),
)

ENTRUSTED_RECEIPT = Step(
    code="record_entrusted",
    label="登记委托（转交）签收",
    source=(ENTRUSTED,),
    target=DELIVERED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), CPL.art(91), CPL.art(94)),
    primary=True,
    fields=(
        ask.day("served_on", "送达回证上的签收日期"),
        ask.text("receiver", "签收人", source="party.head"),
        ask.choice("capacity", "签收人身份", *CAPACITIES),
        _FAMILY,
        _MANDATE,
        ask.text("place", "送达地点", required=False),
        ask.text("receipt_no", "寄回的送达回证编号", required=False),
        ask.OFFICERS,
    ),
    guards=(
        p.acting_officers_certified,
        g.not_served_yet,
        g.after_the_paper,
        g.after_it_went_out,
        g.receiver_may_sign,
    ),
    makes=("D43",),
    serves_subject=True,
)

RECORD_RETURN = Step(
    code="record_return",
    label="登记退回",
    source=(POSTED, ENTRUSTED),
    target=TRYING,
    by=_HANDLER,
    handler_only=True,
    cites=(art(47), CPL.art(95, 2)),
    fields=(
        ask.day("returned_on", "退回日期"),
        _FAILURE,
        _EXPLANATION,
        ask.text("recording", "退件、回执编号", help="退回的邮件、受委托单位的回复附卷。"),
    ),
    guards=(g.after_it_went_out,),
)

CANCEL = Step(
    code="cancel_service",
    label="不再送达",
    source=ANY,
    target=CANCELLED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61),),
    fields=(ask.REASON,),
    help="文书已经撤回、更正，或者在主程序中当场交付的。",
)

STEPS = (
    DELIVER,
    LEAVE,
    RECORD_ATTEMPT,
    SEND,
    POST,
    POST_RECEIPT,
    ENTRUST,
    ENTRUSTED_RECEIPT,
    RECORD_RETURN,
    CONFIRM_ADDRESS,
    CANCEL,
)
