"""A case's evidence on one page: the sheet of facts and items, what is wrong, what waits, the frozen list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjian.audit import queries as audit
from anjian.cases import access as cases
from anjian.cases import queries as case_queries
from anjian.evidence import access, actions, queries
from anjian.evidence.commands import AnswerExculpatory, SetProofs, StateFact
from anjian.kit import clock
from anjian.kit.errors import Conflict, Invalid, Refused
from anjian.law import violations
from anjian.procedures import proving, to_prove
from anjian.procedures.validity import examine
from anjian.web.components import crumbs
from anjian.web.evidence import forms, pending
from anjian.web.evidence.cards import cards
from anjian.web.evidence.things import item_of, listed
from anjian.web.evidence.work import attempt
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from anjian.cases.access import Case
    from anjian.evidence.records import Fact, Item
    from anjian.kit.actor import Actor
    from anjian.procedures.facts import CaseFacts

ABOUT_EVIDENCE = frozenset({11, 13})
"""The errors of the validity checks that the page of the evidence shows: evidence, measures."""
TONES = {"void": "bad", "quash": "bad", "slight": "warn", "risk": "warn"}


@officer_required
def page(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show a case's evidence, what it proves, and the place to upload; take a fact to be proved."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    form = FieldForm(forms.stating(), request.POST if request.method == "POST" else None)

    def state() -> None:
        command = StateFact(case_id=case.id, text=form.inputs["text"])
        actions.state_fact(command, by=actor, at=now, key=request.POST.get("key"))

    outcome = attempt(form, state)
    if outcome is None:
        return see_other(request, _address(case))
    return _drawn(request, case, form=form, status=outcome[0], refusals=outcome[1])


@require_POST
@officer_required
def proofs(request: HttpRequest, case_no: str) -> HttpResponse:
    """Keep the sheet of facts and items as it was filled in: what is new, and what was taken away."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    wanted, shown = set(request.POST.getlist("cell")), set(request.POST.getlist("shown"))
    cells = []
    for cell in sorted(shown | wanted):
        no, _bar, fact_no = cell.partition("|")
        cells.append((no, fact_no, cell in wanted))
    command = SetProofs(case_id=case.id, cells=tuple(cells), note=request.POST.get("note", "").strip())
    try:
        actions.set_proofs(command, by=actor, at=now, key=request.POST.get("key"))
    except Invalid as problem:
        said = "；".join(problem.fields.values())
        return _drawn(request, case, status=problem.status, wanted=wanted, sheet_error=said)
    except Refused as problem:
        return _drawn(request, case, status=problem.status, wanted=wanted, refusals=problem.refusals)
    except Conflict as problem:
        return _drawn(request, case, status=problem.status, wanted=wanted, sheet_error=problem.message)
    return see_other(request, _address(case) + "#sheet")


@require_POST
@officer_required
def adopt(request: HttpRequest, case_no: str) -> HttpResponse:
    """State the proposed facts that were ticked."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    chosen = [text.strip()[:500] for text in request.POST.getlist("text") if text.strip()]
    once = request.POST.get("key")
    for number, text in enumerate(chosen):
        key = f"{once}-{number}" if once else None
        actions.state_fact(StateFact(case_id=case.id, text=text), by=actor, at=now, key=key)
    return see_other(request, _address(case) + "#sheet")


@require_POST
@officer_required
def answer(request: HttpRequest, case_no: str, no: str) -> HttpResponse:
    """Keep what is said of an item that speaks for the party."""
    actor, now = actor_of(request), clock.now()
    case, item = item_of(actor, case_no, no)
    command = AnswerExculpatory(
        case_id=case.id,
        no=item.no,
        adopted=request.POST.get("adopted") == "yes",
        text=request.POST.get("text", ""),
    )
    try:
        actions.answer_exculpatory(command, by=actor, at=now, key=request.POST.get("key"))
    except Invalid as problem:
        said = {item.no: "；".join(problem.fields.values())}
        return _drawn(request, case, status=problem.status, answer_errors=said)
    return see_other(request, _address(case) + "#exculpatory")


def _address(case: Case) -> str:
    return reverse("evidence:case", args=[case.no])


def _drawn(
    request: HttpRequest,
    case: Case,
    *,
    form: FieldForm | None = None,
    status: int = 200,
    refusals: Sequence[Any] = (),
    wanted: set[str] | None = None,
    sheet_error: str = "",
    answer_errors: dict[str, str] | None = None,
) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    items = queries.items_of(actor.org_id, case.id)
    facts = queries.facts(actor.org_id, case.id)
    picture = case_queries.picture_of(case, actor, now=now, everything=True).facts
    errors = answer_errors or {}
    context = {
        "case": case,
        "evidence": cards(case.no, items),
        "items": items,
        "things": [item for item in items if item.thing],
        "sheet": sheet(facts, items, picture, wanted=wanted),
        "sheet_error": sheet_error,
        "defects": [
            {"tone": TONES[d.gravity], "defect": d, "items": _items_shown(items, d)}
            for d in examine(picture).defects
            if d.error in ABOUT_EVIDENCE
        ],
        "proposals": _proposals(picture, case),
        "exculpatory": [(item, errors.get(item.no, "")) for item in items if item.exculpatory],
        "unregistered": _unregistered(actor, case, items),
        "waiting": pending.waiting(request, actor, case.id),
        "ticket": pending.ticket(actor, case.id) if actor.roles & access.HANDLING_ROLES else "",
        "handovers": queries.open_in_case(actor.org_id, case.id),
        "overdue": queries.overdue_in(actor.org_id, [case.id], on=now.date()),
        "frozen": queries.freeze_of(actor.org_id, case.id),
        "frozen_list": queries.frozen_list(actor.org_id, case.id),
        "form": form or FieldForm(forms.stating()),
        "refusals": refusals,
        "topic": f"case:{case.id}",
        "last_event": audit.newest_outbox_id(),
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")), (case.no, reverse("cases:page", args=[case.no])), _("证据")
        ),
    }
    return render(request, "evidence/case.html", context, status=status)


def sheet(
    facts: Sequence[Fact], items: Sequence[Item], picture: CaseFacts, *, wanted: set[str] | None = None
) -> dict[str, Any]:
    """Return the sheet of facts and items; ``wanted`` are the cells as somebody just filled them in."""
    rows, sound = [], 0
    for fact in facts:
        weight = proving.weigh(picture.evidence, fact.no)
        cells = [
            {
                "value": f"{item.no}|{fact.no}",
                "no": item.no,
                "on": (item.no in fact.proved_by) if wanted is None else f"{item.no}|{fact.no}" in wanted,
                "locked": item.after_freeze,
            }
            for item in items
        ]
        sound += weight.code == "sound"
        rows.append({"fact": fact, "weight": weight, "cells": cells})
    return {"rows": rows, "items": items, "sound": sound}


def _items_shown(items: Sequence[Item], defect: Any) -> list[str]:
    numbers = {item.id: item.no for item in items}
    return [numbers[s.id] for s in defect.shown if s.kind == "evidence" and s.id in numbers]


def _proposals(picture: CaseFacts, case: Case) -> tuple[to_prove.Proposal, ...]:
    day = picture.conduct_on or picture.found_on or case.opened_on
    found = (violations.get(code, day) for code in (picture.violations or (case.violation,)) if code)
    return to_prove.propose(picture, [row for row in found if row is not None])


def _unregistered(actor: Actor, case: Case, items: Sequence[Item]) -> list[dict[str, Any]]:
    """Entries of the measures' lists that no item stands for yet."""
    held: set[tuple[UUID | None, str]] = {
        (item.held_under, item.held_as) for item in items if item.held_under
    }
    return [row for row in listed(actor.org_id, case.id) if (row["proceeding_id"], row["name"]) not in held]
