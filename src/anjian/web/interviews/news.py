"""What the console fetches when something happened: only what is new, drawn once for all who watch.

1. The page says after which event it stands, and which event it has heard of.
2. The messages between the two name answers, rooms, contradictions and prompts; only these are read and
   drawn. Everybody at the same point gets the same bytes, kept in this process for a while; whether the
   viewer may see them is asked before, each time.
3. What is drawn may be newer than the event it is kept under, never older: later events draw again.

The order of the messages of an organisation is the order of commits, so who has heard of an event finds
all earlier ones in the database.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.template.loader import render_to_string

from anjian.audit import queries as audit
from anjian.interviews import queries
from anjian.interviews.rules import STILL_OPEN
from anjian.web.interviews import view_models

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from anjian.audit.queries import Message
    from anjian.interviews.access import CaseRow

MOST = 120
"""Messages after which the page is better fetched afresh."""
KEPT = 512
"""Drawn answers kept for other viewers."""
_NEW_COLUMNS = frozenset({"interviews.session.prepared", "interviews.session.cancelled"})
CSRF = "CSRF-OF-THE-VIEWER"
"""Stands in what is shared where each viewer's own token belongs."""


@dataclass(slots=True)
class Touched:
    """The things that some messages are about."""

    answers: set[tuple[UUID, int]] = field(default_factory=set)
    sessions: set[UUID] = field(default_factory=set)
    contradictions: set[UUID] = field(default_factory=set)
    prompts: set[UUID] = field(default_factory=set)
    rooms: bool = False

    def note(self, message: Message) -> None:
        """Add what one message names."""
        data = message.data
        if message.type in _NEW_COLUMNS or (
            message.type == "interviews.reading.added" and data.get("no") == 1
        ):
            self.rooms = True
        if "contradiction" in data:
            self.contradictions.add(UUID(data["contradiction"]))
        elif "segment" in data and "no" in data:
            self.answers.add((UUID(data["session"]), int(data["no"])))
        elif "session" in data:
            self.sessions.add(UUID(data["session"]))
        if "prompt" in data:
            self.prompts.add(UUID(data["prompt"]))
        if message.type == "interviews.prompt.sent":
            self.sessions |= {UUID(s) for s in data.get("sessions", ())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """What of a viewer changes what is drawn: the rest is the same for everybody."""

    directs: bool
    language: str
    filter: view_models.BoardFilter


class Shared:
    """Answers already drawn, and one lock per case so that twenty who ask at once cause one drawing."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: OrderedDict[object, bytes] = OrderedDict()
        self._drawing: dict[UUID, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, case_id: UUID, key: object, draw: Callable[[], tuple[bytes, bool]]) -> bytes:
        """Return what was drawn under a key, drawing it when nobody has; ``draw`` says whether to keep it."""
        with self._lock:
            found = self._kept.get(key)
            drawing = self._drawing.setdefault(case_id, threading.Lock())
        if found is not None:
            return found
        with drawing:
            with self._lock:
                found = self._kept.get(key)
            if found is not None:
                return found
            made, keep = draw()
            if keep:
                with self._lock:
                    self._kept[key] = made
                    while len(self._kept) > KEPT:
                        self._kept.popitem(last=False)
            return made

    def forget(self) -> None:
        """Drop everything (tests; a restored database counts anew)."""
        with self._lock:
            self._kept.clear()


shared = Shared()


def news(case: CaseRow, viewer: Viewer, *, after: int, heard: int, at: datetime) -> bytes:
    """Return what happened on a case after an event up to at least ``heard``, as JSON of drawn parts."""
    key = (case.org_id, case.id, after, heard, viewer)
    return shared.get(case.id, key, lambda: _draw(case, viewer, after=after, heard=heard, at=at))


def _draw(case: CaseRow, viewer: Viewer, *, after: int, heard: int, at: datetime) -> tuple[bytes, bool]:
    topic = f"interview:{case.id}"
    messages = audit.replay(case.org_id, topic, after, limit=MOST + 1)
    newest = max([after, *(m.id for m in messages)])
    if len(messages) > MOST or after < audit.oldest_outbox_id() - 1:
        return json.dumps({"event": newest, "resync": True}).encode(), False
    touched = Touched()
    for message in messages:
        touched.note(message)
    found = parts(case, viewer, touched, at=at)
    found["event"] = newest
    # Who claims to have heard of what has not happened gets an answer, but nobody else does.
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode(), heard <= newest


def parts(case: CaseRow, viewer: Viewer, touched: Touched, *, at: datetime) -> dict[str, Any]:
    """Draw what was touched: answers, heads of rooms, cards, prompts, figures."""
    org_id = case.org_id
    found: dict[str, Any] = {}
    answers = set(touched.answers)
    if touched.contradictions:
        cards = queries.cards_with(org_id, case.id, touched.contradictions)
        found["cards"] = [card(case, viewer, c) for c in cards]
        moved = [v for c in cards for v in c.all if v.id in touched.contradictions]
        changed = [quote.segment_id for view in moved for quote in view.quotes]
        answers |= set(queries.places_of(org_id, changed))
    if answers:
        drawn = queries.answers_at(org_id, case.id, answers)
        found["answers"] = [[str(a.session_id), a.no, bool(a.marks), answer(a)] for a in drawn]
    if touched.sessions or touched.rooms:
        rooms = queries.heads(org_id, case.id, at=at)
        found["heads"] = [head(h) for h in rooms if h.line.id in touched.sessions]
        found["rooms"] = touched.rooms
        targets = [h.line for h in rooms if h.line.state in STILL_OPEN]
        found["targets"] = render_to_string("interviews/_targets.html", {"targets": targets})
    if touched.prompts:
        found["prompts"] = [prompt(p) for p in queries.prompts(org_id, case.id, ids=touched.prompts)]
    if touched.contradictions or touched.sessions or touched.rooms:
        context = {"figures": queries.figures(org_id, case.id)}
        found["figures"] = render_to_string("interviews/_figures.html", context)
    return found


def answer(view: queries.AnswerView) -> str:
    """Draw one question and answer."""
    return render_to_string("interviews/_answer.html", {"talk": view_models.talk(view)})


def head(view: queries.RoomHead) -> list[str]:
    """Draw what stands above and below a room's transcript."""
    context = {"room": view, "line": view.line}
    return [
        str(view.line.id),
        render_to_string("interviews/_room_head.html", context),
        render_to_string("interviews/_room_foot.html", context),
    ]


def card(case: CaseRow, viewer: Viewer, view: queries.IssueCard) -> list[Any]:
    """Draw a card, or nothing where the viewer's filter hides it."""
    shown = viewer.filter.fits(view)
    context = {"card": view, "may_direct": viewer.directs, "case": case, "csrf_token": CSRF}
    drawn = render_to_string("interviews/_card.html", context) if shown else ""
    return [view.no, view.rank, view.members, drawn]


def prompt(view: queries.PromptView) -> list[Any]:
    """Draw a prompt with the steps of every room."""
    return [view.no, render_to_string("interviews/_sent_prompt.html", {"prompt": view})]
