"""Views of the evidence screens: they parse, call one query or one action, and draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.audit import queries as audit
from anjian.cases import access as cases
from anjian.cases import queries as case_queries
from anjian.evidence import actions, queries
from anjian.evidence.commands import AddCustody, CorrectDescription, Examine, LinkProof, StateFact
from anjian.evidence.kinds import CUSTODY_ACTS, KINDS, SHOWN_IN_PAGE
from anjian.kit import clock
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from anjian.web.components import Filter, Option, Pager, crumbs
from anjian.web.evidence import forms, pending
from anjian.web.evidence.cards import card, cards
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from anjian.evidence.records import Item
    from anjian.kit.actor import Actor

PAGE_SIZE = 50


@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the newest evidence of the cases this officer may know of."""
    actor, kind = actor_of(request), request.GET.get("kind", "")
    visible = case_queries.visible(actor)
    items = queries.newest(
        actor.org_id,
        visible.values("id"),
        kind=kind if kind in KINDS else "",
        before=_uuid(request.GET.get("after")),
        limit=PAGE_SIZE + 1,
    )
    shown = items[:PAGE_SIZE]
    numbers = dict(visible.filter(id__in={item.case_id for item in shown}).values_list("id", "no"))
    context = {
        "evidence": [card(numbers[item.case_id], item) for item in shown],
        "filters": (
            Filter(
                name="kind",
                label=_("证据种类"),
                value=kind,
                options=tuple(Option(value=code, label=_(label)) for code, label in KINDS.items()),
            ),
        ),
        "pager": Pager(following=str(shown[-1].id) if len(items) > PAGE_SIZE else "", shown=len(shown)),
        "crumbs": crumbs(_("证据")),
    }
    return render(request, "evidence/list.html", context)


@officer_required
def case_page(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show a case's evidence, what it proves, and the place to upload; take a fact to be proved."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    asked = request.POST if request.method == "POST" else None
    form = FieldForm(forms.stating(), asked)

    def state() -> None:
        command = StateFact(case_id=case.id, text=form.inputs["text"])
        actions.state_fact(command, by=actor, at=now, key=request.POST.get("key"))

    outcome = _attempt(form, state)
    if outcome is None:
        return see_other(request, reverse("evidence:case", args=[case.no]))
    items = queries.items_of(actor.org_id, case.id)
    context = {
        "case": case,
        "evidence": cards(case.no, items),
        "items": items,
        "facts": queries.facts(actor.org_id, case.id),
        "waiting": pending.waiting(request, actor, case.id),
        "frozen": queries.freeze_of(actor.org_id, case.id),
        "form": form,
        "refusals": outcome[1],
        "topic": f"case:{case.id}",
        "last_event": audit.newest_outbox_id(),
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")), (case.no, reverse("cases:page", args=[case.no])), _("证据")
        ),
    }
    return render(request, "evidence/case.html", context, status=outcome[0])


@officer_required
def item_page(request: HttpRequest, case_no: str, no: str) -> HttpResponse:
    """Show one item: the picture, its identity, custody, findings; take what is said about it."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    item = queries.item_of(actor.org_id, case.id, no)
    if item is None:
        raise NotFound
    facts = queries.facts(actor.org_id, case.id)
    act = request.GET.get("act", "") if request.method == "POST" else ""
    initial: dict[str, dict[str, Any]] = {
        "correct": {name: getattr(item, name) for name in forms.CORRECTED},
        "custody": {"from_holder": item.custody_holder, "happened_at": now, "signer1": actor.name},
    }
    specs = {
        "proof": forms.linking(facts),
        "examine": forms.examining(),
        "custody": forms.custody(),
        "correct": forms.correcting(),
    }
    drawn = {
        name: FieldForm(
            fields,
            request.POST if act == name else None,
            initial=initial.get(name),
            prefix=name,
            today=now.date(),
        )
        for name, fields in specs.items()
    }
    status, refusals = 200, ()
    if act in drawn:
        key = request.POST.get("key")
        outcome = _attempt(
            drawn[act], lambda: _act(act, drawn[act].inputs, item, actor=actor, now=now, key=key)
        )
        if outcome is None:
            return see_other(request, reverse("evidence:item", args=[case.no, item.no]))
        status, refusals = outcome
    custody = queries.custody_of(actor.org_id, item.id)
    context = {
        "case": case,
        "item": item,
        "custody": [(link, _(CUSTODY_ACTS[link.act])) for link in custody],
        "files": queries.files_of(actor.org_id, [item.id]),
        "custody_broken": queries.check_custody(actor.org_id, item.id),
        "shown": item.media_type in SHOWN_IN_PAGE,
        "family": item.media_type.split("/", 1)[0],
        "facts": [fact for fact in facts if item.no in fact.proved_by],
        "forms": drawn,
        "open": act,
        "refusals": refusals,
        "topic": f"case:{case.id}",
        "last_event": audit.newest_outbox_id(),
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            (_("证据"), reverse("evidence:case", args=[case.no])),
            item.no,
        ),
    }
    return render(request, "evidence/item.html", context, status=status)


def _attempt(form: FieldForm, work: Callable[[], None]) -> tuple[int, tuple[Any, ...]] | None:
    """Run the work of a form; None when it is done, else the status and the reasons against it."""
    if not form.bound:
        return 200, ()
    if not form.is_valid():
        return 422, ()
    try:
        work()
    except Invalid as problem:
        form.add_errors(problem.fields)
        return problem.status, ()
    except Refused as problem:
        return problem.status, problem.refusals
    except Conflict as problem:
        form.general.append(problem.message)
        return problem.status, ()
    return None


def _act(
    act: str, typed: dict[str, Any], item: Item, *, actor: Actor, now: datetime, key: str | None
) -> None:
    named: dict[str, Any] = {"case_id": item.case_id, "no": item.no}
    if act == "proof":
        link = LinkProof(
            **named, fact_no=typed["fact_no"], note=typed.get("note", ""), stands=typed["stands"] == "yes"
        )
        actions.link_proof(link, by=actor, at=now, key=key)
    elif act == "examine":
        traits = {name: typed[name] == "yes" for name in ("authentic", "lawful", "relevant")}
        actions.examine(
            Examine(**named, **traits, opinion=typed.get("opinion", "")), by=actor, at=now, key=key
        )
    elif act == "custody":
        signers = (typed.pop("signer1"), typed.pop("signer2"))
        actions.add_custody(AddCustody(**named, **typed, signers=signers), by=actor, at=now, key=key)
    else:
        reason = typed.pop("reason")
        known = {name: typed.get(name, "") for name in forms.CORRECTED}
        changes = {name: value for name, value in known.items() if value != getattr(item, name)}
        command = CorrectDescription(**named, changes=changes, reason=reason)
        actions.correct_description(command, by=actor, at=now, key=key)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
