"""查封、扣押 (sealing and detention), 《行政强制法》第十六条至第二十八条.

Powers: 《安全生产法》第六十五条第一款第四项; for dangerous chemicals 《危险化学品安全法》第八条第一款第五项,
which asks for the principal head. A file of its own after an inspection, or a part of a penalty case.
The thirty days are a ceiling on a power and do not roll over a holiday; days of testing that were
fixed and told in writing are left out.
"""

from __future__ import annotations

from anjian.law.statutes import ACL, WSL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import opening as o
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.seizure_steps import imposing, keeping, settling
from anjian.procedures.definitions.seizure_steps.states import OPENED
from anjian.procedures.spec import SAME, Attach, Clock, Gate, Procedure, Step

art = ACL.art

SEIZURE = Procedure(
    code="seizure",
    label="查封扣押",
    version="2021-09-01",
    opening=OPENED,
    standalone=True,
    rank=4,
    cites=(WSL.art(65), art(18), art(22)),
    steps=(*imposing.STEPS, *keeping.STEPS, *settling.STEPS),
    clocks=(
        Clock(
            code="seizure",
            label="查封扣押期限",
            kind="limit",
            term=ACL.term(30, art=25),
            starts_on=("carry_out_seizure", "seize_emergency"),
            start_field="carried_out_at",
            stops_on=("decide_outcome", "release_at_expiry", "lift_emergency"),
            pauses_on=("start_testing",),
            resumes_on=("end_testing",),
            extends=(("extend_seizure", "new_due_on"),),
            warn=(10, 5, 3, 1, 0),
        ),
        Clock(
            code="emergency_approval",
            label="报告并补办批准",
            kind="limit",
            term=ACL.hours(24, art=19),
            starts_on=("seize_emergency",),
            start_field="carried_out_at",
            stops_on=("approve_emergency", "lift_emergency"),
            warn=(0,),
        ),
    ),
    gates=(
        Gate(document="D07", after=("approve_seizure", "seize_emergency"), cites=(art(18), art(24))),
        Gate(document="D07a", after=("approve_seizure", "seize_emergency"), cites=(art(24),)),
        Gate(document="D08", after=("extend_seizure",), cites=(art(25),)),
        Gate(
            document="D09",
            after=("decide_outcome", "release_at_expiry", "lift_emergency"),
            cites=(art(27), art(28)),
        ),
    ),
    attach=(
        Attach(
            to="ordinary_penalty",
            step=Step(
                code="open_seizure",
                label="启动查封扣押",
                source=(),
                target=SAME,
                by=("case_officer",),
                handler_only=True,
                cites=imposing.POWER,
                fields=(ask.long("cause", "需要查封扣押的情况", min_length=5),),
                guards=(o.never_delegated, p.two_certified_handlers),
                opens="seizure",
            ),
        ),
    ),
)
