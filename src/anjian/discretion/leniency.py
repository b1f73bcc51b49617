"""Lists of leniency 不予处罚清单: which conduct may go unpunished, and whether this unit may profit.

The order of judgement: is the unit excluded, is the hazard major, does a list of the place name the
conduct, is it the first time, was it corrected and re-checked, was there harm, is the undertaking
signed; outside the list the leaders discuss. Always educate (APL 33.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.law.parameters import Confidence, places
from anjian.law.statutes import APL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

FOLDER = Path(__file__).parent / "leniency_lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One conduct of a list; `at_most` persons or places when the list bounds it."""

    violation: str
    label: str
    persons_at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeniencyList:
    """A published list with its conditions for the unit."""

    code: str
    title: str
    place: str
    valid_from: date
    valid_to: date | None
    source: str
    confidence: Confidence
    years_without_fatality: int
    not_blacklisted: bool
    excludes: tuple[str, ...]
    undertaking: bool
    items: tuple[Item, ...]
    example: bool = False

    def item(self, violation: str) -> Item | None:
        """The entry about a violation, or None."""
        return next((each for each in self.items if each.violation == violation), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFile:
    """What the file of the unit says. None: not known, which is answered “to be checked”."""

    industries: tuple[str, ...] = ()
    same_before: int | None = None
    penalties_before: int | None = None
    years_since_fatality: float | None = None
    blacklisted: bool | None = None
    major_hazard: bool | None = None
    corrected: bool | None = None
    rechecked: bool | None = None
    harm: str | None = None
    """none, slight or real; None when not known."""
    undertaking: bool | None = None
    fault_disproved: bool = False
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One step of the judgement; `met` None: to be checked."""

    question: str
    met: bool | None
    told: str
    cite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """must_not (应当不予), may_not (可以不予), discuss (outside the list), or no; with its steps."""

    outcome: str
    steps: tuple[Answer, ...]

    @property
    def label(self) -> str:
        """The outcome in Chinese."""
        return {
            "must_not": "应当不予处罚",
            "may_not": "可以不予处罚",
            "discuss": "清单以外，经集体讨论可以不予处罚",
            "check": "条件尚待核实",
            "no": "不符合不予处罚的条件",
        }[self.outcome]


def lists(on: date, place: str, *, examples: bool = False) -> tuple[LeniencyList, ...]:
    """Return the lists that govern a day at a place, nearest first."""
    near = places(place)
    return tuple(
        each
        for each in _delivered()
        if each.valid_from <= on
        and (each.valid_to is None or on <= each.valid_to)
        and (examples or (not each.example and each.place in near))
    )


def judge(violation: str, firm: FirmFile, *, on: date, place: str) -> Judgement:
    """Judge in the lawful order; the first condition that fails ends it."""
    known = next(((each, item) for each in lists(on, place) if (item := each.item(violation))), None)
    steps: list[Answer] = []
    if firm.fault_disproved:
        steps.append(Answer("当事人有证据足以证明没有主观过错", True, "不予处罚", str(APL.art(33, 2))))
        return Judgement(outcome="must_not", steps=tuple(steps))
    if known:
        steps += _unit(known[0], firm)
    steps.append(_answer("不属于重大事故隐患", _not(firm.major_hazard), "重大事故隐患不适用"))
    steps.append(
        Answer(
            "属于清单事项",
            known is not None,
            f"{known[0].title}：{known[1].label}" if known else "当地没有录入清单，或者清单没有该事项",
        )
    )
    if known and known[1].persons_at_most is not None:
        bound = known[1].persons_at_most
        within = None if firm.persons is None else firm.persons <= bound
        steps.append(_answer(f"涉及人数不超过{bound}人", within, "超过清单的限度"))
    first = None if firm.same_before is None else firm.same_before == 0
    steps.append(_answer("初次违法", first, f"此前同一违法行为{firm.same_before or 0}次"))
    fixed = _both(firm.corrected, firm.rechecked)
    steps.append(_answer("及时改正并复查合格", fixed, "没有改正或者没有复查合格"))
    gentle = None if firm.harm is None else firm.harm in {"none", "slight"}
    steps.append(_answer("没有危害后果或者后果轻微", gentle, "已有危害后果"))
    if known and known[0].undertaking:
        steps.append(_answer("签订承诺书并接受教育", firm.undertaking, "没有签订承诺书"))
    return Judgement(outcome=_outcome(steps, firm, listed=known is not None), steps=tuple(steps))


def _outcome(steps: Iterable[Answer], firm: FirmFile, *, listed: bool) -> str:
    told = {step.question: step.met for step in steps}
    fixed, harm = told["及时改正并复查合格"], firm.harm
    hard = [met for question, met in told.items() if question not in {"属于清单事项", "初次违法"}]
    if False in hard:
        return "no"
    # Slight, corrected in time and without harm goes unpunished whether first or not, listed or not.
    if listed and fixed and harm == "none" and None not in hard:
        return "must_not"
    if told["初次违法"] is False:
        return "no"
    if None in hard or told["初次违法"] is None:
        return "check"
    return "may_not" if listed else "discuss"


def _unit(rule: LeniencyList, firm: FirmFile) -> list[Answer]:
    excluded = [each for each in firm.industries if each in rule.excludes]
    found = [_answer("不属于清单排除的行业", not excluded, "、".join(excluded))]
    if rule.years_without_fatality:
        safe = (
            None
            if firm.years_since_fatality is None
            else firm.years_since_fatality >= rule.years_without_fatality
        )
        found.append(
            _answer(f"近{rule.years_without_fatality}年没有人员伤亡事故", safe, "近年发生过人员伤亡事故")
        )
    if rule.not_blacklisted:
        found.append(_answer("没有列入严重失信名单", _not(firm.blacklisted), "在严重失信名单内"))
    return found


def _answer(question: str, met: bool | None, why_not: str) -> Answer:
    told = {True: "符合", False: why_not or "不符合", None: "待核实"}[met]
    return Answer(question, met, told, str(APL.art(33, 1)))


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def read_list(told: Mapping[str, Any]) -> LeniencyList:
    """Read a list. Raises ValueError without source or items, KeyError for what it lacks."""
    items = tuple(
        Item(violation=str(e["violation"]), label=str(e["label"]), persons_at_most=e.get("persons_at_most"))
        for e in told["items"]
    )
    if not items or not str(told.get("source") or "").strip():
        raise ValueError(f"{told['code']} has no item or no source")
    return LeniencyList(
        code=str(told["code"]),
        title=str(told["title"]),
        place=str(told["place"]),
        valid_from=told["valid_from"],
        valid_to=told.get("valid_to"),
        source=str(told["source"]),
        confidence=Confidence(told["confidence"]),
        years_without_fatality=int(told.get("years_without_fatality", 0)),
        not_blacklisted=bool(told.get("not_blacklisted", False)),
        excludes=tuple(told.get("excludes", ())),
        undertaking=bool(told.get("undertaking", False)),
        items=items,
        example=bool(told.get("example", False)),
    )


@lru_cache(maxsize=1)
def _delivered() -> tuple[LeniencyList, ...]:
    from anjian.law.datafiles import read_yaml

    return tuple(read_list(read_yaml(path)) for path in sorted(FOLDER.glob("*.yaml")))
