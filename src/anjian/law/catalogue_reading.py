"""Reading and checking the files of the catalogue of violations.

A row is refused when it cites nothing, when its range is impossible, when its article does not
exist, or when it claims days on which its text is not in force; two rows of one code may not
govern the same day.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from anjian.law.parameters import Confidence
from anjian.law.statutes import Citation, Statute, cite, statute
from anjian.law.violations import BASES, CONFISCATED, INDUSTRIES, STAGES, TARGETS, Fine, Stage, Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

_FILE = frozenset(
    {"statute", "articles", "valid_from", "valid_to", "source", "confidence", "consequences", "rows"}
)
_ROW = frozenset(
    {"code", "conduct", "words", "duty", "also", "penalty", "applies_to", "liable", "daily", "crime"}
    | {"instead_of", "note", "source", "confidence", "decided_by", "stages"}
)
_STAGE = frozenset({"order", "may", "fines", "confiscate", "other", "threshold"})
_FINE = frozenset({"from", "to", "of"})
_PERCENT = 100


def read_all(folder: Path) -> tuple[Violation, ...]:
    """Read every file of a folder, the general law first. Raises ValueError for what does not fit."""
    from anjian.law.datafiles import read_yaml

    # The general law comes first: most conduct on site is found there.
    paths = sorted(folder.glob("*.yaml"), key=lambda path: (not path.name.startswith("wsl_"), path.name))
    found: list[Violation] = []
    for path in paths:
        told = read_yaml(path)
        if not path.stem.startswith(f"{str(told['statute']).lower()}_"):
            raise ValueError(f"{path.name} holds {told['statute']}")
        found.extend(read_catalogue(told))
    check_together(found)
    return tuple(found)


def check_together(rows: Iterable[Violation]) -> None:
    """Check rows against one another.

    Raises ValueError when two rows of one code govern the same day, or when a row goes before one
    that does not exist.
    """
    by_code: dict[str, list[Violation]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    for code, versions in by_code.items():
        for one, following in pairwise(sorted(versions, key=lambda row: row.valid_from)):
            if one.valid_to is None or one.valid_to >= following.valid_from:
                raise ValueError(f"{code} stands twice on {following.valid_from}")
    for row in (row for versions in by_code.values() for row in versions):
        unknown = [code for code in row.instead_of if code not in by_code or code == row.code]
        if unknown:
            raise ValueError(f"{row.code} goes before unknown rows: {unknown}")


def read_catalogue(source: Mapping[str, Any]) -> tuple[Violation, ...]:
    """Read and check one file.

    Raises ValueError for a file without source, days outside a text of the statute, unknown keys,
    and rows that cite nothing or contradict themselves.
    """
    _known(source, _FILE, "the file")
    if not str(source.get("source") or "").strip():
        raise ValueError("a catalogue names its source")
    law = _statute(source)
    found = tuple(_row(source, law, each) for each in source["rows"])
    codes = [row.code for row in found]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise ValueError(f"declared twice: {sorted(twice)}")
    return found


def _statute(source: Mapping[str, Any]) -> Statute:
    """Return the statute of a file, whose days must lie within one of its texts."""
    try:
        law = statute(source["statute"])
    except KeyError:
        raise ValueError(f"unknown statute: {source['statute']}") from None
    start: date = source["valid_from"]
    end: date | None = source["valid_to"]
    text = law.in_force(start)
    if text is None or (text.valid_to is not None and (end is None or end > text.valid_to)):
        raise ValueError(f"{law.code} has no single text from {start} to {end or 'today'}")
    if end is not None and end < start:
        raise ValueError(f"{law.code} ends on {end}, before {start}")
    return law


def _row(source: Mapping[str, Any], law: Statute, each: Mapping[str, Any]) -> Violation:
    code = str(each.get("code") or "")
    _known(each, _ROW, code)
    for must in ("code", "conduct", "duty", "penalty"):
        if not str(each.get(must) or "").strip():
            raise ValueError(f"{code or 'a row'} has no {must}")
    penalty = cite(each["penalty"])
    if penalty.statute != law.code:
        raise ValueError(f"{code} is not punished by {law.code}")
    if penalty.article > int(source.get("articles") or penalty.article):
        raise ValueError(f"{code}: this text has no article {penalty.article}")
    stages = _stages(code, each.get("stages"), source.get("consequences") or {})
    return Violation(
        code=code,
        conduct=str(each["conduct"]),
        duty=cite(each["duty"]),
        penalty=penalty,
        stages=stages,
        valid_from=source["valid_from"],
        valid_to=source["valid_to"],
        source=str(each.get("source") or source["source"]),
        confidence=_confidence(code, each.get("confidence") or source.get("confidence") or "text"),
        words=tuple(str(word) for word in each.get("words") or ()),
        also=_cited(each.get("also")),
        applies_to=_among(code, each.get("applies_to"), INDUSTRIES),
        liable=_liable(code, each.get("liable"), stages),
        instead_of=tuple(str(other) for other in each.get("instead_of") or ()),
        crime=cite(each["crime"]) if each.get("crime") else None,
        daily=bool(each.get("daily", False)),
        decided_by=str(each.get("decided_by") or ""),
        note=str(each.get("note") or ""),
    )


def _stages(row: str, told: Any, shared: Mapping[str, Any]) -> tuple[Stage, ...]:
    """Return the stages told in the row, or those of the file that the row names."""
    if isinstance(told, str):
        if told not in shared:
            raise ValueError(f"{row} names the unknown consequence {told}")
        told = shared[told]
    stages = tuple(_stage(row, name, body or {}) for name, body in (told or {}).items())
    if not stages:
        raise ValueError(f"{row} has no consequence")
    return stages


def _stage(row: str, code: str, body: Mapping[str, Any]) -> Stage:
    if code not in STAGES:
        raise ValueError(f"{row} has the unknown stage {code}")
    _known(body, _STAGE, f"{row} {code}")
    fines = {target: _fine(row, target, told) for target, told in (body.get("fines") or {}).items()}
    return Stage(
        code,
        str(body.get("order") or ""),
        fines,
        may=bool(body.get("may", False)),
        confiscate=_among(row, body.get("confiscate"), CONFISCATED),
        other=tuple(str(other) for other in body.get("other") or ()),
        threshold=int(body.get("threshold") or 0),
    )


def _fine(row: str, target: str, told: Mapping[str, Any]) -> Fine:
    _known(told, _FINE, f"{row} {target}")
    base = told.get("of", "yuan")
    if target not in TARGETS or base not in BASES:
        raise ValueError(f"{row} fines {target} by {base}")
    low, high = told["from"], told["to"]
    # Nothing is not a fine, and no article takes more than a year's income.
    if not 0 <= low <= high or high == 0 or (base == "income" and high > _PERCENT):
        raise ValueError(f"{row} has a range from {low} to {high}")
    return Fine(low, high, base)


def _liable(row: str, told: Any, stages: tuple[Stage, ...]) -> tuple[str, ...]:
    """Return who answers: as told, or else whoever is fined."""
    fined = tuple(dict.fromkeys(target for stage in stages for target in stage.fines))
    liable = _among(row, told, TARGETS) or fined
    forgotten = [target for target in fined if target not in liable]
    if forgotten:
        raise ValueError(f"{row} fines {forgotten}, who are not liable")
    return liable


def _confidence(row: str, told: str) -> Confidence:
    try:
        return Confidence(told)
    except ValueError:
        raise ValueError(f"{row} has the unknown confidence {told}") from None


def _among(row: str, told: Any, known: Mapping[str, str]) -> tuple[str, ...]:
    found = tuple(str(each) for each in told or ())
    for each in found:
        if each not in known:
            raise ValueError(f"{row} names the unknown {each}")
    return found


def _cited(keys: Iterable[str] | None) -> tuple[Citation, ...]:
    return tuple(cite(key) for key in keys or ())


def _known(told: Mapping[str, Any], keys: frozenset[str], where: str) -> None:
    """Refuse a misspelt key: a figure under a wrong name would be silently missing."""
    unknown = sorted(set(told) - keys)
    if unknown:
        raise ValueError(f"{where} has the unknown keys {unknown}")
