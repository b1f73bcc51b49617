"""Documents and instruments beside the testimonies 书证与读数: entered here, compared like answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anjian.audit.actions import record_access
from anjian.evidence import queries as evidence
from anjian.interviews import access, actions, queries
from anjian.interviews.actions import SOURCE_KINDS
from anjian.kit import clock
from anjian.kit.errors import Invalid
from anjian.web import components
from anjian.web.http import actor_of, officer_required, see_other
from anjian.web.interviews.answers import once, uuid_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "POST"])
@officer_required
def page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the sources of a case and take in a reading; what was typed stays when a field is wrong."""
    actor, now = actor_of(request), clock.now()
    case = access.console_case(actor, case_id)
    fields: dict[str, str] = {}
    if request.method == "POST":
        try:
            once(lambda: actions.add_reading(_command(request, case_id), by=actor, at=now, key=_key(request)))
            return see_other(request, request.path)
        except Invalid as problem:
            fields = dict(problem.fields)
    else:
        record_access(by=actor, at=now, what="interviews.sources", subject_id=case.id, detail=case.no)
    context: dict[str, Any] = {
        "case": case,
        "sources": queries.sources_of(actor.org_id, case_id),
        "kinds": SOURCE_KINDS,
        "items": evidence.items_of(actor.org_id, case_id),
        "may_direct": access.may_direct(actor, case),
        "typed": request.POST,
        "problems": fields,
        "crumbs": components.crumbs(
            (_("询问"), "/interviews/"), (case.no, f"/interviews/cases/{case_id}/"), _("书证与读数")
        ),
    }
    return render(request, "interviews/sources.html", context, status=422 if fields else 200)


def _key(request: HttpRequest) -> str | None:
    return request.POST.get("key") or None


def _command(request: HttpRequest, case_id: UUID) -> actions.AddReading:
    form = request.POST
    number = form.get("corrects", "").strip()
    return actions.AddReading(
        case_id=case_id,
        source_id=uuid_of(form.get("source")),
        title=form.get("title", ""),
        kind=form.get("kind", ""),
        evidence_no=form.get("evidence", ""),
        about=form.get("about", ""),
        says=form.get("says", ""),
        corrects=int(number) if number.isdigit() else 0,
        reason=form.get("reason", ""),
    )
