"""The room page 询问室: presence, rights, identity, questions and answers, prompts, exhibits."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit import queries as audit
from anjian.evidence import queries as evidence
from anjian.interviews import access, actions, dictation, queries, rules
from anjian.interviews.script import limits_on
from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound
from anjian.people import queries as people
from anjian.web.field_values import day as read_day
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews.answers import done, once, uuid_of
from anjian.web.interviews.recorder import recorder_context
from anjian.web.interviews.room_extras import extras_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.kit.actor import Actor


def context_of(request: HttpRequest, session_id: UUID) -> dict[str, Any]:
    """Return everything the room page shows; nothing of other rooms is in it."""
    actor, now = actor_of(request), clock.now()
    last_event = audit.newest_outbox_id()
    session = access.room_session(actor, session_id)
    line = queries.line_of(actor.org_id, session)
    script = queries.script_of(session, now)
    told = queries.rights_told(session)
    minutes = rules.minutes_since(session.started_at, session.ended_at or now)
    limits = limits_on(now.date())
    prompts = queries.open_prompts(session)
    pages = queries.pages_of(session)
    return {
        "session": session,
        "line": line,
        "me": actor,
        "mine": next(s for s in line.seats if s.officer_id == actor.id),
        "everybody": all(s.present for s in line.seats),
        "script": script,
        "rights": [
            {
                "line": item,
                "said": told[item.code].text
                if item.code in told
                else queries.said(item, session, org_name=actor.org_name, at=now),
                "told": told.get(item.code),
            }
            for item in script.lines
        ],
        "rights_left": len(script.codes) - len(told),
        "segments": queries.segments_of(actor.org_id, [session.id]),
        "next_no": session.segment_count + 1,
        "prompts": prompts,
        "to_ask": [p for p in prompts if p.open and "answered" not in p.done],
        "display": queries.display_of(session),
        "images": [
            item
            for item in evidence.items_of(actor.org_id, session.case_id)
            if item.media_type.startswith("image/")
        ]
        if session.state == "questioning"
        else [],
        "reasons": queries.why_not_begin(session, at=now) if session.state in _BEFORE else [],
        "identity": queries.identity_of(session),
        "minor": queries.identity_of(session).minor_on(now.date()),
        "marks": queries.marks_of(session),
        "pages": pages,
        "open_signatures": [s for p in pages for s in p.slots if not s.done],
        "next_signature": next(({"page": p, "slot": s} for p in pages for s in p.slots if not s.done), None),
        "steps": [(code, rules.label_of(code)) for code in _COURSE],
        "step": _COURSE_OF.get(session.state, session.state),
        "minutes": minutes,
        "over": "stop"
        if minutes >= limits.stop_minutes
        else "warn"
        if minutes >= limits.warn_minutes
        else "",
        "limits": limits,
        "dictation": dictation.available(),
        "declaration": rules.DECLARATION,
        "last_event": last_event,
        "live_topic": f"room:{session.id}",
    } | extras_of(session, line, at=now)


_COURSE = ("prepared", "rights_told", "questioning", "read_back", "signing", "closed")
_COURSE_OF = {"paused": "questioning"}
_BEFORE = frozenset({"prepared", "rights_told", "paused"})


@require_GET
@officer_required
def page(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Draw the room for its interviewers."""
    context = context_of(request, session_id)
    return render(request, "interviews/room.html", context | recorder_context(request, context))


def change(request: HttpRequest, session_id: UUID, act: Callable[[Actor, datetime], object]) -> HttpResponse:
    """Run one action and answer; what the fields lack goes back with the page and the typing.

    Who does not sit in the room learns nothing of it, not even which fields it asks for.
    """
    actor, now = actor_of(request), clock.now()
    access.room_session(actor, session_id)
    once(lambda: act(actor, now))
    return done(request, "interviews:room", session_id)


@require_POST
@officer_required
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Cancel an interview that has not begun; the centre does it, and stays on its console."""
    actor = actor_of(request)
    session = access.session_for(actor, session_id)
    actions.cancel_session(session_id, reason=request.POST.get("reason", ""), by=actor, at=clock.now())
    return done(request, "interviews:console", session.case_id)


@require_POST
@officer_required
def enter(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Sign in to the room."""
    return change(request, session_id, lambda by, at: actions.enter_room(session_id, by=by, at=at))


@require_POST
@officer_required
def enter_colleague(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Sign the second officer in at the same screen, with their own account and password."""
    access.room_session(actor_of(request), session_id)
    name = request.POST.get("login", "")
    user = authenticate(request, username=name, login=name, password=request.POST.get("password", ""))
    colleague = people.actor_for_user(user, on=clock.today()) if user is not None else None
    if colleague is None:
        raise Invalid({"password": _("账号或者密码不正确。")})
    try:
        access.room_session(colleague, session_id)
    except NotFound as problem:
        raise Invalid({"login": _("这个账号不是本场安排的询问人员。")}) from problem
    return change(request, session_id, lambda _by, at: actions.enter_room(session_id, by=colleague, at=at))


@require_POST
@officer_required
def leave(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Sign an officer out; the interview pauses."""
    form = request.POST
    officer_id = uuid_of(form.get("officer")) or actor_of(request).id
    return change(
        request,
        session_id,
        lambda by, at: actions.leave_room(session_id, officer_id, note=form.get("note", ""), by=by, at=at),
    )


@require_POST
@officer_required
def rights(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Record one line of the script as told."""
    form = request.POST
    command = actions.TellRights(
        session_id=session_id, code=form.get("code", ""), answer=form.get("answer", "")
    )
    return change(request, session_id, lambda by, at: actions.tell_rights(command, by=by, at=at))


_TEXTS = (
    "name", "sex", "id_no", "employer", "post", "phone", "address", "relation", "delegate", "needs",
    "guardian_absent", "place", "checked_by", "checked_how",
)  # fmt: skip


@require_POST
@officer_required
def identity(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Keep the identity block."""
    form = request.POST
    born = form.get("born_on", "").strip()
    try:
        born_on = read_day(born) if born else None
    except ValueError as problem:
        raise Invalid({"born_on": str(problem)}) from problem
    command = actions.RecordIdentity(
        session_id=session_id, born_on=born_on, **{code: form.get(code, "") for code in _TEXTS}
    )
    return change(request, session_id, lambda by, at: actions.record_identity(command, by=by, at=at))


@require_POST
@officer_required
def begin(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Begin to ask."""
    return change(request, session_id, lambda by, at: actions.begin_questions(session_id, by=by, at=at))


@require_POST
@officer_required
def commit(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Add a question and its answer to the record."""
    form = request.POST
    command = actions.CommitSegment(
        session_id=session_id,
        question=form.get("question", ""),
        answer=form.get("answer", ""),
        prompt_id=uuid_of(form.get("prompt")),
        asked_at=_instant(form.get("asked_ms", "")),
        plan_item=form.get("plan_item", "")[:60],
    )
    key = form.get("key") or None
    return change(request, session_id, lambda by, at: actions.commit_segment(command, by=by, at=at, key=key))


def _instant(epoch_ms: str) -> datetime | None:
    """Return when the room says the question was begun; nonsense is no time."""
    if not epoch_ms.isascii() or not epoch_ms.isdigit() or len(epoch_ms) > 14:
        return None
    return datetime.fromtimestamp(int(epoch_ms) / 1000, clock.LOCAL_ZONE)


@require_POST
@officer_required
def pause(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Pause with a reason."""
    reason = request.POST.get("reason", "")
    return change(request, session_id, lambda by, at: actions.pause(session_id, reason=reason, by=by, at=at))


@require_POST
@officer_required
def resume(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Go on after a pause."""
    return change(request, session_id, lambda by, at: actions.resume(session_id, by=by, at=at))


@require_POST
@officer_required
def receipt(request: HttpRequest, session_id: UUID, prompt_id: UUID) -> HttpResponse:
    """Report how far a prompt has come in this room."""
    command = actions.ReceivePrompt(
        session_id=session_id, prompt_id=prompt_id, status=request.POST.get("status", "")
    )
    return change(request, session_id, lambda by, at: actions.receive_prompt(command, by=by, at=at))


@require_POST
@officer_required
def release(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show an item of the case's evidence to the person."""
    actor, form = actor_of(request), request.POST
    session = access.room_session(actor, session_id)
    item = evidence.item_of(actor.org_id, session.case_id, form.get("evidence", ""))
    if item is None:
        raise NotFound
    command = actions.ReleaseExhibit(
        session_id=session_id,
        title=f"{item.no} {item.title}",
        note=form.get("note", ""),
        sha256=item.sha256,
        media_type=item.media_type,
    )
    return change(request, session_id, lambda by, at: actions.release_exhibit(command, by=by, at=at))


@require_POST
@officer_required
def clear(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Put the exhibit away."""
    return change(request, session_id, lambda by, at: actions.clear_exhibit(session_id, by=by, at=at))
