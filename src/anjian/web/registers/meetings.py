"""Pages of joint meetings with police, court and procuratorate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from anjian.audit.actions import record_access
from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.blobs import blocks_of
from anjian.kit.errors import Invalid, NotFound
from anjian.registers import access
from anjian.registers.actions import meetings as actions
from anjian.registers.queries import meetings as queries
from anjian.registers.words import ORGANISATIONS
from anjian.web.evidence import receiving
from anjian.web.forms_from_fields import Choice, FieldForm, Spec
from anjian.web.http import actor_of, officer_required, see_other
from anjian.web.registers import shared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from anjian.registers.access import Meeting


@require_GET
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the meetings that concern this officer."""
    actor, asked = actor_of(request), request.GET
    found = queries.page(
        actor,
        text=asked.get("q", "").strip(),
        since=shared.day(asked.get("from")),
        until=shared.day(asked.get("to")),
        before=shared.uuid(asked.get("after")),
        after=shared.uuid(asked.get("before")),
    )
    labels = dict(ORGANISATIONS)
    context = {
        "tabs": shared.tabs("meetings"),
        "crumbs": shared.path("meetings"),
        "lines": [
            {
                "row": m,
                "bodies": list(
                    dict.fromkeys(labels[p["body"]] for p in m.participants if p["body"] != "agency")
                ),
                "cases": found.cases.get(m.id, []),
                "open": found.open_tasks.get(m.id, 0),
            }
            for m in found.lines
        ],
        "may_write": bool(actor.roles & queries.CONVENERS),
        "pager": shared.pager(found.newer, found.older, len(found.lines)),
        "search": asked.get("q", "").strip(),
        "narrowed": any(asked.values()),
        "filters": shared.span(asked.dict(), _("日期自"), _("日期至")),
    }
    return render(request, "registers/meetings.html", context)


def _bodies() -> tuple[Choice, ...]:
    return tuple(Choice(code, _(label)) for code, label in ORGANISATIONS)


def _fields() -> tuple[Spec, ...]:
    return (
        Spec(
            code="topic",
            label=_("议题"),
            max_length=200,
            help=_("只写事项，不写当事人；看不到案件的人也可能看到议题。"),
        ),
        Spec(code="held_at", label=_("时间"), type="datetime", not_after_today=True),
        Spec(code="place", label=_("地点"), max_length=120),
        Spec(code="host", label=_("召集单位"), type="choice", choices=_bodies(), default="agency"),
        Spec(
            code="participants",
            label=_("参加人"),
            type="table",
            min_rows=2,
            columns=(
                Spec(code="body", label=_("单位"), type="choice", choices=_bodies()),
                Spec(code="name", label=_("姓名"), max_length=40),
                Spec(code="post", label=_("职务"), max_length=60, required=False),
            ),
        ),
        Spec(code="minutes", label=_("会议记录"), type="longtext", required=False),
    )


@officer_required
def new(request: HttpRequest) -> HttpResponse:
    """Enter a joint meeting."""
    access.convener(actor_of(request))
    return _entering(request, None)


@officer_required
def edit(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Fill in a meeting whose minutes are still open."""
    actor = actor_of(request)
    row = access.meeting(actor, meeting_id)
    access.convener(actor)
    if not queries.told(actor, row).whole:
        raise NotFound
    return _entering(request, row)


def _entering(request: HttpRequest, row: Meeting | None) -> HttpResponse:
    now = clock.now()
    names = ("topic", "held_at", "place", "host", "participants", "minutes")
    given = {name: getattr(row, name) for name in names} if row else {}
    form = FieldForm(
        _fields(), request.POST if request.method == "POST" else None, initial=given, today=now.date()
    )
    status = 422 if form.bound and not form.row_action else 200
    if form.is_valid():
        told: dict[str, Any] = dict(form.inputs)
        rows = told.pop("participants", ())
        people = tuple((r["body"], r["name"], r.get("post", "")) for r in rows)
        try:
            made = actions.hold(
                actions.HoldMeeting(**told, participants=people, meeting_id=row.id if row else None),
                by=actor_of(request),
                at=now,
                key=request.POST.get("key"),
            )
            return see_other(request, reverse("registers:meeting", args=[made]))
        except Invalid as problem:
            form.add_errors(problem.fields)
    title = _("修改会议情况") if row else _("登记联席会议")
    back = reverse("registers:meeting", args=[row.id]) if row else reverse("registers:meetings")
    context = {
        "form": form,
        "title": title,
        "submit_label": _("保存"),
        "crumbs": shared.path("meetings", title),
        "back": back,
    }
    return render(request, "registers/form.html", context, status=status)


@require_GET
@officer_required
def page(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show a meeting as far as it concerns this officer."""
    return _page(request, access.meeting(actor_of(request), meeting_id))


def _page(
    request: HttpRequest, row: Meeting, forms: dict[str, FieldForm] | None = None, status: int = 200
) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    told = queries.told(actor, row)
    labels = dict(ORGANISATIONS)
    context = {
        "row": row,
        "told": told,
        "host": labels[row.host],
        "participants": [
            {"body": labels[p["body"]], "name": p["name"], "post": p["post"]} for p in row.participants
        ],
        "tasks": [{"line": t, "late": t.late(today)} for t in told.tasks],
        "may_write": bool(actor.roles & queries.CONVENERS) and told.whole,
        "today": today,
        "conclude": _conclude(),
        "agree": _agree(told),
        **(forms or {}),
        "crumbs": shared.path("meetings", row.topic),
    }
    return render(request, "registers/meeting.html", context, status=status)


def _conclude(data: Any = None) -> FieldForm:
    fields = (
        Spec(code="case_no", label=_("案件编号"), max_length=20),
        Spec(code="conclusion", label=_("会议结论"), type="longtext", min_length=2),
    )
    return FieldForm(fields, data, prefix="c")


def _agree(told: queries.Told, data: Any = None) -> FieldForm:
    known = tuple(Choice(line.no, f"{line.no} {line.title}") for line, _rows in told.conclusions)
    fields = (
        Spec(code="text", label=_("任务"), max_length=300),
        Spec(code="body", label=_("责任单位"), type="choice", choices=_bodies()),
        Spec(code="who", label=_("责任人"), max_length=60),
        Spec(code="due_on", label=_("完成期限"), type="date"),
        Spec(code="case_no", label=_("所属案件"), type="choice", required=False, choices=known)
        if known
        else Spec(code="case_no", label=_("所属案件"), required=False, max_length=20),
    )
    return FieldForm(fields, data, prefix="t")


@require_POST
@officer_required
def add(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Add a conclusion, a task or a done mark, or close the minutes."""
    actor, now, key = actor_of(request), clock.now(), request.POST.get("key")
    row = access.meeting(actor, meeting_id)
    access.convener(actor)
    told, what, status = queries.told(actor, row), request.POST.get("what", ""), 422
    form = None
    try:
        if what == "close":
            actions.close(row.id, by=actor, at=now, key=key)
        elif what == "done":
            actions.finish_task(_done(request, row), by=actor, at=now, key=key)
        elif what == "conclude":
            form = _conclude(request.POST)
            if not form.is_valid():
                return _page(request, row, {"conclude": form}, status)
            actions.conclude(
                actions.ConcludeCase(meeting_id=row.id, **form.inputs), by=actor, at=now, key=key
            )
        elif what == "agree":
            form = _agree(told, request.POST)
            if not form.is_valid():
                return _page(request, row, {"agree": form}, status)
            actions.agree_task(actions.AgreeTask(meeting_id=row.id, **form.inputs), by=actor, at=now, key=key)
        else:
            raise NotFound
    except Invalid as problem:
        if form is None:
            raise
        form.add_errors(problem.fields)
        return _page(request, row, {what: form}, status)
    return see_other(request, reverse("registers:meeting", args=[row.id]))


def _done(request: HttpRequest, row: Meeting) -> actions.FinishTask:
    task = shared.uuid(request.POST.get("task"))
    if task is None:
        raise NotFound
    on = shared.day(request.POST.get("done_on")) or clock.today()
    return actions.FinishTask(
        meeting_id=row.id, task_id=task, done_on=on, note=request.POST.get("note", "")[:500]
    )


@csrf_exempt
@require_POST
@officer_required
def upload(request: HttpRequest, meeting_id: UUID) -> HttpResponseBase:
    """Take papers of the meeting into the store.

    Exempt only so that the files can be routed into the store before anything reads the form; the check
    against forged requests follows right behind.
    """
    actor = actor_of(request)
    row = access.meeting(actor, meeting_id)
    access.convener(actor)
    receiving.prepare_form(request)
    answer: HttpResponseBase = _take(request, row)
    return answer


@csrf_protect
def _take(request: HttpRequest, row: Meeting) -> HttpResponse:
    files = receiving.take_form(request)
    if not files:
        raise Invalid({"files": _("没有选择文件，或者文件是空的。")})
    for item in files:
        actions.add_file(row.id, item.name or "", item.digest, by=actor_of(request), at=clock.now())
    return see_other(request, reverse("registers:meeting", args=[row.id]))


@require_GET
@officer_required
def file(request: HttpRequest, meeting_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Hand out a paper of a meeting to whoever may know all of it; never shown in the page itself."""
    actor = actor_of(request)
    row = access.meeting(actor, meeting_id)
    kept = queries.file_of(row, file_id)
    if kept is None or not queries.told(actor, row).whole:
        raise NotFound
    record_access(
        by=actor, at=clock.now(), what="registers.meeting.file", subject_id=kept.id, detail=kept.name
    )
    answer = StreamingHttpResponse(_blocks(kept.sha256), content_type="application/octet-stream")
    answer["Content-Length"] = str(kept.size)
    answer["Content-Disposition"] = content_disposition_header(True, kept.name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _blocks(sha256: str) -> Iterator[bytes]:
    with store().open(sha256) as stream:
        yield from blocks_of(stream)
