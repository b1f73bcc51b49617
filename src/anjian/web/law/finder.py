"""From what an officer types to ranked rows of the catalogue, redrawn while he types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from anjian.kit import clock
from anjian.law.act_dates import ActDate, read_act_date
from anjian.law.matching import match, matcher
from anjian.law.violations import TARGETS
from anjian.law.wording import clean, vocabulary
from anjian.web.components import crumbs
from anjian.web.http import officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from anjian.law.match_reasons import Reason
    from anjian.law.matching import Candidate, Match
    from anjian.law.violations import Violation

LONGEST = 600
SHORTEST = 2
SHOWN, SHOWN_OF_SEVERAL = 6, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fined:
    """One line of the fine at a glance: at which stage, who, how much."""

    stage: str
    whom: str
    fine: str
    may: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A candidate as it is drawn. `sure` high, medium or low."""

    row: Violation
    fines: tuple[Fined, ...]
    reasons: tuple[Reason, ...]
    sure: str
    later_text: bool
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One conduct of what was said, with its candidates."""

    text: str
    offers: tuple[Offer, ...]


@officer_required
def find(request: HttpRequest) -> HttpResponse:
    """Show candidates for a text and a date; only the list when a page asks for that."""
    text = " ".join(request.GET.get("text", "").split())[:LONGEST]
    told = request.GET.get("on", "").strip()
    time, problem = _time(told)
    known = industries_named(request.GET.get("industry", ""))
    found = match(text, time.first, industries=known, most=SHOWN) if len(text) >= SHORTEST else None
    context = {
        "text": text,
        "on": told or time.first.isoformat(),
        "day": time.first,
        "problem": problem,
        "parts": parts(found) if found else (),
        "chooses": request.GET.get("choose") == "1",
        "party": request.GET.get("party", "").strip(),
        "crumbs": crumbs(_("查条文")),
    }
    only_list = request.headers.get("X-Live-Refresh") == "1"
    if only_list and not text:
        matcher()  # asked by a page that will ask soon
    return render(request, "law/_found.html" if only_list else "law/find.html", context)


def industries_named(said: str) -> frozenset[str]:
    """Return the industries of the catalogue that a firm's own description of its trade names."""
    words = vocabulary()
    return words.industries_of(frozenset(each.concept for each in words.find(clean(said))))


def _time(told: str) -> tuple[ActDate, str]:
    today = clock.today()
    if not told:
        return ActDate(today, today), ""
    try:
        return read_act_date(told), ""
    except ValueError:
        return ActDate(today, today), _("日期看不懂，按今天查找。请写成2024-03-12、2024-03或者2024。")


def parts(found: Match) -> tuple[Part, ...]:
    """Return what is drawn, conduct by conduct."""
    most = SHOWN if len(found.acts) == 1 else SHOWN_OF_SEVERAL
    return tuple(
        Part(text=act.text, offers=tuple(_offer(each) for each in act.candidates[:most] if each.score > 0))
        for act in found.acts
    )


def _offer(found: Candidate) -> Offer:
    return Offer(
        row=found.row,
        fines=_fines(found.row),
        reasons=found.reasons[:4],
        sure=found.certainty,
        later_text=found.later_text,
        title=found.row.conduct,
    )


def _fines(row: Violation) -> tuple[Fined, ...]:
    """Return the first fine that meets each of those who answer, at most three lines."""
    lines: list[Fined] = []
    for stage in row.stages:
        for target, fine in stage.fines.items():
            if len(lines) < 3:
                lines.append(Fined(stage=stage.label, whom=TARGETS[target], fine=str(fine), may=stage.may))
    return tuple(lines)
