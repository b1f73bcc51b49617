"""The procedures by code and version; a case asks for the version it pinned.

Every module of `definitions` that holds a `Procedure` is one: adding a procedure means adding its
file. A child procedure says itself where it is opened (`Procedure.attach`); here the step that opens
it is woven into its parents, so that no parent file changes.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from anjian.procedures import definitions
from anjian.procedures.controls import with_controls
from anjian.procedures.spec import EVERY_FILE, Attach, Child, Procedure, Step


def _found() -> Iterator[Procedure]:
    for module in pkgutil.iter_modules(definitions.__path__, f"{definitions.__name__}."):
        if not module.ispkg:
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Procedure):
                    yield value


def _opening_step(parent: Procedure, attach: Attach) -> Step:
    """The step that opens a child, from every state where work goes on unless it names its own."""
    source = attach.step.source or tuple(
        s for s in parent.states if not s.terminal and (attach.sides or not s.side)
    )
    return replace(attach.step, source=source)


def weave(found: Iterable[Procedure]) -> tuple[Procedure, ...]:
    """Return the procedures with the steps that open their children, cases' own procedures first.

    Raises ValueError when two files declare one version of a procedure, or a child attaches itself
    to a procedure that does not exist.
    """
    by_key: dict[str, Procedure] = {}
    for procedure in found:
        if by_key.setdefault(procedure.key, procedure) != procedure:
            raise ValueError(f"{procedure.key} is declared twice")
    for child in tuple(by_key.values()):
        for attach in child.attach:
            everywhere = attach.to == EVERY_FILE
            parents = [
                key for key, p in by_key.items() if p.code == attach.to or (everywhere and p.standalone)
            ]
            if not parents:
                raise ValueError(f"{child.code} attaches itself to the unknown procedure {attach.to}")
            for key in parents:
                parent = by_key[key]
                by_key[key] = replace(
                    parent,
                    steps=(*parent.steps, _opening_step(parent, attach)),
                    children=(
                        *parent.children,
                        Child(procedure=child.code, label=child.label, opened_by=(attach.step.code,)),
                    ),
                )
    return tuple(
        sorted(
            map(with_controls, by_key.values()), key=lambda p: (not p.standalone, p.rank, p.code, p.version)
        )
    )


ALL: tuple[Procedure, ...] = weave(_found())
_BY_KEY = {procedure.key: procedure for procedure in ALL}


def _by_first_day(found: Iterable[Procedure]) -> dict[str, tuple[tuple[date, Procedure], ...]]:
    """The versions of each procedure with the day from which they are in force, the newest first."""
    versions: dict[str, list[tuple[date, Procedure]]] = {}
    for p in found:
        versions.setdefault(p.code, []).append((date.fromisoformat(p.version), p))
    return {code: tuple(sorted(v, key=lambda one: one[0], reverse=True)) for code, v in versions.items()}


_VERSIONS = _by_first_day(ALL)


def get(key: str) -> Procedure:
    """The procedure of that code and version, `ordinary_penalty@2021-07-15`; KeyError when unknown."""
    return _BY_KEY[key]


def current(code: str, on: date) -> Procedure:
    """The version of that procedure in force on a day; KeyError when there is none."""
    for first_day, procedure in _VERSIONS.get(code, ()):
        if first_day <= on:
            return procedure
    raise KeyError(code)


def by_code(on: date) -> dict[str, Procedure]:
    """Every procedure in force on a day, by code."""
    codes = {code for code, versions in _VERSIONS.items() if versions[-1][0] <= on}
    return {code: current(code, on) for code in sorted(codes)}


def standalone(on: date) -> tuple[Procedure, ...]:
    """The procedures with which a file of its own can be opened on a day, the usual one first."""
    return tuple(p for p in ALL if p.standalone and p is current(p.code, on))
