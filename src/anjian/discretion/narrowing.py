"""From stated facts to the stages of an article: first finding, not corrected, grade of accident, gains.

Facts may be written in Chinese or English; what a fact does not settle stays open, and every stage
that remains possible is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from anjian.law.violations import STAGES, Stage

ACCIDENTS: dict[str, str] = {
    "accident_general": "一般",
    "accident_larger": "较大",
    "accident_major": "重大",
    "accident_extreme": "特别重大",
}
_GRADES = {
    **{words: code for code, words in ACCIDENTS.items()},
    **{f"{words}事故": code for code, words in ACCIDENTS.items()},
    **{code.removeprefix("accident_"): code for code in ACCIDENTS},
    "larger": "accident_larger",
    "serious": "accident_major",
    "relatively_major": "accident_larger",
    "特大": "accident_extreme",
    "especially_major": "accident_extreme",
}
# How a fact may be called, and what it is called here.
_NAMES: dict[str, tuple[str, ...]] = {
    "stage": ("stage", "情形", "阶段"),
    "corrected": ("corrected", "rectified", "已改正", "按期改正", "改正"),
    "overdue": (
        "overdue",
        "uncorrected",
        "not_corrected",
        "refused",
        "refused_to_correct",
        "逾期未改正",
        "逾期",
        "拒不改正",
    ),
    "grave": ("grave", "serious", "情节严重"),
    "extreme": ("extreme_grave", "extreme", "特别严重", "情节特别严重", "影响特别恶劣"),
    "again": ("again", "repeat", "repeated", "再次", "再次发生"),
    "harm": ("harm", "serious_consequences", "造成严重后果", "严重后果"),
    "accident": ("accident_grade", "accident", "accident_level", "事故等级", "事故"),
    "gains": ("gains_yuan", "illegal_gains", "illegal_gains_yuan", "gains", "违法所得"),
    "goods_value": ("goods_value", "goods_value_yuan", "货值", "货值金额"),
    "income": ("income", "income_yuan", "annual_income", "last_year_income", "上一年年收入", "年收入"),
    "base_fine": ("base_fine", "base_fine_yuan"),
    "amount": (
        "amount",
        "amount_yuan",
        "fine",
        "fine_yuan",
        "planned_fine",
        "planned_fine_yuan",
        "罚款",
        "拟罚款",
    ),
    "confiscation": ("confiscation", "confiscation_yuan", "没收", "没收数额"),
    "conduct_on": ("conduct_on", "conduct_date", "act_date", "违法行为发生日", "行为日"),
    "place": ("place", "region_code", "division", "行政区划"),
    "acts": ("acts", "several_acts", "数个违法行为"),
    "days": ("daily_days", "days_uncorrected", "按日连续处罚日数"),
    "factors": ("factors", "情节"),
}
NUMBERS = frozenset({"gains", "goods_value", "income", "base_fine", "amount", "confiscation", "days"})
_FLAGS = frozenset({"corrected", "overdue", "grave", "extreme", "again", "harm"})
_TRUE = frozenset({"true", "yes", "是", "1", "有"})


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts by the names used here; `unused` are those that mean nothing to the calculation."""

    known: Mapping[str, Any]
    unused: tuple[str, ...]

    def get(self, code: str) -> Any:
        """A fact, or None."""
        return self.known.get(code)

    @property
    def bases(self) -> dict[str, Decimal]:
        """The sums that shares and multiples are counted by, as the catalogue names them."""
        names = {
            "gains": "illegal_gains",
            "goods_value": "goods_value",
            "income": "income",
            "base_fine": "base_fine",
        }
        return {base: self.known[code] for code, base in names.items() if code in self.known}


def read_facts(told: Mapping[str, Any]) -> Facts:
    """Read facts under any of their names. Raises ValueError for a sum that is no number."""
    known: dict[str, Any] = {}
    unused: list[str] = []
    names = {name: code for code, all_ in _NAMES.items() for name in all_}
    for name, value in told.items():
        code = names.get(str(name))
        if code is None or value is None:
            unused.append(str(name))
        elif code in NUMBERS:
            known[code] = _sum(name, value)
        elif code in _FLAGS:
            known[code] = value if isinstance(value, bool) else str(value).strip().lower() in _TRUE
        elif code == "accident":
            grade = _GRADES.get(str(value).strip()) or ("accident" if value is True else None)
            if grade is None:
                unused.append(str(name))
            else:
                known[code] = grade
        else:
            known[code] = value
    return Facts(known, tuple(unused))


def possible(stages: Iterable[Stage], facts: Facts) -> tuple[Stage, ...]:
    """Return the stages that the facts leave open, in the order of the article.

    Facts that no stage answers narrow nothing; stages without any fact about them stay.
    """
    found = tuple(stages)
    codes = {stage.code for stage in found}
    named = facts.get("stage")
    if named in STAGES and named in codes:
        return tuple(s for s in found if s.code == named)
    sums = [s for s in found if not _ruled_out_by_sum(s, found, facts)]
    wanted = _wanted(codes, facts)
    kept = [s for s in sums if s.code in wanted] if wanted else sums
    dropped = _dropped(facts) if not wanted else set()
    late = next((s for s in found if s.code == "uncorrected"), None)
    if late and late.code in dropped and facts.get("grave") is None:
        # 情节严重 with the fine of the uncorrected stage is a case of it (WSL 99), and goes with it.
        dropped |= {s.code for s in found if s.code == "grave" and s.fines and s.fines == late.fines}
    kept = [s for s in kept if s.code not in dropped] or kept
    return tuple(kept or found)


def _wanted(codes: set[str], facts: Facts) -> set[str]:
    """The stages that facts point at; empty when none does."""
    grade = facts.get("accident")
    if facts.get("extreme"):
        hit = codes & {"accident_grave", "extreme_grave"}
        if hit:
            return hit
    if grade and (
        hit := codes & {grade}
        or codes & {"accident"}
        or (codes & set(ACCIDENTS) if grade == "accident" else set())
    ):
        return hit
    for fact, stages in (("grave", {"grave"}), ("harm", {"harm", "grave"}), ("again", {"again"})):
        if facts.get(fact) and (hit := codes & stages):
            return hit
    late = facts.get("overdue") is True or facts.get("corrected") is False
    if late and (hit := codes & {"uncorrected"}):
        return hit
    return set()


def _dropped(facts: Facts) -> set[str]:
    gone: set[str] = set()
    if facts.get("corrected") is True or facts.get("overdue") is False:
        gone.add("uncorrected")
    for fact, stages in (("grave", {"grave"}), ("again", {"again"}), ("harm", {"harm"})):
        if facts.get(fact) is False:
            gone |= stages
    if facts.get("extreme") is False:
        gone |= {"accident_grave", "extreme_grave"}
    return gone


def _ruled_out_by_sum(stage: Stage, among: Iterable[Stage], facts: Facts) -> bool:
    """Whether illegal gains or the value of goods lie on the other side of the stage's dividing sum."""
    if not stage.threshold:
        return False
    for large, fact in (("gains_large", "gains"), ("goods_large", "goods_value")):
        known = facts.get(fact)
        if known is None or all(s.code != large for s in among):
            continue
        if (stage.code == large) != (known >= stage.threshold):
            return True
    return False


def _sum(name: str, value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"“{name}”不是数额：{value}") from None
