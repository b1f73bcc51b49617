"""Fetch a session or learn nothing of it: the room for its two officers, the console for the centre.

Whoever sits in a room learns nothing of the other rooms: an officer signed in to a live session
of a case cannot open that case's console, whatever roles they hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from anjian.cases import access as cases
from anjian.interviews import rules
from anjian.interviews.models import Board, Contradiction, Prompt, PromptReceipt, Room, Seat, Session
from anjian.kit.errors import AnjianError, NotFound, refuse

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from anjian.kit.actor import Actor


class CaseRow(Protocol):
    """What interviews need of a case."""

    @property
    def id(self) -> UUID:
        """The case."""

    @property
    def org_id(self) -> UUID:
        """Its organisation."""

    @property
    def no(self) -> str:
        """Its public number."""

    @property
    def title(self) -> str:
        """What it is about."""

    @property
    def lead_officer_id(self) -> UUID | None:
        """Who handles it."""

    @property
    def co_officer_id(self) -> UUID | None:
        """Who handles it too."""


# Rows are locked against change, not against being referred to (``no_key``): a contradiction entered by one
# room refers to the session of another, which may be waiting for the board at that moment.
CENTRE = frozenset({"case_manager"})
WATCHERS = frozenset({"case_manager", "unit_head", "agency_leader", "agency_head"})


def sits_in(actor: Actor, case_id: UUID) -> bool:
    """Whether the officer is signed in to a live session of this case."""
    live = Session.objects.filter(org_id=actor.org_id, case_id=case_id, live=True).values("id")
    return Seat.objects.filter(
        org_id=actor.org_id, officer_id=actor.id, present=True, session_id__in=live
    ).exists()


def may_watch(actor: Actor, case: CaseRow) -> bool:
    """Whether the officer's office or handling of the case opens the console to them."""
    handles = actor.id in {case.lead_officer_id, case.co_officer_id}
    return handles or bool(actor.roles & WATCHERS)


def may_direct(actor: Actor, case: CaseRow) -> bool:
    """Whether the officer may arrange sessions, send prompts and settle contradictions."""
    handles = actor.id in {case.lead_officer_id, case.co_officer_id}
    return handles or bool(actor.roles & CENTRE)


def console_case(actor: Actor, case_id: UUID) -> CaseRow:
    """Return the case whose rooms may be watched. Raises NotFound, or Refused for a sitting officer."""
    case = cases.case_by_id(actor, case_id)
    if not may_watch(actor, case):
        raise NotFound
    if sits_in(actor, case_id):
        raise refuse(
            "interview.sitting",
            _("您正在本案的询问室内，不能同时查看其他询问室的内容。"),
            rules.INDIVIDUALLY,
            rules.FAIR,
            who=_("案件管理员"),
            cure=_("在询问室签退后再打开指挥台。"),
        )
    return case


def directed_case(actor: Actor, case_id: UUID) -> CaseRow:
    """Return the case whose rooms may be directed. Raises NotFound, or Refused without that office."""
    case = console_case(actor, case_id)
    if not may_direct(actor, case):
        raise refuse(
            "interview.direct",
            _("安排询问、推送提示和处理矛盾由案件管理员或者案件承办人办理。"),
            rules.TWO_OFFICERS,
            who=_("案件管理员、案件承办人"),
            cure=_("请他们办理。"),
        )
    return case


def board(case: CaseRow) -> Board:
    """Return the case's counters, locked: whoever holds them is alone to add to any room's record."""
    return locked_board(case.org_id, case.id)


def locked_board(org_id: UUID, case_id: UUID) -> Board:
    """Return a case's counters by id, locked. Raises NotFound when no session was ever arranged."""
    found = Board.objects.select_for_update(no_key=True).filter(org_id=org_id, id=case_id).first()
    if found is None:
        raise NotFound
    return found


def room_session(actor: Actor, session_id: UUID, *, lock: bool = False) -> Session:
    """Return a session to one of its two officers, locked when asked. Raises NotFound to others."""
    seated = Seat.objects.filter(org_id=actor.org_id, session_id=session_id, officer_id=actor.id).exists()
    if not seated:
        raise NotFound
    return _session(actor, session_id, lock=lock)


def session_for(actor: Actor, session_id: UUID, *, lock: bool = False) -> Session:
    """Return a session to its officers or to the console of its case. Raises NotFound to others."""
    session = _session(actor, session_id, lock=False)
    if not Seat.objects.filter(org_id=actor.org_id, session_id=session_id, officer_id=actor.id).exists():
        console_case(actor, session.case_id)
    return _session(actor, session_id, lock=True) if lock else session


def transcribed_session(actor: Actor, session_id: UUID) -> Session:
    """Return a session to whom a transcript may come from: its officers, its console, our own job."""
    if actor.body == "system":
        return _session(actor, session_id, lock=False)
    return session_for(actor, session_id)


def watched_session(actor: Actor, session_id: UUID) -> Session:
    """Return a session to the console of its case. Raises NotFound, or Refused for a sitting officer."""
    session = _session(actor, session_id, lock=False)
    console_case(actor, session.case_id)
    return session


def peer_session(actor: Actor, session_id: UUID, peer: str) -> Session:
    """Return a session to the browser that calls itself ``peer`` when arranging a live picture.

    ``room.…`` is a page of the session's officers, ``view.…`` one that watches from the console.
    Raises NotFound for any other name, and to who is not what the name says.
    """
    who = peer.partition(".")[0]
    if who == "room":
        return room_session(actor, session_id)
    if who == "view":
        return watched_session(actor, session_id)
    raise NotFound


def record_session(actor: Actor, session_id: UUID) -> Session:
    """Return a session whose closed record may be read: also by those who question the same person later.

    Raises NotFound, or Refused for an officer who sits in another room of the case.
    """
    session = _session(actor, session_id, lock=False)
    later = Session.objects.filter(
        org_id=session.org_id, case_id=session.case_id, person_id=session.person_id, no__gt=session.no
    )
    if Seat.objects.filter(
        org_id=actor.org_id, officer_id=actor.id, session_id__in=later.values("id")
    ).exists():
        return session
    return session_for(actor, session_id)


def _session(actor: Actor, session_id: UUID, *, lock: bool) -> Session:
    rows: QuerySet[Session] = Session.objects.all()
    if lock:
        rows = rows.select_for_update(no_key=True)
    found = rows.filter(org_id=actor.org_id, id=session_id).first()
    if found is None:
        raise NotFound
    return found


def room(actor: Actor, room_id: UUID) -> Room:
    """Return a room of the actor's organisation. Raises NotFound."""
    found = Room.objects.filter(org_id=actor.org_id, id=room_id).first()
    if found is None:
        raise NotFound
    return found


def prompt(session: Session, prompt_id: UUID) -> Prompt:
    """Return a prompt that was sent to this session. Raises NotFound for any other."""
    sent = PromptReceipt.objects.filter(
        org_id=session.org_id, session_id=session.id, prompt_id=prompt_id, status="sent"
    )
    found = Prompt.objects.filter(org_id=session.org_id, id=prompt_id).first() if sent.exists() else None
    if found is None:
        raise NotFound
    return found


def contradiction(actor: Actor, contradiction_id: UUID, *, lock: bool = False) -> Contradiction:
    """Return a contradiction to those who may direct its case. Raises NotFound or Refused."""
    rows = Contradiction.objects.filter(org_id=actor.org_id, id=contradiction_id)
    found = rows.first()
    if found is None:
        raise NotFound
    directed_case(actor, found.case_id)
    return rows.select_for_update(no_key=True).get() if lock else found


def watched_contradiction(actor: Actor, contradiction_id: UUID) -> Contradiction:
    """Return a contradiction to those who may watch its case's rooms. Raises NotFound or Refused."""
    found = Contradiction.objects.filter(org_id=actor.org_id, id=contradiction_id).first()
    if found is None:
        raise NotFound
    console_case(actor, found.case_id)
    return found


def may_hear(actor: Actor, topic: str, subject: UUID) -> bool:
    """Whether the officer may listen to a case's console or a session's room, display or signals."""
    try:
        if topic == "interview":
            console_case(actor, subject)
        elif topic in {"room", "display"}:
            room_session(actor, subject)
        elif topic == "signal":
            session_for(actor, subject)
        else:
            return False
    except AnjianError:
        return False
    return True
