"""What a check finds, and how it tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: a stable code, the item by table and id or place, a Chinese sentence.

    ``called`` is what people call the item; it may tell of a case and is not for everybody.
    """

    code: str
    item: str
    message: str
    called: str = ""


@dataclass(slots=True)
class Progress:
    """How far a check is: the part at work, what it has read, and what was read in the parts before."""

    tell: Callable[[Progress], None] = lambda _progress: None
    stage: str = ""
    done: int = 0
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def enter(self, stage: str) -> None:
        """Begin a part."""
        self.stage, self.done, self.total = stage, 0, 0
        self.counts.setdefault(stage, 0)
        self.tell(self)

    def expect(self, count: int) -> None:
        """Say how many things the part will read, beside those announced before."""
        self.total += count
        self.tell(self)

    def advance(self, count: int = 1) -> None:
        """Count things that have been read."""
        self.done += count
        self.counts[self.stage] = self.counts.get(self.stage, 0) + count
        self.tell(self)
