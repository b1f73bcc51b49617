"""The catalogue of violations: conduct, duty breached, penalty article, and what it costs whom.

One file per statute, dated as its text is. A later text gets its own file with its own dates, so
that conduct is judged by the law of its day (《行政处罚法》第三十七条).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from anjian.law.statutes import Citation, cite

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "violations"

Target = Literal["unit", "principal", "responsible", "other_head"]
Base = Literal["yuan", "income", "illegal_gains"]
TARGETS: dict[str, str] = {
    "unit": "生产经营单位",
    "principal": "主要负责人",
    "responsible": "直接负责的主管人员和其他直接责任人员",
    "other_head": "其他负责人和安全生产管理人员",
}
STAGES: dict[str, str] = {
    "first": "首次发现",
    "uncorrected": "逾期未改正或者拒不改正",
    "grave": "情节严重",
    "gains_large": "违法所得十万元以上",
    "accident": "发生生产安全事故",
    "accident_general": "发生一般事故",
    "accident_larger": "发生较大事故",
    "accident_major": "发生重大事故",
    "accident_extreme": "发生特别重大事故",
}
_BASES = frozenset({"yuan", "income", "illegal_gains"})


@dataclass(frozen=True, slots=True)
class Fine:
    """A statutory range of a fine.

    `base` yuan: amounts; income: percent of last year's income; illegal_gains: multiples of them.
    `low` 0 with base yuan is a range that the article states as “以下”.
    """

    low: int
    high: int
    base: Base = "yuan"

    def __str__(self) -> str:
        """Say the range in Chinese."""
        if self.base == "income":
            return f"上一年年收入的{self.low}%" + ("" if self.low == self.high else f"至{self.high}%")
        if self.base == "illegal_gains":
            return f"违法所得的{self.low}倍以上{self.high}倍以下"
        low, high = (_amount(value) for value in (self.low, self.high))
        return f"{high}以下" if self.low == 0 else f"{low}以上{high}以下"


def _amount(yuan: int) -> str:
    return f"{yuan // 10_000}万元" if yuan % 10_000 == 0 else f"{yuan}元"


@dataclass(frozen=True, slots=True)
class Stage:
    """What follows at one stage: an order, and a fine for each target."""

    code: str
    order: str
    fines: Mapping[str, Fine]

    @property
    def label(self) -> str:
        """The stage in Chinese."""
        return STAGES[self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One kind of conduct that a statute forbids and punishes.

    `duty` is the article breached, `also` further ones, `penalty` the one that punishes.
    `crime` is the article of the criminal law to be asked about before any penalty.
    `daily`: a refusal to correct after order and fine can be fined day by day (安全生产法 art. 112).
    """

    code: str
    conduct: str
    duty: Citation
    penalty: Citation
    stages: tuple[Stage, ...]
    valid_from: date
    source: str
    also: tuple[Citation, ...] = ()
    crime: Citation | None = None
    daily: bool = False
    note: str = ""
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the row governs conduct of that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def stage(self, code: str) -> Stage:
        """Return a stage. Raises KeyError when the article has none of that kind."""
        for stage in self.stages:
            if stage.code == code:
                return stage
        raise KeyError(f"{self.code} has no stage {code}")

    def fine(self, target: str, stage: str) -> Fine | None:
        """Return the range for a target at a stage; None when the article has no fine for it there."""
        return self.stage(stage).fines.get(target)


def violations(on: date) -> tuple[Violation, ...]:
    """Return the catalogue for conduct of a day, in the order of the statute."""
    return tuple(row for row in _delivered() if row.covers(on))


def get(code: str, on: date) -> Violation | None:
    """Return one row of the catalogue for conduct of a day, or None."""
    return next((row for row in _delivered() if row.code == code and row.covers(on)), None)


def range_yuan(code: str, target: str, stage: str, *, on: date) -> tuple[int, int]:
    """Return the lowest and highest fine in yuan.

    Raises KeyError for an unknown row or stage, LookupError when the article fixes no amount in
    yuan for this target at this stage (no fine, or a share of income or gains).
    """
    row = get(code, on)
    if row is None:
        raise KeyError(code)
    fine = row.fine(target, stage)
    if fine is None or fine.base != "yuan":
        raise LookupError(f"{code} has no amount in yuan for {target} at {stage}")
    return fine.low, fine.high


def read_catalogue(source: Mapping[str, Any]) -> tuple[Violation, ...]:
    """Read and check one file. Raises ValueError for rows that cite nothing or contradict themselves."""
    if not str(source.get("source") or "").strip():
        raise ValueError("a catalogue names its source")
    found = tuple(_row(source, each) for each in source["rows"])
    codes = [row.code for row in found]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise ValueError(f"declared twice: {sorted(twice)}")
    return found


def _row(source: Mapping[str, Any], each: Mapping[str, Any]) -> Violation:
    penalty = cite(each["penalty"])
    if penalty.statute != source["statute"]:
        raise ValueError(f"{each['code']} is not punished by {source['statute']}")
    stages = tuple(_stage(each["code"], code, body) for code, body in each["stages"].items())
    if not stages:
        raise ValueError(f"{each['code']} has no consequence")
    return Violation(
        code=str(each["code"]),
        conduct=str(each["conduct"]),
        duty=cite(each["duty"]),
        penalty=penalty,
        stages=stages,
        valid_from=source["valid_from"],
        valid_to=source["valid_to"],
        source=str(source["source"]),
        also=tuple(cite(key) for key in each.get("also", ())),
        crime=cite(each["crime"]) if each.get("crime") else None,
        daily=bool(each["daily"]),
        note=str(each.get("note", "")),
    )


def _stage(row: str, code: str, body: Mapping[str, Any]) -> Stage:
    if code not in STAGES:
        raise ValueError(f"{row} has the unknown stage {code}")
    fines: dict[str, Fine] = {}
    for target, fine in body.get("fines", {}).items():
        base = fine.get("of", "yuan")
        if target not in TARGETS or base not in _BASES:
            raise ValueError(f"{row} fines {target} by {base}")
        if not 0 <= fine["from"] <= fine["to"]:
            raise ValueError(f"{row} has a range from {fine['from']} to {fine['to']}")
        fines[target] = Fine(fine["from"], fine["to"], base)
    return Stage(code, str(body["order"]), fines)


@lru_cache(maxsize=1)
def _delivered() -> tuple[Violation, ...]:
    from anjian.law.datafiles import read_yaml

    return tuple(row for path in sorted(FOLDER.glob("*.yaml")) for row in read_catalogue(read_yaml(path)))
