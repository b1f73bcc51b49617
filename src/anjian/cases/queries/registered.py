"""Steps of one kind over all cases that an officer may see: what registers beside the files are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.audit import reading
from anjian.cases.models import REGISTERED_STEPS
from anjian.cases.queries import sight
from anjian.kit.clock import LOCAL_ZONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What a register is narrowed to; ``text`` is sought in the case, the inputs and the actor's name.

    ``inputs`` asks for particulars of the step by name.
    """

    text: str = ""
    unit_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RegisteredStep:
    """One step as a register shows it, with the case it belongs to."""

    id: UUID
    case_id: UUID
    case_no: str
    case_title: str
    party_name: str
    unit_id: UUID
    proceeding_id: UUID | None
    seq: int
    procedure: str
    step: str
    inputs: dict[str, Any]
    actor_name: str
    at: datetime


_COLUMNS = (
    "s.id, s.case_id, c.no, c.title, c.party_name, c.unit_id, s.proceeding_id, s.seq, s.procedure, s.step, "
    "s.inputs, s.actor ->> 'name', s.at"
)


def registered(
    actor: Actor,
    codes: Sequence[str],
    wanted: Narrowed,
    *,
    only: Mapping[str, str] | None = None,
    before: UUID | None = None,
    after: UUID | None = None,
    size: int,
) -> list[RegisteredStep]:
    """Return steps of the given codes, newest first (oldest first with ``after``), in one query.

    ``only`` adds a condition over ``s`` for a code. Each code is answered from the index by itself. Raises
    ValueError for a code that no index covers.
    """
    if not set(codes) <= set(REGISTERED_STEPS):
        message = f"no register lists {sorted(set(codes) - set(REGISTERED_STEPS))}"
        raise ValueError(message)
    told: dict[str, Any] = {"org": actor.org_id, "me": actor.id, "unit": actor.unit_id}
    more = _conditions(wanted, told)
    if after is not None:
        told["after"] = after
        more += " AND s.id > %(after)s"
    elif before is not None:
        told["before"] = before
        more += " AND s.id < %(before)s"
    direction = "ASC" if after is not None else "DESC"
    known = " OR ".join(sight.ways(actor))
    arms = [
        f"(SELECT {_COLUMNS} FROM cases_step s JOIN cases_case c ON c.org_id = s.org_id AND c.id = s.case_id "  # noqa: S608
        f"WHERE s.org_id = %(org)s AND s.step = '{code}' AND {sight.NOT_RECUSED} AND ({known}){more}"
        f"{' AND ' + only[code] if only and code in only else ''} ORDER BY s.id {direction} LIMIT {size:d})"
        for code in codes
    ]
    found = reading.rows(
        f"SELECT * FROM ({' UNION ALL '.join(arms)}) AS kept ORDER BY id {direction} LIMIT {size:d}",  # noqa: S608
        told,
        planned_anew=True,
    )
    return [RegisteredStep(*(*row[:10], reading.parsed(row[10]), *row[11:])) for row in found]


def _conditions(wanted: Narrowed, told: dict[str, Any]) -> str:
    more = ""
    if wanted.text:
        told["text"] = "%" + wanted.text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        more += (
            " AND (c.no ILIKE %(text)s OR c.title ILIKE %(text)s OR c.party_name ILIKE %(text)s "
            "OR s.inputs::text ILIKE %(text)s OR s.actor ->> 'name' ILIKE %(text)s)"
        )
    if wanted.unit_id:
        told["of_unit"] = wanted.unit_id
        more += " AND c.unit_id = %(of_unit)s"
    if wanted.since:
        told["since"] = _morning(wanted.since)
        more += " AND s.at >= %(since)s"
    if wanted.until:
        told["until"] = _morning(wanted.until + timedelta(days=1))
        more += " AND s.at < %(until)s"
    for index, (name, value) in enumerate(wanted.inputs):
        told[f"name{index}"], told[f"value{index}"] = name, value
        more += f" AND s.inputs ->> %(name{index})s = %(value{index})s"
    return more


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE)


def beside(
    org_id: UUID, case_ids: Sequence[UUID], codes: Sequence[str]
) -> list[tuple[UUID, UUID | None, int, str, dict[str, Any], str, datetime]]:
    """Return (case, proceeding, seq, step, inputs, actor's name, when) of steps that followed.

    In the order of each case. The caller has made sure that the cases may be seen.
    """
    if not case_ids:
        return []
    found = reading.rows(
        "SELECT case_id, proceeding_id, seq, step, inputs, actor ->> 'name', at FROM cases_step "
        "WHERE org_id = %s AND case_id = ANY(%s) AND step = ANY(%s) ORDER BY case_id, seq",
        [org_id, list(case_ids), list(codes)],
    )
    return [(r[0], r[1], r[2], r[3], reading.parsed(r[4]), r[5], r[6]) for r in found]
