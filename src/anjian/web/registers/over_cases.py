"""Pages of the registers read from cases: recusals, opinions of the legal review, discussions; exports."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anjian.audit.actions import record_access
from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import queries as people
from anjian.registers.queries import cases as queries
from anjian.web.http import actor_of, officer_required
from anjian.web.registers import shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

    from anjian.kit.actor import Actor
    from anjian.registers.queries.cases import DiscussionLine, OpinionLine, Page, RecusalLine
    from anjian.web.components import Filter

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OUTCOMES = (
    ("penalise", "给予处罚"),
    ("no_penalty", "不予处罚"),
    ("investigate", "补充调查"),
    ("transfer", "移送"),
)


@require_GET
@officer_required
def home(request: HttpRequest) -> HttpResponse:
    """Show which registers there are. No counts: one of them must not be counted."""
    known = [{"register": r, "url": reverse(f"registers:{r.name}")} for r in shared.REGISTERS]
    return render(request, "registers/home.html", {"registers": known})


@require_GET
@officer_required
def recusals(request: HttpRequest) -> HttpResponse:
    """Show recusals over the cases that this officer may see."""
    seat = request.GET.get("kind", "")
    kind = shared.chosen("kind", _("对象"), seat, queries.RECUSALS.items())
    titles = (
        "案件编号",
        "案由",
        "回避人员",
        "对象",
        "申请人",
        "理由",
        "申请日期",
        "决定人",
        "决定日期",
        "结果",
    )
    return _register(request, "recusals", (queries.recusals, {"seat": seat}), kind, (titles, _recusal))


@require_GET
@officer_required
def opinions(request: HttpRequest) -> HttpResponse:
    """Show opinions of the legal review over the cases that this officer may see."""
    result = request.GET.get("kind", "")
    known = ((code, words) for code, (words, _tone) in queries.OPINIONS.items())
    kind = shared.chosen("kind", _("结果"), result, known)
    titles = (
        *("意见书文号", "案件编号", "案由", "审核人", "审核事由", "结果"),
        *("不符合、需补正的事项", "意见", "用时（日）", "日期"),
    )
    return _register(request, "opinions", (queries.opinions, {"result": result}), kind, (titles, _opinion))


@require_GET
@officer_required
def discussions(request: HttpRequest) -> HttpResponse:
    """Show discussions over the cases that this officer may see."""
    outcome = request.GET.get("kind", "")
    kind = shared.chosen("kind", _("结论"), outcome, _OUTCOMES)
    titles = (
        *("案件编号", "案由", "讨论时间", "地点", "主持人", "参加人和意见", "不同意见"),
        *("回避", "结论", "结论性意见", "采纳情况"),
    )
    return _register(request, "discussions", (queries.discussions, {}), kind, (titles, _discussion))


def _register(
    request: HttpRequest,
    name: str,
    reading: tuple[Callable[..., Page], dict[str, str]],
    kind: Filter,
    sheet: tuple[tuple[str, ...], Callable[[Any], Iterable[Any]]],
) -> HttpResponse:
    (read, traits), (titles, row) = reading, sheet
    actor, asked = actor_of(request), request.GET
    inputs = (("outcome", kind.value),) if name == "discussions" and kind.value in dict(_OUTCOMES) else ()
    wanted = queries.Narrowed(
        text=asked.get("q", "").strip(),
        unit_id=shared.uuid(asked.get("unit")),
        since=shared.day(asked.get("from")),
        until=shared.day(asked.get("to")),
        inputs=inputs,
    )
    if asked.get("as") == "csv":
        return _export(
            actor, name, titles, (row(line) for line in queries.every(read, actor, wanted, **traits))
        )
    found = read(
        actor,
        wanted,
        before=shared.uuid(asked.get("after")),
        after=shared.uuid(asked.get("before")),
        **traits,
    )
    units = {u["id"]: u["name"] for u in people.units(actor.org_id)}
    context = {
        "tabs": shared.tabs(name),
        "crumbs": shared.path(name),
        "lines": found.lines,
        "units": units,
        "pager": shared.pager(found.newer, found.older, len(found.lines)),
        "search": wanted.text,
        "narrowed": any(asked.values()),
        "printed_at": clock.now(),
        "reader": actor,
        "filters": (
            kind,
            shared.units(actor, asked.get("unit", "")),
            *shared.span(asked.dict(), _("日期自"), _("日期至")),
        ),
    }
    return render(request, f"registers/{name}.html", context)


def _export(actor: Actor, name: str, titles: tuple[str, ...], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """Write the lines as CSV that spreadsheet programs open as text; the export is put on record."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(titles)
    count = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        count += 1
    now = clock.now()
    record_access(by=actor, at=now, what=f"registers.{name}.export", subject_id=None, detail=str(count))
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{now:%Y%m%d}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _cell(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _recusal(line: RecusalLine) -> Iterable[Any]:
    step, decided = line.step, line.decided_at
    on = decided.astimezone(LOCAL_ZONE).date() if decided else ""
    return (
        step.case_no, step.case_title, "、".join(line.who), line.seat, line.asked_by, line.ground,
        line.asked_on, line.decided_by, on, line.result,
    )  # fmt: skip


def _opinion(line: OpinionLine) -> Iterable[Any]:
    step = line.step
    return (
        line.no, step.case_no, step.case_title, step.actor_name, line.triggers, line.result,
        "；".join(line.failed), line.opinion, line.days, step.at.astimezone(LOCAL_ZONE).date(),
    )  # fmt: skip


def _discussion(line: DiscussionLine) -> Iterable[Any]:
    step = line.step
    return (
        step.case_no, step.case_title, line.held_at, line.place, line.chair,
        "；".join(f"{v.name}（{v.vote}）：{v.view}" for v in line.views),
        "；".join(f"{v.name}：{v.view}" for v in line.dissent),
        "、".join(line.stepped_back), line.outcome, line.conclusion, line.adopted,
    )  # fmt: skip
