"""From the picture of a case to the components of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.kit.clock import LOCAL_ZONE
from anjian.procedures import registry
from anjian.procedures.controls import CODES
from anjian.procedures.definitions.service_steps.outcome import SERVICE
from anjian.procedures.spec import STAGES
from anjian.web import words
from anjian.web.components import (
    ActivityRow,
    ClockView,
    EvidenceCard,
    PersonRow,
    Reason,
    Stage,
    StepOption,
    tone_for_days,
)
from anjian.web.forms_from_fields import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from anjian.audit.queries import Activity
    from anjian.cases.access import Case
    from anjian.cases.queries import Picture
    from anjian.deadlines.queries import ClockView as Deadline
    from anjian.evidence.records import Item
    from anjian.procedures.engine import Option
    from anjian.procedures.facts import CaseFacts
    from anjian.procedures.spec import Procedure

    Offered = Sequence[tuple[UUID | None, Procedure, tuple[Option, ...]]]

PARTS = {
    "lead": gettext_noop("主办"),
    "co": gettext_noop("协办"),
    "reviewer": gettext_noop("审核"),
    "recused": gettext_noop("回避"),
    "opened": gettext_noop("登记"),
}


def stages(case: Case, picture: Picture) -> list[Stage]:
    """Return the stage bar of the case's own procedure: done with its day, current, still to come."""
    reached: dict[str, date] = {}
    reached["lead"] = case.opened_on
    for row in picture.steps:
        if row["proceeding_id"] is None:
            # A file that went on under another procedure keeps the steps of the one before.
            code = registry.get(row["procedure"]).state(row["to_state"]).stage
            reached.setdefault(code, row["at"].astimezone(LOCAL_ZONE).date())
    own = {s.stage for s in picture.procedure.states if not s.terminal or s.code == "archived"}
    shown = [s for s in STAGES if s.code in own or s.code == case.stage]
    position = next((i for i, s in enumerate(shown) if s.code == case.stage), 0)
    finished = picture.procedure.state(case.state).terminal
    bar = []
    for index, stage in enumerate(shown):
        if index < position:
            state = "done" if stage.code in reached else "skipped"
        elif index == position:
            state = "done" if finished else "current"
        else:
            state = "future"
        day = reached.get(stage.code) if index <= position else None
        bar.append(Stage(label=_(stage.label), state=state, on=day))  # type: ignore[arg-type]
    return bar


def step_options(
    case: Case, proceeding_id: UUID | None, options: Sequence[Option], *, query: str = ""
) -> list[StepOption]:
    """Return the next steps, the lawful ones as links, the others with every reason.

    ``query`` is added to the links, such as the page to come back to.
    """
    shown = []
    # The step's code is the end of its address; looking the rest up once is enough.
    home = reverse("cases:step", args=[case.no, "_"]).removesuffix("_") if options else ""
    for option in options:
        url = home + option.step
        asked = [f"p={proceeding_id}"] if proceeding_id is not None else []
        if query:
            asked.append(query)
        url += f"?{'&'.join(asked)}" if asked else ""
        shown.append(
            StepOption(
                label=_(option.label),
                url=url,
                cites=option.cites,
                by=words.terms(option.by),
                primary=option.primary and option.allowed,
                reasons=tuple(
                    Reason(code=r.code, reason=r.reason, cites=r.cites, who=r.who, cure=r.cure)
                    for r in option.refusals
                ),
            )
        )
    return shown


# Proceedings that send papers to other organs and get some back.
WITH_BOOKS = frozenset({"criminal_transfer", "agency_transfer", "joint_handling"})


def step_groups(case: Case, offered: Offered) -> list[dict[str, Any]]:
    """Return the steps of the main line and of each child proceeding, sorted by what they are for.

    ``offered`` is what ``queries.options_of`` found, which other parts of the page read too.
    `options` are the steps of the way itself; `opening` start a proceeding of their own beside it;
    `control` suspend, do again or reopen. An ended child offers its reopening only.
    """
    found = []
    for proceeding_id, procedure, options in offered:
        control = [o for o in options if o.step in CODES and o.step != "resume"]
        onward = [o for o in options if o.step not in CODES or o.step == "resume"]
        # A child that judges the case itself is a station of the way; the others run beside it.
        beside = [o for o in onward if _runs_beside(procedure.step(o.step).opens, on=case.opened_on)]
        # Service has a panel of its own, with the course of each document.
        way = [] if procedure.code == SERVICE else [o for o in onward if o not in beside]
        found.append(
            {
                "label": _(procedure.label),
                "child": proceeding_id is not None,
                "books": procedure.code in WITH_BOOKS,
                "options": step_options(case, proceeding_id, way),
                "opening": step_options(case, proceeding_id, beside),
                "control": step_options(case, proceeding_id, control),
            }
        )
    return found


def _runs_beside(opens: str, *, on: date) -> bool:
    return bool(opens) and not registry.current(opens, on=on).halts_with_case


def taken_choices(facts: CaseFacts) -> tuple[Choice, ...]:
    """Return the standing steps of a proceeding from which it can be done again, newest first."""
    own = [
        t
        for t in facts.history
        if t.proceeding_id == facts.proceeding_id
        and t.step not in CODES
        and t.step in registry.get(t.procedure).by_step
    ]
    return tuple(
        Choice(
            str(t.seq),
            _(registry.get(t.procedure).step(t.step).label),
            f"{t.at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M} {t.actor_name}",
        )
        for t in reversed(own)
    )


def paper_choices(picture: Picture) -> tuple[Choice, ...]:
    """Return the documents of the case that stand, newest first."""
    return tuple(
        Choice(str(row.id), f"{_(row.title)} {row.no}".strip(), row.status_label)
        for row in reversed(picture.documents)
        if row.status != "withdrawn"
    )


def clock_views(clocks: Sequence[Deadline], today: date) -> list[ClockView]:
    """Return running clocks by urgency, then the stopped ones."""
    shown = []
    for clock in clocks:
        stopped = clock.status != "open"
        left = (clock.due_on - today).days
        # A waiting period that is over opens the way; only a limit can be overdue.
        over = clock.kind == "wait" and left < 0
        if stopped:
            remaining = _("已停止") if clock.status == "stopped" else _("已暂停")
        elif over:
            remaining = _("已届满")
        elif left < 0:
            remaining = _("已逾期 %(days)s 天") % {"days": -left}
        elif left == 0:
            remaining = _("今天到期")
        else:
            remaining = _("剩 %(days)s 天") % {"days": left}
        total = max((clock.due_on - clock.start_on).days, 1)
        shown.append(
            ClockView(
                label=_(clock.label),
                remaining=remaining,
                tone="ok" if over else tone_for_days(left),
                due_on=clock.due_on,
                used=min(max((today - clock.start_on).days, 0), total),
                total=total,
                basis=clock.basis,
                explanation=clock.explanation,
                provisional=clock.provisional,
                stopped=stopped,
            )
        )
    return sorted(shown, key=lambda c: (c.stopped, c.due_on))


def evidence_cards(case_no: str, items: Sequence[Item]) -> list[EvidenceCard]:
    """Return the newest items as cards of the grid; the evidence page shows them all."""
    return [
        EvidenceCard(
            name=f"{item.no} {item.title}",
            url=reverse("evidence:item", args=[case_no, item.no]),
            kind=_(item.kind_name),
            at=item.collected_at,
            sm3=item.sm3,
            sha256=item.sha256,
            thumbnail=reverse("evidence:thumbnail", args=[case_no, item.no]) if item.thumbnail else "",
            icon=item.icon,
        )
        for item in items[-8:]
    ]


def people_rows(picture: Picture) -> list[PersonRow]:
    """Return those who work on the case now."""
    rows = []
    for member in picture.members:
        officer = picture.people.get(member.officer_id)
        if officer is None or member.until is not None or member.part == "opened":
            continue
        certificate = officer.certificate_on(picture.facts.today)
        detail = _("执法证 %(no)s") % {"no": certificate.no} if certificate else officer.post
        rows.append(PersonRow(name=officer.name, detail=detail, tag=_(PARTS[member.part])))
    return rows


def activity_rows(activity: Sequence[Activity]) -> list[ActivityRow]:
    """Return the newest entries of the record as the list shows them."""
    return [ActivityRow(at=a.occurred_at, who=a.actor_name, sentence=words.told(a)) for a in activity]


def state_label(procedure_key: str, state: str) -> str:
    """Return the Chinese name of a state of a pinned procedure."""
    return _(registry.get(procedure_key).state(state).label)
