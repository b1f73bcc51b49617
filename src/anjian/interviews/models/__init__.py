"""Tables of rooms, sessions, segments, prompts, contradictions, pages and signatures."""

from __future__ import annotations

from anjian.interviews.models.record import SIGNERS, Page, PageSignature
from anjian.interviews.models.sessions import (
    LIVE_STATES,
    STATES,
    Board,
    Mark,
    RightsLine,
    Room,
    Seat,
    Session,
)
from anjian.interviews.models.talk import (
    RECEIPTS,
    Contradiction,
    Exhibit,
    Prompt,
    PromptReceipt,
    Segment,
)

__all__ = [
    "LIVE_STATES",
    "RECEIPTS",
    "SIGNERS",
    "STATES",
    "Board",
    "Contradiction",
    "Exhibit",
    "Mark",
    "Page",
    "PageSignature",
    "Prompt",
    "PromptReceipt",
    "RightsLine",
    "Room",
    "Seat",
    "Segment",
    "Session",
]
