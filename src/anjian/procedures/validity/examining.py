"""Running the checks over the picture of a case."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Verdict
from anjian.procedures.validity import rules
from anjian.procedures.validity.spec import GRAVITIES, Check, Defect

_ORDER = {code: n for n, code in enumerate(GRAVITIES)}


@dataclass(frozen=True, slots=True)
class Report:
    """The examination of a case: defects gravest first, what was found in order, what is not due yet."""

    defects: tuple[Defect, ...]
    in_order: tuple[Check, ...]
    not_due: tuple[Check, ...]

    def count(self, gravity: str) -> int:
        """How many defects are of this gravity."""
        return sum(1 for d in self.defects if d.gravity == gravity)


@cache
def checks() -> tuple[Check, ...]:
    """Every check, by error and code. Raises ValueError when two have one code."""
    found = tuple(sorted(_found(), key=lambda c: (c.error or 99, c.code)))
    codes = [c.code for c in found]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise ValueError(f"declared twice: {sorted(twice)}")
    return found


def _found() -> Iterator[Check]:
    for module in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."):
        yield from importlib.import_module(module.name).CHECKS


def examine(facts: CaseFacts) -> Report:
    """Examine a case as it stands; pure, and the same for the same facts."""
    defects, fine, later = [], [], []
    for check in checks():
        if not check.applies(facts):
            later.append(check)
            continue
        verdict = check.rule(facts)
        if verdict is True:
            fine.append(check)
        else:
            defects.append(_defect(check, verdict, facts))
    defects.sort(key=lambda d: (_ORDER[d.gravity], d.error or 99))
    return Report(tuple(defects), tuple(fine), tuple(later))


def _defect(check: Check, verdict: Verdict, facts: CaseFacts) -> Defect:
    words, follows = GRAVITIES[check.gravity]
    return Defect(
        code=check.code,
        error=check.error,
        gravity=check.gravity,
        reason=f"{check.title}：{verdict}" if isinstance(verdict, str) else f"{check.title}。",
        cites=tuple(map(str, check.cites)),
        consequence=words + (f"（{'、'.join(map(str, follows))}）" if follows else ""),
        who=check.who,
        cure=check.cure,
        cured_by=check.cured_by,
        shown=tuple(check.shows(facts)),
    )
