"""Views of the case screens: they parse, call one query or one action, and draw."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.audit import queries as audit
from anjian.cases import access, actions, queries
from anjian.deadlines import queries as deadlines
from anjian.dossiers import access as dossier_access
from anjian.dossiers import queries as dossiers
from anjian.interviews import queries as interviews
from anjian.kit import clock
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from anjian.people import queries as people
from anjian.procedures import engine
from anjian.procedures.render import flow_svg
from anjian.procedures.spec import STAGES
from anjian.web import words
from anjian.web.cases import lead_form, service, spot, suggestions, view_models
from anjian.web.components import Filter, Option, Pager, crumbs, fact
from anjian.web.forms_from_fields import Choice, FieldForm
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from anjian.cases.access import Case
    from anjian.dossiers.queries import Firm
    from anjian.kit.actor import Actor

PAGE_SIZE = 50
# Where a step leads back to when it was taken from a page of its own.
_HOMES = {"service": "cases:service", "spot": "cases:spot"}


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the visible cases, narrowed by what stands in the address."""
    actor, asked = actor_of(request), request.GET
    wanted = queries.Filter(
        text=asked.get("q", "").strip(),
        stage=asked.get("stage", ""),
        unit_id=_uuid(asked.get("unit")),
        mine=asked.get("who") == "mine",
        opened_from=_day(asked.get("from")),
        opened_to=_day(asked.get("to")),
    )
    page = queries.page(
        actor, wanted, before=_uuid(asked.get("after")), after=_uuid(asked.get("before")), size=PAGE_SIZE
    )
    names = people.names(actor.org_id, {c.lead_officer_id for c in page.lines if c.lead_officer_id})
    due = deadlines.nearest_due(actor.org_id, [c.id for c in page.lines])
    counts = queries.stage_counts(actor.org_id)
    units = people.units(actor.org_id)
    today = clock.today()
    rows = [
        {
            "case": line,
            "state": view_models.state_label(line.procedure, line.state),
            "lead": names.get(line.lead_officer_id) if line.lead_officer_id else "",
            "due": due.get(line.id),
            "overdue": line.id in due and due[line.id] < today,
        }
        for line in page.lines
    ]
    context = {
        "rows": rows,
        "search": wanted.text,
        "filters": (
            Filter(
                name="stage",
                label=_("阶段"),
                value=wanted.stage,
                options=tuple(
                    Option(value=s.code, label=_(s.label), count=counts.get(s.code, 0)) for s in STAGES
                ),
            ),
            Filter(
                name="unit",
                label=_("承办机构"),
                value=str(wanted.unit_id or ""),
                options=tuple(Option(value=str(u["id"]), label=u["name"]) for u in units),
            ),
            Filter(
                name="who",
                label=_("范围"),
                value="mine" if wanted.mine else "",
                options=(Option(value="mine", label=_("我承办的")),),
            ),
            Filter(name="from", label=_("登记自"), value=asked.get("from", ""), kind="date"),
            Filter(name="to", label=_("登记至"), value=asked.get("to", ""), kind="date"),
        ),
        "pager": Pager(
            previous=str(page.newer or ""), following=str(page.older or ""), shown=len(page.lines)
        ),
        "crumbs": crumbs(_("案件")),
        "narrowed": bool(request.GET),
        "topic": f"org:{actor.org_id}",
    }
    return render(request, "cases/list.html", context)


@officer_required
def new_lead(request: HttpRequest) -> HttpResponse:
    """Register a lead: find the firm, fill in the little that is known, go on to the case."""
    actor = actor_of(request)
    firm_id = _uuid(request.GET.get("firm") or request.POST.get("firm"))
    firm = dossier_access.firm_for(actor, firm_id) if firm_id else None
    bureau = people.agency(actor.org_id)
    form = FieldForm(
        lead_form.fields(on=clock.today()),
        request.POST if request.method == "POST" else None,
        initial=lead_form.initial(firm, request.GET.get("procedure", "")),
        today=clock.today(),
    )
    refusals: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            no = actions.open_case(
                lead_form.command(form.inputs, firm, place_code=bureau.place_code),
                by=actor,
                at=clock.now(),
                key=request.POST.get("key"),
            )
            on_spot = form.inputs["procedure"] == spot.PROCEDURE
            return see_other(request, reverse("cases:spot" if on_spot else "cases:page", args=[no]))
        except Invalid as problem:
            form.add_errors(problem.fields)
        except Refused as problem:
            refusals = problem.refusals
    words = request.GET.get("firm_q", "").strip()
    context = {
        "form": form,
        "firm": firm,
        "procedure": request.GET.get("procedure", ""),
        "firm_q": words,
        "found": dossiers.find(actor.org_id, words) if words else (),
        "refusals": refusals,
        "crumbs": crumbs((_("案件"), reverse("cases:list")), _("登记线索")),
    }
    status = 422 if form.bound and form.errors else 409 if refusals else 200
    return render(request, "cases/new.html", context, status=status)


def _onward(request: HttpRequest, case_no: str) -> str:
    """Where a step leads: to the case, or back to the page of its own that it was taken from."""
    asked = request.GET.get("from") or request.POST.get("onward", "")
    return reverse(_HOMES.get(asked, "cases:page"), args=[case_no])


def _firm_of(actor: Actor, case: Case) -> Firm | None:
    return dossiers.firm(actor.org_id, case.enterprise_id) if case.enterprise_id else None


@officer_required
def case_page(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show the case: stages, next steps, documents, evidence, interviews, clocks, people, activity."""
    actor, now = actor_of(request), clock.now()
    case = access.case_for(actor, case_no)
    picture = queries.picture_of(case, actor, now=now)
    offered = queries.options_of(case, picture)
    context = {
        "case": case,
        "state": view_models.state_label(case.procedure, case.state),
        "procedure": picture.procedure,
        "on_the_road": spot.on_the_road(case),
        "stages": view_models.stages(case, picture),
        "groups": view_models.step_groups(case, offered),
        "instruments": picture.documents,
        "services": service.cards(case, picture, offered, brief=True),
        "items": picture.evidence,
        "cards": view_models.evidence_cards(case.no, picture.evidence),
        "is_archivist": "archivist" in actor.roles,
        "to_prove": picture.facts.to_prove,
        "clocks": view_models.clock_views(picture.clocks, now.date()),
        "people": view_models.people_rows(picture),
        "activity": view_models.activity_rows(
            audit.activity_of(actor.org_id, case.id, limit=12, without=audit.DERIVED)
        ),
        "sessions": interviews.sessions_of(actor.org_id, case.id),
        "contradictions": picture.facts.contradictions,
        "firm": _firm_of(actor, case),
        "facts": _head_facts(case, picture),
        "crumbs": crumbs((_("案件"), reverse("cases:list")), case.no),
        "topic": f"case:{case.id}",
        "last_event": audit.newest_outbox_id(),
        "day_of_case": (now.date() - case.filed_on).days if case.filed_on else None,
    }
    return render(request, "cases/page.html", context)


def _head_facts(case: Case, picture: queries.Picture) -> list[Any]:
    facts = [fact(icon="building-factory-2", text=case.party_name)]
    if case.filed_on:
        facts.append(fact(icon="calendar", text=_("立案 %(day)s") % {"day": case.filed_on.isoformat()}))
    basis = lead_form.basis_of(case.violation, on=case.conduct_on or picture.facts.today)
    if basis:
        facts.append(fact(icon="gavel", text=basis))
    return facts


@officer_required
def step_page(request: HttpRequest, case_no: str, step: str) -> HttpResponse:
    """Ask for what a step needs, take it, or show every reason against it with the typing kept."""
    actor, now = actor_of(request), clock.now()
    case = access.case_for(actor, case_no)
    picture = queries.picture_of(case, actor, now=now)
    proceeding_id = _uuid(request.GET.get("p"))
    procedure, state, facts = picture.procedure, case.state, picture.facts
    if proceeding_id is not None:
        try:
            procedure, state, facts = queries.child_of(picture, proceeding_id)
        except KeyError:
            raise NotFound from None
    chosen = next((s for s in procedure.steps if s.code == step), None)
    if chosen is None:
        raise NotFound
    if step == "weigh" and request.method == "GET":
        return see_other(request, reverse("cases:discretion", args=[case.no]))
    colleagues = tuple(
        Choice(str(p.id), p.name, f"{p.unit_name} {p.post}")
        for p in people.officers(actor.org_id, on=now.date())
    )
    form = FieldForm(
        chosen.fields,
        request.POST if request.method == "POST" else None,
        initial=suggestions.suggested(chosen, case, picture, _firm_of(actor, case), facts)
        | suggestions.asked_for(chosen, request.GET),
        officers=colleagues,
        taken=view_models.taken_choices(facts),
        papers=view_models.paper_choices(picture),
        today=now.date(),
    )
    option = next((o for o in engine.options(procedure, state=state, facts=facts) if o.step == step), None)
    refusals: tuple[Any, ...] = option.refusals if option else ()
    notice, status = "", 200
    home = _onward(request, case.no)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_step(
                actions.TakeStep(
                    case_no=case.no,
                    step=step,
                    inputs=form.inputs,
                    proceeding_id=proceeding_id,
                    seen=int(request.POST.get("seen") or case.step_count),
                ),
                by=actor,
                at=now,
                key=request.POST.get("key"),
            )
            return see_other(request, home)
        except Refused as problem:
            refusals, status = problem.refusals, problem.status
        except Conflict as problem:
            if problem.code == "already_done":
                return see_other(request, home)
            notice, status = problem.message, problem.status
    elif request.method == "POST" and not form.row_action:
        status = 422
    context = {
        "case": case,
        "step": chosen,
        "onward": request.POST.get("onward", ""),
        "option": option,
        "form": form,
        "seen": case.step_count,
        "refusals": refusals,
        "notice": notice,
        "cites": tuple(str(c) for c in chosen.cites),
        "state": _(procedure.state(state).label),
        "home": home,
        "draft_key": f"{case.id}:{step}:{proceeding_id or ''}",
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            _(chosen.label),
        ),
    }
    return render(request, "cases/step.html", context, status=status)


@officer_required
def flow(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show the flow chart of the case's own procedure version, with the path taken."""
    actor = actor_of(request)
    case = access.case_for(actor, case_no)
    picture = queries.picture_of(case, actor, now=clock.now())
    main = [row for row in picture.steps if row["proceeding_id"] is None]
    chart = flow_svg(picture.procedure, current=case.state, taken=tuple(row["step"] for row in main))
    context = {
        "case": case,
        "procedure": picture.procedure,
        "chart": words.chart(chart),
        "steps": picture.steps,
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")), (case.no, reverse("cases:page", args=[case.no])), _("流程图")
        ),
    }
    return render(request, "cases/flow.html", context)


@officer_required
def record(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show the whole record of the case and whether its chain holds."""
    actor = actor_of(request)
    case = access.case_for(actor, case_no)
    context = {
        "case": case,
        "activity": view_models.activity_rows(audit.activity_of(actor.org_id, case.id, limit=500)),
        "broken": audit.check_chain(actor.org_id, case.id),
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            _("办理记录"),
        ),
    }
    return render(request, "cases/record.html", context)
