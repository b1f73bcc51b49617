"""`./anjian law violations`: the catalogue of a day, narrowed, or one row of it in full."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from anjian.law.violations import Stage, Violation


def arguments(asked: argparse.ArgumentParser) -> None:
    """Say what can be asked."""
    from anjian.kit.clock import today
    from anjian.law.violations import INDUSTRIES

    asked.add_argument("code", nargs="?", help="one row in full, e.g. WSL-97-7")
    asked.add_argument("--on", type=date.fromisoformat, default=today(), help="day of the conduct")
    asked.add_argument("--statute", default="", help="code, e.g. WSL 安全生产法, DCS 危险化学品安全法")
    asked.add_argument("--industry", default="", choices=("", *INDUSTRIES), metavar="INDUSTRY")
    asked.add_argument("--text", default="", help="words that the row must hold, e.g. 焊工没证")


def answer(asked: argparse.Namespace) -> dict[str, Any]:
    """Answer as text and as data. Raises LookupError when there is nothing."""
    from anjian.law.violations import violations

    rows = [row for row in violations(asked.on) if _fits(row, asked)]
    if not rows:
        raise LookupError(f"{asked.on}没有{asked.code or '这样的行为'}")
    if asked.code:
        return {"text": _in_full(rows[0]), "rows": [rows[0].code], "row": _as_data(rows[0])}
    return {"text": "\n".join(_head(row) for row in rows), "rows": [row.code for row in rows]}


def _fits(row: Violation, asked: argparse.Namespace) -> bool:
    if asked.code:
        return bool(row.code == asked.code)
    if asked.statute and row.penalty.statute != asked.statute:
        return False
    if asked.industry and not row.concerns((asked.industry,)):
        return False
    said = " ".join((row.conduct, *row.words))
    return all(word in said for word in asked.text.split())


def _head(row: Violation) -> str:
    doubt = "" if row.verified else f"【{row.confidence.label}】"
    agency = f"【由{row.decided_by}处罚】" if row.decided_by else ""
    return f"{row.code}  {row.conduct}（{row.duty}；{row.penalty}）{agency}{doubt}"


def _in_full(row: Violation) -> str:
    lines = [_head(row), *(f"    {stage.label}：{_follows(stage)}" for stage in row.stages)]
    if row.daily:
        lines.append("    拒不改正：可以按日连续处罚（《安全生产法》第一百一十二条）")
    if row.crime:
        lines.append(f"    涉嫌犯罪：{row.crime}")
    if row.instead_of:
        lines.append(f"    优先于：{'、'.join(row.instead_of)}")
    if row.note:
        lines.append(f"    说明：{row.note}")
    lines.append(f"    来源：{row.source}（{row.confidence.label}）")
    return "\n".join(lines)


def _follows(stage: Stage) -> str:
    from anjian.law.violations import CONFISCATED, TARGETS

    fines = "；".join(f"{TARGETS[who]}{fine}" for who, fine in stage.fines.items())
    may = "可以处：" if stage.may and fines else ""
    taken = "、".join(CONFISCATED[code] for code in stage.confiscate)
    return "，".join(part for part in (stage.order, taken, may + fines, *stage.other) if part)


def _as_data(row: Violation) -> dict[str, Any]:
    return {
        "code": row.code,
        "conduct": row.conduct,
        "duty": [row.duty.key, *(each.key for each in row.also)],
        "penalty": row.penalty.key,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "source": row.source,
        "confidence": row.confidence,
        "applies_to": row.applies_to,
        "liable": row.liable,
        "instead_of": row.instead_of,
        "decided_by": row.decided_by,
        "daily": row.daily,
        "crime": row.crime.key if row.crime else None,
        "stages": {
            stage.code: {
                "order": stage.order,
                "may": stage.may,
                "threshold": stage.threshold,
                "fines": {
                    who: {"from": fine.low, "to": fine.high, "of": fine.base}
                    for who, fine in stage.fines.items()
                },
                "confiscate": stage.confiscate,
                "other": stage.other,
            }
            for stage in row.stages
        },
    }
