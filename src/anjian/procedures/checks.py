"""What must be true of every procedure before a case may run on it, checked at start and in tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from anjian.procedures.spec import SAME, STAGES, UNDONE, Procedure, State


def problems(
    procedure: Procedure,
    *,
    registry: Mapping[str, Procedure],
    document_kinds: Collection[str],
    roles: Collection[str],
    examples: Mapping[str, Collection[str]],
    parameters: Collection[str] | None = None,
) -> list[str]:
    """Return every flaw of a procedure file in words; an empty list means it may be used.

    `registry` maps procedure codes to procedures, `examples` maps condition codes to the kinds
    of example they have (`passes`, `refuses`), `parameters` are the known dated parameters.
    """
    return [
        *_names(procedure),
        *_steps(procedure, document_kinds, roles, examples),
        *_ways(procedure),
        *_clocks(procedure, parameters),
        *_children(procedure, registry),
        *_turning(procedure, registry),
        *_gates(procedure, document_kinds),
    ]


def _names(p: Procedure) -> Iterator[str]:
    for what, codes in (
        ("step", [s.code for s in p.steps]),
        ("state", [s.code for s in p.states]),
        ("clock", [c.code for c in p.clocks]),
    ):
        yield from (f"{what} {code} is declared twice" for code, n in Counter(codes).items() if n > 1)
    stages = {s.code for s in STAGES}
    yield from (
        f"state {s.code} names unknown stage {s.stage}" for s in p.states if s.stage and s.stage not in stages
    )


def _steps(
    p: Procedure, kinds: Collection[str], roles: Collection[str], examples: Mapping[str, Collection[str]]
) -> Iterator[str]:
    for step in p.steps:
        if not step.cites:
            yield f"step {step.code} cites no law"
        if not step.by:
            yield f"step {step.code} belongs to nobody"
        yield from (f"step {step.code} names unknown role {role}" for role in step.by if role not in roles)
        used = [code for item in step.needs for code in item.codes]
        used += [item.code for item in step.drafts] + list(step.serves)
        yield from (f"step {step.code} names unknown document {code}" for code in used if code not in kinds)
        fields = Counter(f.code for f in step.fields)
        yield from (f"step {step.code} declares field {code} twice" for code, n in fields.items() if n > 1)
        for condition in step.guards:
            if not condition.cites:
                yield f"condition {condition.code} cites no law"
            yield from (
                f"condition {condition.code} has no example that {kind}"
                for kind in ("passes", "refuses")
                if kind not in examples.get(condition.code, ())
            )


def _ways(p: Procedure) -> Iterator[str]:
    reached, frontier = {p.opening.code}, [p.opening.code]
    while frontier:
        for step in p.steps_from(frontier.pop()):
            if isinstance(step.target, State) and step.target.code not in reached:
                reached.add(step.target.code)
                frontier.append(step.target.code)
    for state in p.states:
        leaving = [s for s in p.steps_from(state.code) if s.target not in {SAME, UNDONE}]
        if state.code not in reached:
            yield f"state {state.code} cannot be reached"
        if state.terminal and leaving:
            yield f"terminal state {state.code} has a way out"
        if not state.terminal and not leaving:
            yield f"state {state.code} is a dead end"


def _clocks(p: Procedure, parameters: Collection[str] | None) -> Iterator[str]:
    steps = {s.code: s for s in p.steps}
    for clock in p.clocks:
        named = (
            *clock.starts_on,
            *clock.stops_on,
            *clock.pauses_on,
            *clock.resumes_on,
            *(s for s, _ in clock.extends),
        )
        yield from (f"clock {clock.code} names unknown step {code}" for code in named if code not in steps)
        if (clock.term is not None) + bool(clock.parameter) + (clock.until is not None) != 1:
            yield f"clock {clock.code} needs a term, a parameter or a planned day, and only one"
        if clock.parameter and parameters is not None and clock.parameter not in parameters:
            yield f"clock {clock.code} names unknown parameter {clock.parameter}"
        if clock.term is not None and clock.term.kind != clock.kind:
            yield f"clock {clock.code} and its term disagree on what the last day means"
        if clock.term is None and not clock.cites:
            yield f"clock {clock.code} cites no law"
        for code, field in clock.extends:
            if code in steps and field not in {f.code for f in steps[code].fields}:
                yield f"clock {clock.code} reads field {field}, which step {code} does not have"
        starting = [steps[code] for code in clock.starts_on if code in steps]
        if clock.start_field and not any(f.code == clock.start_field for s in starting for f in s.fields):
            yield f"clock {clock.code} reads field {clock.start_field}, which no step that starts it has"


def _children(p: Procedure, registry: Mapping[str, Procedure]) -> Iterator[str]:
    declared = {c.procedure: c for c in p.children}
    for child in p.children:
        if child.procedure not in registry:
            yield f"child {child.procedure} is not registered"
        for code in child.opened_by:
            if not any(s.code == code and s.opens == child.procedure for s in p.steps):
                yield f"child {child.procedure} is not opened by step {code}"
    for step in p.steps:
        if step.opens and (step.opens not in declared or step.code not in declared[step.opens].opened_by):
            yield f"step {step.code} opens undeclared child {step.opens}"


def _turning(p: Procedure, registry: Mapping[str, Procedure]) -> Iterator[str]:
    for step in p.steps:
        then = registry.get(step.becomes)
        target = step.target.code if isinstance(step.target, State) else ""
        if step.becomes and (then is None or target != then.opening.code):
            yield f"step {step.code} becomes {step.becomes} but does not lead to its opening state"


def _gates(p: Procedure, kinds: Collection[str]) -> Iterator[str]:
    codes = {s.code for s in p.steps}
    for gate in p.gates:
        if gate.document not in kinds:
            yield f"gate names unknown document {gate.document}"
        yield from (
            f"gate of {gate.document} names unknown step {code}" for code in gate.after if code not in codes
        )


def all_problems(document_kinds: Collection[str]) -> list[str]:
    """Every flaw of every procedure delivered, for start-up: the process must not run with one.

    `document_kinds` are the codes of the forms that exist.
    """
    from anjian.law.parameters import codes
    from anjian.procedures import examples, registry
    from anjian.procedures.roles import ROLE_LABELS

    found: list[str] = []
    told = {code: tuple(kinds) for code, kinds in examples.load().items()}
    for procedure in registry.ALL:
        found += [
            f"{procedure.key}: {flaw}"
            for flaw in problems(
                procedure,
                registry={p.code: p for p in registry.ALL},
                document_kinds=document_kinds,
                roles=ROLE_LABELS,
                examples=told,
                parameters=codes(),
            )
        ]
    used = {g.code for p in registry.ALL for s in p.steps for g in s.guards}
    found += [f"example names unknown condition {code}" for code in told if code not in used]
    return found
