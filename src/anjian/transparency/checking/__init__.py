"""The integrity check: log, rows, chains and stored files, each read again in full and compared.

Nothing here writes. Every part yields findings as it comes upon them and tells how far it is; the parts do
not rely on each other, so that a fault in one hides none in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from anjian.transparency.checking import blobs, chains, log, rows
from anjian.transparency.checking.finding import Finding, Progress

__all__ = ["PARTS", "Finding", "Part", "Progress", "findings"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the check: a code, its name for people, and what does it."""

    code: str
    name: str
    look: Callable[[UUID, Progress], Iterator[Finding]]


PARTS = (
    Part("log", "存证日志", log.look),
    Part("rows", "数据库记录", rows.look),
    Part("chains", "事件链", chains.look),
    Part("blobs", "存储文件", blobs.look),
)


def findings(org_id: UUID, progress: Progress) -> Iterator[Finding]:
    """Yield everything that does not hold in an organisation's records; nothing when all is well."""
    for part in PARTS:
        progress.enter(part.code)
        yield from part.look(org_id, progress)
