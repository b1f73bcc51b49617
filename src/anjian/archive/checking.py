"""The assembly check 归档检查: four properties of a file, each rule with its article. Pure.

The rules are data (`data/check.yaml`); what each looks at is a function here over :class:`Looked`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from anjian.law.datafiles import read_yaml

FILE = Path(__file__).with_name("data") / "check.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was seen of a case, in words; nothing is fetched here.

    ``dated`` is the first day of each kind of paper, ``required`` what the steps taken made, code to title.
    """

    chain: str = ""
    unsigned: Sequence[str] = ()
    unexamined: Sequence[str] = ()
    dated: Mapping[str, Any] = field(default_factory=dict)
    bad_seals: Sequence[str] = ()
    required: Mapping[str, str] = field(default_factory=dict)
    present: frozenset[str] = frozenset()
    unfinished: Sequence[str] = ()
    unserved: Sequence[str] = ()
    unproved: Sequence[str] = ()
    closing: Sequence[str] = ()
    children: Sequence[str] = ()
    recordings: Sequence[str] = ()
    things: Sequence[str] = ()
    lost: Sequence[str] = ()
    poor_scans: Sequence[str] = ()
    waiting_scans: Sequence[str] = ()
    custody: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule with what was found: empty ``found`` means that it holds."""

    code: str
    quality: str
    level: str
    label: str
    where: str
    cites: tuple[str, ...]
    found: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found against it."""
        return not self.found


def _order(seen: Looked) -> Iterable[str]:
    for before, after in _data()["order"]:
        first, second = seen.dated.get(before), seen.dated.get(after)
        if first is not None and second is not None and first > second:
            yield f"《{seen.names[before]}》（{first}）晚于《{seen.names[after]}》（{second}）"


def _required(seen: Looked) -> Iterable[str]:
    return (f"缺少《{title}》" for code, title in seen.required.items() if code not in seen.present)


_LOOK: Final[Mapping[str, Callable[[Looked], Iterable[str]]]] = {
    "record_whole": lambda s: [s.chain] if s.chain else [],
    "signatures": lambda s: s.unsigned,
    "examined": lambda s: s.unexamined,
    "order": _order,
    "seals": lambda s: s.bad_seals,
    "required": _required,
    "unfinished": lambda s: s.unfinished,
    "service": lambda s: [*s.unserved, *s.unproved],
    "closing": lambda s: s.closing,
    "children": lambda s: s.children,
    "recordings": lambda s: s.recordings,
    "things": lambda s: s.things,
    "bytes_there": lambda s: s.lost,
    "scans": lambda s: s.poor_scans,
    "custody_whole": lambda s: s.custody,
    "no_scan_waiting": lambda s: s.waiting_scans,
}


def examine(seen: Looked) -> tuple[Line, ...]:
    """Return every rule with what was found against it, in the order of the data."""
    data = _data()
    return tuple(
        Line(
            code=row["code"],
            quality=row["property"],
            level=row["level"],
            label=row["label"],
            where=row["where"],
            cites=(*row["cites"], *data["cites"]),
            found=tuple(_LOOK[row["code"]](seen)),
        )
        for row in data["rules"]
    )


def properties() -> Mapping[str, str]:
    """Return the four properties by code with their Chinese names."""
    known: Mapping[str, str] = _data()["properties"]
    return known


def stops(lines: Iterable[Line], accepted: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the lacks that hold a file back; ``accepted`` are those the archivist has answered for."""
    known = frozenset(accepted)
    return tuple(said for line in lines if line.level == "stop" for said in line.found if said not in known)


@lru_cache(maxsize=1)
def _data() -> Any:
    data = read_yaml(FILE)
    unknown = {row["code"] for row in data["rules"]} ^ set(_LOOK)
    if unknown:
        raise ValueError(f"check.yaml and checking.py do not know the same rules: {sorted(unknown)}")
    return data
