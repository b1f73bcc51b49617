"""The ledger of contradictions 矛盾台账: every one of a case with its history, for reading and printing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anjian.audit import queries as audit
from anjian.audit.actions import record_access
from anjian.interviews import access, queries
from anjian.kit import clock
from anjian.web import components
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
@officer_required
def page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Draw the ledger; it quotes everybody's testimony, so that opening it is put on record."""
    actor = actor_of(request)
    last_event = audit.newest_outbox_id()
    case = access.console_case(actor, case_id)
    lines = queries.ledger(actor.org_id, case_id)
    if not request.headers.get("X-Live-Refresh"):
        record_access(by=actor, at=clock.now(), what="interviews.ledger", subject_id=case_id, detail=case.no)
    return render(
        request,
        "interviews/ledger.html",
        {
            "case": case,
            "lines": lines,
            "figures": queries.figures(actor.org_id, case_id),
            "printed_at": clock.now(),
            "reader": actor,
            "last_event": last_event,
            "crumbs": components.crumbs((_("询问"), "/interviews/"), case.no),
        },
    )
