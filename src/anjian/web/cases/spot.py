"""The road through a penalty on the spot, one screen on the phone of an officer who stands in a shop.

The page shows the five marks of the road and the one thing to do next: the form of the usual next
step, or the signatures of the numbered form. Steps and signatures are taken by their own views.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.cases import access, queries
from anjian.documents import queries as documents
from anjian.dossiers import queries as dossiers
from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import queries as people
from anjian.procedures import engine
from anjian.web.cases import suggestions, view_models
from anjian.web.components import Stage, crumbs
from anjian.web.documents.views import slot_views
from anjian.web.forms_from_fields import Choice, FieldForm
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from anjian.cases.access import Case
    from anjian.cases.queries import Picture
    from anjian.kit.actor import Actor
    from anjian.procedures.spec import Step

PROCEDURE = "summary_penalty"
MARKS: tuple[tuple[str, str], ...] = (
    ("tell_summary", gettext_noop("告知")),
    ("hear_summary", gettext_noop("听取")),
    ("decide_summary", gettext_noop("决定")),
    ("paper", gettext_noop("签发")),
    ("deliver_summary", gettext_noop("交付")),
)
_PAPER = ("D24", "D25")


def on_the_road(case: Case) -> bool:
    """Whether the case is dealt with on the spot and the officers are still there."""
    return case.procedure.split("@")[0] == PROCEDURE and case.state in {
        "spot_opened",
        "spot_told",
        "spot_heard",
        "decided",
    }


@officer_required
def road(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show how far the officers are and ask for the next thing; a case that is past it shows itself."""
    actor, now = actor_of(request), clock.now()
    case = access.case_for(actor, case_no)
    if not on_the_road(case):
        return see_other(request, reverse("cases:page", args=[case.no]))
    picture = queries.picture_of(case, actor, now=now)
    paper = next((row for row in reversed(picture.documents) if row.code in _PAPER), None)
    step = _next_step(case, picture)
    issued = paper is not None and paper.status in {"issued", "served"}
    signing = case.state == "decided" and not issued
    option = next((o for o in _options(case, picture) if step and o.step == step.code), None)
    context: dict[str, Any] = {
        "case": case,
        "stages": _marks(picture, step, issued=issued),
        "paper": paper,
        "signing": signing,
        "step": None if signing else step,
        "seen": case.step_count,
        "refusals": () if signing or option is None else option.refusals,
        "others": [
            o for o in view_models.step_options(case, None, _options(case, picture)) if step and o.label
        ],
        "state": view_models.state_label(case.procedure, case.state),
        "topic": f"case:{case.id}",
        "crumbs": crumbs((_("案件"), reverse("cases:list")), (case.no, reverse("cases:page", args=[case.no])),
                         _("现场办理")),
    }  # fmt: skip
    if signing and paper is not None:
        detail = documents.one(actor.org_id, paper.id)
        context["slots"] = slot_views(detail, actor)
        context["ready"] = not detail.signatures_left
    elif step is not None:
        context["form"] = _form(step, case, picture, actor)
    return render(request, "cases/spot.html", context)


def _options(case: Case, picture: Picture) -> tuple[engine.Option, ...]:
    return engine.options(picture.procedure, state=case.state, facts=picture.facts)


def _next_step(case: Case, picture: Picture) -> Step | None:
    """The usual next step of the road in this state."""
    road_steps = [code for code, _label in MARKS]
    here = [s for s in picture.procedure.steps_from(case.state) if s.primary and s.code in road_steps]
    # Telling may be done again; what lies further on is the usual next thing.
    return max(here, key=lambda s: road_steps.index(s.code), default=None)


def _marks(picture: Picture, step: Step | None, *, issued: bool) -> list[Stage]:
    done = {t.step: t.at.astimezone(LOCAL_ZONE).date() for t in picture.facts.history}
    if issued:
        done["paper"] = picture.facts.today
    codes = [code for code, _label in MARKS]
    following = step.code if step else ""
    current = "paper" if following == "deliver_summary" and not issued else following
    position = codes.index(current) if current in codes else len(codes)
    return [
        Stage(
            label=_(label),
            state="done" if n < position else "current" if n == position else "future",
            on=done.get(code) if n < position else None,
        )
        for n, (code, label) in enumerate(MARKS)
    ]


def _form(step: Step, case: Case, picture: Picture, actor: Actor) -> FieldForm:
    firm = dossiers.firm(actor.org_id, case.enterprise_id) if case.enterprise_id else None
    today = picture.facts.today
    here = picture.facts.handler_ids | {actor.id}
    # Who stands in the shop comes first, then the colleagues of the unit.
    known = sorted(
        people.officers(actor.org_id, on=today),
        key=lambda p: (p.id not in here, p.unit_name != actor.unit_name),
    )
    colleagues = tuple(Choice(str(p.id), p.name, f"{p.unit_name} {p.post}") for p in known)
    return FieldForm(
        step.fields,
        None,
        initial=suggestions.suggested(step, case, picture, firm),
        officers=colleagues,
        today=today,
    )
