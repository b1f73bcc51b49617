"""The compiler view: what would void a case today, and the same for the cases of a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.cases import access, queries
from anjian.kit import clock
from anjian.people import queries as people
from anjian.procedures.validity import ERRORS, GRAVITIES
from anjian.web.components import Filter, Option, Reason, crumbs
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest, HttpResponse

    from anjian.cases.access import Case
    from anjian.procedures.validity import Check, Defect, Shown

WORDS: dict[str, str] = {
    "void": gettext_noop("无效"),
    "quash": gettext_noop("应予撤销"),
    "slight": gettext_noop("程序轻微违法"),
    "risk": gettext_noop("风险提示"),
}
TONES = {"void": "bad", "quash": "bad", "slight": "warn", "risk": "info"}


@officer_required
def case_validity(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show everything that would void the case today, with article, place, cure and who may cure."""
    actor, now = actor_of(request), clock.now()
    case = access.case_for(actor, case_no)
    picture = queries.picture_of(case, actor, now=now, everything=True)
    report = queries.report_of(case, actor, now=now)
    open_steps = {
        option.step: option.allowed
        for proceeding, _procedure, options in queries.options_of(case, picture)
        if proceeding is None
        for option in options
    }
    numbers = {item.id: item.no for item in picture.evidence}
    context = {
        "case": case,
        "now": now,
        "groups": [
            {
                "code": code,
                "label": _(WORDS[code]),
                "tone": TONES[code],
                "defects": [
                    _defect(case, d, numbers, open_steps) for d in report.defects if d.gravity == code
                ],
            }
            for code in GRAVITIES
        ],
        "found": len(report.defects),
        "in_order": _by_error(report.in_order),
        "n_in_order": len(report.in_order),
        "not_due": _by_error(report.not_due),
        "n_not_due": len(report.not_due),
        "topic": f"case:{case.id}",
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            _("合法性检查"),
        ),
    }
    return render(request, "cases/validity.html", context)


def _defect(
    case: Case, defect: Defect, numbers: Mapping[UUID, str], open_steps: Mapping[str, bool]
) -> dict[str, Any]:
    cure_url = ""
    if defect.cured_by in open_steps:
        cure_url = reverse("cases:step", args=[case.no, defect.cured_by])
    return {
        "error": defect.error,
        "error_label": _(ERRORS[defect.error]),
        "reason": Reason(
            code=defect.code, reason=defect.reason, cites=defect.cites, who=defect.who, cure=defect.cure
        ),
        "consequence": defect.consequence,
        "shown": [(s.label, _url(case, s, numbers)) for s in defect.shown],
        "cure_url": cure_url,
        "cure_open": open_steps.get(defect.cured_by, False),
    }


def _url(case: Case, shown: Shown, numbers: Mapping[UUID, str]) -> str:
    """Where the record shows the defect; empty when the place has no page of its own."""
    if shown.kind == "document" and shown.id:
        return reverse("documents:page", args=[case.no, shown.id])
    if shown.kind == "evidence" and shown.id and shown.id in numbers:
        return reverse("evidence:item", args=[case.no, numbers[shown.id]])
    if shown.kind == "step":
        return reverse("cases:flow", args=[case.no])
    if shown.kind == "interview":
        return reverse("interviews:list") + f"?case={case.no}"
    return ""


def _by_error(checks: Iterable[Check]) -> list[tuple[str, list[Check]]]:
    groups: dict[int, list[Check]] = {}
    for check in checks:
        groups.setdefault(check.error, []).append(check)
    order = sorted(groups, key=lambda n: n or 99)
    return [(f"{n}. {_(ERRORS[n])}" if n else _(ERRORS[n]), groups[n]) for n in order]


@officer_required
def unit_validity(request: HttpRequest) -> HttpResponse:
    """List the open cases of a unit by the gravest defect, a page at a time."""
    actor = actor_of(request)
    units = people.units(actor.org_id)
    known = {str(u["id"]): u["name"] for u in units}
    # Whoever oversees all cases begins with all of them; a team begins with its own.
    own = "" if actor.roles & queries.OFFICES_FOR_ALL_CASES else str(actor.unit_id or "")
    asked = request.GET.get("unit", own)
    unit_id = UUID(asked) if asked in known else None
    gravity = request.GET.get("gravity", "")
    worst = queries.WORST.get(gravity, 0 if gravity == "none" else None)
    page = queries.check_page(actor, unit_id=unit_id, worst=worst, after=_mark(request))
    counts = queries.totals(actor, unit_id=unit_id)
    by_worst = {number: code for code, number in queries.WORST.items()}
    context = {
        "rows": [
            {
                "line": line,
                "gravity": _(WORDS[by_worst[line.worst]]) if line.worst else "",
                "tone": TONES[by_worst[line.worst]] if line.worst else "ok",
                "first": line.defects[0] if line.defects else None,
                "more": max(len(line.defects) - 1, 0),
                "url": reverse("cases:validity", args=[line.case.no]),
            }
            for line in page.lines
        ],
        "totals": [
            (_(WORDS[code]), counts.get(number, 0), TONES[code]) for code, number in queries.WORST.items()
        ]
        + [(_("未发现问题"), counts.get(0, 0), "ok")],
        "filters": (
            Filter(
                name="unit",
                label=_("承办机构"),
                value=str(unit_id or ""),
                options=tuple(Option(value=value, label=label) for value, label in known.items()),
            ),
            Filter(
                name="gravity",
                label=_("后果"),
                value=gravity,
                options=(
                    *(Option(value=code, label=_(label)) for code, label in WORDS.items()),
                    Option(value="none", label=_("未发现问题")),
                ),
            ),
        ),
        "following": page.following,
        "crumbs": crumbs((_("案件"), reverse("cases:list")), _("合法性检查")),
    }
    return render(request, "cases/unit_validity.html", context)


def _mark(request: HttpRequest) -> str:
    """The mark of the page asked for; anything that is none is the first page."""
    mark, _sep, last = request.GET.get("after", "").partition("~")
    try:
        return f"{int(mark)}~{UUID(last)}"
    except ValueError:
        return ""
