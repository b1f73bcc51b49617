"""Tables of rooms, sessions, segments, prompts, contradictions, pages and signatures."""

from __future__ import annotations

from anjian.interviews.models.heard import Transcript
from anjian.interviews.models.record import SIGNERS, Page, PageReading, PageSignature, SelfWritten
from anjian.interviews.models.sessions import (
    BREAKS,
    LIVE_STATES,
    SOURCE_KINDS,
    STATES,
    Board,
    Break,
    Companion,
    Mark,
    RightsLine,
    Room,
    Seat,
    Session,
)
from anjian.interviews.models.talk import (
    RECEIPTS,
    Contradiction,
    ContradictionMove,
    Exhibit,
    PlanMark,
    Prompt,
    PromptReceipt,
    Segment,
)

__all__ = [
    "BREAKS",
    "LIVE_STATES",
    "RECEIPTS",
    "SIGNERS",
    "SOURCE_KINDS",
    "STATES",
    "Board",
    "Break",
    "Companion",
    "Contradiction",
    "ContradictionMove",
    "Exhibit",
    "Mark",
    "Page",
    "PageReading",
    "PageSignature",
    "PlanMark",
    "Prompt",
    "PromptReceipt",
    "RightsLine",
    "Room",
    "Seat",
    "Segment",
    "SelfWritten",
    "Session",
    "Transcript",
]
