"""Scanning labels and handing things over: one item or a batch, signed by two, the second here or later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from csp.constants import WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.cases import access as cases
from anjian.evidence import actions, labels, queries
from anjian.evidence.commands import AnswerAct, ProposeAct
from anjian.evidence.custody_rules import acts
from anjian.evidence.kinds import CUSTODY_ACTS
from anjian.evidence.queries import places
from anjian.interviews.store import keep_image
from anjian.kit import clock
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from anjian.web.components import crumbs
from anjian.web.evidence import forms
from anjian.web.evidence.work import attempt, beside, keepers
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required, see_other, wants_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest, HttpResponse

    from anjian.evidence.custody_rules import ActRule
    from anjian.evidence.records import Item
    from anjian.kit.actor import Actor

Named = tuple[str, "Item"]
_NOT_CHOSEN = frozenset({"take", "sample", "split"})
camera = csp_update({"script-src": [WASM_UNSAFE_EVAL]})
"""The decoder of codes is WebAssembly served by ourselves; only pages with a camera may run it."""


def found(actor: Actor, codes: Iterable[str]) -> tuple[list[Named], list[str]]:
    """Return the items that codes name, each with its case's number, and the codes that name none.

    Items of cases that are none of this officer's business are as unknown as any other code.
    """
    named: list[Named] = []
    unknown: list[str] = []
    for code in dict.fromkeys(one.strip() for one in codes if one.strip()):
        seen = [row for row in queries.found_by_label(actor.org_id, code) if cases.may_see(actor, row[1])]
        for item_id, case_id, no in seen:
            item = queries.item_of(actor.org_id, case_id, no)
            if item is not None and all(known.id != item_id for _no, known in named):
                named.append((cases.case_by_id(actor, case_id).no, item))
        unknown += [] if seen else [code]
    return named, unknown


@camera
@officer_required
def scan(request: HttpRequest) -> HttpResponse:
    """Take a code by camera, by a scanner that types, or by hand; one leads to its item, more to a batch."""
    actor = actor_of(request)
    asked = request.GET.getlist("code") + request.GET.get("codes", "").split()
    named, unknown = found(actor, asked)
    if wants_json(request):
        return JsonResponse({"items": [_told(one) for one in named], "unknown": unknown})
    if len(named) == 1 and not unknown and "batch" not in request.GET:
        case_no, item = named[0]
        return see_other(request, reverse("evidence:item", args=[case_no, item.no]))
    context = {
        "named": [(case_no, item, labels.code_of(item.id)) for case_no, item in named],
        "unknown": [(code, labels.read(code) is None) for code in unknown],
        "acts": [rule for rule in acts().values() if rule.code not in _NOT_CHOSEN],
        "mine": queries.waiting_for(actor.org_id, actor.id),
        "crumbs": crumbs((_("证据"), reverse("evidence:list")), _("扫码")),
    }
    return render(request, "evidence/scan.html", context)


def _told(one: Named) -> dict[str, str]:
    case_no, item = one
    return {
        "code": labels.code_of(item.id),
        "no": item.no,
        "title": item.title,
        "case": case_no,
        "state": _(CUSTODY_ACTS[item.custody_act]) if item.custody_act else "",
        "holder": item.custody_holder,
        "url": reverse("evidence:item", args=[case_no, item.no]),
    }


@officer_required
def hand_over(request: HttpRequest) -> HttpResponse:
    """Sign an act on the items named by their codes; the second signs here by password, or later."""
    actor, now = actor_of(request), clock.now()
    rule = acts().get(request.GET.get("act", "transfer"))
    if rule is None or rule.code in _NOT_CHOSEN:
        raise NotFound
    named, unknown = found(actor, request.GET.getlist("code"))
    if not named:
        return see_other(request, reverse("evidence:scan"))
    sealed = (
        [(f"{item.case_id}/{item.no}", item.no) for _no, item in named] if "seal_no" in rule.needs else []
    )
    form = FieldForm(
        forms.act(rule, places=places.places(actor.org_id), sealed=sealed),
        request.POST if request.method == "POST" else None,
        initial={"happened_at": now},
        officers=keepers(actor),
        today=now.date(),
    )
    outcome = attempt(form, lambda: _sign(request, rule, named, dict(sealed), form))
    if outcome is None:
        return see_other(request, form.inputs["next"])
    keeping = queries.keeping_of(actor.org_id, [item.id for _no, item in named])
    context = {
        "rule": rule,
        "act_label": _(rule.label),
        "named": [(case_no, item, keeping[item.id]) for case_no, item in named],
        "unknown": unknown,
        "form": form,
        "login": request.POST.get("login", ""),
        "refusals": outcome[1],
        "acts": [one for one in acts().values() if one.code not in _NOT_CHOSEN],
        "codes": [labels.code_of(item.id) for _no, item in named],
        "crumbs": crumbs(
            (_("证据"), reverse("evidence:list")), (_("扫码"), reverse("evidence:scan")), _(rule.label)
        ),
    }
    return render(request, "evidence/hand_over.html", context, status=outcome[0])


def _sign(
    request: HttpRequest,
    rule: ActRule,
    named: Sequence[Named],
    sealed: Iterable[str],
    form: FieldForm,
) -> None:
    actor, now, typed = actor_of(request), clock.now(), dict(form.inputs)
    seals = {key: str(typed.pop(f"seal{n}", "")) for n, key in enumerate(sealed)}
    drawn, paper = request.POST.get("receipt_image", ""), request.POST.get("receipt_no", "").strip()
    receipt = keep_image("receipt", drawn) if drawn else paper
    command = ProposeAct(
        items=tuple((item.case_id, item.no) for _no, item in named),
        act=rule.code,
        seal_nos=seals,
        receipt=receipt if "receipt" in rule.needs else "",
        **typed,
    )
    key = request.POST.get("key")
    login = request.POST.get("login", "").strip()
    if login:
        second = beside(request, login, request.POST.get("password", ""), chosen=command.to_id)
        actions.sign_together(command, by=actor, second=second, at=now, key=key)
        case_no, item = named[0]
        form.inputs["next"] = reverse("evidence:item", args=[case_no, item.no]) + "#custody"
        return
    waiting = actions.propose_act(command, by=actor, at=now, key=key)
    form.inputs["next"] = reverse("evidence:handover", args=[waiting])


@officer_required
def handover(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Show an act that waits, to both signers; take the second's answer, or the first's withdrawal."""
    actor, now = actor_of(request), clock.now()
    row = queries.handover(actor.org_id, handover_id, actor.id)
    if row is None:
        raise NotFound
    refusals: tuple[Any, ...] = ()
    error, status = "", 200
    if request.method == "POST":
        command = AnswerAct(
            handover_id=row.id,
            accepted=request.POST.get("answer") == "accept",
            reason=request.POST.get("reason", ""),
        )
        try:
            actions.answer_act(command, by=actor, at=now, key=request.POST.get("key"))
            return see_other(request, reverse("evidence:scan"))
        except Invalid as problem:
            error, status = "；".join(problem.fields.values()), problem.status
        except Refused as problem:
            refusals, status = problem.refusals, problem.status
        except Conflict as problem:
            error, status = problem.message, problem.status
    known = queries.cases_of(actor.org_id, row.item_ids)
    context: dict[str, Any] = {
        "row": row,
        "act_label": _(row.act_name),
        "second": actor.id == row.to_id,
        "items": [_line(actor, item_id, *known[item_id]) for item_id in row.item_ids if item_id in known],
        "error": error,
        "refusals": refusals,
        "crumbs": crumbs(
            (_("证据"), reverse("evidence:list")), (_("扫码"), reverse("evidence:scan")), _(row.act_name)
        ),
    }
    return render(request, "evidence/handover.html", context, status=status)


def _line(actor: Actor, item_id: UUID, case_id: UUID, no: str) -> dict[str, Any]:
    """Return a line of an act: number and label for everybody, the title for who may see the case."""
    seen = cases.may_see(actor, case_id)
    item = queries.item_of(actor.org_id, case_id, no) if seen else None
    return {
        "no": no,
        "code": labels.code_of(item_id),
        "title": item.title if item else "",
        "quantity": item.quantity if item else "",
        "url": reverse("evidence:item", args=[cases.case_by_id(actor, case_id).no, no]) if item else "",
    }
