"""What the room shows around the questions: plan, words to put in, companions, breaks, earlier interviews."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from anjian.cases import access as cases
from anjian.interviews import actions, queries
from anjian.interviews import script as dated
from anjian.interviews.plans import PARTS
from anjian.kit.actor import system_actor
from anjian.kit.text import pinyin_initials

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.interviews.queries import SessionLine
    from anjian.interviews.queries.recording import SessionRow

_TERMS = Path(dated.__file__).parent / "data" / "terms.yaml"
_PLANNED = frozenset({"prepared", "rights_told", "questioning", "paused"})


@cache
def _terms() -> tuple[tuple[str, str], ...]:
    return tuple((term, pinyin_initials(term)) for term in yaml.safe_load(_TERMS.read_text("utf-8")))


def words_of(session: SessionRow, line: SessionLine) -> list[dict[str, str]]:
    """Return names and terms that may be put in by ``@``: people and firm of the case, then terms."""
    case = cases.case_by_id(system_actor(session.org_id, ""), session.case_id)
    names = [("人", name) for _id, name, _post in queries.people_of(session.org_id, session.case_id)]
    names += [("人", row.name) for row in queries.companions_of(session).values()]
    names += [("人", seat.name) for seat in line.seats]
    names += [("单位", name) for name in (case.party_name, session.employer) if name]
    found = [
        {"kind": kind, "text": text, "keys": pinyin_initials(text)} for kind, text in dict.fromkeys(names)
    ]
    return found + [{"kind": "用语", "text": text, "keys": keys} for text, keys in _terms()]


def extras_of(session: SessionRow, line: SessionLine, *, at: datetime) -> dict[str, Any]:
    """Return what the room's templates need besides questions, rights and pages."""
    limits = dated.limits_on(at.date())
    breaks = queries.breaks_of(session, at=at)
    plan = queries.plan_of(session, at=at) if session.state in _PLANNED else None
    return {
        "plan": plan,
        "plan_open": [
            {"item": item, "keys": pinyin_initials(item.ask), "n": n}
            for n, item in enumerate(plan.open if plan else (), start=1)
        ],
        "plan_parts": tuple(PARTS.items()),
        "words": words_of(session, line) if session.state in {"questioning", "paused"} else [],
        "companions": queries.companions_of(session),
        "breaks": breaks,
        "open_break": next((one for one in breaks if one.ended_at is None), None),
        "break_kinds": actions.BREAKS,
        "due": queries.breaks_due(session, at=at, limits=limits),
        "exhibits": queries.exhibits_of(session),
        "self_written": queries.self_written_of(session),
        "earlier": queries.earlier_of(session),
    }
