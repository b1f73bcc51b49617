"""Whether two claims speak of the same occasion: day, phase, instance, habit."""

from __future__ import annotations

from anjian.testimony.model import Event


def events_differ(a: Event, b: Event) -> bool:
    """Whether the two claims are known to speak of different occasions or things."""
    if a.days and b.days and not a.days & b.days:
        return True
    if a.instances and b.instances and not a.instances & b.instances:
        kinds_a = {i.partition("#")[2] for i in a.instances}
        if kinds_a & {i.partition("#")[2] for i in b.instances}:
            return True
    if {a.phase, b.phase} == {"before", "after"}:
        return True
    return bool(a.other) != bool(b.other) and not (a.days or b.days)


def event_factor(a: Event, b: Event) -> float:
    """How much doubt the event keys leave (1 = none)."""
    factor = 1.0
    if a.routine != b.routine:
        factor *= 0.85
    if a.phase != b.phase:
        factor *= 0.92
    if a.other != b.other and a.other and b.other:
        factor *= 0.8
    return factor
