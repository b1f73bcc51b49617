"""The English catalogue: which sentences the screens say, which lack English, and the compiled file.

`python lint/catalogue.py` reports what is missing; with `--write` it compiles django.po to django.mo,
which is kept in the repository because an installation has no compiler for it.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "anjian"
SCREENS = PACKAGE / "web"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")

_SINGLE = re.compile(r"{%\s*translate\s+(?:\"([^\"]*)\"|'([^']*)')|_\((?:\"([^\"]*)\"|'([^']*)')\)")
_BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
_PLURAL = re.compile(r"{%\s*plural\s*%}")
_VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
_CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_STAMP = re.compile(rb"Date: \d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def said_in_template(text: str) -> set[str]:
    """The sentences of a template."""
    found = {next(part for part in groups if part) for groups in _SINGLE.findall(text) if any(groups)}
    for block in _BLOCK.findall(text):
        found.add(_VARIABLE.sub(r"%(\1)s", _PLURAL.split(block)[0].replace("%", "%%")))
    return found


def said_in_module(text: str) -> set[str]:
    """The sentences of a Python module that go through gettext."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _CALLS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def said_on_screens(folder: Path = SCREENS) -> set[str]:
    """Every sentence the screens can say."""
    said: set[str] = set()
    for path in folder.rglob("*"):
        if path.suffix == ".html":
            said |= said_in_template(path.read_text(encoding="utf-8"))
        elif path.suffix == ".py":
            said |= said_in_module(path.read_text(encoding="utf-8"))
    return said


def catalogue() -> Catalog:
    """The catalogue as written."""
    with PO.open("rb") as file:
        read = pofile.read_po(file, locale="en")
    read.creation_date = read.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    return read


def english(of: Catalog) -> dict[str, str]:
    """English by Chinese sentence; of plurals the first form."""
    table: dict[str, str] = {}
    for message in of:
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple | list) else message.id
            string = message.string[0] if isinstance(message.string, tuple | list) else message.string
            table[key] = string or ""
    return table


def compiled(of: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    buffer = io.BytesIO()
    mofile.write_mo(buffer, of)
    # The header carries the hour and the zone of the machine: the file is to depend on the text alone.
    return _STAMP.sub(b"Date: 2026-01-01 00:00+0000", buffer.getvalue())


if __name__ == "__main__":
    written = catalogue()
    if "--write" in sys.argv:
        MO.write_bytes(compiled(written))
    lacking = sorted(said_on_screens() - english(written).keys())
    print("\n".join(lacking) or "nothing lacks English")
    sys.exit(bool(lacking))
