"""A sheet in words for documents, and as the inputs of the step that puts it on record."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from anjian.discretion.bands import LEVELS
from anjian.discretion.factors import EFFECTS, factor
from anjian.discretion.measures import MEASURES
from anjian.discretion.money import yuan
from anjian.discretion.weighing import Act, Sheet, Weighed
from anjian.law.violations import TARGETS


def summary(sheet: Sheet) -> str:
    """Return the reasons of discretion as a document states them, one sentence an act."""
    parts = [_act(each) for each in sheet.acts]
    if len(sheet.acts) > 1:
        merged = "，".join(f"{TARGETS[target]}{yuan(total)}" for target, total in sheet.totals.items())
        parts.append(f"分别裁量、合并处罚：{merged}。")
    return "".join(parts)


def _act(each: Weighed) -> str:
    act, band = each.act, each.band
    if each.violation is None or band is None:
        return ""
    found = "、".join(
        f"{known.label}（{'、'.join(str(c) for c in known.cites)}，{EFFECTS[use.effect]}）"
        for use in act.uses
        if (known := factor(use.factor))
    )
    grade = f"，适用{band.grade}" if band.grade else "，裁量基准没有对应条目，按默认幅度规则"
    why = f"；{found}" if found else "；没有法定从轻、减轻或者从重情节"
    if band.span is None:
        return f"{each.violation.conduct}，依据{each.violation.penalty}{why}，不予处罚。"
    off = f"，偏离裁量幅度的理由：{act.deviation}" if each.deviates else ""
    return (
        f"{each.violation.conduct}，依据{each.violation.penalty}，法定幅度{band.statutory}{grade}{why}，"
        f"按{LEVELS[band.level]}幅度{band.span}，对{TARGETS[act.target]}选定{yuan(act.amount)}。"
        f"理由：{act.reason.rstrip('。')}{off}。"
    )


def inputs_of(
    acts: Iterable[Act], sheet: Sheet, *, place: str = "", person: bool = False, words: str = ""
) -> dict[str, Any]:
    """Return the inputs of the step for a sheet; `person` says which totals are the party's."""
    told = tuple(acts)
    total = sum(
        (amount for target, amount in sheet.totals.items() if (target != "unit") == person), Decimal(0)
    )
    return {
        "acts": [_row(act) for act in told],
        "measures": [
            {"act": act.no, "measure": code, "value": _value(value)}
            for act in told
            for code, value in act.stated.items()
        ],
        "factors": [
            {
                "act": act.no,
                "factor": use.factor,
                "effect": use.effect,
                **({"proof": use.proof} if use.proof else {}),
            }
            for act in told
            for use in act.uses
        ],
        **({"place": place} if place else {}),
        "discretion_factors": [row for each in sheet.acts for row in _factors(each)],
        "fine_amount": total,
        "discretion": words or summary(sheet),
    }


def _factors(each: Weighed) -> list[dict[str, str]]:
    """The circumstances of an act as the investigation report lists them."""
    level = LEVELS[each.band.level] if each.band else ""
    found = [
        {
            "factor": known.label,
            "finding": f"{EFFECTS[use.effect]}" + (f"；证据：{use.proof}" if use.proof else ""),
            "grade": level,
        }
        for use in each.act.uses
        if (known := factor(use.factor))
    ]
    stated = [
        {"factor": MEASURES[code].label, "finding": f"{_value(value)}{MEASURES[code].unit}", "grade": level}
        for code, value in each.act.stated.items()
    ]
    return [*found, *stated] or [
        {"factor": "法定情节", "finding": "没有从轻、减轻或者从重情节", "grade": level}
    ]


def _row(act: Act) -> dict[str, Any]:
    row: dict[str, Any] = {
        "act": act.no,
        "violation": act.violation,
        "target": act.target,
        "stage": act.stage,
        "amount": act.amount,
        "reason": act.reason,
    }
    given = {
        "conduct_on": act.conduct_on,
        "grade": act.grade,
        "deviation": act.deviation,
        "same_act": act.same_act,
        "later": act.later,
    }
    return row | {code: value for code, value in given.items() if value}


def _value(value: Decimal | bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:f}"
