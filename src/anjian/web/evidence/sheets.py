"""Sheets about evidence: the examination of one item, and what is printed — list, sheets, chain, labels."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import segno
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from anjian.cases import access as cases
from anjian.evidence import actions, examination, labels, queries
from anjian.evidence.commands import Examine
from anjian.evidence.kinds import CUSTODY_ACTS
from anjian.evidence.queries import places
from anjian.kit import clock
from anjian.kit.errors import Invalid, Refused
from anjian.people import queries as people
from anjian.web.evidence.things import item_of, of_case, of_item
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from anjian.evidence.records import Item

SIZES = {"a4": (70, 37), "small": (40, 30), "large": (80, 50)}
"""Label sizes in millimetres: 24 on an A4 sheet, and two sizes of label printers."""


@officer_required
def examine(request: HttpRequest, case_no: str, no: str) -> HttpResponse:
    """Examine an item point by point, and find it authentic, lawful, relevant or say why not."""
    actor, now = actor_of(request), clock.now()
    case, item = item_of(actor, case_no, no)
    errors: Mapping[str, str] = {}
    refusals: tuple[Any, ...] = ()
    status, typed = 200, _said(item)
    if request.method == "POST":
        typed = _typed(request, item)
        command = Examine(
            case_id=case.id,
            no=item.no,
            **{code: typed["held"].get(code) == "yes" for code in examination.traits()},
            opinion=typed["opinion"],
            reasons=typed["reasons"],
            answers={code: said for code, said in typed["answers"].items() if said},
        )
        try:
            _all_answered(typed["held"])
            actions.examine(command, by=actor, at=now, key=request.POST.get("key"))
            return see_other(request, reverse("evidence:item", args=[case.no, item.no]) + "#about")
        except Invalid as problem:
            errors, status = problem.fields, problem.status
        except Refused as problem:
            refusals, status = problem.refusals, problem.status
    context = {
        "case": case,
        "item": item,
        "traits": _traits(item, typed, errors),
        "opinion": typed["opinion"],
        "opinion_error": errors.get("opinion", ""),
        "answers": [(code, _(label)) for code, label in examination.ANSWERS.items()],
        "refusals": refusals,
        "crumbs": of_item(case, item, _("审查")),
    }
    return render(request, "evidence/examine.html", context, status=status)


def _all_answered(held: Mapping[str, str]) -> None:
    open_ = [code for code in examination.traits() if held.get(code) not in {"yes", "no"}]
    if open_:
        raise Invalid(dict.fromkeys(open_, _("请选择认可或者不认可。")))


def _said(item: Item) -> dict[str, Any]:
    found = item.finding
    if found is None:
        return {"held": {}, "reasons": {}, "answers": {}, "opinion": ""}
    held = {code: "yes" if getattr(found, code) else "no" for code in examination.traits()}
    return {"held": held, "reasons": found.reasons, "answers": found.answers, "opinion": found.opinion}


def _typed(request: HttpRequest, item: Item) -> dict[str, Any]:
    asked = examination.points(item.kind, item.form, thing=item.thing)
    return {
        "held": {code: request.POST.get(f"held-{code}", "") for code in examination.traits()},
        "reasons": {code: request.POST.get(f"reason-{code}", "").strip() for code in examination.traits()},
        "answers": {point.code: request.POST.get(f"point-{point.code}", "") for point in asked},
        "opinion": request.POST.get("opinion", "").strip(),
    }


def _traits(item: Item, said: Mapping[str, Any], errors: Mapping[str, str]) -> list[dict[str, Any]]:
    points = examination.points(item.kind, item.form, thing=item.thing)
    return [
        {
            "trait": trait,
            "label": _(trait.label),
            "held": said["held"].get(trait.code, ""),
            "reason": said["reasons"].get(trait.code, ""),
            "error": errors.get(trait.code, ""),
            "points": [
                (point, _(point.text), said["answers"].get(point.code, ""))
                for point in points
                if point.trait == trait.code
            ],
        }
        for trait in examination.traits().values()
    ]


@officer_required
def catalogue(request: HttpRequest, case_no: str) -> HttpResponse:
    """Print the list of a case's evidence 证据目录."""
    actor = actor_of(request)
    case = cases.case_for(actor, case_no)
    items = queries.items_of(actor.org_id, case.id)
    context = {
        "case": case,
        "items": items,
        "facts": queries.facts(actor.org_id, case.id),
        "frozen": queries.frozen_list(actor.org_id, case.id),
        "bureau": people.agency(actor.org_id).name,
        "now": clock.now(),
        "crumbs": of_case(case, _("证据目录")),
    }
    return render(request, "evidence/catalogue.html", context)


@officer_required
def examined(request: HttpRequest, case_no: str) -> HttpResponse:
    """Print the examination sheets 证据审查表 of a case, or of the one item that is asked for."""
    actor = actor_of(request)
    case = cases.case_for(actor, case_no)
    wanted = request.GET.get("no", "")
    items = [i for i in queries.items_of(actor.org_id, case.id) if not wanted or i.no == wanted]
    facts = {fact.no: fact.text for fact in queries.facts(actor.org_id, case.id)}
    context = {
        "case": case,
        "sheets": [
            {
                "item": item,
                "traits": _traits(item, _said(item), {}),
                "facts": [(no, facts[no]) for no in item.proves if no in facts],
            }
            for item in items
        ],
        "answers": {code: _(label) for code, label in examination.ANSWERS.items()},
        "bureau": people.agency(actor.org_id).name,
        "now": clock.now(),
        "crumbs": of_case(case, _("证据审查表")),
    }
    return render(request, "evidence/examined.html", context)


@officer_required
def chain(request: HttpRequest, case_no: str, no: str) -> HttpResponse:
    """Print the custody of an item 保管链记录, with every hash, so that it can be checked by hand."""
    actor = actor_of(request)
    case, item = item_of(actor, case_no, no)
    known = {place.code: place for place in places.places(actor.org_id, closed=True)}
    links = queries.custody_of(actor.org_id, item.id)
    context = {
        "case": case,
        "item": item,
        "thing": queries.things_of(actor.org_id, [item.id]).get(item.id),
        "links": [(link, _(CUSTODY_ACTS[link.act]), known.get(link.place_code)) for link in links],
        "broken": queries.check_custody(actor.org_id, item.id),
        "qr": _qr(item),
        "bureau": people.agency(actor.org_id).name,
        "now": clock.now(),
        "crumbs": of_item(case, item, _("保管链记录")),
    }
    return render(request, "evidence/chain.html", context)


@officer_required
def print_labels(request: HttpRequest, case_no: str) -> HttpResponse:
    """Print labels for a case's items; on a label stand number, code and nothing of a person."""
    actor = actor_of(request)
    case = cases.case_for(actor, case_no)
    items = queries.items_of(actor.org_id, case.id)
    chosen = set(request.GET.getlist("no"))
    shown = (
        [item for item in items if item.no in chosen] if chosen else [i for i in items if i.thing] or items
    )
    size = request.GET.get("size", "a4")
    context = {
        "case": case,
        "items": items,
        "chosen": {item.no for item in shown},
        "size": size if size in SIZES else "a4",
        "sizes": [(code, *SIZES[code]) for code in SIZES],
        "labels": [{"item": item, "code": labels.code_of(item.id), "qr": _qr(item)} for item in shown],
        "crumbs": of_case(case, _("标签")),
    }
    return render(request, "evidence/labels.html", context)


def _qr(item: Item) -> SafeString:
    """Return the QR code of an item's label as SVG drawn by ourselves; a quarter may be damaged (level Q)."""
    target = io.BytesIO()
    code = segno.make(labels.code_of(item.id), error="q", micro=False)
    code.save(
        target, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, svgclass="qr", lineclass=None
    )
    return mark_safe(target.getvalue().decode())  # noqa: S308  drawn here from ten base-32 digits
