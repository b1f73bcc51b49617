"""简易程序 (penalty on the spot), 《行政处罚法》第五章第二节 and articles 67 to 71.

Version 2021-07-15: the statute as in force since that day, with its limits of two hundred yuan for a
citizen and three thousand for a unit (dated parameters `summary.person`, `summary.unit`). Against a
decision made on the spot reconsideration comes before the court (《行政复议法》第二十三条). What cannot
be decided on the spot goes on in the same file as an ordinary procedure. Carrying out, closing and
archive are those of the ordinary procedure.
"""

from __future__ import annotations

from dataclasses import replace

from anjian.law.statutes import APL, ARL
from anjian.procedures.definitions.guards import cash as owing
from anjian.procedures.definitions.guards import summary as g
from anjian.procedures.definitions.ordinary import court, decision, execution, exits, investigation
from anjian.procedures.definitions.ordinary.clocks import (
    ARCHIVING,
    COURT_CLOCKS,
    DEMAND,
    INSTALMENT,
    PAYMENT,
    PETITION,
    PUBLICATION,
    PUBLICATION_WITHDRAWN,
    RECONSIDERATION,
    SUIT_AFTER_REVIEW,
)
from anjian.procedures.definitions.ordinary.states import CLOSED, DECIDED, IN_EXECUTION, PERFORMED, TERMINATED
from anjian.procedures.definitions.summary_steps import cash, spot
from anjian.procedures.definitions.summary_steps.states import AFTER_DELIVERY, DELIVERED, ENDED, OPENED
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Clock, Gate, Inputs, Procedure, State, Step

art = APL.art


def _still_owed(facts: CaseFacts, _inputs: Inputs) -> bool:
    return owing.spot_owed(facts) > 0


def _from(step: Step, *states: State) -> Step:
    """A step of the ordinary procedure, taken from the states that this one has."""
    return replace(step, source=states)


def _here(step: Step) -> Step:
    """A step of carrying out, as it stands after a penalty on the spot."""
    if step is court.REMEDY:
        # Against a penalty on the spot there is no suit before the reconsideration.
        guards = (*step.guards, g.reconsideration_came_first)
        return replace(
            step, source=(*AFTER_DELIVERY, PERFORMED), cites=(*step.cites, ARL.art(23)), guards=guards
        )
    if step is court.REMEDY_RESULT:
        return _from(step, *AFTER_DELIVERY, PERFORMED)
    return step


_CARRYING_OUT = tuple(_here(step) for step in execution.CARRYING_OUT)

SUMMARY_PENALTY = Procedure(
    code="summary_penalty",
    label="行政处罚简易程序",
    version="2021-07-15",
    opening=OPENED,
    standalone=True,
    rank=2,
    cites=(art(51), art(52), art(53)),
    steps=(
        *spot.STEPS,
        *cash.STEPS,
        _from(investigation.CHANGE_HANDLERS, DECIDED, *AFTER_DELIVERY, *ENDED),
        _from(decision.PUBLISH, DECIDED, *AFTER_DELIVERY, PERFORMED, CLOSED),
        *_CARRYING_OUT,
        _from(execution.REFUND, *AFTER_DELIVERY, PERFORMED, TERMINATED),
        _from(execution.WITHDRAW_PUBLICATION, *AFTER_DELIVERY, PERFORMED, TERMINATED, CLOSED),
        _from(exits.REQUEST_STOP, DELIVERED, *IN_EXECUTION),
        _from(exits.TERMINATE, DELIVERED, *IN_EXECUTION),
        _from(exits.TELL_STOPPED, TERMINATED),
        replace(
            execution.REQUEST_CLOSING,
            source=ENDED,
            guards=(*execution.REQUEST_CLOSING.guards, owing.cash_handed_in),
        ),
        _from(execution.CLOSE, *ENDED),
        execution.ARCHIVE,
    ),
    clocks=(
        Clock(
            code="summary_report",
            label="当场处罚报备",
            kind="limit",
            parameter="summary.report",
            cites=(art(52),),
            starts_on=("decide_summary",),
            stops_on=("record_summary",),
            warn=(2, 1),
        ),
        *cash.CLOCKS,
        replace(PUBLICATION, starts_on=("decide_summary",)),
        replace(
            PAYMENT,
            starts_on=("deliver_summary",),
            start_field="served_on",
            when=_still_owed,
            condition="处以罚款",
        ),
        replace(RECONSIDERATION, starts_on=("deliver_summary",), start_field="served_on"),
        SUIT_AFTER_REVIEW,
        INSTALMENT,
        DEMAND,
        PETITION,
        PUBLICATION_WITHDRAWN,
        *COURT_CLOCKS,
        ARCHIVING,
    ),
    gates=(
        Gate(document="D24", after=("decide_summary",), cites=(art(51), art(52))),
        Gate(document="D25", after=("decide_summary",), cites=(art(51), art(52))),
        Gate(document="D42", after=("approve_deferral",), cites=(art(66),)),
    ),
)
