"""The case manager's console 同步询问指挥台: all rooms of a case, contradictions, prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit import queries as audit
from anjian.audit.actions import record_access
from anjian.interviews import access, actions, queries
from anjian.interviews.rules import STILL_OPEN
from anjian.kit import clock
from anjian.web import components
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews import view_models
from anjian.web.interviews.answers import done, needed, once, uuid_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from anjian.kit.actor import Actor


def _context(actor: Actor, case_id: UUID) -> dict[str, Any]:
    last_event = audit.newest_outbox_id()
    case = access.console_case(actor, case_id)
    view = queries.console(actor.org_id, case_id, at=clock.now())
    return {
        "case": case,
        "view": view,
        "columns": view_models.columns(view),
        "targets": [c.line for c in view.columns if c.line.state in STILL_OPEN],
        "may_direct": access.may_direct(actor, case),
        "last_event": last_event,
        "live_topic": f"interview:{case.id}",
    }


@require_GET
@officer_required
def page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Draw the console; opening it is reading everybody's testimony, and is put on record."""
    context = _context(actor_of(request), case_id)
    record_access(
        by=actor_of(request),
        at=clock.now(),
        what="interviews.console",
        subject_id=case_id,
        detail=context["case"].no,
    )
    context["crumbs"] = components.crumbs((_("询问"), "/interviews/"), context["case"].no)
    return render(request, "interviews/console.html", context)


@require_GET
@officer_required
def parts(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Draw only what changes while rooms are questioning."""
    return render(request, "interviews/_console_parts.html", _context(actor_of(request), case_id))


@require_POST
@officer_required
def send(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Send a prompt to the chosen rooms."""
    form = request.POST
    command = actions.SendPrompt(
        case_id=case_id,
        text=form.get("text", ""),
        channel=form.get("channel", "officer"),
        session_ids=tuple(needed(s) for s in form.getlist("sessions")),
        contradiction_id=uuid_of(form.get("contradiction")),
        override_reason=form.get("override_reason", ""),
    )
    actor = actor_of(request)
    once(lambda: actions.send_prompt(command, by=actor, at=clock.now(), key=form.get("key") or None))
    return done(request, "interviews:console", case_id)


@require_POST
@officer_required
def settle(request: HttpRequest, contradiction_id: UUID) -> HttpResponse:
    """Move a contradiction: being verified, resolved, explained, left, dismissed."""
    form, actor = request.POST, actor_of(request)
    found = access.contradiction(actor, contradiction_id).case_id
    material = form.get("material")
    actions.settle_contradiction(
        actions.SettleContradiction(
            contradiction_id=contradiction_id,
            state=form.get("state", ""),
            reason=form.get("reason", ""),
            material=None if material is None else material == "yes",
            seen=form.get("seen", ""),
        ),
        by=actor,
        at=clock.now(),
    )
    return done(request, "interviews:console", found)
