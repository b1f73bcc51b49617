"""Pages of typical cases: the library, the check of a text, its approval by a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.cases import access as cases
from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound
from anjian.law import violations
from anjian.registers import access
from anjian.registers.actions import typical as actions
from anjian.registers.anonymise import Anonymiser, Pieces, Remainder, Replacement
from anjian.registers.queries import typical as queries
from anjian.web.forms_from_fields import FieldForm, Spec
from anjian.web.http import actor_of, officer_required, see_other
from anjian.web.registers import shared

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from anjian.kit.actor import Actor
    from anjian.registers.access import TypicalCase


@require_GET
@officer_required
def library(request: HttpRequest) -> HttpResponse:
    """Show the published texts and, to whoever may see their cases, those in work."""
    actor, asked = actor_of(request), request.GET
    found = queries.library(
        actor,
        text=asked.get("q", "").strip(),
        violation=asked.get("violation", ""),
        before=shared.uuid(asked.get("after")),
        after=shared.uuid(asked.get("before")),
    )
    on = clock.today()
    known = ((code, _conduct(code, on)) for code in queries.published_violations(actor.org_id))
    context = {
        "tabs": shared.tabs("typical"),
        "crumbs": shared.path("typical"),
        "lines": [{"row": row, "conduct": _conduct(row.violation, on)} for row in found.lines],
        "in_work": queries.in_work(actor) if actor.roles & access.AUTHORS else [],
        "may_write": bool(actor.roles & access.AUTHORS),
        "pager": shared.pager(found.newer, found.older, len(found.lines)),
        "search": asked.get("q", "").strip(),
        "narrowed": any(asked.values()),
        "filters": (shared.chosen("violation", _("违法行为"), asked.get("violation", ""), known),),
    }
    return render(request, "registers/library.html", context)


def _conduct(code: str, on: date) -> str:
    row = violations.get(code, on) if code else None
    return row.conduct if row else code


@officer_required
def new(request: HttpRequest) -> HttpResponse:
    """Choose the closed case that is to be told."""
    actor = actor_of(request)
    access.author(actor)
    fields = (
        Spec(
            code="case_no",
            label=_("案件编号"),
            max_length=20,
            help=_("已经结案的案件。姓名、单位、证件号码、电话、地址、车牌、账号和案号会按规则换成代称。"),
        ),
    )
    form = FieldForm(
        fields,
        request.POST if request.method == "POST" else None,
        initial={"case_no": request.GET.get("case", "")},
    )
    if form.is_valid():
        try:
            made = actions.draft(
                form.inputs["case_no"], by=actor, at=clock.now(), key=request.POST.get("key")
            )
            return see_other(request, reverse("registers:typical_page", args=[made]))
        except Invalid as problem:
            form.add_errors(problem.fields)
    context = {
        "form": form,
        "title": _("编写典型案例"),
        "submit_label": _("生成初稿"),
        "crumbs": shared.path("typical", _("编写典型案例")),
        "back": reverse("registers:typical"),
    }
    return render(request, "registers/form.html", context, status=422 if form.bound else 200)


@require_GET
@officer_required
def page(request: HttpRequest, typical_id: UUID) -> HttpResponse:
    """Show a published text, or check one in work: every replacement and whatever looks left over."""
    actor = actor_of(request)
    row = access.typical(actor, typical_id)
    return _published(request, actor, row) if row.state == "published" else _check(request, actor, row)


def _published(request: HttpRequest, actor: Actor, row: TypicalCase) -> HttpResponse:
    version = queries.version_of(row)
    try:
        case_no = cases.case_by_id(actor, row.case_id).no
    except NotFound:
        case_no = ""
    context = {
        "row": row,
        "parts": [
            (_(label), version.parts.get(code, "")) for code, label in queries.PARTS if code != "title"
        ],
        "whole": queries.digests(row.no, row, version.parts) == (row.sha256, row.sm3),
        "conduct": _conduct(row.violation, clock.today()),
        "case_no": case_no,
        "bureau": actor.org_name,
        "crumbs": shared.path("typical", row.no),
    }
    return render(request, "registers/typical.html", context)


def _check(request: HttpRequest, actor: Actor, row: TypicalCase) -> HttpResponse:
    now = clock.now()
    case = access.case_of(actor, row)
    version = queries.version_of(row)
    source = queries.source_of(case, actor, at=now)
    teller = Anonymiser(source.known, source.parts.values())
    left = queries.left_in(version.parts, source.known)
    parts: list[dict[str, Any]] = []
    replaced: list[Replacement] = []
    for code, label in queries.PARTS:
        made = teller.tell(source.parts[code])
        replaced += made.replacements
        # A part that nobody touched shows where the rules replaced; one that was rewritten what is left.
        same = made.text == version.parts.get(code, "")
        marks: list[Remainder | Replacement] = [*left[code], *(made.replacements if same else ())]
        parts.append(
            {
                "label": _(label),
                "pieces": Pieces.of(version.parts.get(code, ""), marks).pieces,
                "rewritten": not same,
            }
        )
    every = [r for found in left.values() for r in found]
    context = {
        "row": row,
        "case": case,
        "version": version,
        "versions": queries.versions_of(row),
        "parts": parts,
        "mapping": _mapping(replaced),
        "barred": [r for r in every if r.barred],
        "doubtful": [r for r in every if not r.barred],
        "may_write": bool(actor.roles & access.AUTHORS),
        "is_author": actor.id == row.author_id,
        "crumbs": shared.path("typical", row.title),
    }
    return render(request, "registers/typical_check.html", context)


def _mapping(replaced: list[Replacement]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in replaced:
        line = found.setdefault(one.placeholder, {"mark": one.placeholder, "label": _(one.label), "of": {}})
        line["of"][one.original] = None
    return list(found.values())


@officer_required
def edit(request: HttpRequest, typical_id: UUID) -> HttpResponse:
    """Write a new version of a draft."""
    actor = actor_of(request)
    access.author(actor)
    row = access.typical(actor, typical_id)
    access.case_of(actor, row)
    fields = tuple(
        Spec(
            code=code,
            label=_(label),
            type="text" if code == "title" else "longtext",
            required=code in {"title", "facts", "result"},
            max_length=200 if code == "title" else 0,
        )
        for code, label in queries.PARTS
    )
    form = FieldForm(
        fields,
        request.POST if request.method == "POST" else None,
        initial=queries.version_of(row).parts,
    )
    if form.is_valid():
        seen = request.POST.get("seen", "")
        command = actions.ReviseTypical(
            typical_id=row.id, parts=form.inputs, seen=int(seen) if seen.isdigit() else 0
        )
        try:
            actions.revise(command, by=actor, at=clock.now(), key=request.POST.get("key"))
            return see_other(request, reverse("registers:typical_page", args=[row.id]))
        except Invalid as problem:
            form.add_errors(problem.fields)
    context = {
        "form": form,
        "title": _("修改典型案例"),
        "submit_label": _("保存新版本"),
        "seen": row.version,
        "crumbs": shared.path("typical", row.title),
        "back": reverse("registers:typical_page", args=[row.id]),
    }
    return render(request, "registers/form.html", context, status=422 if form.bound else 200)


@require_POST
@officer_required
def act(request: HttpRequest, typical_id: UUID) -> HttpResponse:
    """Submit, give back, publish or drop a text."""
    actor, now, key = actor_of(request), clock.now(), request.POST.get("key")
    verb = request.POST.get("verb", "")
    if verb == "give_back":
        actions.give_back(typical_id, why=request.POST.get("why", ""), by=actor, at=now, key=key)
    elif verb in {"submit", "publish", "drop"}:
        {"submit": actions.submit, "publish": actions.publish, "drop": actions.drop}[verb](
            typical_id, by=actor, at=now, key=key
        )
    else:
        raise NotFound
    if verb == "drop":
        return see_other(request, reverse("registers:typical"))
    return see_other(request, reverse("registers:typical_page", args=[typical_id]))
