"""The vocabulary of the checks: an error, how grave it is, what shows it, who can cure it and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from anjian.law.statutes import ALI, ALL, APL, Citation
from anjian.procedures.facts import CaseFacts, DocumentFact, Taken
from anjian.procedures.spec import Guard, Inputs, Verdict

Gravity = Literal["void", "quash", "slight", "risk"]

GRAVITIES: dict[str, tuple[str, tuple[Citation, ...]]] = {
    "void": ("无效", (APL.art(38), ALL.art(75))),
    "quash": ("应予撤销", (ALL.art(70),)),
    "slight": ("程序轻微违法", (ALL.art(74), ALI.art(96))),
    "risk": ("风险提示", ()),
}
"""What follows from a defect, gravest first, and the article that says so."""

ERRORS: dict[int, str] = {
    1: "主体与权限",
    2: "执法人员",
    3: "回避",
    4: "时效与一事不再罚",
    5: "事先告知",
    6: "陈述申辩",
    7: "听证权利",
    8: "听证程序",
    9: "法制审核",
    10: "集体讨论",
    11: "证据",
    12: "询问",
    13: "先行登记与强制措施",
    14: "决定书",
    15: "送达、期限与移送",
    0: "其他",
}
"""The errors that void penalties, by number; 0 for what else goes wrong."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the record shows a defect: a step by its number, or a document, evidence or interview by id."""

    kind: Literal["step", "document", "evidence", "interview", "clock"]
    label: str
    id: UUID | None = None
    seq: int | None = None


Applies = Callable[[CaseFacts], bool]
Shows = Callable[[CaseFacts], Iterator[Shown]]


def _nowhere(_f: CaseFacts) -> Iterator[Shown]:
    yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing a court would look at.

    `applies` tells whether the case has come so far that the question can be asked. `rule` answers
    True, or False, or a sentence with the particulars. `cured_by` is the step that mends it.
    """

    code: str
    error: int
    gravity: Gravity
    title: str
    cites: tuple[Citation, ...]
    who: str
    cure: str
    rule: Callable[[CaseFacts], Verdict]
    applies: Applies
    shows: Shows = _nowhere
    cured_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """A check that failed, in words that can be printed."""

    code: str
    error: int
    gravity: Gravity
    reason: str
    cites: tuple[str, ...]
    consequence: str
    who: str
    cure: str
    cured_by: str = ""
    shown: tuple[Shown, ...] = ()


def from_guard(
    guard: Guard,
    *,
    error: int,
    gravity: Gravity,
    applies: Applies,
    inputs: Callable[[CaseFacts], Inputs] | None = None,
    shows: Shows = _nowhere,
    cured_by: str = "",
) -> Check:
    """Ask a condition of a step again, now looking back; `inputs` are those of the step that was taken."""

    def rule(f: CaseFacts) -> Verdict:
        return guard.holds(f, inputs(f) if inputs else {})

    return Check(
        code=guard.code,
        error=error,
        gravity=gravity,
        title=guard.reason,
        cites=guard.cites,
        who=guard.who,
        cure=guard.cure,
        rule=rule,
        applies=applies,
        shows=shows,
        cured_by=cured_by,
    )


def inputs_of(*steps: str) -> Callable[[CaseFacts], Inputs]:
    """The inputs of the latest of these steps."""

    def found(f: CaseFacts) -> Inputs:
        taken = f.last(*steps)
        return taken.inputs if taken else {}

    return found


def after(*steps: str) -> Applies:
    """From the first of these steps on."""
    return lambda f: f.last(*steps) is not None


def shown_step(taken: Taken | None, label: str = "") -> Iterator[Shown]:
    """A step as the place of a defect."""
    if taken is not None:
        yield Shown("step", label or f"第{taken.seq}步（{taken.on:%Y年%m月%d日}）", seq=taken.seq)


def shown_paper(paper: DocumentFact | None, name: str) -> Iterator[Shown]:
    """A document as the place of a defect."""
    if paper is not None:
        yield Shown("document", f"《{name}》{paper.no}", id=paper.id)


def steps_shown(*steps: str) -> Shows:
    """The latest of these steps as the place of a defect."""
    return lambda f: shown_step(f.last(*steps))
