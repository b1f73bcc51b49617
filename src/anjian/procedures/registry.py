"""The procedures by code and version; a case asks for the version it pinned."""

from __future__ import annotations

from datetime import date

from anjian.procedures.definitions.advance_registration import ADVANCE_REGISTRATION
from anjian.procedures.definitions.collective_discussion import COLLECTIVE_DISCUSSION
from anjian.procedures.definitions.hearing import HEARING
from anjian.procedures.definitions.legal_review import LEGAL_REVIEW
from anjian.procedures.definitions.ordinary_penalty import ORDINARY_PENALTY
from anjian.procedures.spec import Procedure

ALL: tuple[Procedure, ...] = (
    ORDINARY_PENALTY,
    ADVANCE_REGISTRATION,
    LEGAL_REVIEW,
    HEARING,
    COLLECTIVE_DISCUSSION,
)
_BY_KEY = {procedure.key: procedure for procedure in ALL}


def get(key: str) -> Procedure:
    """The procedure of that code and version, `ordinary_penalty@2021-07-15`; KeyError when unknown."""
    return _BY_KEY[key]


def current(code: str, on: date) -> Procedure:
    """The version of that procedure in force on a day; KeyError when there is none."""
    versions = [p for p in ALL if p.code == code and date.fromisoformat(p.version) <= on]
    if not versions:
        raise KeyError(code)
    return max(versions, key=lambda p: p.version)


def by_code(on: date) -> dict[str, Procedure]:
    """Every procedure in force on a day, by code."""
    codes = {p.code for p in ALL if date.fromisoformat(p.version) <= on}
    return {code: current(code, on) for code in sorted(codes)}
