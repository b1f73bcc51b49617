"""The lines of a calculation: what was done, with which figure, by which article, how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TOPICS: dict[str, str] = {
    "law": "适用法律",
    "time_bar": "追究时效",
    "target": "处罚对象",
    "stage": "违法情形",
    "range": "法定幅度",
    "table": "裁量基准",
    "factor": "裁量情节",
    "band": "裁量幅度",
    "amount": "裁量数额",
    "merge": "合并处罚",
    "later_law": "新旧法比较",
    "lines": "程序标准",
    "daily": "按日连续处罚",
    "closure": "提请关闭",
    "leniency": "不予处罚",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step of a calculation. `warning` marks what a person has to look at."""

    topic: str
    text: str
    cites: tuple[str, ...] = ()
    source: str = ""
    confidence: str = "text"
    warning: bool = False

    @property
    def label(self) -> str:
        """The topic in Chinese."""
        return TOPICS[self.topic]

    @property
    def sure(self) -> bool:
        """Whether everything in the line was read in a text of law."""
        return self.confidence == "text"

    def as_json(self) -> dict[str, Any]:
        """Return the line as plain data, empty parts left out."""
        told: dict[str, Any] = {"step": self.label, "text": self.text, "cites": list(self.cites)}
        if self.source:
            told["source"] = self.source
        if not self.sure:
            told["confidence"] = self.confidence
        if self.warning:
            told["warning"] = True
        return told


def line(topic: str, text: str, *cites: object, **traits: Any) -> Line:
    """Return a line; citations are printed as documents print them."""
    return Line(topic=topic, text=text, cites=tuple(str(c) for c in cites), **traits)


def as_json(lines: Iterable[Line]) -> list[Mapping[str, Any]]:
    """Return lines as plain data."""
    return [each.as_json() for each in lines]
