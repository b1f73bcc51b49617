"""Runs the reader in a process of its own: what a hostile file breaks is only that process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from anjian.evidence.reading.told import Told

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 40
_GRACE = 10
MEMORY = 2 * 1024**3
_MOST = 4 * 1024 * 1024


def read_apart(path: Path, *, filename: str = "", seconds: int = SECONDS) -> Told:
    """Read a file; never raises over its content. ``filename`` is what its giver called it."""
    asked = json.dumps({"path": str(path), "filename": filename, "seconds": seconds, "memory": MEMORY})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "anjian.evidence.reading.child"],
            input=asked.encode(),
            capture_output=True,
            timeout=seconds + _GRACE,
            check=False,
        )
        if done.returncode != 0 or len(done.stdout) > _MOST:
            return Told(failure="文件内容异常，读取程序中止；原件不受影响")
        return Told.of(json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        return Told(failure="文件过于复杂，没有能在限定时间内读取；原件不受影响")
    except (ValueError, TypeError, KeyError):
        return Told(failure="文件内容异常，没有读出可用的信息；原件不受影响")
