"""What if a grade table were changed: past sheets of the bureau weighed again with a draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.cases import queries
from anjian.discretion.flaws import flaws
from anjian.discretion.money import ZERO
from anjian.discretion.tables import FOLDER, Table, read_table, tables
from anjian.discretion.whatif import Past, simulate
from anjian.procedures import registry
from anjian.procedures.definitions.guards.weighing import acts_of
from anjian.procedures.inputs import stored
from anjian.web.components import crumbs
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from anjian.cases.queries import PastSheet

_LONGEST = 60_000


@officer_required
def whatif_page(request: HttpRequest) -> HttpResponse:
    """Show a table's text to change and, once tried, who would have paid more and who less."""
    actor = actor_of(request)
    known = {table.code: table for table in tables()}
    asked = request.POST.get("table") or request.GET.get("table", "")
    code = asked if asked in known else "national-2024-90"
    text = request.POST.get("draft", "") or _text_of(code)
    context: dict[str, Any] = {
        "tables": [(table.code, f"{table}") for table in known.values()],
        "chosen": code,
        "table": known[code],
        "known_flaws": [str(flaw) for flaw in flaws(known[code])],
        "draft": text,
        "crumbs": crumbs((_("案件"), reverse("cases:list")), _("裁量基准试算")),
    }
    status = 200
    if request.method == "POST":
        draft, problem = read_draft(text)
        if draft is None:
            context["problem"], status = problem, 422
        else:
            past = [_past(each) for each in queries.past_sheets(actor)]
            context |= {"tried": True, "flaws": [str(flaw) for flaw in flaws(draft)], **_changes(past, draft)}
    return render(request, "cases/whatif.html", context, status=status)


def read_draft(text: str) -> tuple[Table | None, str]:
    """Return the table a draft describes, or what is wrong with it."""
    import yaml

    if len(text) > _LONGEST:
        return None, _("草案过长。")
    try:
        told = yaml.safe_load(text)
        return read_table(told), ""
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError, ArithmeticError) as problem:
        return None, str(problem)


def _changes(past: Iterable[Past], draft: Table) -> dict[str, Any]:
    found = simulate(past, draft)
    return {
        "changes": [change for change in found if change.difference][:200],
        "n_past": len(found),
        "n_more": sum(1 for c in found if c.difference > 0),
        "n_less": sum(1 for c in found if c.difference < 0),
        "sum_more": sum((c.difference for c in found if c.difference > 0), ZERO),
        "sum_less": -sum((c.difference for c in found if c.difference < 0), ZERO),
    }


def _past(each: PastSheet) -> Past:
    fields = registry.current("ordinary_penalty", on=each.at.date()).step("weigh").fields
    inputs = stored(fields, each.inputs)
    return Past(each.case.no, acts_of(inputs), each.at.date(), str(inputs.get("place", "")))


def _text_of(code: str) -> str:
    for path in sorted(Path(FOLDER).glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if f"\ncode: {code}\n" in f"\n{text}":
            return text
    return ""
