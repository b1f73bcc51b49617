"""Where apps that stand above cases join what a step brings with it (the archive locks the file).

An effect is registered once, at start-up, under a name and for one step of the main line; it runs inside the
transaction of the step, after everything that cases do themselves, and may refuse it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anjian.audit.actions import Transaction
    from anjian.cases.models import Case

    Effect = Callable[[Transaction, Case, Mapping[str, Any]], None]

_effects: dict[str, tuple[str, Effect]] = {}


def register(name: str, step: str, effect: Effect) -> None:
    """Register an effect of a step; registering the same name again replaces it."""
    _effects[name] = (step, effect)


def run(tx: Transaction, case: Case, step: str, inputs: Mapping[str, Any]) -> None:
    """Run the effects of a step of the main line in the order of their names."""
    for name in sorted(_effects):
        wanted, effect = _effects[name]
        if wanted == step:
            effect(tx, case, inputs)
