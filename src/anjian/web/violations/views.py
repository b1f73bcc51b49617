"""Views of the catalogue of violations: for everybody signed in, for any day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.law import violations
from anjian.law.violations import INDUSTRIES
from anjian.web.components import Filter, Option, crumbs
from anjian.web.http import officer_required
from anjian.web.violations import view_models

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _day(told: str) -> date:
    """Read the day of the conduct; what is no date is today."""
    try:
        return date.fromisoformat(told)
    except ValueError:
        return clock.today()


@officer_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the statutes that punish on a day or, when anything is asked, the rows found."""
    asked = request.GET
    industry = asked.get("industry", "")
    wanted = view_models.Wanted(
        text=asked.get("q", "").strip(),
        statute=asked.get("statute", ""),
        industry=industry if industry in INDUSTRIES else "",
        on=_day(asked.get("on", "")),
    )
    groups = view_models.groups(wanted)
    context = {
        "crumbs": crumbs(_("违法行为目录")),
        "wanted": wanted,
        "groups": groups,
        "found": sum(len(group.lines) for group in groups),
        "today": wanted.on == clock.today(),
        "search": wanted.text,
        "filters": (
            Filter(
                name="statute",
                label=_("法律法规"),
                value=wanted.statute,
                options=tuple(
                    Option(value=code, label=title) for code, title in view_models.statutes_of(wanted.on)
                ),
            ),
            Filter(
                name="industry",
                label=_("行业领域"),
                value=wanted.industry,
                options=tuple(Option(value=code, label=label) for code, label in INDUSTRIES.items()),
            ),
            Filter(name="on", label=_("行为日期"), value=wanted.on.isoformat(), kind="date"),
        ),
    }
    return render(request, "violations/catalogue.html", context)


@officer_required
def row(request: HttpRequest, code: str) -> HttpResponse:
    """Show one row in full as it stands on a day, or as it last stood."""
    on = _day(request.GET.get("on", ""))
    found = violations.get(code, on)
    in_force = found is not None
    found = found or view_models.newest(code)
    if found is None:
        raise NotFound
    context = {
        "crumbs": crumbs((_("违法行为目录"), reverse("violations:catalogue")), found.code),
        "row": found,
        "on": on,
        "in_force": in_force,
        "today": on == clock.today(),
        "consequences": view_models.consequences(found),
        "liable": view_models.liable(found.liable),
        "industries": view_models.industries(found.applies_to),
        "before": view_models.before(found, on),
        "after": view_models.after(found, on),
        "other_texts": view_models.other_texts(found),
    }
    return render(request, "violations/row.html", context)
