"""What happens on the spot: telling, hearing, deciding, handing over, reporting to the bureau."""

from __future__ import annotations

from anjian.law.statutes import APL, ARL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import cash
from anjian.procedures.definitions.guards import decision as d
from anjian.procedures.definitions.guards import filing as f
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import summary as g
from anjian.procedures.definitions.ordinary.states import DECIDED, EXECUTING, NO_PENALTY
from anjian.procedures.definitions.summary_steps.states import DELIVERED, HEARD, OPENED, TOLD, TURNED
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Step, make, need

art = APL.art
_OFFICERS = ("case_officer",)


def _unit(facts: CaseFacts, _inputs: Inputs) -> bool:
    return facts.party_kind == "unit"


def _person(facts: CaseFacts, _inputs: Inputs) -> bool:
    return facts.party_kind == "person"


TELL = Step(
    code="tell_summary",
    label="现场告知",
    source=(OPENED, TOLD, HEARD),
    target=TOLD,
    by=_OFFICERS,
    cites=(art(51), art(52), art(44), art(42)),
    primary=True,
    fields=(
        ask.people(
            "handlers",
            "现场执法人员",
            minimum=2,
            cites=(art(42),),
            sets="handlers",
            source="reckon.actor",
            help="不得少于两人，均应持有有效的行政执法证件。",
        ),
        ask.yes_no("no_conflict", "执法人员与当事人没有利害关系", sets="no_conflict", default=True),
        ask.yes_no("certificates_shown", "已出示执法证件", default=True),
        ask.instant("found_at", "发现时间", source="reckon.now"),
        ask.day("conduct_on", "违法行为发生日期", sets="conduct_on", source="reckon.today"),
        ask.text("spot_place", "违法地点", source="party.address"),
        ask.text("told_to", "现场负责人或者当事人", source="party.head"),
        ask.long("facts", "违法事实", min_length=10, source="case.title"),
        ask.yes_no("facts_certain", "违法事实确凿，没有需要调查的事项", default=True),
        ask.text("evidence_note", "现场证据", default="现场检查记录、照片。"),
        ask.yes_no("warning", "警告", default=True),
        ask.yuan("fine_amount", "罚款金额（元）", default="0", help="个人不超过二百元，单位不超过三千元。"),
        ask.yes_no(
            "rights_told",
            "已告知拟处罚的内容、事实、理由、依据，以及陈述、申辩和申请回避的权利",
            default=True,
        ),
    ),
    guards=(
        p.competent_bureau,
        p.in_territory,
        p.at_least_two_named,
        p.named_not_recused,
        g.actor_is_on_site,
        g.actor_is_certified,
        g.conduct_has_basis,
        f.conduct_dates_in_order,
        f.no_second_fine,
        g.certificate_shown_on_spot,
        g.facts_are_certain,
        g.summary_has_penalty,
        g.within_summary_limit,
        g.told_on_spot,
        g.not_decided_yet,
    ),
    help="出示证件、当面告知。超过限额或者事实还要调查的，转为普通程序。",
)

HEAR = Step(
    code="hear_summary",
    label="听取陈述申辩",
    source=(TOLD,),
    target=HEARD,
    by=_OFFICERS,
    handler_only=True,
    cites=(art(45), art(62)),
    primary=True,
    fields=(
        ask.choice(
            "attitude",
            "当事人的意见",
            ("none", "没有意见，表示认可"),
            ("defends", "提出陈述申辩"),
            ("refuses", "拒绝表态"),
            default="none",
        ),
        ask.table(
            "points",
            "陈述申辩意见",
            ask.long("point", "意见"),
            ask.choice("adopted", "是否采纳", ("yes", "采纳"), ("partly", "部分采纳"), ("no", "不采纳")),
            ask.long("reply", "复核情况和理由"),
            required=False,
            min_rows=0,
        ),
        ask.choice(
            "outcome",
            "复核结论",
            ("keep", "维持告知的内容"),
            ("lighter", "从轻"),
            ("drop", "意见成立，不按告知处罚"),
            default="keep",
        ),
    ),
    guards=(p.two_certified_handlers, g.spot_points_answered, g.accepted_points_followed),
    help="当事人没有意见的，直接提交。",
)

DECIDE = Step(
    code="decide_summary",
    label="当场作出处罚决定",
    source=(HEARD,),
    target=DECIDED,
    by=_OFFICERS,
    handler_only=True,
    cites=(art(51), art(52)),
    primary=True,
    fields=(
        ask.yes_no("warning", "警告", default=True, source="tell_summary.warning"),
        ask.yuan("fine_amount", "罚款金额（元）", default="0", source="tell_summary.fine_amount"),
        ask.choice("pay_by", "罚款的履行方式", *cash.PAY_BY, default="bank"),
        ask.choice("collection_ground", "当场收缴的情形", *cash.CASH_GROUNDS, required=False),
        ask.text(
            "receipt_no", "罚款票据号", required=False, help="当场收缴的，填写财政部门统一制发的票据号。"
        ),
        ask.OFFICERS,
    ),
    guards=(
        p.competent_bureau,
        p.two_certified_handlers,
        p.acting_officers_certified,
        p.handlers_free_of_conflict,
        g.party_heard_on_spot,
        g.defence_left_a_penalty,
        g.summary_has_penalty,
        g.within_summary_limit,
        g.not_above_told,
        g.no_kind_untold,
        cash.cash_planned_lawfully,
        f.not_time_barred,
        f.no_second_fine,
    ),
    makes=(make("D24", _unit, "当事人为单位"), make("D25", _person, "当事人为个人")),
    help="生成编有号码的当场处罚决定书，由两名执法人员签名后制发。",
)

DELIVER = Step(
    code="deliver_summary",
    label="当场交付决定书",
    source=(DECIDED,),
    target=DELIVERED,
    by=_OFFICERS,
    handler_only=True,
    cites=(art(52), ARL.art(20), ARL.art(23)),
    primary=True,
    fields=(
        ask.day("served_on", "交付日期", source="reckon.today"),
        ask.text("place", "交付地点", source="tell_summary.spot_place"),
        ask.text("receiver", "收件人", source="tell_summary.told_to"),
        ask.choice(
            "method",
            "签收情况",
            ("direct", "当面交付，当事人签收"),
            ("left", "当事人拒绝签收，已在决定书上注明"),
            default="direct",
        ),
        ask.text("refusal_note", "拒绝签收的情况", required=False),
        ask.text("witness", "见证人或者录像编号", required=False, help="拒绝签收的填写。"),
        ask.yes_no("remedy_told", "已告知先申请行政复议、后起诉的途径和期限", default=True),
        ask.OFFICERS,
    ),
    guards=(
        p.acting_officers_certified,
        g.spot_paper_complete,
        g.spot_paper_amount_right,
        g.spot_paper_numbered,
        g.spot_paper_signed,
        g.delivered_on_the_spot,
        g.refusal_is_noted,
        g.reconsideration_first_told,
    ),
    needs=(need("D24", "D25"),),
    serves=("D24", "D25"),
)

RECORD = Step(
    code="record_summary",
    label="报本机关备案",
    source=(DELIVERED,),
    target=EXECUTING,
    by=("unit_head", "case_manager"),
    cites=(art(52),),
    primary=True,
    fields=(
        ask.day("recorded_on", "备案日期", source="reckon.today"),
        ask.text("decision_no", "决定书文号", source="reckon.spot_no"),
        ask.long("opinion", "备案意见", default="予以备案。"),
    ),
    guards=(g.recorder_is_not_officer, g.recorded_number_right),
    help="当场作出的处罚决定应当报所属行政机关备案。",
)

SPARE = Step(
    code="spare_summary",
    label="当场不予处罚",
    source=(TOLD, HEARD),
    target=NO_PENALTY,
    by=_OFFICERS,
    handler_only=True,
    cites=(art(33), art(45)),
    fields=(
        ask.choice(
            "ground",
            "不予处罚的理由",
            ("minor_corrected", "轻微并及时改正，没有造成危害后果"),
            ("first_time", "初次违法且危害后果轻微并及时改正"),
            ("no_fault", "当事人有证据足以证明没有主观过错"),
            ("facts_not_established", "违法事实不能成立"),
        ),
        ask.long("reasons", "事实和理由", min_length=5),
        ask.long("education", "教育情况", required=False),
    ),
    guards=(p.two_certified_handlers, d.education_given),
    makes=("D61a",),
)

TURN = Step(
    code="turn_ordinary",
    label="转为普通程序",
    source=(OPENED, TOLD, HEARD),
    target=TURNED,
    by=("case_officer", "unit_head"),
    cites=(art(51), art(54)),
    fields=(
        ask.choice(
            "ground",
            "转为普通程序的原因",
            ("over_limit", "拟处罚超过当场处罚的限额或者种类"),
            ("facts_uncertain", "违法事实需要进一步调查"),
            ("disputed", "当事人的意见需要核实"),
            ("not_on_spot", "不能当场交付决定书"),
            ("other", "其他不宜当场处罚的情形"),
        ),
        ask.REASON,
    ),
    guards=(g.not_decided_yet,),
    becomes="ordinary_penalty",
    help="同一案卷转入普通程序，从呈请立案开始；现场材料作为线索和证据保留。",
)

STEPS = (TELL, HEAR, DECIDE, DELIVER, RECORD, SPARE, TURN)
