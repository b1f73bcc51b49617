"""Taking files in: the upload itself, and describing what was uploaded as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from anjian.cases import access as cases
from anjian.evidence import access, actions, queries
from anjian.evidence.commands import RegisterEvidence
from anjian.intake import queries as ways_in
from anjian.kit import clock
from anjian.kit.errors import Conflict, Invalid, Refused
from anjian.people import queries as people
from anjian.web.components import crumbs
from anjian.web.evidence import forms, pending, receiving
from anjian.web.forms_from_fields import Choice, FieldForm
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from anjian.kit.actor import Actor


@csrf_exempt
@require_POST
@officer_required
def upload(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """Take files into the store from a plain form, where scripts do not run. They are not evidence yet.

    Exempt only so that the form's files can be routed into the store before anything reads the
    form; the check against forged requests follows right behind.
    """
    actor = actor_of(request)
    case = cases.case_for(actor, case_no)
    access.require_role(actor, access.HANDLING_ROLES, _("登记证据"))
    receiving.prepare_form(request)
    answer: HttpResponseBase = _take_form(request, case.no, case.id)
    return answer


@csrf_protect
def _take_form(request: HttpRequest, case_no: str, case_id: UUID) -> HttpResponse:
    files = receiving.take_form(request)
    if not files:
        raise Invalid({"files": _("没有选择文件，或者文件是空的。")})
    for item in files:
        token = pending.claim(actor_of(request), case_id, item.digest, item.name or "")
        pending.remember(request, case_id, token)
    return see_other(request, reverse("evidence:register", args=[case_no]))


@officer_required
def register(request: HttpRequest, case_no: str) -> HttpResponse:
    """Describe uploaded files together and register them as evidence: all of them or none."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    waiting = pending.waiting(request, actor, case.id)
    back = reverse("evidence:case", args=[case.no])
    if not waiting:
        return see_other(request, back)
    if request.method == "POST" and "discard" in request.POST:
        pending.forget(request, actor, case.id, {item.digest.sha256 for item in waiting})
        return see_other(request, back)
    handlers = [officer for officer in (case.lead_officer_id, case.co_officer_id) if officer]
    form = FieldForm(
        forms.registering(waiting, queries.facts(actor.org_id, case.id)),
        request.POST if request.method == "POST" else None,
        initial={
            "collectors": [str(officer) for officer in handlers],
            "collected_at": next((min(item.modified_at, now) for item in waiting if item.modified_at), None),
            **_told_by_the_way_in(actor.org_id, case.id, waiting),
        },
        officers=_officers(actor),
        today=now.date(),
    )
    refusals: tuple[Any, ...] = ()
    status = 200
    if request.method == "POST" and form.is_valid():
        chosen = [n for n in range(len(waiting)) if form.inputs.get(f"title{n}")] or [0]
        try:
            commands = [_command(case.id, form, waiting[n], form.inputs.get(f"title{n}", "")) for n in chosen]
            actions.register_all(commands, by=actor, at=now, key=request.POST.get("key"))
            pending.forget(request, actor, case.id, {command.digest.sha256 for command in commands})
            return see_other(request, back)
        except Invalid as problem:
            named = problem.fields.pop("title", None)
            form.add_errors(problem.fields | ({"title0": named} if named else {}))
        except Refused as problem:
            refusals, status = problem.refusals, problem.status
        except Conflict as problem:
            form.general.append(problem.message)
            status = problem.status
    if status == 200 and form.bound:
        status = 422
    context = {
        "case": case,
        "form": form,
        "waiting": waiting,
        "refusals": refusals,
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            (_("证据"), back),
            _("登记"),
        ),
        "back": back,
    }
    return render(request, "evidence/register.html", context, status=status)


def _told_by_the_way_in(org_id: UUID, case_id: UUID, waiting: list[pending.Pending]) -> dict[str, object]:
    """Return what a submission or a recorder already told of these files; nothing for an officer's own."""
    known = ways_in.known_of(org_id, case_id, {item.digest.sha256 for item in waiting})
    if known is None:
        return {}
    told = {
        "source": known.source,
        "holder": known.holder,
        "device": known.device,
        "record": known.record,
        "collected_at": known.collected_at,
    }
    return {name: value for name, value in told.items() if value}


def _officers(actor: Actor) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(p.id), p.name, f"{p.unit_name} {p.post}")
        for p in people.officers(actor.org_id, role="case_officer", on=clock.today())
    )


def _command(case_id: UUID, form: FieldForm, item: pending.Pending, title: str) -> RegisterEvidence:
    typed = form.inputs
    return RegisterEvidence(
        case_id=case_id,
        kind=typed["kind"],
        title=title,
        purpose=typed["purpose"],
        source=typed["source"],
        collectors=typed["collectors"],
        place=typed["place"],
        collected_at=typed["collected_at"],
        digest=item.digest,
        filename=item.filename,
        holder=typed.get("holder", ""),
        device=typed.get("device", ""),
        form=typed["form"],
        copy_note=typed.get("copy_note", ""),
        record=typed.get("record", ""),
        exculpatory=bool(typed.get("exculpatory")),
        proves=(typed["proves"],) if typed.get("proves") else (),
    )
