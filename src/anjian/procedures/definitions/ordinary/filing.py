"""From the lead to the filing, 《行政处罚法》第五十四条."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import filing as g
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.ordinary.states import DISMISSED, FILED, LEAD, PRE_FILING
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import SAME, Inputs, Step, make, need

art = APL.art

SOURCES: tuple[tuple[str, str], ...] = (
    ("inspection", "监督检查发现"),
    ("report", "举报投诉"),
    ("transfer", "其他机关移送"),
    ("assigned", "上级交办"),
    ("accident", "事故调查"),
    ("media", "媒体披露"),
    ("petition", "信访"),
)

DISMISSAL_GROUNDS: tuple[tuple[str, str], ...] = (
    ("no_conduct", "没有违法事实"),
    ("time_barred", "已超过追究时效"),
    ("no_power", "不属于本机关管辖"),
    ("filed_elsewhere", "其他机关已先立案"),
    ("already_fined", "同一行为已经处罚"),
)


def _not_filed(facts: CaseFacts, _inputs: Inputs) -> bool:
    """The approval form names the handlers, so that none of them approves it."""
    return facts.filed_on is None


ACCEPT_LEAD = Step(
    code="accept_lead",
    label="受理线索并呈请立案",
    source=(LEAD,),
    target=PRE_FILING,
    by=("case_officer", "unit_head"),
    cites=(art(54), art(39)),
    primary=True,
    fields=(
        ask.choice("lead_source", "线索来源", *SOURCES, sets="lead_source", source="case.source"),
        ask.text("source_no", "来源编号", required=False, help="检查记录、举报登记或者移送书的编号。"),
        ask.day("found_on", "发现日期", sets="found_on"),
        ask.day("conduct_on", "违法行为发生日期", sets="conduct_on"),
        ask.day(
            "conduct_ended_on",
            "违法行为终了日期",
            required=False,
            sets="conduct_ended_on",
            help="行为有连续或者继续状态的填写；仍在继续的填发现日期。",
        ),
        ask.yes_no("harm_to_life", "涉及公民生命健康安全且有危害后果", default=False, sets="harm_to_life"),
        ask.long("summary", "主要情况", min_length=10, sets="summary"),
        ask.people(
            "handlers",
            "拟定承办人",
            minimum=2,
            cites=(art(42),),
            sets="handlers",
            help="不得少于两人，均应持有有效的行政执法证件。",
        ),
        ask.yes_no("no_conflict", "承办人已逐人声明与本案没有利害关系", sets="no_conflict"),
    ),
    guards=(p.at_least_two_named, p.named_not_recused, g.conduct_dates_in_order),
    makes=("D10",),
    help="登记来源和基本事实，拟定两名承办人，生成《立案审批表》。",
)

NAME_HANDLERS = Step(
    code="change_handlers",
    label="变更承办人",
    source=(PRE_FILING, FILED),
    target=SAME,
    by=("unit_head", "agency_leader"),
    cites=(art(42), art(43)),
    fields=(
        ask.people(
            "handlers", "新的承办人", minimum=2, cites=(art(42),), sets="handlers", source="case.handlers"
        ),
        ask.yes_no("no_conflict", "承办人已逐人声明与本案没有利害关系", sets="no_conflict"),
        ask.REASON,
    ),
    guards=(p.at_least_two_named, p.named_not_recused),
    makes=(make("D10", _not_filed, "尚未批准立案"),),
    replaces=("D10",),
    help="立案前变更的，重新拟制《立案审批表》，原表撤回。",
)

FILE = Step(
    code="file",
    label="批准立案",
    source=(PRE_FILING,),
    target=FILED,
    by=("agency_leader", "agency_head"),
    cites=(art(54), art(39)),
    primary=True,
    fields=(ask.opinion(),),
    guards=(
        p.competent_bureau,
        p.in_own_name,
        p.in_territory,
        g.party_identified,
        g.conduct_named,
        g.not_time_barred,
        g.not_filed_elsewhere,
        g.not_fined_before,
        p.two_certified_handlers,
        p.handlers_free_of_conflict,
        p.approver_is_not_handler,
    ),
    needs=(need("D10", status="approved"),),
    help="九十日办案期限自今日起算。",
)

DISMISS = Step(
    code="dismiss",
    label="不予立案",
    source=(LEAD, PRE_FILING),
    target=DISMISSED,
    by=("unit_head", "agency_leader"),
    cites=(art(54), art(36)),
    fields=(
        ask.choice("ground", "不予立案的理由", *DISMISSAL_GROUNDS),
        ask.long("explanation", "说明", min_length=5),
    ),
    help="线索不符合立案标准时使用；符合标准而不立案的要承担责任。",
)

STEPS = (ACCEPT_LEAD, FILE, NAME_HANDLERS, DISMISS)
