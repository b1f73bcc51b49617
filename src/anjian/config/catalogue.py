"""The English catalogue: what screens say, read from the sources, and whether it is all translated.

Messages are Chinese sentences in the code (`gettext`), in templates (`{% translate %}`) and the
law's vocabulary that screens look up (`vocabulary`). Neither running nor testing needs gettext's
programs: templates are read by Django's own reader, files are written by Babel.
"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from anjian.config import vocabulary

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(__file__).resolve().parents[1]
FOLDER = PACKAGE / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXTUAL = {"pgettext", "pgettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# Django's reader turns a template into calls among blanked-out text; this finds them.
_TEXT = r"""u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*\""""
_CALL = re.compile(rf"\b(gettext|ngettext|pgettext|npgettext|_)\(\s*({_TEXT})(?:\s*,\s*({_TEXT}))?")
Text = str | tuple[str, str]
Message = tuple[Text, str | None]
Wanted = dict[tuple[str | None, str], tuple[Text, list[str]]]


def from_python(text: str) -> Iterator[Message]:
    """The messages that a module looks up: constant first arguments of gettext's functions."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in SINGULAR and words:
            yield words[0], None
        elif name in PLURAL and len(words) >= 2:
            yield (words[0], words[1]), None
        elif name in CONTEXTUAL and len(words) >= 2:
            yield words[1], words[0]


def from_template(text: str) -> Iterator[Message]:
    """The messages that a template looks up, read as Django itself reads them for xgettext."""
    from django.utils.translation.template import templatize

    for found in _CALL.finditer(templatize(text)):
        first = ast.literal_eval(found[2].removeprefix("u"))
        second = ast.literal_eval(found[3].removeprefix("u")) if found[3] else None
        if found[1] == "ngettext" and second is not None:
            yield (first, second), None
        elif found[1] == "pgettext" and second is not None:
            yield second, first
        else:
            yield first, None


def collect(package: Path = PACKAGE) -> Wanted:
    """Every message of the package with the files it stands in, then the law's vocabulary."""
    found: Wanted = {}

    def add(message: Text, context: str | None, place: str) -> None:
        key = (context, message if isinstance(message, str) else message[0])
        known, places = found.setdefault(key, (message, []))
        if isinstance(known, str) and not isinstance(message, str):
            found[key] = (message, places)
        if place not in places:
            places.append(place)

    for path in sorted([*package.rglob("*.py"), *package.rglob("templates/**/*.html")]):
        place = path.relative_to(package)
        if {"migrations", "locale"} & set(place.parts):
            continue
        text = path.read_text(encoding="utf-8")
        for message, context in from_python(text) if path.suffix == ".py" else from_template(text):
            if message:
                add(message, context, place.as_posix())
    for word, place_name in vocabulary.words():
        add(word, None, place_name)
    return found


def read() -> Catalog:
    """The catalogue as it stands on disk; empty when there is none yet."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def merged(wanted: Wanted, known: Catalog) -> Catalog:
    """A catalogue of exactly the wanted messages, with the English that is known."""
    from babel.messages.catalog import Catalog

    made = Catalog(
        locale="en", project="Anjian", charset="utf-8", header_comment="# Anjian in English.", fuzzy=False
    )
    for (context, name), (message, places) in sorted(
        wanted.items(), key=lambda item: (item[1][1][0], item[0][1])
    ):
        old = known.get(name, context)
        said = (old.string or "") if old else ""
        if isinstance(message, tuple) and isinstance(said, str):
            said = (said, said)
        elif isinstance(message, str) and isinstance(said, list | tuple):
            said = said[-1]
        flags = ["python-format"] if PLACEHOLDER.search(name) else []
        made.add(message, said, locations=[(place, 0) for place in places], flags=flags, context=context)
    return made


def faults(made: Catalog) -> list[str]:
    """Messages without English, and messages whose English has other placeholders."""
    found = []
    for message in made:
        if not message.id:
            continue
        asked = (message.id,) if isinstance(message.id, str) else message.id
        said = (message.string,) if isinstance(message.string, str) else message.string
        if not said or not all(said):
            found.append(f"untranslated: {asked[0]}  ({', '.join(place for place, _ in message.locations)})")
            continue
        wanted = [sorted(set(PLACEHOLDER.findall(text))) for text in (asked[0], asked[-1])]
        given = [sorted(set(PLACEHOLDER.findall(text))) for text in (said[0], said[-1])]
        if wanted != given:
            found.append(f"placeholders differ: {asked[0]} -> {said[0]}")
    return found


def stale(made: Catalog) -> list[str]:
    """What the files on disk hold too much or lack, compared with the sources."""
    if not (PO.exists() and MO.exists()):
        return ["there is no catalogue yet: run ./anjian messages"]
    asked = {(m.context, _first(m.id)) for m in made if m.id}
    kept = {(m.context, _first(m.id)) for m in read() if m.id}
    found = [f"not in the catalogue: {name}" for _, name in sorted(asked - kept, key=str)]
    found += [f"no longer used: {name}" for _, name in sorted(kept - asked, key=str)]
    with MO.open("rb") as file, BytesIO(compiled(read())) as fresh:
        if _spoken(gettext.GNUTranslations(file)) != _spoken(gettext.GNUTranslations(fresh)):
            found.append("the compiled catalogue is out of date: run ./anjian messages")
    return found


def _first(name: str | Iterable[str]) -> str:
    return name if isinstance(name, str) else next(iter(name))


def _spoken(translations: gettext.GNUTranslations) -> dict[object, str]:
    spoken: dict[object, str] = translations._catalog  # type: ignore[attr-defined]  # noqa: SLF001 -- no public view
    return {name: text for name, text in spoken.items() if name}


def compiled(made: Catalog) -> bytes:
    """The binary form that Django loads. Its header's dates are fixed: the file depends on the text alone."""
    from babel.messages.mofile import write_mo

    made.creation_date = made.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = BytesIO()
    write_mo(out, made)
    return out.getvalue()


def write(made: Catalog) -> None:
    """Write both forms. Dates are left out: the same sources give the same files."""
    from babel.messages.pofile import write_po

    out = BytesIO()
    write_po(out, made, include_lineno=False, width=110)
    lines = [line for line in out.getvalue().splitlines(keepends=True) if b"-Date:" not in line]
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(b"".join(lines))
    MO.write_bytes(compiled(read()))
