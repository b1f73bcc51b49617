"""The catalogue of enforcement documents (执法文书).

Every folder beside this file that holds a `kind.py` is one document: adding a
document means adding a folder with `kind.py`, `template.typ` and `sample.yaml`,
and nothing else.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path

from anjian.documents.kinds.spec import Column, DocumentKind, Field

__all__ = ["Column", "DocumentKind", "Field", "all_kinds", "codes", "get"]

_HERE = Path(__file__).parent
_FOLDER = re.compile(r"^d\d+[a-z]?_[a-z_]+$")


def _order(code: str) -> tuple[int, str]:
    digits = re.sub(r"\D", "", code)
    return int(digits), code


@cache
def _catalogue() -> dict[str, DocumentKind]:
    found: dict[str, DocumentKind] = {}
    for folder in sorted(_HERE.iterdir()):
        if not _FOLDER.match(folder.name) or not (folder / "kind.py").is_file():
            continue
        module = importlib.import_module(f"{__name__}.{folder.name}.kind")
        kind: DocumentKind = module.KIND
        if kind.folder != folder.name:
            raise ValueError(f"{folder.name}: KIND.folder says {kind.folder}")
        if kind.code in found:
            raise ValueError(f"{kind.code} is defined twice")
        found[kind.code] = kind
    return dict(sorted(found.items(), key=lambda item: _order(item[0])))


def get(code: str) -> DocumentKind:
    """The kind of that code, such as ``D29``; KeyError when there is none."""
    return _catalogue()[code]


def all_kinds() -> tuple[DocumentKind, ...]:
    """Every kind in the order of the ministry's catalogue."""
    return tuple(_catalogue().values())


def codes() -> tuple[str, ...]:
    """Every known code in catalogue order."""
    return tuple(_catalogue())
