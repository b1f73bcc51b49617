"""`./anjian messages`."""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

SUMMARY = "收集界面文字, 更新并编译英文词条 / collect and compile the English catalogue"
ROOT = Path(__file__).resolve().parents[4]
PACKAGE = ROOT / "src" / "anjian"
LOCALE = PACKAGE / "locale"
DOMAIN = "django"
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
_WORDS = r"""u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*\""""
_CALL = re.compile(rf"\b(gettext|ngettext|pgettext|npgettext|_)\(({_WORDS})(?:\s*,\s*({_WORDS}))?")
Message = tuple[str | tuple[str, str], str | None]


def from_python(text: str) -> Iterator[Message]:
    """The messages that a module looks up: constant first arguments of gettext's functions."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in CALLS and len(words) >= CALLS[name]:
            yield (words[0] if CALLS[name] == 1 else (words[0], words[1])), None
        elif name in {"pgettext", "pgettext_lazy"} and len(words) >= 2:
            yield words[1], words[0]


def from_template(text: str) -> Iterator[Message]:
    """The messages that a template looks up, read as Django itself reads them for xgettext."""
    from django.utils.translation.template import templatize

    code = templatize(text)
    for found in _CALL.finditer(code):
        first = ast.literal_eval(found[2].removeprefix("u"))
        second = ast.literal_eval(found[3].removeprefix("u")) if found[3] else None
        if found[1] == "ngettext" and second is not None:
            yield (first, second), None
        elif found[1] == "pgettext" and second is not None:
            yield second, first
        else:
            yield first, None


def collect(package: Path) -> dict[tuple[str | None, str], tuple[str | tuple[str, str], list[str]]]:
    """Every message of the package with the places it stands in, sorted by place."""
    found: dict[tuple[str | None, str], tuple[str | tuple[str, str], list[str]]] = {}
    for path in sorted(
        [*package.rglob("*.py"), *package.rglob("templates/**/*.html"), *package.rglob("*.txt")]
    ):
        if {"migrations", "locale"} & set(path.parts) or (
            path.suffix == ".txt" and "templates" not in path.parts
        ):
            continue
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(package).as_posix()
        for message, context in from_python(text) if path.suffix == ".py" else from_template(text):
            key = (context, message if isinstance(message, str) else message[0])
            entry = found.setdefault(key, (message, []))
            if place not in entry[1]:
                entry[1].append(place)
    return found


def _read(path: Path) -> Catalog:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale="en")


def run(arguments: Sequence[str]) -> int:
    """Update the catalogue from the sources and compile it; `--check` only says whether it is complete."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import write_po

    parser = argparse.ArgumentParser(prog="anjian messages", description=SUMMARY)
    parser.add_argument("--check", action="store_true", help="只检查是否有未翻译的词条")
    options = parser.parse_args(arguments)
    folder = LOCALE / "en" / "LC_MESSAGES"
    po, mo = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
    known = _read(po) if po.exists() else Catalog(locale="en")
    made = Catalog(
        locale="en", project="Anjian", charset="utf-8", header_comment="# Anjian in English.", fuzzy=False
    )
    missing = []
    for (context, name), (message, places) in sorted(
        collect(PACKAGE).items(), key=lambda item: (item[1][1], item[0][1])
    ):
        old = known.get(name, context)
        said = old.string if old else ("" if isinstance(message, str) else ("", ""))
        flags = ["python-format"] if re.search(r"%\(\w+\)[sd]", name) else []
        made.add(message, said, locations=[(place, 0) for place in places], flags=flags, context=context)
        if not said or not all(said):
            missing.append(name)
    for name in missing:
        print(f"untranslated: {name}", file=sys.stderr)
    total = len(made)
    if options.check:
        print(f"{total - len(missing)} / {total}")
        return 1 if missing else 0
    folder.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    write_po(out, made, omit_header=False, include_lineno=False, width=110)
    lines = [line for line in out.getvalue().splitlines(keepends=True) if b"-Date:" not in line]
    po.write_bytes(b"".join(lines))
    with mo.open("wb") as file:
        write_mo(file, made)
    print(f"{total - len(missing)} / {total} -> {po.relative_to(ROOT)}")
    return 0
