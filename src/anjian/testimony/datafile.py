"""The lexicons and frames shipped with the package as JSON."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, cast


def load(name: str) -> dict[str, Any]:
    """A data file of this package."""
    text = (files("anjian.testimony") / "data" / name).read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))
