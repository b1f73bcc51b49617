"""Circumstances that count 裁量情节 (APL arts. 28–37, 49 and rules), each with its article and effect.

Below the statutory minimum goes only a circumstance that a law, regulation or rule says reduces
(减轻); lighter 从轻 and heavier 从重 stay inside the range.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.discretion.trace import Line, line
from anjian.law.parameters import Confidence
from anjian.law.statutes import APL, Citation, cite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

FILE = Path(__file__).parent / "data" / "factors.yaml"
EFFECTS: dict[str, str] = {"lighter": "从轻", "reduced": "减轻", "heavier": "从重", "none": "不予处罚"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A circumstance, what may be made of it, whether the law commands it (`must`) or allows it."""

    code: str
    label: str
    effects: tuple[str, ...]
    must: bool
    cites: tuple[Citation, ...]
    persons: bool = False
    source: str = ""
    confidence: Confidence = Confidence.TEXT
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether its text governs a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Use:
    """A circumstance found in a case and what the officer makes of it; `proof` names the evidence."""

    factor: str
    effect: str
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all circumstances together come to: one level, and the lines that say why."""

    level: str
    lines: tuple[Line, ...]


def factors(on: date, *, person: bool | None = None) -> tuple[Factor, ...]:
    """Return the circumstances the law knows on a day; `person` False leaves those of persons out."""
    return tuple(
        each for each in _delivered() if each.covers(on) and (person is not False or not each.persons)
    )


def all_factors() -> tuple[Factor, ...]:
    """Return every circumstance, whatever its days."""
    return _delivered()


def factor(code: str) -> Factor | None:
    """Return one circumstance, or None."""
    return next((each for each in _delivered() if each.code == code), None)


def weigh(uses: Iterable[Use], *, on: date, person: bool) -> Outcome:
    """Return the level that circumstances lead to: none, reduced, lighter, general or heavier.

    No penalty goes first, then a reduction; lighter against heavier leaves the general level. Lines
    with `warning` name circumstances that do not count: unknown, not in force, for persons only, or
    used for an effect that their article does not give.
    """
    lines: list[Line] = []
    effects: list[str] = []
    for use in uses:
        known = factor(use.factor)
        wrong = _wrong(known, use, on=on, person=person)
        if known is None or wrong:
            lines.append(
                line("factor", f"“{known.label if known else use.factor}”不计：{wrong}。", warning=True)
            )
            continue
        effects.append(use.effect)
        how = "应当" if known.must else "可以"
        proof = f"，证据：{use.proof}" if use.proof else ""
        lines.append(
            line(
                "factor",
                f"{known.label}，{how}{EFFECTS[use.effect]}{proof}。",
                *known.cites,
                source=known.source,
                confidence=str(known.confidence),
            )
        )
    level = _level(effects)
    if "lighter" in effects and "heavier" in effects and level == "general":
        lines.append(line("factor", "同时有从轻和从重情节，综合考虑按一般幅度。", APL.art(5, 2)))
    if not effects:
        lines.append(line("factor", "没有法定从轻、减轻、从重或者不予处罚的情节。", APL.art(32), APL.art(33)))
    return Outcome(level, tuple(lines))


def reducing(cited: Citation) -> Factor | None:
    """Return the circumstance that a citation names when it allows a fine below the minimum."""
    return next(
        (
            each
            for each in _delivered()
            if "reduced" in each.effects
            and any(
                c.statute == cited.statute and c.article == cited.article and cited.item in {None, c.item}
                for c in each.cites
            )
        ),
        None,
    )


def read_factors(rows: Iterable[Mapping[str, Any]]) -> tuple[Factor, ...]:
    """Read the file. Raises ValueError for effects nobody knows, doubles and rows without article."""
    found = tuple(_factor(row) for row in rows)
    codes = [each.code for each in found]
    if len(set(codes)) != len(codes):
        raise ValueError("a circumstance is declared twice")
    return found


def _factor(row: Mapping[str, Any]) -> Factor:
    effects = tuple(row["effects"])
    if not effects or set(effects) - set(EFFECTS) or not row.get("cites"):
        raise ValueError(f"{row['code']} has no effect or no article")
    return Factor(
        code=str(row["code"]),
        label=str(row["label"]),
        effects=effects,
        must=bool(row["must"]),
        cites=tuple(cite(key) for key in row["cites"]),
        persons=bool(row.get("persons", False)),
        source=str(row.get("source", "")),
        confidence=Confidence(row.get("confidence", "text")),
        note=str(row.get("note", "")),
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
    )


def _wrong(known: Factor | None, use: Use, *, on: date, person: bool) -> str:
    if known is None:
        return "没有这一情节"
    if not known.covers(on):
        return "当日尚未施行或者已经失效"
    if known.persons and not person:
        return "只适用于个人"
    if use.effect not in known.effects:
        return f"该情节不能{EFFECTS.get(use.effect, use.effect)}"
    return ""


def _level(effects: list[str]) -> str:
    if "none" in effects:
        return "none"
    if "reduced" in effects:
        return "reduced"
    lighter, heavier = "lighter" in effects, "heavier" in effects
    if lighter == heavier:
        return "general"
    return "lighter" if lighter else "heavier"


@lru_cache(maxsize=1)
def _delivered() -> tuple[Factor, ...]:
    from anjian.law.datafiles import read_yaml

    return read_factors(read_yaml(FILE))
