"""The officers' side of one-time links: asking for evidence, and what was handed in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import UUID

import segno
from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjian.cases import access as cases
from anjian.evidence import access as evidence
from anjian.intake import access, actions, queries
from anjian.intake.actions.links import MOST_DAYS
from anjian.intake.commands import CloseLink, MakeLink, RefuseFile
from anjian.intake.words import RELATIONS
from anjian.kit import clock
from anjian.kit.blobs import Digest
from anjian.kit.errors import Invalid
from anjian.web.components import crumbs
from anjian.web.evidence import files, pending
from anjian.web.forms_from_fields import Choice, FieldForm, Spec
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from anjian.cases.access import Case

_MADE = "intake.made"


def _fields() -> tuple[Spec, ...]:
    return (
        Spec(code="giver", label=_("由谁提交"), max_length=120, help=_("单位名称或者姓名。")),
        Spec(
            code="relation",
            label=_("与本案的关系"),
            type="choice",
            choices=tuple(Choice(code, _(label)) for code, label in RELATIONS),
        ),
        Spec(
            code="asks",
            label=_("需要提交的材料"),
            type="longtext",
            max_length=4000,
            help=_("每行一项，对方按项上传。"),
        ),
        Spec(code="note", label=_("给对方的说明"), type="longtext", required=False, max_length=1000),
        Spec(code="days", label=_("有效天数"), type="int", minimum=1, maximum=MOST_DAYS, default=7),
    )


@officer_required
def page(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show links and submissions of a case; a POST makes a link."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    form = FieldForm(_fields(), request.POST if request.method == "POST" else None, today=now.date())
    status = 200
    if request.method == "POST":
        evidence.require_role(actor, evidence.HANDLING_ROLES, _("发出材料提交链接"))
        status = 422
        if form.is_valid():
            told: dict[str, Any] = dict(form.inputs)
            asks = tuple(str(told.pop("asks")).splitlines())
            try:
                made = actions.make_link(
                    MakeLink(case_no=case.no, asks=asks, **told),
                    by=actor,
                    at=now,
                    key=request.POST.get("key"),
                )
            except Invalid as problem:
                form.add_errors(problem.fields)
            else:
                # Told once: the next page shows address and code, and forgets them.
                request.session[_MADE] = [str(made.id), made.token, made.code]
                return see_other(request, reverse("intake:case", args=[case.no]))
    context = _context(request, case) | {"form": form}
    return render(request, "intake/case.html", context, status=status)


def _context(request: HttpRequest, case: Case) -> dict[str, Any]:
    actor, now = actor_of(request), clock.now()
    links = queries.links_of(case.org_id, case.id, at=now)
    handed = queries.handed_in(case.org_id, case.id)
    made = _made(request, {link.id for link, _state in links})
    return {
        "case": case,
        "links": links,
        "handed": handed,
        "waiting": sum(file.state == "waiting" for _row, lines in handed for file in lines),
        "made": made,
        "may_handle": bool(actor.roles & evidence.HANDLING_ROLES),
        "relations": dict(RELATIONS),
        "topic": f"case:{case.id}",
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            (_("证据"), reverse("evidence:case", args=[case.no])),
            _("他人提交的材料"),
        ),
    }


def _made(request: HttpRequest, known: set[UUID]) -> dict[str, str] | None:
    """Return the link just made, once."""
    told = request.session.pop(_MADE, None)
    if not told or UUID(told[0]) not in known:
        return None
    address = request.build_absolute_uri(reverse("intake:guest", args=[told[1]]))
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=4, border=2, xmldecl=False, svgns=True)
    return {"address": address, "code": told[2], "picture": picture.getvalue().decode("ascii")}


@require_POST
@officer_required
def close(request: HttpRequest, case_no: str) -> HttpResponse:
    """Close a link."""
    _handled(request, case_no)
    actions.close_link(
        CloseLink(
            case_no=case_no,
            link_id=_id(request.POST.get("link")),
            reason=request.POST.get("reason", ""),
        ),
        by=actor_of(request),
        at=clock.now(),
        key=request.POST.get("key"),
    )
    messages.success(request, _("链接已关闭。"))
    return see_other(request, reverse("intake:case", args=[case_no]))


@require_POST
@officer_required
def take(request: HttpRequest, case_no: str) -> HttpResponse:
    """Take chosen files on to their registration as evidence."""
    actor = actor_of(request)
    case = _handled(request, case_no)
    chosen = [access.file_of(actor, case.id, _id(value)) for value in request.POST.getlist("file")]
    if not chosen:
        raise Invalid({"file": _("请先选择要登记为证据的文件。")})
    for row in chosen:
        token = pending.claim(actor, case.id, Digest(row.sha256, row.sm3, row.size), row.filename)
        pending.remember(request, case.id, token)
    return see_other(request, reverse("evidence:register", args=[case.no]))


@require_POST
@officer_required
def refuse(request: HttpRequest, case_no: str) -> HttpResponse:
    """Say that a file is not taken as evidence."""
    _handled(request, case_no)
    actions.refuse_file(
        RefuseFile(
            case_no=case_no,
            file_id=_id(request.POST.get("file")),
            reason=request.POST.get("reason", ""),
        ),
        by=actor_of(request),
        at=clock.now(),
        key=request.POST.get("key"),
    )
    return see_other(request, reverse("intake:case", args=[case_no]))


@require_safe
@officer_required
def file(request: HttpRequest, case_no: str, file_id: UUID) -> HttpResponseBase:
    """Hand out a submitted file; a suspicious one only as a download."""
    actor = actor_of(request)
    case = cases.case_for(actor, case_no)
    row = access.file_of(actor, case.id, file_id)
    check = queries.checks_of(actor.org_id, [row.sha256]).get(row.sha256)
    return files.send(
        request,
        files.Sent(
            subject_id=row.id,
            what="intake.file",
            sha256=row.sha256,
            size=row.size,
            media_type=row.media_type,
            name=f"{case.no}-{row.filename}",
            detail=f"{case.no} {row.filename}",
            only_download=check is not None and check.verdict == "suspicious",
        ),
    )


def _handled(request: HttpRequest, case_no: str) -> Case:
    """Return the case for somebody who handles its evidence, before anything of the form is read."""
    case = cases.case_for(actor_of(request), case_no)
    evidence.require_role(actor_of(request), evidence.HANDLING_ROLES, _("处理他人提交的材料"))
    return case


def _id(value: str | None) -> UUID:
    try:
        return UUID(value or "")
    except ValueError:
        raise Invalid({"file": _("请求中的编号不正确，请刷新页面再试。")}) from None
