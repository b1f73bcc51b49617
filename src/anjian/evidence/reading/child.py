"""The reader itself: one file in, one JSON out, then it ends. Started by `apart`, never imported by it."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.evidence.reading import packed, pictures, sheets
from anjian.evidence.reading.shape import family_of, peculiarities
from anjian.evidence.reading.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable

_READERS: dict[str, Callable[[Path], Told]] = {
    "image": pictures.read_picture,
    "video": pictures.read_film,
    "audio": pictures.read_film,
    "pdf": sheets.read_pdf,
    "archive": packed.read_archive,
    "text": sheets.read_text,
}


def read(path: Path, filename: str) -> Told:
    """Return what a file says of itself; a broken one says nothing, and why."""
    family = family_of(path)
    marks = peculiarities(path, filename, family)
    reader = _READERS.get(family)
    if path.stat().st_size == 0 or reader is None:
        return Told(family=family, marks=marks)
    try:
        told = reader(path)
    except MemoryError:
        told = Told(failure="展开以后过大，没有读取内容；原件不受影响")
    except Exception as problem:  # noqa: BLE001  a hostile file may make a parser raise anything
        told = Told(failure=f"内容不完整或者已损坏（{type(problem).__name__}）；原件不受影响")
    return replace(told, family=family, marks=tuple(dict.fromkeys((*marks, *told.marks))))


def main() -> int:
    """Read the request from standard input, set the limits, write the answer to standard output."""
    asked: dict[str, Any] = json.loads(sys.stdin.buffer.read(65_536))
    resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"]))
    # It reads and tells; whatever it may be made to do, it writes no file.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = read(Path(asked["path"]), asked["filename"])
    sys.stdout.write(json.dumps(told.as_json(), ensure_ascii=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
