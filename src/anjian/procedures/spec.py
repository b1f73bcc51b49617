"""The vocabulary of a procedure file: states, steps, conditions, documents, clocks.

A procedure file is data and small typed functions. It has no expressions, no loops and
no tokens: one flat main line, and child procedures that the parent's conditions consult.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from anjian.law.statutes import Citation, Term
from anjian.procedures.facts import CaseFacts, DocumentStatus

Inputs = Mapping[str, Any]
Verdict = bool | str
FieldType = Literal[
    "text",
    "longtext",
    "date",
    "datetime",
    "yuan",
    "int",
    "choice",
    "bool",
    "officer",
    "officers",
    "person",
    "table",
    "taken",
    "document",
]


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the marks of the stage bar above a case."""

    code: str
    label: str


STAGES: tuple[Stage, ...] = (
    Stage("lead", "线索受理"),
    Stage("filing", "立案"),
    Stage("investigation", "调查取证"),
    Stage("case_review", "案件审核"),
    Stage("legal_review", "法制审核"),
    Stage("notice", "告知听证"),
    Stage("discussion", "集体讨论"),
    Stage("decision", "处罚决定"),
    Stage("service", "送达"),
    Stage("execution", "执行"),
    Stage("closing", "结案归档"),
)


@dataclass(frozen=True, slots=True)
class State:
    """Where a proceeding stands; `side` marks exits from the main line."""

    code: str
    label: str
    stage: str = ""
    terminal: bool = False
    side: bool = False


Target = State | Literal["same", "back", "undone"]
SAME: Literal["same"] = "same"
BACK: Literal["back"] = "back"
UNDONE: Literal["undone"] = "undone"
SUSPENDED = State("suspended", "中止", side=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One typed input of a step: page form, API schema and check are made from it.

    Values are str, date, aware datetime, Decimal (yuan), int, bool, UUID (officer),
    tuple of UUID (officers), UUID (document of the case), dict (person), tuple of dicts (table).
    `source` is the dotted path of the suggested value (several, parted by |: the first known); `sets`
    names the particular of the case it becomes. `not_after_today` refuses days that have not
    come. `cites` names the law that asks for exactly this input; without it the articles of the step stand.
    """

    code: str
    label: str
    type: FieldType = "text"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    default: Any = None
    source: str = ""
    sets: str = ""
    columns: tuple[Field, ...] = ()
    min_rows: int = 0
    min_length: int = 0
    max_length: int = 0
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    pattern_message: str = ""
    not_after_today: bool = False
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition of a step: the sentence said when it fails, its articles, who may cure it and how.

    `holds` answers True, or False, or a sentence with the particulars of the failure.
    """

    code: str
    reason: str
    cites: tuple[Citation, ...]
    who: str
    cure: str
    needs_inputs: bool
    holds: Callable[[CaseFacts, Inputs], Verdict]


def guard(
    reason: str, *cites: Citation, who: str = "", cure: str = ""
) -> Callable[[Callable[..., Verdict]], Guard]:
    """Make a condition of a function of the facts, or of the facts and the step's inputs."""

    def build(rule: Callable[..., Verdict]) -> Guard:
        takes_inputs = len(inspect.signature(rule).parameters) == 2

        def holds(f: CaseFacts, inputs: Inputs) -> Verdict:
            return rule(f, inputs) if takes_inputs else rule(f)

        return Guard(rule.__name__, reason, cites, who, cure, takes_inputs, holds)

    return build


When = Callable[[CaseFacts, Inputs], bool]


@dataclass(frozen=True, slots=True)
class Need:
    """A document that must have reached a status before the step; any one of `codes` will do."""

    codes: tuple[str, ...]
    status: DocumentStatus = "issued"
    when: When | None = None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Make:
    """A document drafted by the step, perhaps only on a condition."""

    code: str
    when: When | None = None
    condition: str = ""


def need(
    *codes: str, status: DocumentStatus = "issued", when: When | None = None, condition: str = ""
) -> Need:
    """Ask for a document, for example `need("D10", status="approved")`."""
    return Need(codes, status, when, condition)


def make(code: str, when: When | None = None, condition: str = "") -> Make:
    """Draft a document only when the condition holds; say the condition in words for the table."""
    return Make(code, when, condition)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One lawful act: from which states, to which, by whom, on which articles and conditions.

    `target` is a state, SAME (the act leaves the state as it is), BACK (to the state that the
    proceeding had before it came here) or UNDONE (to the state before the step that is named).
    `serves` are the documents whose service the step records
    (`serves_subject`: the one that the proceeding is about). `replaces`: an earlier draft of what the
    step makes is withdrawn. `becomes`: the file goes on by this other procedure, from its opening
    state, which the target names. `primary` marks the usual next step.
    """

    code: str
    label: str
    source: tuple[State, ...]
    target: Target
    by: tuple[str, ...]
    cites: tuple[Citation, ...]
    handler_only: bool = False
    guards: tuple[Guard, ...] = ()
    fields: tuple[Field, ...] = ()
    needs: tuple[Need, ...] = ()
    makes: tuple[Make | str, ...] = ()
    serves: tuple[str, ...] = ()
    serves_subject: bool = False
    opens: str = ""
    becomes: str = ""
    replaces: tuple[str, ...] = ()
    primary: bool = False
    help: str = ""

    @cached_property
    def drafts(self) -> tuple[Make, ...]:
        """The documents made, each as a `Make`."""
        return tuple(Make(item) if isinstance(item, str) else item for item in self.makes)

    @cached_property
    def from_states(self) -> frozenset[str]:
        """The codes of the states in which the step may be taken."""
        return frozenset(state.code for state in self.source)

    @cached_property
    def articles(self) -> tuple[str, ...]:
        """The articles of the step as documents print them."""
        return tuple(str(cite) for cite in self.cites)

    def field(self, code: str) -> Field:
        """The input of that code; KeyError when the step has none."""
        return next((f for f in self.fields if f.code == code), None) or _missing(code)


def _missing(code: str) -> Field:
    raise KeyError(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A term that starts, stops, pauses, resumes and is extended by steps.

    Its length is a `Term` of a statute, or the dated parameter of that code; where neither law nor rule
    but an approved plan fixes the day, `until` says which (None: there is nothing left to wait for).
    A `limit` must not be missed; a `wait` must have run out before something may happen. `start_field` and
    `extends` name date inputs of the steps; without one the day of the step counts. `extends_late`:
    the law lets the extension come after the term has run out. `stands_while_suspended`: the days
    of a suspension are not counted; without it the term runs on, as it does where the law is silent.
    """

    code: str
    label: str
    kind: Literal["limit", "wait"]
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...] = ()
    term: Term | None = None
    parameter: str = ""
    cites: tuple[Citation, ...] = ()
    start_field: str = ""
    pauses_on: tuple[str, ...] = ()
    resumes_on: tuple[str, ...] = ()
    extends: tuple[tuple[str, str], ...] = ()
    extends_late: bool = False
    stands_while_suspended: bool = False
    warn: tuple[int, ...] = (3, 1)
    when: When | None = None
    condition: str = ""
    until: Callable[[CaseFacts, Inputs], date | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A procedure that runs inside this one, opened by a step and consulted by conditions."""

    procedure: str
    label: str
    opened_by: tuple[str, ...]


EVERY_FILE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attach:
    """Where a child procedure is opened: by this step of the procedure `to`.

    The step names the child in `opens`; without states of its own it may be taken wherever work on
    the parent goes on, with `sides` also at exits from the main line that are not the end. `to` may be
    EVERY_FILE: every procedure with which a file of its own is opened.
    """

    to: str
    step: Step
    sides: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A document that may be issued only after one of these steps was taken."""

    document: str
    after: tuple[str, ...]
    cites: tuple[Citation, ...]


# No slots here and at steps: what is looked up on every page is worked out once per process and kept.
@dataclass(frozen=True, kw_only=True)
class Procedure:
    """A procedure of one version; a case pins `key` and keeps it when the law changes.

    `standalone`: a file of its own can be opened with it; the others run inside one. `rank` orders
    the standalone ones in lists. `attach` says of a child where its parents open it;
    `halts_with_case` that it stands still while the case is suspended.
    """

    code: str
    label: str
    version: str
    opening: State
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...] = ()
    children: tuple[Child, ...] = ()
    gates: tuple[Gate, ...] = ()
    cites: tuple[Citation, ...] = ()
    attach: tuple[Attach, ...] = ()
    halts_with_case: bool = False
    standalone: bool = False
    rank: int = 9

    @property
    def key(self) -> str:
        """Code and version as a case pins them, for example `ordinary_penalty@2021-07-15`."""
        return f"{self.code}@{self.version}"

    @cached_property
    def states(self) -> tuple[State, ...]:
        """Every state, in the order in which the file first names it."""
        seen = {self.opening.code: self.opening}
        for step in self.steps:
            for state in (*step.source, step.target):
                if isinstance(state, State):
                    seen.setdefault(state.code, state)
        return tuple(seen.values())

    @cached_property
    def by_state(self) -> Mapping[str, State]:
        """The states by code."""
        return {state.code: state for state in self.states}

    @cached_property
    def by_step(self) -> Mapping[str, Step]:
        """The steps by code."""
        return {step.code: step for step in self.steps}

    @cached_property
    def _by_clock(self) -> Mapping[str, Clock]:
        return {clock.code: clock for clock in self.clocks}

    @cached_property
    def _leaving(self) -> Mapping[str, tuple[Step, ...]]:
        return {code: tuple(s for s in self.steps if code in s.from_states) for code in self.by_state}

    def state(self, code: str) -> State:
        """The state of that code; KeyError when the procedure has none."""
        return self.by_state[code]

    def step(self, code: str) -> Step:
        """The step of that code; KeyError when the procedure has none."""
        return self.by_step[code]

    def clock(self, code: str) -> Clock:
        """The clock of that code; KeyError when the procedure has none."""
        return self._by_clock[code]

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """The steps that leave, or act within, this state."""
        return self._leaving.get(state, ())
