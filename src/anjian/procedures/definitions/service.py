"""送达 (service of a document), 《行政处罚法》第六十一条, 《民事诉讼法》第八十七条至第九十五条.

One proceeding for each document. Tries that fail are facts on record; the method that succeeds
makes the proof of service, and the day it establishes is the one from which terms run. A step of
another procedure that serves the same document goes on from that day.
"""

from __future__ import annotations

from anjian.law.statutes import APL, CPL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import service as g
from anjian.procedures.definitions.guards.announcing import ANNOUNCEMENT
from anjian.procedures.definitions.service_steps import announcing, delivering
from anjian.procedures.definitions.service_steps.outcome import SERVICE
from anjian.procedures.definitions.service_steps.states import OPENED
from anjian.procedures.spec import EVERY_FILE, SAME, Attach, Clock, Gate, Procedure, Step
from anjian.procedures.subjects import DOCUMENT

art = APL.art

OPEN = Step(
    code="open_service",
    label="办理文书送达",
    source=(),
    target=SAME,
    by=("case_officer",),
    handler_only=True,
    cites=(art(61), CPL.art(87)),
    fields=(
        ask.one(DOCUMENT, "送达的文书", type="document"),
        ask.text("recipient", "受送达人", source="party.name"),
        ask.choice(
            "recipient_kind", "受送达人是", ("unit", "单位"), ("person", "个人"), source="case.party_kind"
        ),
    ),
    guards=(g.something_to_serve, g.document_waits),
    opens=SERVICE,
    help="每份文书办理一次。当场交付的，也可以直接办理主程序的送达步骤。",
)

SERVICE_OF_DOCUMENTS = Procedure(
    code=SERVICE,
    label="文书送达",
    version="2021-07-15",
    opening=OPENED,
    cites=(art(61), CPL.art(87), CPL.art(88)),
    attach=(Attach(to=EVERY_FILE, step=OPEN, sides=True),),
    steps=(*delivering.STEPS, *announcing.STEPS),
    clocks=(
        Clock(
            code=ANNOUNCEMENT,
            label="公告送达",
            kind="wait",
            parameter="service.public_notice",
            cites=(CPL.art(95, 1),),
            starts_on=("announce",),
            start_field="announced_on",
            stops_on=("complete_announcement", "deliver", "leave", "cancel_service"),
        ),
    ),
    gates=(Gate(document="D65", after=("prepare_announcement",), cites=(CPL.art(95),)),),
)
