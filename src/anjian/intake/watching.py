"""The watched folder of docking stations: ``<dock>/<place code>-<station code>/`` is emptied into the store.

A file is taken when it has not changed for a while; afterwards it lies under ``imported/`` of its
folder, or under ``refused/`` with the reason beside it. Nothing is ever deleted here: clearing a
recorder is the station's business, once it has seen the file under ``imported/``.
"""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.evidence.store import UPLOAD_LIMIT, store
from anjian.intake.recorders import Told, told_beside, told_by_name
from anjian.kit.errors import AnjianError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from anjian.kit.blobs import Digest

log = logging.getLogger(__name__)
QUIET_S = 20.0
"""Seconds a file must lie unchanged before it is taken: stations copy slowly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A file that lies whole in the store, and what was said of it."""

    path: Path
    digest: Digest
    told: Told


def folder_of(root: Path, place_code: str, code: str) -> Path:
    """Return (and make) the folder of a station."""
    folder = root / f"{place_code}-{code}"
    for name in ("", "imported", "refused"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o770)
    return folder


def arrivals(folder: Path, *, now_s: float | None = None, quiet_s: float = QUIET_S) -> Iterator[Arrived]:
    """Yield the quiet files of a station's folder, each already in the store; refuse the unreadable."""
    edge = (time.time() if now_s is None else now_s) - quiet_s
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if entry.name.endswith(".json") or entry.name.startswith("."):
            continue
        # A link could lead anywhere on this machine: only real files are taken.
        if not entry.is_file(follow_symlinks=False) or entry.stat().st_mtime > edge:
            continue
        path = folder / entry.name
        beside = path.with_name(f"{entry.name}.json")
        try:
            told = (
                told_beside(beside.read_bytes(), entry.name) if beside.is_file() else told_by_name(entry.name)
            )
            with path.open("rb") as stream:
                digest = store().put_stream(
                    stream,
                    limit=UPLOAD_LIMIT,
                    expected_size=entry.stat().st_size,
                    expected_sha256=told.sha256 or None,
                )
        except (AnjianError, ValueError, OSError) as problem:
            log.warning("docked file %s refused: %s", entry.name, problem)
            refuse(path, str(problem))
            continue
        yield Arrived(path=path, digest=digest, told=told)


def done(path: Path) -> None:
    """Put a file that was taken, with what lies beside it, under ``imported/``."""
    _move(path, "imported")


def refuse(path: Path, reason: str) -> None:
    """Put a file that was not taken under ``refused/``, the reason beside it."""
    kept = _move(path, "refused")
    kept.with_name(f"{kept.name}.reason.txt").write_text(reason, encoding="utf-8")


def _move(path: Path, where: str) -> Path:
    target = path.parent / where / path.name
    number = 1
    while target.exists():
        number += 1
        target = path.parent / where / f"{path.stem}.{number}{path.suffix}"
    beside = path.with_name(f"{path.name}.json")
    path.rename(target)
    if beside.is_file():
        beside.rename(target.with_name(f"{target.name}.json"))
    return target
