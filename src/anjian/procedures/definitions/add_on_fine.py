"""加处罚款 (add-on for late payment), 《行政处罚法》第七十二、七十三条, 《行政强制法》第四十五、四十六条.

Three per cent of the fine for each late day, told in the decision, never above the fine itself; the days
of review and suit are not counted. After thirty days and a demand the bureau, which cannot enforce by
itself, hands the matter to the court.
"""

from __future__ import annotations

from anjian.law.statutes import ACL, APL, ARL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import add_on as g
from anjian.procedures.definitions.guards import execution as e
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.ordinary.states import IN_EXECUTION
from anjian.procedures.spec import SAME, Attach, Clock, Gate, Procedure, State, Step, need

art = APL.art
_HANDLER = ("case_officer",)

OPENED = State("add_on_opened", "拟加处", "execution")
PROPOSED = State("add_on_proposed", "待批准", "execution")
DECIDED = State("add_on_decided", "已决定", "execution")
RUNNING = State("add_on_running", "加处中", "execution")
ENDED = State("add_on_ended", "已办结", "execution", terminal=True)
REFUSED = State("add_on_refused", "未批准", "execution", terminal=True, side=True)

_OPEN = Step(
    code="open_add_on",
    label="启动加处罚款",
    source=IN_EXECUTION,
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(72), ACL.art(45)),
    fields=(
        ask.yes_no("rate_stated", "处罚决定书已写明逾期每日加处百分之三的标准"),
        ask.long("reason", "逾期不缴的情况", min_length=5),
    ),
    guards=(e.payment_overdue, e.no_review_pending, g.no_add_on_open, g.add_on_rate_told, g.fine_is_late),
    opens="add_on_fine",
)

ADD_ON_FINE = Procedure(
    code="add_on_fine",
    label="加处罚款",
    version="2021-07-15",
    opening=OPENED,
    cites=(art(72), art(73), ACL.art(45), ACL.art(46)),
    attach=(Attach(to="ordinary_penalty", step=_OPEN), Attach(to="summary_penalty", step=_OPEN)),
    steps=(
        Step(
            code="propose_add_on",
            label="呈请加处罚款",
            source=(OPENED,),
            target=PROPOSED,
            by=_HANDLER,
            handler_only=True,
            cites=(art(72), art(73)),
            primary=True,
            fields=(
                ask.yuan("base_amount", "尚未缴纳的罚款（元）", source="reckon.unpaid"),
                ask.day("from_on", "加处起始日", source="reckon.late_from"),
                ask.day("to_on", "加处截止日", source="reckon.today"),
                ask.number(
                    "excluded_days",
                    "复议、诉讼期间不计算的日数",
                    minimum=0,
                    default=0,
                    source="reckon.late_excluded",
                ),
                ask.number("days", "加处日数", minimum=1, source="reckon.late_days"),
                ask.yuan("added_amount", "加处罚款（元）", source="reckon.add_on"),
            ),
            guards=(
                p.two_certified_handlers,
                e.no_review_pending,
                g.add_on_days_right,
                g.add_on_not_above_fine,
            ),
            makes=("D40",),
        ),
        Step(
            code="decide_add_on",
            label="决定加处罚款",
            source=(PROPOSED,),
            target=DECIDED,
            by=("agency_leader", "agency_head"),
            cites=(art(72), ACL.art(45)),
            primary=True,
            fields=(
                ask.number("days", "加处日数", minimum=1, source="propose_add_on.days"),
                ask.yuan("added_amount", "加处罚款（元）", source="propose_add_on.added_amount"),
                ask.opinion(),
            ),
            guards=(
                p.approver_is_not_handler,
                p.in_own_name,
                e.no_review_pending,
                g.add_on_not_above_fine,
                g.add_on_as_proposed,
            ),
        ),
        Step(
            code="refuse_add_on",
            label="不批准加处罚款",
            # Paid or fallen before it is proposed: what was opened must come to an end.
            source=(OPENED, PROPOSED),
            target=REFUSED,
            by=("agency_leader", "agency_head"),
            cites=(art(72),),
            fields=(ask.REASON,),
        ),
        Step(
            code="serve_add_on",
            label="送达加处罚款决定书",
            source=(DECIDED,),
            target=RUNNING,
            by=_HANDLER,
            handler_only=True,
            cites=(art(61), art(72), ACL.art(45)),
            primary=True,
            fields=ask.SERVICE,
            guards=(
                p.acting_officers_certified,
                g.add_on_paper_right,
                n.electronic_service_agreed,
                n.left_service_witnessed,
                n.announcement_last_resort,
            ),
            needs=(need("D40"),),
            makes=("D43",),
            serves=("D40",),
        ),
        Step(
            code="settle_add_on",
            label="办结加处罚款",
            source=(RUNNING,),
            target=ENDED,
            by=_HANDLER,
            handler_only=True,
            cites=(art(72), ACL.art(40), ACL.art(42), ACL.art(46)),
            primary=True,
            fields=(
                ask.choice(
                    "outcome",
                    "结果",
                    ("paid", "罚款和加处罚款已经缴清"),
                    ("court", "已满三十日并催告，一并申请法院强制执行"),
                    ("remitted", "签订执行协议，减免加处罚款"),
                    ("quashed", "处罚决定被撤销"),
                    ("ended", "本案执行已经终结"),
                ),
                ask.text("agreement", "执行协议编号", required=False),
                ask.long("note", "说明", required=False),
            ),
            guards=(
                g.add_on_paid,
                g.add_on_thirty_days_over,
                g.remission_has_agreement,
                g.add_on_quashed,
                g.enforcement_has_ended,
            ),
        ),
    ),
    clocks=(
        Clock(
            code="add_on_thirty",
            label="加处罚款满三十日",
            kind="wait",
            term=ACL.term(30, art=46, kind="wait"),
            starts_on=("serve_add_on",),
            start_field="served_on",
            stops_on=("settle_add_on",),
            warn=(),
        ),
        Clock(
            code="add_on_reconsideration",
            label="对加处罚款申请行政复议",
            kind="wait",
            term=ARL.term(60, art=20, kind="wait"),
            starts_on=("serve_add_on",),
            start_field="served_on",
            stops_on=("settle_add_on",),
            warn=(),
        ),
    ),
    gates=(Gate(document="D40", after=("decide_add_on",), cites=(art(72), ACL.art(45))),),
)
