"""How long a file is kept and why: a schedule as data, computed and explained. Pure.

Practice differs between places and the law leaves the schedule to the approval of the archives office of the
same level (《档案法实施条例》第十九条), so every row has a place, days, a source and a confidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from anjian.law.datafiles import read_yaml
from anjian.law.parameters import Confidence, places

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FILE = Path(__file__).with_name("data") / "retention.yaml"
CITE: Final = "《档案法实施条例》第十九条"
LABELS: Final = {"permanent": "永久", "30": "30年", "10": "10年"}
_RANK: Final = {"10": 0, "30": 1, "permanent": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What the schedule asks of a case: its procedure, the steps taken, its fine (yuan), its days."""

    procedure: str
    steps: Collection[str]
    fine_yuan: int
    decided: bool
    closed_on: date
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a file is kept: code, rule, first and last day (None: for ever), why."""

    retention: str
    rule: str
    begins_on: date
    ends_on: date | None
    why: Mapping[str, str]

    @property
    def label(self) -> str:
        """The term in Chinese."""
        return LABELS[self.retention]


def term_of(traits: Traits, *, chosen: str = "", on: date) -> Term:
    """Return the term of a file. A longer one chosen by the archivist is kept, a shorter one is not.

    Raises LookupError when no rule fits, which the data file rules out.
    """
    data = _data()
    rule = _rule(data["rules"], traits, on)
    computed = str(rule["retention"])
    longer = bool(chosen) and _RANK[chosen] > _RANK[computed]
    retention = chosen if longer else computed
    begins = date(traits.closed_on.year + 1, 1, 1)
    ends = None if retention == "permanent" else date(begins.year + int(retention) - 1, 12, 31)
    approved = str(rule.get("approved_by") or "")
    why = {
        "rule": str(rule["label"]),
        "computed": LABELS[computed],
        "begins": str(data["begins"]["label"]),
        "source": str(data["sources"][rule["source"]]),
        "confidence": Confidence(rule["confidence"]).label,
        "approved_by": approved or "尚未录入同级档案主管部门的审核意见",
        "cites": CITE,
        "choice": _choice(chosen, computed, longer=longer),
    }
    return Term(retention=retention, rule=str(rule["code"]), begins_on=begins, ends_on=ends, why=why)


def _choice(chosen: str, computed: str, *, longer: bool) -> str:
    if not chosen or chosen == computed:
        return ""
    if longer:
        return f"归档时选择{LABELS[chosen]}，长于期限表的{LABELS[computed]}，按所选期限保管。"
    return f"归档时选择{LABELS[chosen]}，短于期限表的{LABELS[computed]}，按期限表保管。"


def transfer_due(begins_on: date, *, level: str) -> date:
    """Return the day by which a permanent file goes to the public archives (city 20 years, county 10)."""
    years = _data()["transfer"]["years"]
    return date(begins_on.year + int(years["city" if level == "city" else "county"]), 1, 1)


def schedule() -> tuple[Mapping[str, Any], ...]:
    """Return every row of the schedule with its source in words, for the page that shows it."""
    data = _data()
    return tuple(
        {
            **row,
            "term": LABELS[str(row["retention"])],
            "source_text": data["sources"][row["source"]],
            "confidence_label": Confidence(row["confidence"]).label,
        }
        for row in data["rules"]
    )


def media_rules() -> tuple[Mapping[str, Any], ...]:
    """Return the rules on sound and picture, which follow the file of their case."""
    data = _data()
    return tuple(
        {
            **row,
            "source_text": data["sources"][row["source"]],
            "confidence_label": Confidence(row["confidence"]).label,
        }
        for row in data["media"]
    )


def _rule(rows: list[dict[str, Any]], traits: Traits, on: date) -> dict[str, Any]:
    for near in places(traits.place):
        for row in rows:
            if row["place"] == near and row["valid_from"] <= on and _fits(row, traits):
                ends = row.get("valid_to")
                if ends is None or on <= ends:
                    return row
    raise LookupError(f"no retention rule for {traits.procedure} on {on}")


def _fits(row: Mapping[str, Any], traits: Traits) -> bool:
    procedure = traits.procedure.split("@")[0]
    return (
        ("procedures" not in row or procedure in row["procedures"])
        and ("steps" not in row or bool(set(row["steps"]) & set(traits.steps)))
        and ("fine_from" not in row or traits.fine_yuan >= int(row["fine_from"]))
        and ("decided" not in row or traits.decided is row["decided"])
    )


@lru_cache(maxsize=1)
def _data() -> Any:
    return read_yaml(FILE)
