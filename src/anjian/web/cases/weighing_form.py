"""The form of the discretion sheet: reading what was typed, and the fields each act asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anjian.discretion import factors, tables
from anjian.discretion.factors import EFFECTS, Use
from anjian.discretion.measures import BASES, MEASURES
from anjian.discretion.weighing import Act, read_measure
from anjian.law.violations import TARGETS, Violation, get
from anjian.procedures.definitions.guards.weighing import acts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from anjian.cases.access import Case
    from anjian.cases.queries import Picture

MOST_ACTS = 12
_BY_BASE = {base: code for code, base in BASES.items()}


def first_acts(case: Case, picture: Picture) -> tuple[Act, ...]:
    """Return the acts of the sheet that stands, else one act about the violation of the case."""
    taken = picture.facts.last("weigh")
    if taken is not None:
        return acts_of(taken.inputs)
    day = case.conduct_on or picture.facts.today
    row = get(case.violation, day) if case.violation else None
    return (_default("1", row, case.party_kind, case.violation),)


def _default(no: str, row: Violation | None, party_kind: str, code: str = "") -> Act:
    for stage in row.stages if row else ():
        for target in stage.fines:
            if (target == "unit") == (party_kind == "unit"):
                return Act(no=no, violation=code, target=target, stage=stage.code)
    return Act(no=no, violation=code, target="unit" if party_kind == "unit" else "individual", stage="first")


def read(posted: QueryDict, *, on: date, party_kind: str) -> tuple[tuple[Act, ...], dict[str, str]]:
    """Return the acts as typed and, by the name of the field, what cannot be read."""
    problems: dict[str, str] = {}
    number = min(int(posted.get("acts") or 1), MOST_ACTS)
    acts = [_act(str(i), posted, on, party_kind, problems) for i in range(1, number + 1)]
    asked = posted.get("do", "")
    if asked == "add" and len(acts) < MOST_ACTS:
        acts.append(_default(str(len(acts) + 1), None, party_kind))
    if asked.startswith("drop-") and len(acts) > 1:
        acts = [act for act in acts if act.no != asked.removeprefix("drop-")]
        acts = [replace(act, no=str(i)) for i, act in enumerate(acts, 1)]
    return tuple(acts), problems


def _act(no: str, posted: QueryDict, on: date, party_kind: str, problems: dict[str, str]) -> Act:
    def told(name: str) -> str:
        return (posted.get(f"{no}.{name}") or "").strip()

    conduct_on = None
    if told("conduct_on"):
        try:
            conduct_on = date.fromisoformat(told("conduct_on"))
        except ValueError:
            problems[f"{no}.conduct_on"] = _("日期无法识别。")
    code = told("violation").split(" ", maxsplit=1)[0]
    row = get(code, conduct_on or on) or get(code, on)
    default = _default(no, row, party_kind, code)
    stages = {s.code: s for s in row.stages} if row else {}
    stage = told("stage") if told("stage") in stages else default.stage
    fined = stages[stage].fines if stage in stages else {}
    target = told("target") if told("target") in fined else next(iter(fined), default.target)
    return Act(
        no=no,
        violation=code,
        target=target,
        stage=stage,
        conduct_on=conduct_on,
        stated=_stated(no, posted, problems),
        uses=tuple(
            Use(each.code, effect, told(f"proof.{each.code}"))
            for each in factors.all_factors()
            if (effect := told(f"factor.{each.code}")) in each.effects
        ),
        grade=told("grade"),
        amount=_amount(no, told("amount"), problems),
        reason=told("reason"),
        deviation=told("deviation"),
        same_act=told("same_act"),
        later=told("later").split(" ", maxsplit=1)[0],
    )


def _amount(no: str, words: str, problems: dict[str, str]) -> Decimal:
    try:
        found = Decimal(words or "0")
        if found.is_finite() and found >= 0:
            return found
    except InvalidOperation:
        pass
    problems[f"{no}.amount"] = _("金额无法识别。")
    return Decimal(0)


def _stated(no: str, posted: QueryDict, problems: dict[str, str]) -> dict[str, Decimal | bool]:
    found: dict[str, Decimal | bool] = {}
    for code in MEASURES:
        words = (posted.get(f"{no}.measure.{code}") or "").strip()
        if not words:
            continue
        try:
            found[code] = read_measure(code, words)
        except ValueError as problem:
            problems[f"{no}.measure.{code}"] = str(problem)
    return found


def fields(act: Act, *, on: date, place: str) -> dict[str, Any]:
    """Return what the form of one act offers: stages, targets, grades, measures and circumstances."""
    row = get(act.violation, act.conduct_on or on) or get(act.violation, on)
    stage = next((s for s in row.stages if s.code == act.stage), None) if row else None
    fitted = tables.fitting(act.violation, act.stated, on=on, place=place)
    chosen = {use.factor: use for use in act.uses}
    return {
        "act": act,
        "conduct": row.conduct if row else "",
        "stages": [(s.code, s.label) for s in row.stages if s.fines] if row else [],
        "targets": [(t, TARGETS[t]) for t in stage.fines] if stage else [],
        "grades": [(g.code, g.conditions) for g in fitted.row.grades] if fitted else [],
        "measures": [_measure(act, code) for code in _asked(act, row, fitted)],
        "factors": [
            {
                "code": each.code,
                "label": each.label,
                "cites": "、".join(str(c) for c in each.cites),
                "confidence": each.confidence.label if each.source else "",
                "effects": [(e, EFFECTS[e]) for e in each.effects],
                "chosen": chosen[each.code].effect if each.code in chosen else "",
                "proof": chosen[each.code].proof if each.code in chosen else "",
            }
            for each in factors.factors(on, person=act.target != "unit")
        ],
        "past": bool(row and not row.covers(on)),
    }


def _asked(act: Act, row: Violation | None, fitted: tables.Fitting | None) -> list[str]:
    """The measures that the fines and the grades of this row look at, and those already stated."""
    found = [
        _BY_BASE[f.base] for s in (row.stages if row else ()) for f in s.fines.values() if f.base in _BY_BASE
    ]
    if fitted:
        found += [test.measure for g in fitted.row.grades for each in g.when for test in each]
    return list(dict.fromkeys([*found, *act.stated]))


def _measure(act: Act, code: str) -> dict[str, Any]:
    asked, value = MEASURES[code], act.stated.get(code)
    words = "" if value is None else ("是" if value is True else "否" if value is False else f"{value:f}")
    return {"code": code, "label": asked.label, "unit": asked.unit, "kind": asked.kind, "value": words}


def typed_place(case: Case) -> str:
    """Return the division whose tables govern the case."""
    return case.place_code[:6].ljust(6, "0")


def by_code(on: date, codes: Mapping[str, Any] | None = None) -> list[tuple[str, str]]:
    """Return the rows of the catalogue in force, for the list an officer picks from."""
    from anjian.law.violations import violations

    return [(row.code, row.conduct) for row in violations(on) if codes is None or row.code in codes]
