"""听证 (hearing), 《行政处罚法》第六十三条至第六十五条.

The statute fixes only two terms: five working days to ask, seven working days' notice. The others
are the bureau's own and stand as dated parameters.
"""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions.hearing_steps import holding, organising
from anjian.procedures.definitions.hearing_steps.states import CAPACITIES, OPENED
from anjian.procedures.spec import Clock, Procedure

__all__ = ["CAPACITIES", "HEARING"]

art = APL.art

HEARING = Procedure(
    code="hearing",
    label="听证",
    version="2021-07-15",
    opening=OPENED,
    halts_with_case=True,
    cites=(art(63), art(64)),
    steps=(*organising.STEPS, *holding.STEPS),
    clocks=(
        Clock(
            code="hearing_arranged",
            label="举行听证",
            kind="limit",
            parameter="hearing.arrange",
            cites=(art(64),),
            starts_on=("appoint_hearing", "postpone_hearing", "resume_hearing"),
            stops_on=("hold_hearing", "adjourn_hearing", "abandon_hearing", "withdraw_hearing"),
        ),
        Clock(
            code="hearing_adjourned",
            label="恢复听证",
            kind="limit",
            parameter="hearing.adjournment",
            cites=(art(64),),
            starts_on=("adjourn_hearing",),
            stops_on=("resume_hearing", "withdraw_hearing"),
        ),
        Clock(
            code="hearing_report",
            label="提交听证报告",
            kind="limit",
            parameter="hearing.report",
            cites=(art(65),),
            starts_on=("hold_hearing",),
            stops_on=("report_hearing",),
        ),
    ),
)
