"""The page of service 送达: what must be served, to whom, what was tried, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.audit import queries as audit
from anjian.cases import access, queries
from anjian.kit import clock
from anjian.procedures.controls import CODES
from anjian.procedures.definitions.service_steps.advice import next_way
from anjian.procedures.definitions.service_steps.outcome import (
    FAILURES,
    METHODS,
    SERVICE,
    Try,
    completed_by,
    of_proceeding,
    outcome,
    tries,
)
from anjian.procedures.definitions.service_steps.states import CANCELLED
from anjian.procedures.subjects import about, opening
from anjian.web.cases import view_models
from anjian.web.components import crumbs
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from anjian.cases.access import Case
    from anjian.documents.queries import Row
    from anjian.procedures.facts import CaseFacts, ChildFact, Taken
    from anjian.web.cases.view_models import Offered
    from anjian.web.components import StepOption

_EVENTS = {
    "post": gettext_noop("交寄"),
    "entrust": gettext_noop("委托、转交"),
    "confirm_service_address": gettext_noop("签订送达地址确认书"),
    "prepare_announcement": gettext_noop("呈请公告送达"),
    "announce": gettext_noop("发出公告"),
    "cancel_service": gettext_noop("不再送达"),
}
_PRINTED = ("D43", "D65", "D44")
_FROM = "from=service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the course of a service."""

    on: date
    label: str
    detail: str
    tone: str = "neutral"
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A document and its service as the page shows it."""

    row: Row
    url: str
    state: str
    tone: str
    recipient: str = ""
    entries: tuple[Entry, ...] = ()
    advice: str = ""
    best: StepOption | None = None
    others: tuple[StepOption, ...] = ()
    papers: tuple[Row, ...] = ()
    begin: str = ""
    onward: StepOption | None = None


def cards(
    case: Case, picture: queries.Picture, offered: Offered | None = None, *, brief: bool = False
) -> list[Card]:
    """Return what must be served, the open ones first, the newest on top.

    ``offered`` is what ``queries.options_of`` found, when the page has asked already; a ``brief`` card has
    no course, no papers, no other ways and no addresses, which only the page of service shows.
    """
    wanted = [row for row in picture.documents if row.served and row.status in {"issued", "served"}]
    if wanted and offered is None:
        offered = queries.options_of(case, picture)
    shown = [_card(case, picture, row, offered or (), brief=brief) for row in reversed(wanted)]
    return sorted(shown, key=lambda c: c.tone == "ok" and c.onward is None)


@officer_required
def service_page(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show every document that must be served with its course, its next lawful way and its papers."""
    actor, now = actor_of(request), clock.now()
    case = access.case_for(actor, case_no)
    picture = queries.picture_of(case, actor, now=now)
    context = {
        "case": case,
        "cards": cards(case, picture),
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")), (case.no, reverse("cases:page", args=[case.no])), _("送达")
        ),
        "topic": f"case:{case.id}",
        "last_event": audit.newest_outbox_id(),
    }
    return render(request, "cases/service.html", context)


def _card(case: Case, picture: queries.Picture, row: Row, every: Offered, *, brief: bool) -> Card:
    facts = picture.facts
    child = about(facts, SERVICE, row.id)
    url = "" if brief else reverse("documents:page", args=[case.no, row.id])
    served = row.status == "served"
    onward = _onward(case, row, every) if served else None
    if child is None or (child.state == CANCELLED.code and not served):
        begin = ""
        if not (served or brief):
            begin = f"{reverse('cases:step', args=[case.no, 'open_service'])}?document={row.id}&{_FROM}"
        return Card(
            row=row,
            url=url,
            state=_("已送达") if served else _("待送达"),
            tone="ok" if served else "warn",
            entries=_proved(facts, row) if served and not brief else (),
            papers=() if brief else _papers(picture, None, row),
            begin=begin,
            onward=onward,
        )
    opened = opening(facts, child.proceeding_id)
    best, others, advice = _ways(case, picture, child, every, brief=brief)
    return Card(
        row=row,
        url=url,
        state=_state(picture, child),
        tone="ok" if served else "neutral" if child.terminal else "warn",
        recipient=opened.get("recipient", "") if opened else "",
        entries=() if brief else _course(facts, child),
        advice=advice,
        best=best,
        others=others,
        papers=() if brief else _papers(picture, child.proceeding_id, row),
        onward=onward,
    )


def _state(picture: queries.Picture, child: ChildFact) -> str:
    key = next(c["procedure"] for c in picture.children if c["id"] == child.proceeding_id)
    return view_models.state_label(key, child.state)


def _ways(
    case: Case, picture: queries.Picture, child: ChildFact, every: Offered, *, brief: bool
) -> tuple[StepOption | None, tuple[StepOption, ...], str]:
    """The way the law points to now, the others with why not, and the reason in words."""
    if child.terminal:
        return None, (), ""
    _procedure, state, facts = queries.child_of(picture, child.proceeding_id)
    found = next(options for proceeding_id, _p, options in every if proceeding_id == child.proceeding_id)
    advice = next_way(facts, state)
    options = [o for o in found if o.step not in CODES and (o.step == advice.step or not brief)]
    drawn = {
        o.step: shown
        for o, shown in zip(
            options,
            view_models.step_options(case, child.proceeding_id, options, query=_FROM),
            strict=True,
        )
    }
    best = drawn.pop(advice.step, None)
    return best, tuple(drawn.values()), _(advice.why)


def _onward(case: Case, row: Row, every: Offered) -> StepOption | None:
    """The step of the main line, or of a child, that goes on from this service and was not taken yet."""
    for proceeding_id, procedure, options in every:
        serving = {s.code for s in procedure.steps if row.code in s.serves}
        ready = [o for o in options if o.step in serving and o.allowed]
        if ready:
            return view_models.step_options(case, proceeding_id, ready[:1], query=_FROM)[0]
    return None


def _papers(picture: queries.Picture, proceeding_id: UUID | None, row: Row) -> tuple[Row, ...]:
    """Proof of service, public notice and address paper of this service, to print."""
    return tuple(
        r
        for r in picture.documents
        if r.id == row.proof_id
        or (
            proceeding_id is not None
            and r.code in _PRINTED
            and r.proceeding_id == proceeding_id
            and r.status != "withdrawn"
        )
    )


def _proved(facts: CaseFacts, row: Row) -> tuple[Entry, ...]:
    paper = next((d for d in facts.documents if d.id == row.id), None)
    if paper is None or paper.served_on is None:
        return ()
    how = dict(METHODS).get(paper.served_how, "")
    return (Entry(on=paper.served_on, label=_("已送达"), detail=_(how) if how else "", tone="ok"),)


def _course(facts: CaseFacts, child: ChildFact) -> tuple[Entry, ...]:
    """Everything that was done to serve the document, oldest first."""
    failed = iter(tries(facts, child.proceeding_id))
    done = completed_by(facts, child)
    found: list[Entry] = []
    for t in of_proceeding(facts, child.proceeding_id):
        if t.step in {"record_attempt", "record_return"}:
            found.append(_failed(next(failed)))
        elif done is not None and t.seq == done.seq:
            found.append(_succeeded(facts, t))
        elif t.step in _EVENTS:
            found.append(_event(t))
    return tuple(found)


def _failed(tried: Try) -> Entry:
    return Entry(
        on=tried.on,
        label=_("%(method)s未果") % {"method": _(dict(METHODS)[tried.method])},
        detail="：".join(x for x in (_(dict(FAILURES).get(tried.reason, "")), tried.explanation) if x),
        tone="bad",
        proof=tried.recording,
    )


def _succeeded(facts: CaseFacts, t: Taken) -> Entry:
    done = outcome(facts, t.step, t.inputs, t.proceeding_id)
    who = "，".join(x for x in (done.receiver, _(done.relation) if done.relation else "") if x)
    return Entry(
        on=done.served_on,
        label=_(dict(METHODS)[done.method]),
        detail="；".join(x for x in (who, done.place) if x),
        tone="ok",
        proof="、".join(x for x in (done.tracking_no, done.recording, done.witness) if x),
    )


def _event(t: Taken) -> Entry:
    detail = next(
        (str(t.get(c)) for c in ("agency", "address", "media", "reason", "reasons") if t.get(c)), ""
    )
    on = next((t.get(c) for c in ("posted_on", "entrusted_on", "announced_on") if t.get(c)), t.on)
    return Entry(on=on, label=_(_EVENTS[t.step]), detail=detail, proof=str(t.get("tracking_no", "")))
