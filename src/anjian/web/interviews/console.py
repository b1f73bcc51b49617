"""The case manager's console 同步询问指挥台: all rooms of a case, contradictions, prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit import queries as audit
from anjian.audit.actions import record_access
from anjian.interviews import access, actions, queries, wordings
from anjian.interviews.queries.answers import MOST, PAGE
from anjian.interviews.rules import STILL_OPEN
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.testimony.model import SLOT_LABELS
from anjian.web import components
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews import board_views, view_models
from anjian.web.interviews import news as drawn
from anjian.web.interviews.answers import done, needed, once, uuid_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from anjian.kit.actor import Actor

TILE = "interviews/_live_tile.html"
STATES = (
    ("open", gettext_noop("待核实")), ("verified", gettext_noop("核实中")),
    ("settled", gettext_noop("已处理")), ("resolved", gettext_noop("已解决")),
    ("explained", gettext_noop("已说明")), ("left", gettext_noop("存疑保留")),
    ("dismissed", gettext_noop("不成立")),
)  # fmt: skip


def _number(text: str | None) -> int:
    """Return a number that an address carries. Raises NotFound for anything else."""
    if text is None or not text.isdigit() or len(text) > 18:
        raise NotFound
    return int(text)


def _tile() -> Any:
    try:
        return get_template(TILE)
    except TemplateDoesNotExist:
        return None


def _views(case_id: UUID) -> list[tuple[str, str, str]]:
    """Return (code, label, address) of the views of the case's analysis."""
    return [
        (code, _(label), reverse("interviews:board", args=[case_id, code]))
        for code, label in board_views.VIEWS.items()
    ]


def _context(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    actor: Actor = actor_of(request)
    last_event = audit.newest_outbox_id()
    case = access.console_case(actor, case_id)
    chosen = view_models.BoardFilter.of(request.GET)
    view = queries.console(actor.org_id, case_id, at=clock.now(), disputed=chosen.disputed)
    cards = view.cards
    if chosen.cards:
        cards = tuple(
            c for c in queries.cards_of(queries.contradictions(actor.org_id, case_id)) if chosen.fits(c)
        )
    people = {c.line.person_id: c.line.person for c in view.columns}
    return {
        "case": case,
        "view": view,
        "figures": view.figures,
        "columns": view_models.columns(view.columns),
        "cards": cards,
        "chosen": chosen,
        "found": queries.search_answers(actor.org_id, case_id, chosen.q) if chosen.q else None,
        "people": people.items(),
        "slots": SLOT_LABELS.items(),
        "states": STATES,
        "targets": [c.line for c in view.columns if c.line.state in STILL_OPEN],
        "may_direct": access.may_direct(actor, case),
        "wordings": wordings.offered(),
        "views": _views(case_id),
        "tile": _tile(),
        "last_event": last_event,
        "live_topic": f"interview:{case.id}",
        "earlier_by": PAGE,
    }


@require_GET
@officer_required
def page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Draw the console; opening it is reading everybody's testimony, and is put on record."""
    context = _context(request, case_id)
    record_access(
        by=actor_of(request),
        at=clock.now(),
        what="interviews.console",
        subject_id=case_id,
        detail=context["case"].no,
    )
    actions.warm(actor_of(request).org_id, case_id, at=clock.now())
    context["crumbs"] = components.crumbs((_("询问"), "/interviews/"), context["case"].no)
    return render(request, "interviews/console.html", context)


@require_GET
@officer_required
def parts(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Draw all that changes while rooms are questioning: after a filter, or when too much was missed."""
    return render(request, "interviews/_console_parts.html", _context(request, case_id))


@require_GET
@officer_required
def news(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Tell what happened after an event; the drawing is shared, the right to see it is each viewer's own."""
    actor = actor_of(request)
    case = access.console_case(actor, case_id)
    viewer = drawn.Viewer(
        directs=access.may_direct(actor, case),
        language=get_language() or "",
        filter=view_models.BoardFilter.of(request.GET),
    )
    body = drawn.news(
        case,
        viewer,
        after=_number(request.GET.get("after")),
        heard=_number(request.GET.get("heard", "0")),
        at=clock.now(),
    )
    if viewer.directs:
        body = body.replace(drawn.CSRF.encode(), get_token(request).encode())
    answer = HttpResponse(body, content_type="application/json")
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@officer_required
def earlier(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Draw answers of a room before a number: the next forty, or all from ``start`` on."""
    actor = actor_of(request)
    session = access.watched_session(actor, session_id)
    before = _number(request.GET.get("before"))
    start = _number(request.GET.get("start", "0")) or before - PAGE
    first = max(1, start, before - MOST)
    found = queries.answers_between(actor.org_id, session.case_id, [(session.id, first, before - 1)])
    talks = [view_models.talk(a) for a in found]
    return render(request, "interviews/_answers.html", {"talks": talks})


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
    """Move a contradiction, or all open ones of its issue: verified, resolved, explained, left, dismissed."""
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
            whole_issue=form.get("whole_issue") == "yes",
        ),
        by=actor,
        at=clock.now(),
    )
    return done(request, "interviews:console", found)
