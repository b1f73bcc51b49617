"""Objects on the screen: registering, sampling, tying to a measure, what a page shows of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjian.cases import access as cases
from anjian.cases import queries as case_queries
from anjian.deadlines import queries as deadlines
from anjian.evidence import access, actions, queries
from anjian.evidence.commands import RegisterThing, SamplePart, TakeSamples, TieMeasure
from anjian.evidence.custody_rules import acts
from anjian.evidence.kinds import CUSTODY_ACTS
from anjian.evidence.queries import places
from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound
from anjian.people import queries as people
from anjian.web.components import crumbs
from anjian.web.evidence import forms, pending
from anjian.web.evidence.work import attempt, beside
from anjian.web.field_controls import Choice
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from anjian.cases.access import Case
    from anjian.evidence.records import Item
    from anjian.kit.actor import Actor

MEASURES = {
    "advance_registration": ("registration", ("apply_registration", "register_urgently")),
    "seizure": ("seizure", ("apply_seizure", "seize_emergency")),
}
"""Measures that hold things: the code of their clock, and the steps that list the things."""


def listed(org_id: UUID, case_id: UUID) -> list[dict[str, Any]]:
    """Return every thing on the lists of a case's measures: proceeding, measure, name, quantity, place."""
    rows = []
    for step in case_queries.steps(org_id, case_id):
        measure = str(step["procedure"]).split("@")[0]
        if measure in MEASURES and step["step"] in MEASURES[measure][1]:
            rows += [
                {
                    "proceeding_id": step["proceeding_id"],
                    "measure": measure,
                    "name": str(row.get("name", "")),
                    "quantity": str(row.get("quantity", "")),
                    "place": str(step["inputs"].get("place", "") or step["inputs"].get("kept_at", "")),
                }
                for row in step["inputs"].get("items", ())
                if row.get("name")
            ]
    return rows


def about(actor: Actor, case: Case, item: Item, *, now: datetime) -> dict[str, Any]:
    """Return what the page of an item shows of its keeping."""
    org_id = actor.org_id
    links = queries.custody_of(org_id, item.id)
    keeping = queries.keeping_of(org_id, [item.id])[item.id]
    known = {place.code: place for place in places.places(org_id, closed=True)}
    held = [c for c in deadlines.clocks_of(org_id, [case.id]) if c.proceeding_id == item.held_under]
    waiting = [one for one in queries.open_in_case(org_id, case.id) if item.id in one.item_ids]
    return {
        "custody": [(link, _(CUSTODY_ACTS[link.act]), known.get(link.place_code)) for link in links],
        "keeping": keeping,
        "kept_in": known.get(keeping.place_code),
        "overdue": keeping.overdue(now.date()),
        "out_label": _(CUSTODY_ACTS[keeping.out]) if keeping.out else "",
        "thing": queries.things_of(org_id, [item.id]).get(item.id),
        "parts": queries.parts_of(org_id, item.id),
        "waiting_acts": waiting,
        "clocks": [c for c in held if item.held_under],
        "measures": [
            (n, row) for n, row in enumerate(listed(org_id, case.id)) if row["name"] != item.held_as
        ],
        "acts": [rule for rule in acts().values() if rule.code not in {"take", "sample", "split"}],
    }


@officer_required
def new(request: HttpRequest, case_no: str) -> HttpResponse:
    """Register an object with photographs that were uploaded before, as one item of evidence."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    photos = [one for one in pending.waiting(request, actor, case.id) if _picture(one.filename)]
    handlers = [str(officer) for officer in (case.lead_officer_id, case.co_officer_id) if officer]
    form = FieldForm(
        forms.thing(places.places(actor.org_id), queries.facts(actor.org_id, case.id)),
        request.POST if request.method == "POST" else None,
        initial={
            "collectors": handlers,
            "collected_at": now,
            "title": request.GET.get("name", ""),
            "purpose": "",
        },
        officers=_officers(actor),
        today=now.date(),
    )

    def register() -> None:
        typed = dict(form.inputs)
        proves = typed.pop("proves", "")
        command = RegisterThing(
            case_id=case.id,
            quantity=Decimal(typed.pop("quantity")),
            photos=tuple((one.digest, one.filename) for one in photos),
            proves=(proves,) if proves else (),
            exculpatory=bool(typed.pop("exculpatory", False)),
            **typed,
        )
        done = actions.register_thing(command, by=actor, at=now, key=request.POST.get("key"))
        pending.forget(request, actor, case.id, {one.digest.sha256 for one in photos})
        form.inputs["no"] = done.no

    outcome = attempt(form, register)
    if outcome is None:
        return see_other(request, reverse("evidence:item", args=[case.no, form.inputs["no"]]))
    context = {
        "case": case,
        "form": form,
        "photos": photos,
        "ticket": pending.ticket(actor, case.id) if actor.roles & access.HANDLING_ROLES else "",
        "refusals": outcome[1],
        "back": reverse("evidence:case", args=[case.no]),
        "crumbs": of_case(case, _("登记物品")),
    }
    return render(request, "evidence/thing.html", context, status=outcome[0])


def _picture(filename: str) -> bool:
    return filename.rsplit(".", 1)[-1].lower() in {"jpg", "jpeg", "png", "gif", "webp", "heic", "bmp"}


@officer_required
def samples(request: HttpRequest, case_no: str, no: str) -> HttpResponse:
    """Take samples of an item before two; the second signs on this screen."""
    actor, now = actor_of(request), clock.now()
    case, item = item_of(actor, case_no, no)
    form = FieldForm(
        forms.samples(),
        request.POST if request.method == "POST" else None,
        initial={"happened_at": now, "place": item.place, "parts": _two_halves(item)},
        today=now.date(),
    )

    def take() -> None:
        second = beside(request, request.POST.get("login", ""), request.POST.get("password", ""))
        typed = dict(form.inputs)
        parts = tuple(
            SamplePart(
                title=row["title"],
                quantity=Decimal(row["quantity"]),
                unit=row["unit"],
                part=row["part"],
                seal_no=row["seal_no"],
            )
            for row in typed.pop("parts")
        )
        command = TakeSamples(case_id=case.id, no=no, parts=parts, **typed)
        actions.take_samples(command, by=actor, second=second, at=now, key=request.POST.get("key"))

    outcome = None if form.row_action else attempt(form, take)
    if outcome is None and not form.row_action:
        return see_other(request, reverse("evidence:item", args=[case.no, item.no]))
    status, refusals = outcome or (200, ())
    context = {
        "case": case,
        "item": item,
        "form": form,
        "login": request.POST.get("login", ""),
        "refusals": refusals,
        "back": reverse("evidence:item", args=[case.no, item.no]),
        "crumbs": of_item(case, item, _("取样")),
    }
    return render(request, "evidence/samples.html", context, status=status)


def _two_halves(item: Item) -> list[dict[str, str]]:
    return [
        {"title": f"{item.title}（{name}）"[:200], "quantity": "", "unit": "", "part": part, "seal_no": ""}
        for name, part in ((_("检验样品"), "test"), (_("留样"), "retained"))
    ]


@require_POST
@officer_required
def measure(request: HttpRequest, case_no: str, no: str) -> HttpResponse:
    """Say which entry of a measure's list an item is."""
    actor, now = actor_of(request), clock.now()
    case, item = item_of(actor, case_no, no)
    access.require_role(actor, access.HANDLING_ROLES, _("标明所属措施"))
    rows = listed(actor.org_id, case.id)
    chosen = request.POST.get("row", "")
    if not chosen.isdigit() or int(chosen) >= len(rows):
        raise Invalid({"row": _("请选择清单上的物品。")})
    row = rows[int(chosen)]
    command = TieMeasure(
        case_id=case.id,
        no=item.no,
        proceeding_id=row["proceeding_id"],
        measure=row["measure"],
        listed_as=row["name"],
    )
    actions.tie_measure(command, by=actor, at=now, key=request.POST.get("key"))
    return see_other(request, reverse("evidence:item", args=[case.no, item.no]))


def item_of(actor: Actor, case_no: str, no: str) -> tuple[Case, Item]:
    """Return a case and one of its items. Raises NotFound."""
    case = cases.case_for(actor, case_no)
    item = queries.item_of(actor.org_id, case.id, no)
    if item is None:
        raise NotFound
    return case, item


def of_case(case: Case, *last: str) -> Any:
    """Return the way to a page below a case's evidence."""
    return crumbs(
        (_("案件"), reverse("cases:list")),
        (case.no, reverse("cases:page", args=[case.no])),
        (_("证据"), reverse("evidence:case", args=[case.no])),
        *last,
    )


def of_item(case: Case, item: Item, *last: str) -> Any:
    """Return the way to a page below an item."""
    return crumbs(
        (_("案件"), reverse("cases:list")),
        (case.no, reverse("cases:page", args=[case.no])),
        (_("证据"), reverse("evidence:case", args=[case.no])),
        (item.no, reverse("evidence:item", args=[case.no, item.no])),
        *last,
    )


def _officers(actor: Actor) -> tuple[Choice, ...]:
    return tuple(_chosen(people.officers(actor.org_id, role="case_officer", on=clock.today())))


def _chosen(found: Iterable[Any]) -> Iterable[Choice]:
    return (Choice(str(p.id), p.name, f"{p.unit_name} {p.post}") for p in found)
