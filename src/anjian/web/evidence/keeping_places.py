"""Places where evidence is kept: the list of them, what lies in one, counting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.cases import access as cases
from anjian.evidence import actions, labels, queries
from anjian.evidence.actions.places import PLACE_ROLES
from anjian.evidence.commands import CountPlace, SetUpPlace
from anjian.evidence.custody_rules import place_kinds
from anjian.evidence.queries import places
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.people import queries as people
from anjian.procedures.roles import named as roles_named
from anjian.web.components import crumbs
from anjian.web.evidence import forms
from anjian.web.evidence.handing import camera
from anjian.web.evidence.work import attempt, keepers
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from anjian.evidence.records import Place
    from anjian.kit.actor import Actor


@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the bureau's places; who keeps the evidence sets further ones up here."""
    actor, now = actor_of(request), clock.now()
    known = places.places(actor.org_id)
    form = FieldForm(
        forms.place(place_kinds().values(), known),
        request.POST if request.method == "POST" else None,
        officers=keepers(actor, besides=False),
    )

    def set_up() -> None:
        typed = dict(form.inputs)
        command = SetUpPlace(
            code=typed.pop("code").strip().upper(), closed=bool(typed.pop("closed", False)), **typed
        )
        actions.set_up_place(command, by=actor, at=now, key=request.POST.get("key"))

    outcome = attempt(form, set_up)
    if outcome is None:
        return see_other(request, reverse("evidence:places"))
    context = {
        "places": [_shown(actor, place, _depth(place, known)) for place in _in_order(known)],
        "form": form,
        "may_set_up": bool(actor.roles & PLACE_ROLES),
        "refusals": outcome[1],
        "crumbs": crumbs((_("证据"), reverse("evidence:list")), _("保管处所")),
    }
    return render(request, "evidence/places.html", context, status=outcome[0])


def _in_order(known: Sequence[Place], parent: str = "") -> list[Place]:
    codes = {place.code for place in known}
    top = [p for p in known if (p.parent_code if p.parent_code in codes else "") == parent]
    return [one for place in top for one in (place, *_in_order(known, place.code))]


def _depth(place: Place, known: Sequence[Place]) -> int:
    parents = {one.code: one.parent_code for one in known}
    depth, code = 0, place.parent_code
    while code in parents and depth < len(parents):
        depth, code = depth + 1, parents[code]
    return depth


def _shown(actor: Actor, place: Place, depth: int) -> dict[str, Any]:
    names = people.names(actor.org_id, place.officers)
    return {
        "place": place,
        "depth": depth,
        "count": len(places.lying_in(actor.org_id, place.code)),
        "who": "、".join([roles_named(place.roles), *names.values()]).strip("、"),
        "counted": next(iter(places.counts_of(actor.org_id, place.code, limit=1)), None),
    }


@camera  # type: ignore[arg-type]  # the decorator is typed for views without arguments
@officer_required
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what should lie in a place; take a count of it."""
    actor, now = actor_of(request), clock.now()
    place = places.place(actor.org_id, code)
    if place is None:
        raise NotFound
    form = FieldForm(
        forms.counting(), request.POST if request.method == "POST" else None, officers=keepers(actor)
    )

    def count() -> None:
        typed = form.inputs
        command = CountPlace(
            place_code=place.code,
            codes=tuple(typed.get("codes", "").split()),
            second_id=typed["second_id"],
            note=typed.get("note", ""),
        )
        actions.count_place(command, by=actor, at=now, key=request.POST.get("key"))

    outcome = attempt(form, count)
    if outcome is None:
        return see_other(request, reverse("evidence:place", args=[place.code]) + "#counts")
    here = places.lying_in(actor.org_id, place.code)
    counts = places.counts_of(actor.org_id, place.code)
    involved = {*here, *(one for c in counts for one in (*c.missing, *c.strange))}
    lines = _lines(actor, list(involved))
    context = {
        "place": place,
        "may_enter": places.may_enter(place, actor),
        "here": [lines[one] for one in here],
        "counts": [
            {
                "count": c,
                "missing": [lines[one] for one in c.missing],
                "strange": [lines[one] for one in c.strange],
            }
            for c in counts
        ],
        "form": form,
        "refusals": outcome[1],
        "crumbs": crumbs(
            (_("证据"), reverse("evidence:list")), (_("保管处所"), reverse("evidence:places")), place.code
        ),
    }
    return render(request, "evidence/place.html", context, status=outcome[0])


def _lines(actor: Actor, item_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Return a line for each item: number and label for everybody, the title for who may see its case."""
    found: dict[UUID, dict[str, str]] = {}
    by_case: dict[UUID, list[tuple[UUID, str]]] = {}
    for item_id, (case_id, no) in queries.cases_of(actor.org_id, item_ids).items():
        by_case.setdefault(case_id, []).append((item_id, no))
    for case_id, rows in by_case.items():
        seen = cases.may_see(actor, case_id)
        case_no = cases.case_by_id(actor, case_id).no if seen else ""
        titles = {i.id: i.title for i in queries.items_of(actor.org_id, case_id)} if seen else {}
        for item_id, no in rows:
            found[item_id] = {
                "no": no,
                "code": labels.code_of(item_id),
                "title": titles.get(item_id, ""),
                "case": case_no,
                "url": reverse("evidence:item", args=[case_no, no]) if seen else "",
            }
    return found
