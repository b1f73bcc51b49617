"""The catalogue of violations: conduct, duty breached, penalty article, and what it costs whom.

One file per statute and text, dated as the text is. A later text gets its own file with its own
dates, so that conduct is judged by the law of its day (《行政处罚法》第三十七条). Files are read
and checked by `catalogue_reading`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from anjian.law.parameters import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from anjian.law.statutes import Citation

FOLDER = Path(__file__).parent / "violations"

Target = Literal["unit", "principal", "other_head", "responsible", "individual", "staff"]
Base = Literal["yuan", "income", "illegal_gains", "goods_value", "base_fine"]
TARGETS: dict[str, str] = {
    "unit": "生产经营单位",
    "principal": "主要负责人",
    "responsible": "直接负责的主管人员和其他直接责任人员",
    "other_head": "其他负责人和安全生产管理人员",
    "individual": "个人",
    "staff": "机构有关人员",
}
STAGES: dict[str, str] = {
    "first": "首次发现",
    "uncorrected": "逾期未改正或者拒不改正",
    "again": "再次发生",
    "grave": "情节严重",
    "extreme_grave": "情节特别严重",
    "harm": "造成严重后果",
    "gains_small": "没有违法所得或者违法所得较少",
    "gains_large": "违法所得十万元以上",
    "goods_small": "货值金额较少",
    "goods_large": "货值金额较大",
    "accident": "发生生产安全事故",
    "accident_general": "发生一般事故",
    "accident_larger": "发生较大事故",
    "accident_major": "发生重大事故",
    "accident_extreme": "发生特别重大事故",
    "accident_grave": "发生事故，情节特别严重、影响特别恶劣",
}
BASES: dict[str, str] = {
    "yuan": "元",
    "income": "上一年年收入",
    "illegal_gains": "违法所得",
    "goods_value": "货值金额",
    "base_fine": "前款罚款数额",
}
CONFISCATED: dict[str, str] = {
    "gains": "没收违法所得",
    "goods": "没收违法物品",
    "tools": "没收用于违法行为的原料、工具、设备",
}
INDUSTRIES: dict[str, str] = {
    "hazardous_goods": "危险物品",
    "hazardous_chemicals": "危险化学品",
    "fireworks": "烟花爆竹",
    "mines": "矿山",
    "coal": "煤矿",
    "smelting": "金属冶炼",
    "trades": "工贸",
    "dust": "粉尘涉爆",
    "confined_space": "有限空间作业",
    "construction": "建筑施工",
    "transport": "运输",
    "gas_users": "使用燃气的餐饮等单位",
    "crowded": "人员密集场所",
    "institution": "安全评价、检测、检验机构",
    "training_body": "安全培训机构",
}


# An industry and the wider ones it belongs to: coal mines are mines.
WIDER: dict[str, tuple[str, ...]] = {
    "coal": ("mines",),
    "hazardous_chemicals": ("hazardous_goods",),
    "fireworks": ("hazardous_goods",),
    "dust": ("trades",),
}


@dataclass(frozen=True, slots=True)
class Fine:
    """A statutory range of a fine.

    `base` yuan: amounts; income: percent of last year's income; illegal_gains and goods_value:
    multiples of them; base_fine: multiples of the fine that the article fixes without the
    aggravation. `low` 0 is a range that the article states as “以下”.
    """

    low: int
    high: int
    base: Base = "yuan"

    def __str__(self) -> str:
        """Say the range in Chinese."""
        if self.base == "income":
            return f"上一年年收入的{self.low}%" + ("" if self.low == self.high else f"至{self.high}%")
        if self.base != "yuan":
            floor = f"{self.low}倍以上" if self.low else ""
            return f"{BASES[self.base]}的{floor}{self.high}倍以下"
        low, high = (_amount(value) for value in (self.low, self.high))
        if self.low == self.high:
            return high
        return f"{high}以下" if self.low == 0 else f"{low}以上{high}以下"


def _amount(yuan: int) -> str:
    return f"{yuan // 10_000}万元" if yuan % 10_000 == 0 else f"{yuan}元"


@dataclass(frozen=True, slots=True)
class Stage:
    """What follows at one stage: an order, a fine for each target, confiscation, other penalties.

    `may`: the article leaves the fine to the agency (可以). `threshold`: illegal gains or value of
    goods in yuan that divides this stage from its neighbour (0: none).
    """

    code: str
    order: str
    fines: Mapping[str, Fine]
    may: bool = False
    confiscate: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    threshold: int = 0

    @property
    def label(self) -> str:
        """The stage in Chinese, with the sum that divides it from its neighbour."""
        if self.threshold and self.code in _DIVIDED:
            return _DIVIDED[self.code].format(_amount(self.threshold))
        return STAGES[self.code]


_DIVIDED = {
    "gains_small": "没有违法所得或者违法所得不足{}",
    "gains_large": "违法所得{}以上",
    "goods_small": "货值金额不足{}",
    "goods_large": "货值金额{}以上",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One kind of conduct that a statute forbids and punishes.

    `duty` is the article breached, `also` further ones, `penalty` the one that punishes.
    `crime` is the article of the criminal law to be asked about before any penalty.
    `daily`: a refusal to correct after order and fine can be fined day by day (安全生产法 art. 112).
    `words`: how officers put it on site. `applies_to`: industries (empty: every unit).
    `instead_of`: rows that this one goes before, because its law is special or stands higher.
    `decided_by`: another agency that decides (empty: the emergency bureau); such conduct is handed over.
    `source` and `confidence` say where conduct and figures were read and how far they can be relied on.
    """

    code: str
    conduct: str
    duty: Citation
    penalty: Citation
    stages: tuple[Stage, ...]
    valid_from: date
    source: str
    confidence: Confidence = Confidence.TEXT
    words: tuple[str, ...] = ()
    also: tuple[Citation, ...] = ()
    applies_to: tuple[str, ...] = ()
    liable: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    crime: Citation | None = None
    daily: bool = False
    decided_by: str = ""
    note: str = ""
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the row governs conduct of that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def concerns(self, industries: Iterable[str]) -> bool:
        """Whether the row can apply to a unit of these industries; general rows apply to everybody."""
        wider = {each for code in industries for each in (code, *WIDER.get(code, ()))}
        return not self.applies_to or not wider.isdisjoint(self.applies_to)

    @property
    def verified(self) -> bool:
        """Whether conduct and figures were read in the text of the law."""
        return self.confidence is Confidence.TEXT

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
    """Return the catalogue for conduct of a day: the general law first, then statute by statute."""
    return tuple(row for row in _delivered() if row.covers(on))


def get(code: str, on: date) -> Violation | None:
    """Return one row of the catalogue for conduct of a day, or None."""
    return next((row for row in _delivered() if row.code == code and row.covers(on)), None)


def every_row() -> tuple[Violation, ...]:
    """Return the rows of all texts, those no longer in force included."""
    return _delivered()


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


@lru_cache(maxsize=1)
def _delivered() -> tuple[Violation, ...]:
    from anjian.law.catalogue_reading import read_all

    return read_all(FOLDER)
