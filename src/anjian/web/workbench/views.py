"""The workbench: overdue on top, then what waits for my decision, then my cases and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.archive import roles
from anjian.archive.queries import files as archive
from anjian.audit import queries as audit
from anjian.cases import queries
from anjian.deadlines import queries as deadlines
from anjian.documents import inbox
from anjian.evidence import queries as evidence
from anjian.kit import clock
from anjian.people import queries as people
from anjian.procedures import registry
from anjian.web.cases import view_models
from anjian.web.components import Figure
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from anjian.kit.actor import Actor


def _states_waiting_for(actor: Actor) -> list[str]:
    """Return the states in which the usual next step belongs to one of the actor's offices."""
    offices = actor.roles - {"case_officer", "interviewer"}
    return sorted(
        {
            state.code
            for procedure in registry.standalone(clock.today())
            for step in procedure.steps
            if step.primary and offices & set(step.by)
            for state in step.source
        }
    )


@officer_required
def workbench(request: HttpRequest) -> HttpResponse:
    """Show the officer's day. The number of queries does not depend on the number of cases."""
    actor, today = actor_of(request), clock.today()
    mine = queries.mine(actor)
    waiting = queries.waiting_in(actor, _states_waiting_for(actor), limit=20)
    lines = {line.id: line for line in (*mine, *waiting)}
    soon = deadlines.due_soon(actor.org_id, list(lines), limit=12)
    to_approve = inbox.waiting_for(actor, limit=20)
    missing = {c.case_id for c in to_approve if c.case_id} - lines.keys()
    known = {**lines, **queries.lines(actor, list(missing))}
    changed = audit.activity_of_many(
        actor.org_id, [line.id for line in mine], limit=12, without=audit.DERIVED
    )
    names = people.names(actor.org_id, {c.lead_officer_id for c in waiting if c.lead_officer_id})
    overdue = [c for c in soon if c.due_on < today]
    context = {
        "figures": (
            Figure(
                label=_("逾期"),
                value=len(overdue),
                tone="bad" if overdue else "ok",
                url="#due" if soon else "",
            ),
            Figure(
                label=_("待我审批的文书"),
                value=len(to_approve),
                url="#approve",
                tone="warn" if to_approve else "ok",
            ),
            Figure(label=_("待我办理的案件"), value=len(waiting), url="#waiting", tone="neutral"),
            Figure(
                label=_("我承办的案件"),
                value=len(mine),
                url=f"{reverse('cases:list')}?who=mine",
                tone="neutral",
            ),
        ),
        "due": [
            {
                "clock": c,
                "case": known[c.case_id],
                "late": c.due_on < today,
                "days": abs((c.due_on - today).days),
            }
            for c in soon
            if c.case_id in known
        ],
        "to_approve": [{"item": d, "case": known[d.case_id]} for d in to_approve if d.case_id in known],
        "waiting": [
            {
                "case": line,
                "state": view_models.state_label(line.procedure, line.state),
                "lead": names.get(line.lead_officer_id, "") if line.lead_officer_id else "",
            }
            for line in waiting
        ],
        "mine": [
            {"case": line, "state": view_models.state_label(line.procedure, line.state)} for line in mine
        ],
        "to_sign": evidence.waiting_for(actor.org_id, actor.id),
        "away": [
            {"item": one, "case": known[one.case_id]}
            for one in evidence.overdue_in(actor.org_id, [line.id for line in mine], on=today)
        ],
        "changed": [
            {"entry": entry, "case": known[entry.stream_id]} for entry in changed if entry.stream_id in known
        ],
        "overdue_loans": archive.overdue_of(actor, today=today, keeper=roles.may(actor, "keep")),
        "topic": f"org:{actor.org_id}",
        "last_event": audit.newest_outbox_id(),
    }
    return render(request, "workbench/page.html", context)
