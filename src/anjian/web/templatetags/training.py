"""The bar by which an exercise is steered, on the console of its case: `{% training_bar case.id %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from anjian.interviews.access import CENTRE
from anjian.training import queries
from anjian.training.scenario import SPEEDS

if TYPE_CHECKING:
    from uuid import UUID

register = template.Library()


@register.simple_tag(takes_context=True)
def training_bar(context: template.Context, case_id: UUID) -> SafeString:
    """Draw the bar when the case is that of an exercise and the reader may steer it; else nothing."""
    actor: Any = context["shell"].actor
    if not settings.REHEARSAL or actor is None or not actor.roles & CENTRE:
        return mark_safe("")
    run = queries.run_in(actor.org_id, case_id)
    if run is None:
        return mark_safe("")
    told = {
        "run": run,
        "lines": len(queries.scenario_of(run).lines),
        "speeds": SPEEDS,
        "may_steer": run.state != "ended",
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("training/_bar.html", told)
