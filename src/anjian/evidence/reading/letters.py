"""Letters in a picture, read by an optional engine (RapidOCR) if the site has installed it.

Run as a process of its own: ``python -m anjian.evidence.reading.letters`` reads a JSON request from
standard input and writes ``{"text": …, "engine": …}``. What a machine reads is a suggestion: it makes
pictures searchable and proposes particulars, and a person compares them with the picture.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LETTERS = "anjian-letters/1"
"""Version of this reader, under which its reading is kept."""
SECONDS = 120
MEMORY = 6 * 1024**3
SUREST = 0.5
"""Lines the engine is less sure of than this are left out."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Lines of a picture from top to bottom, and which engine read them; ``failure`` says why none."""

    text: str
    engine: str
    failure: str = ""


def available() -> bool:
    """Whether the site has installed the engine (``requirements/ocr.txt``)."""
    return importlib.util.find_spec("rapidocr") is not None


def read_letters(path: Path, *, program: str = sys.executable) -> Letters:
    """Read the letters of a picture in a process of its own; never raises over its content."""
    asked = json.dumps({"path": str(path), "seconds": SECONDS, "memory": MEMORY})
    try:
        done = subprocess.run(
            [program, "-m", "anjian.evidence.reading.letters"],
            input=asked.encode(),
            capture_output=True,
            timeout=SECONDS + 10,
            check=True,
        )
        told = json.loads(done.stdout.splitlines()[-1])
        return Letters(str(told["text"])[:200_000], str(told["engine"])[:80])
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, IndexError, TypeError):
        return Letters("", "", "没有能识别图中的文字；原件不受影响")


def _read(path: str) -> dict[str, str]:
    from importlib.metadata import version

    rapidocr: Any = importlib.import_module("rapidocr")
    found = rapidocr.RapidOCR(params={"Global.log_level": "error"})(path)
    pairs = zip(found.txts or (), found.scores or (), strict=True)
    lines = [text for text, score in pairs if score >= SUREST]
    return {"text": "\n".join(lines), "engine": f"rapidocr {version('rapidocr')}"}


def main() -> int:
    """Answer one request."""
    asked = json.loads(sys.stdin.buffer.read(65_536))
    resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"] * 2, asked["seconds"] * 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = json.dumps(_read(asked["path"]), ensure_ascii=True)
    sys.stdout.write(f"\n{answer}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
