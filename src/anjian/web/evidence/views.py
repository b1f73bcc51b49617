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
from anjian.evidence.commands import CorrectDescription, LinkProof
from anjian.evidence.kinds import KINDS, SHOWN_IN_PAGE
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.web.components import Filter, Option, Pager, crumbs
from anjian.web.evidence import forms, things
from anjian.web.evidence.cards import card
from anjian.web.evidence.work import attempt
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
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
    }
    specs = {
        "proof": forms.linking(facts),
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
        outcome = attempt(
            drawn[act], lambda: _act(act, drawn[act].inputs, item, actor=actor, now=now, key=key)
        )
        if outcome is None:
            return see_other(request, reverse("evidence:item", args=[case.no, item.no]))
        status, refusals = outcome
    context = {
        "case": case,
        "item": item,
        **things.about(actor, case, item, now=now),
        "files": queries.files_of(actor.org_id, [item.id]),
        "reading": queries.reading_of(item, case_id=case.id, org_id=actor.org_id),
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


def _act(
    act: str, typed: dict[str, Any], item: Item, *, actor: Actor, now: datetime, key: str | None
) -> None:
    named: dict[str, Any] = {"case_id": item.case_id, "no": item.no}
    if act == "proof":
        link = LinkProof(
            **named, fact_no=typed["fact_no"], note=typed.get("note", ""), stands=typed["stands"] == "yes"
        )
        actions.link_proof(link, by=actor, at=now, key=key)
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
