"""How far the second copy is, read from what the copying process leaves in the vault. No database.

``.copy.json`` in the vault's folder is the copier's last word; ``copied.json`` in a part's folder says how
much of that part the other place holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from anjian.recordings.copying import COPIED, STATE
from anjian.recordings.shelf import server_ms, vault
from anjian.recordings.vault import VaultError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from uuid import UUID

SILENT_MS = 20_000
"""A copier that has said nothing for so long is not running."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyState:
    """The second copy of some parts. ``state`` is off, ok, waiting or down; ``behind`` counts chunks."""

    state: str
    behind: int = 0
    since_ms: int = 0
    problem: str = ""
    target: str = ""

    @property
    def words(self) -> str:
        """The state as a person reads it."""
        if self.state == "off":
            return _("没有设置第二份副本")
        if self.state == "ok":
            return _("第二份副本已同步")
        if self.state == "waiting":
            return _("第二份副本落后%(n)s块，正在补存") % {"n": self.behind}
        return _("第二份副本写不进去：%(why)s；恢复后补存") % {"why": self.problem or _("原因不明")}

    def as_json(self) -> dict[str, Any]:
        """Return what islands read."""
        return {
            "state": self.state,
            "behind": self.behind,
            "since_ms": self.since_ms,
            "problem": self.problem,
            "words": self.words,
        }


def read(path: Path) -> dict[str, Any]:
    """Return a small state file, empty when there is none."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def state_of(org_id: UUID, parts: Iterable[UUID]) -> CopyState:
    """Return the state for some parts; without parts, of the other place in itself."""
    target = str(settings.SECOND_COPY)
    if not target:
        return CopyState(state="off")
    behind = 0
    for part in parts:
        copied = read(vault().folder(org_id, part) / COPIED)
        done = int(copied.get("chunks", 0)) if copied.get("target") == target else 0
        try:
            kept = vault().kept(org_id, part)
        except VaultError:
            continue
        behind += max(0, kept.chunks - done) or int(kept.ended and not copied.get("ended"))
    said = read(vault().root / STATE)
    silent = server_ms() - int(said.get("at_ms", 0)) > SILENT_MS or said.get("target") != target
    problem = _("复制程序没有运行") if silent else str(said.get("problem", ""))
    if problem:
        since = int(said.get("failing_since_ms", said.get("at_ms", 0)))
        return CopyState(state="down", behind=behind, since_ms=since, problem=problem, target=target)
    return CopyState(state="waiting" if behind else "ok", behind=behind, target=target)
