"""The rules of custody as data: what each act needs and does, and the kinds of places.

Read from `rules/custody_acts.yaml` and `rules/places.yaml`, checked when read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from anjian.evidence.kinds import CUSTODY_ACTS
from anjian.law.datafiles import read_yaml

FOLDER = Path(__file__).parent / "rules"

Seal = Literal["on", "off", "without", "any"]
Out = Literal["leaves", "comes", "stays", "any"]
To = Literal["officer", "outside", "colleague"]
NEEDS = ("seal_no", "due_on", "receipt", "approval", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRule:
    """What one act in the custody of a thing needs and does; see the head of the data file."""

    code: str
    seal: Seal
    out: Out
    to: To
    needs: tuple[str, ...]
    ends: bool
    cites: tuple[str, ...]
    help: str

    @property
    def label(self) -> str:
        """The act in words."""
        return CUSTODY_ACTS[self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceKind:
    """A kind of place: where it may stand, and which offices may enter unless it says otherwise."""

    code: str
    label: str
    inside: tuple[str, ...]
    roles: tuple[str, ...]


@lru_cache(maxsize=1)
def acts() -> dict[str, ActRule]:
    """Return the rule of every act. Raises ValueError for a file that does not fit the acts."""
    content = read_yaml(FOLDER / "custody_acts.yaml")["acts"]
    if set(content) != set(CUSTODY_ACTS):
        raise ValueError(f"acts without a rule or rules without an act: {set(content) ^ set(CUSTODY_ACTS)}")
    found = {}
    for code in CUSTODY_ACTS:
        row = content[code]
        needs = tuple(row.get("needs", ()))
        fits = row["seal"] in get_args(Seal) and row["out"] in get_args(Out) and row["to"] in get_args(To)
        if not fits or not set(needs) <= set(NEEDS) or not row["cites"]:
            raise ValueError(f"rule of {code} cannot be read")
        found[code] = ActRule(
            code=code,
            seal=row["seal"],
            out=row["out"],
            to=row["to"],
            needs=needs,
            ends=bool(row.get("ends")),
            cites=tuple(row["cites"]),
            help=row["help"],
        )
    return found


@lru_cache(maxsize=1)
def place_kinds() -> dict[str, PlaceKind]:
    """Return the kinds of places, outermost first."""
    content = read_yaml(FOLDER / "places.yaml")["kinds"]
    return {
        code: PlaceKind(
            code=code,
            label=row["label"],
            inside=tuple(row.get("inside", ())),
            roles=tuple(row.get("roles", ())),
        )
        for code, row in content.items()
    }
