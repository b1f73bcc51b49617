"""补正 (correction of clerical errors) of documents that were issued.

Only slips of the pen: a wrong character, a telephone number, a date that everybody sees is mistaken. What
touches amount, kind, party, fact, basis or remedy is no slip and must be done again. The statute has no
article of its own on correction; the terms of service are those of the decision (art. 61).
"""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import correction as g
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.ordinary.states import (
    AFTER_NOTICE,
    AFTER_SERVICE,
    CLOSED,
    DECIDED,
    NO_PENALTY,
    PERFORMED,
)
from anjian.procedures.definitions.summary_steps.states import DELIVERED
from anjian.procedures.spec import SAME, Attach, Clock, Gate, Procedure, State, Step, need

art = APL.art
_HANDLER = ("case_officer",)

OPENED = State("correction_opened", "拟补正", "decision")
PROPOSED = State("correction_proposed", "待批准", "decision")
APPROVED = State("correction_approved", "已批准", "decision")
ENDED = State("correction_served", "已补正", "decision", terminal=True)
REFUSED = State("correction_refused", "未批准", "decision", terminal=True, side=True)


def _open(*source: State) -> Step:
    return Step(
        code="open_clerical_correction",
        label="启动文书补正",
        source=source,
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(art(59), art(47)),
        fields=(ask.long("reason", "发现笔误的情况", min_length=5),),
        guards=(g.no_correction_open,),
        opens="correction",
    )


CORRECTION = Procedure(
    code="correction",
    label="文书补正",
    version="2021-07-15",
    opening=OPENED,
    cites=(art(59), art(44)),
    attach=(
        Attach(
            to="ordinary_penalty",
            step=_open(*AFTER_NOTICE, DECIDED, *AFTER_SERVICE, PERFORMED, NO_PENALTY, CLOSED),
        ),
        Attach(to="summary_penalty", step=_open(DELIVERED, *AFTER_SERVICE[1:], PERFORMED, CLOSED)),
    ),
    steps=(
        Step(
            code="propose_correction",
            label="呈请补正",
            source=(OPENED,),
            target=PROPOSED,
            by=_HANDLER,
            handler_only=True,
            cites=(art(59), art(44)),
            primary=True,
            fields=(
                ask.text("paper_no", "需补正的文书文号", help="已经制发的文书的文号。"),
                ask.text("paper_name", "文书名称", default="行政处罚决定书"),
                ask.day("paper_on", "文书日期"),
                ask.table(
                    "corrections",
                    "补正内容",
                    ask.text("place", "位置"),
                    ask.choice("kind", "差错类别", *g.SLIPS, *g.SUBSTANCE.items()),
                    ask.text("wrong", "原文"),
                    ask.text("right", "更正为"),
                ),
                ask.long("reason", "差错原因", min_length=5),
                ask.yes_no("no_substance", "不改变原决定的实质内容"),
            ),
            guards=(
                g.paper_to_correct,
                g.correction_is_clerical,
                g.correction_leaves_substance,
                g.correction_changes_words,
            ),
            makes=("D63",),
            help="数额、种类、当事人、事实、依据、救济途径有错误的，不能补正，应当重作。",
        ),
        Step(
            code="approve_correction",
            label="批准补正",
            source=(PROPOSED,),
            target=APPROVED,
            by=("agency_leader", "agency_head"),
            cites=(art(59),),
            primary=True,
            fields=(ask.opinion(),),
            guards=(p.approver_is_not_handler, p.in_own_name),
            needs=(need("D63", status="approved"),),
        ),
        Step(
            code="refuse_correction",
            label="不批准补正",
            # A paper that is withdrawn in the meantime needs no correction any more.
            source=(OPENED, PROPOSED),
            target=REFUSED,
            by=("agency_leader", "agency_head"),
            cites=(art(59),),
            fields=(ask.REASON,),
        ),
        Step(
            code="serve_correction",
            label="送达补正通知书",
            source=(APPROVED,),
            target=ENDED,
            by=_HANDLER,
            handler_only=True,
            cites=(art(61),),
            primary=True,
            fields=ask.SERVICE,
            guards=(
                p.acting_officers_certified,
                g.correction_paper_names_paper,
                n.electronic_service_agreed,
                n.left_service_witnessed,
                n.announcement_last_resort,
            ),
            needs=(need("D63"),),
            makes=("D43",),
            serves=("D63",),
        ),
    ),
    clocks=(
        Clock(
            code="correction_service",
            label="送达补正通知书",
            kind="limit",
            term=APL.term(7, art=61),
            starts_on=("approve_correction",),
            stops_on=("serve_correction",),
        ),
    ),
    gates=(Gate(document="D63", after=("approve_correction",), cites=(art(59),)),),
)
