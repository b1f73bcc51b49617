"""Pages of the interference register: for the reporter and the head of discipline, and nobody it names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit.actions import record_access
from anjian.documents import queries as documents
from anjian.documents.rendering import render as draw_paper
from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Conflict, Invalid
from anjian.people import queries as people
from anjian.registers import access
from anjian.registers.actions import interference as actions
from anjian.registers.queries import interference as queries
from anjian.registers.words import CHANNELS, LEVELS, OUTCOMES, REACTIONS
from anjian.web.forms_from_fields import Choice, FieldForm, Spec
from anjian.web.http import actor_of, officer_required, see_other
from anjian.web.registers import shared

if TYPE_CHECKING:
    from django.http import HttpRequest

    from anjian.kit.actor import Actor
    from anjian.registers.access import Interference

_ON_PAPER = {
    "oral": "当面",
    "phone": "电话",
    "message": "短信、微信等",
    "written": "书面",
    "others": "托人转达",
    "meeting": "会议",
}


def _read(actor: Actor, what: str, subject_id: UUID | None = None, detail: str = "") -> None:
    record_access(
        by=actor, at=clock.now(), what=f"registers.interference.{what}", subject_id=subject_id, detail=detail
    )


@require_GET
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the entries that exist for this officer; reading them is put on record."""
    actor, asked = actor_of(request), request.GET
    wanted = queries.Filter(
        text=asked.get("q", "").strip(),
        channel=asked.get("channel", ""),
        level=asked.get("level", ""),
        outcome=asked.get("outcome", ""),
        reported_from=shared.day(asked.get("from")),
        reported_to=shared.day(asked.get("to")),
    )
    found = queries.page(
        actor, wanted, before=shared.uuid(asked.get("after")), after=shared.uuid(asked.get("before"))
    )
    _read(actor, "list")
    context = {
        "tabs": shared.tabs("interference"),
        "crumbs": shared.path("interference"),
        "head": access.is_head(actor),
        "lines": found.lines,
        "pager": shared.pager(found.newer, found.older, len(found.lines)),
        "narrowed": any(asked.values()),
        "search": wanted.text,
        "filters": (
            shared.chosen("channel", _("方式"), wanted.channel, CHANNELS),
            shared.chosen("level", _("职务层级"), wanted.level, LEVELS),
            shared.chosen("outcome", _("处理"), wanted.outcome, (("open", "尚未处理"), *OUTCOMES)),
            *shared.span(asked.dict(), _("登记自"), _("登记至")),
        ),
    }
    return render(request, "registers/interference_list.html", context)


def _fields(*, correcting: bool) -> tuple[Spec, ...]:
    def words(known: tuple[tuple[str, str], ...]) -> tuple[Choice, ...]:
        return tuple(Choice(code, _(label)) for code, label in known)

    fields = (
        Spec(
            code="person_id",
            label=_("干预人（本单位人员）"),
            type="officer",
            required=False,
            help=_("是本单位人员的在这里选择；不是的，在下面填写姓名、职务和单位。"),
        ),
        Spec(code="person_name", label=_("干预人姓名"), required=False, max_length=40),
        Spec(code="person_post", label=_("职务"), required=False, max_length=60),
        Spec(code="person_body", label=_("所在单位"), required=False, max_length=120),
        Spec(code="level", label=_("职务层级"), type="choice", choices=words(LEVELS)),
        Spec(code="happened_at", label=_("时间"), type="datetime", not_after_today=True),
        Spec(code="channel", label=_("方式"), type="choice", choices=words(CHANNELS)),
        Spec(code="through_id", label=_("转达人（本单位人员）"), type="officer", required=False),
        Spec(code="through_name", label=_("转达人姓名"), required=False, max_length=40),
        Spec(code="place", label=_("地点"), required=False, max_length=120),
        Spec(code="content", label=_("要求的内容"), type="longtext", help=_("照原话写，不评价。")),
        Spec(code="reaction", label=_("当时的处理"), type="choice", choices=words(REACTIONS)),
        Spec(code="reaction_note", label=_("处理情况说明"), type="longtext", required=False),
        Spec(code="witness", label=_("在场人、知情人"), required=False, max_length=200),
        Spec(code="proof", label=_("佐证材料"), type="longtext", required=False),
        Spec(code="case_no", label=_("涉及案件编号"), required=False, max_length=20),
    )
    reason = Spec(code="correction_reason", label=_("更正的理由"), type="longtext", min_length=2)
    return (*fields, reason) if correcting else fields


@officer_required
def new(request: HttpRequest) -> HttpResponse:
    """Enter an interference."""
    return _entering(request, None)


@officer_required
def correct(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Correct one's own entry by a further one; the earlier stays as it is."""
    row = access.own_entry(actor_of(request), entry_id)
    return _entering(request, row)


def _entering(request: HttpRequest, earlier: Interference | None) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    form = FieldForm(
        _fields(correcting=earlier is not None),
        request.POST if request.method == "POST" else None,
        officers=shared.officers(actor),
        initial=_told(earlier) if earlier else {},
        today=now.date(),
    )
    status = 422 if form.bound else 200
    if form.is_valid():
        inputs: dict[str, Any] = dict(form.inputs)
        for name in ("person_id", "through_id"):
            inputs[name] = inputs.get(name) if isinstance(inputs.get(name), UUID) else None
        try:
            made = actions.report(
                actions.ReportInterference(**inputs, corrects_id=earlier.id if earlier else None),
                by=actor,
                at=now,
                key=request.POST.get("key"),
            )
            return see_other(request, reverse("registers:interference_entry", args=[made]))
        except Invalid as problem:
            form.add_errors(problem.fields)
        except Conflict as problem:
            form.general.append(problem.message)
            status = problem.status
    title = _("更正干预记录") if earlier else _("登记干预记录")
    context = {
        "form": form,
        "title": title,
        "earlier": earlier,
        "crumbs": shared.path("interference", title),
        "back": reverse("registers:interference"),
    }
    return render(request, "registers/interference_form.html", context, status=status)


def _told(row: Interference) -> dict[str, Any]:
    names = [spec.code for spec in _fields(correcting=False)]
    given = {name: getattr(row, name) for name in names}
    if row.person_id:
        given |= {"person_name": "", "person_body": ""}
    if row.through_id:
        given["through_name"] = ""
    return given


@require_GET
@officer_required
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Show an entry that exists for this officer; reading it is put on record."""
    actor = actor_of(request)
    row = access.entry(actor, entry_id)
    _read(actor, "entry", row.id, row.no)
    return _entry(request, actor, row)


def _entry(
    request: HttpRequest, actor: Actor, row: Interference, form: FieldForm | None = None, status: int = 200
) -> HttpResponse:
    heads = people.actors(actor.org_id, [], on=clock.today(), roles=[queries.HEAD]).values()
    correction = queries.correction_of(actor, row.id)
    context = {
        "row": row,
        "mine": row.reported_by == actor.id,
        "head": access.is_head(actor),
        "handlings": queries.handlings(row),
        "correction": correction,
        "earlier": queries.one(actor, row.corrects_id) if row.corrects_id else None,
        "unread": not [h for h in heads if not queries.kept_from(h, row)],
        "form": form or FieldForm(_handling()),
        "crumbs": shared.path("interference", row.no),
    }
    return render(request, "registers/interference_entry.html", context, status=status)


def _handling() -> tuple[Spec, ...]:
    choices = tuple(Choice(code, _(label)) for code, label in OUTCOMES)
    return (
        Spec(code="outcome", label=_("处理"), type="choice", choices=choices),
        Spec(code="note", label=_("处理情况"), type="longtext", min_length=2),
    )


@require_POST
@officer_required
def handle(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Note what the head of discipline did with an entry."""
    actor = access.head(actor_of(request))
    row = access.entry(actor, entry_id)
    form = FieldForm(_handling(), request.POST)
    if not form.is_valid():
        return _entry(request, actor, row, form, 422)
    command = actions.HandleInterference(entry_id=row.id, **form.inputs)
    actions.handle(command, by=actor, at=clock.now(), key=request.POST.get("key"))
    return see_other(request, reverse("registers:interference_entry", args=[row.id]))


@require_GET
@officer_required
def record(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Hand out the entry as its form (D62c); it stands in no case file."""
    actor = actor_of(request)
    row = access.entry(actor, entry_id)
    _read(actor, "print", row.id, row.no)
    through = f"（由{row.through_name}转达）" if row.through_name else ""
    handled = "；".join(f"{h.get_outcome_display()}：{h.note}" for h in queries.handlings(row))
    fields = {
        "cause": row.case_title or "—",
        "case_no": row.case_no,
        "who": row.person_name,
        "who_unit": row.person_body,
        "who_post": row.person_post,
        "at": row.happened_at.astimezone(LOCAL_ZONE).isoformat(timespec="minutes"),
        "channel": _ON_PAPER[row.channel],
        "place": row.place,
        "content": f"{row.content}{through}",
        "witness": row.witness,
        "evidence": row.proof,
        "handling": "。".join(t for t in (row.get_reaction_display(), row.reaction_note, handled) if t),
        "recorded_by": row.reporter_name,
        "reported_on": row.reported_at.astimezone(LOCAL_ZONE).date().isoformat(),
    }
    paper = draw_paper("D62c", fields, issuer=documents.issuer_of(actor.org_id), watermark="", number=row.no)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{row.no}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@officer_required
def reports(request: HttpRequest) -> HttpResponse:
    """Show the monthly reports that this head of discipline drew."""
    actor = access.head(actor_of(request))
    return _reports(request, actor)


def _reports(
    request: HttpRequest, actor: Actor, form: FieldForm | None = None, status: int = 200
) -> HttpResponse:
    last = clock.today().replace(day=1)
    context = {
        "reports": queries.reports(actor),
        "form": form or FieldForm(_month(), initial={"month": f"{last:%Y-%m}"}),
        "crumbs": shared.path("interference", _("月报")),
    }
    return render(request, "registers/interference_reports.html", context, status=status)


def _month() -> tuple[Spec, ...]:
    return (
        Spec(
            code="month",
            label=_("月份"),
            max_length=7,
            pattern=r"20\d{2}-(0[1-9]|1[0-2])",
            pattern_message=_("年-月，例如 2026-10"),
        ),
    )


@require_POST
@officer_required
def draw(request: HttpRequest) -> HttpResponse:
    """Draw the report of a month and freeze it."""
    actor = access.head(actor_of(request))
    form = FieldForm(_month(), request.POST)
    if form.is_valid():
        year, month = map(int, form.inputs["month"].split("-"))
        try:
            made = actions.draw_report(
                date(year, month, 1), by=actor, at=clock.now(), key=request.POST.get("key")
            )
            return see_other(request, reverse("registers:interference_report", args=[made]))
        except Invalid as problem:
            form.add_errors(problem.fields)
    return _reports(request, actor, form, 422)


@require_GET
@officer_required
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show a monthly report as it was drawn."""
    actor = actor_of(request)
    found = access.report(actor, report_id)
    _read(actor, "report", found.id, f"{found.month:%Y-%m}")
    context = {
        "report": found,
        "content": found.content,
        "whole": queries.digests(found.content) == (found.sha256, found.sm3),
        "bureau": actor.org_name,
        "crumbs": shared.path("interference", f"{found.month:%Y-%m}"),
    }
    return render(request, "registers/interference_report.html", context)
