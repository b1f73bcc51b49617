"""Reading the interference register: one condition decides what exists for whom, in every query.

The condition is part of the WHERE of each statement, before search, filter, order, page and count; nothing is
read first and left out afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.audit import reading
from anjian.kit.canonical import canonical_bytes
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.hashing import sha256_hex, sm3_hex
from anjian.registers.models import Interference, InterferenceHandling, InterferenceReport
from anjian.registers.names import name_key
from anjian.registers.words import CHANNELS, LEVELS, OUTCOMES

if TYPE_CHECKING:
    from anjian.kit.actor import Actor

HEAD = "discipline_head"

_NOT_NAMED = (
    "NOT (%(me)s = ANY (e.hidden_ids)) AND NOT EXISTS "
    "(SELECT 1 FROM unnest(e.hidden_keys) AS hidden WHERE position(%(key)s IN hidden) > 0)"
)
_REPORTER = "e.org_id = %(org)s AND e.reported_by = %(me)s"
_HEAD = f"e.org_id = %(org)s AND (e.reported_by = %(me)s OR ({_NOT_NAMED}))"


def _sees(actor: Actor) -> tuple[str, dict[str, Any]]:
    """Return the condition over ``e`` under which an entry exists for an officer, with its values."""
    told = {"org": actor.org_id, "me": actor.id, "key": name_key(actor.name)}
    return (_HEAD if HEAD in actor.roles else _REPORTER), told


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the list is narrowed to."""

    text: str = ""
    channel: str = ""
    level: str = ""
    outcome: str = ""
    reported_from: date | None = None
    reported_to: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the list; ``outcome`` is the latest handling, ``corrected_by`` a later row in its place."""

    id: UUID
    no: str
    person_name: str
    person_post: str
    person_body: str
    level: str
    channel: str
    happened_at: datetime
    reporter_name: str
    reported_at: datetime
    case_no: str
    corrects_id: UUID | None
    outcome: str | None
    corrected_by: UUID | None

    @property
    def channel_label(self) -> str:
        """The way of the interference in words."""
        return dict(CHANNELS)[self.channel]

    @property
    def level_label(self) -> str:
        """The level of the post in words."""
        return dict(LEVELS)[self.level]

    @property
    def outcome_label(self) -> str:
        """What became of it in words; empty while nothing has."""
        return dict(OUTCOMES).get(self.outcome or "", "")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list with the keys of its neighbours."""

    lines: list[Line] = field(default_factory=list)
    newer: UUID | None = None
    older: UUID | None = None


_LINE = (
    "e.id, e.no, e.person_name, e.person_post, e.person_body, e.level, e.channel, e.happened_at, "
    "e.reporter_name, e.reported_at, e.case_no, e.corrects_id, h.outcome, c.id"
)
_HANDLED = (
    "LEFT JOIN LATERAL (SELECT outcome FROM registers_interference_handling h "
    "WHERE h.org_id = e.org_id AND h.entry_id = e.id ORDER BY h.id DESC LIMIT 1) h ON true"
)


def _corrected(sees: str) -> str:
    """Join the correction of an entry, as far as it exists for the reader itself."""
    inner = sees.replace("e.", "k.")
    return (
        f"LEFT JOIN LATERAL (SELECT k.id FROM registers_interference k "  # noqa: S608
        f"WHERE {inner} AND k.corrects_id = e.id) c ON true"
    )


def page(
    actor: Actor,
    wanted: Filter,
    *,
    before: UUID | None = None,
    after: UUID | None = None,
    size: int = 30,
) -> Page:
    """Return a page of the entries that exist for the officer, newest first, in one query."""
    sees, told = _sees(actor)
    narrowed = _narrowed(wanted, told)
    backwards = after is not None
    if backwards:
        told["after"] = after
        narrowed += " AND e.id > %(after)s"
    elif before is not None:
        told["before"] = before
        narrowed += " AND e.id < %(before)s"
    direction = "ASC" if backwards else "DESC"
    found = [
        Line(*row)
        for row in reading.rows(
            f"SELECT {_LINE} FROM registers_interference e {_HANDLED} {_corrected(sees)} "  # noqa: S608
            f"WHERE {sees}{narrowed} ORDER BY e.id {direction} LIMIT {size + 1:d}",
            told,
            planned_anew=True,
        )
    ]
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page()
    has_newer = more if backwards else before is not None
    has_older = True if backwards else more
    return Page(found, found[0].id if has_newer else None, found[-1].id if has_older else None)


def _narrowed(wanted: Filter, told: dict[str, Any]) -> str:
    more = ""
    if wanted.text:
        told["text"] = "%" + wanted.text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        fields = ("no", "person_name", "person_post", "person_body", "content", "case_no", "reporter_name")
        more += " AND (" + " OR ".join(f"e.{name} ILIKE %(text)s" for name in fields) + ")"
    for name in ("channel", "level"):
        if value := getattr(wanted, name):
            told[name] = value
            more += f" AND e.{name} = %({name})s"
    if wanted.outcome == "open":
        more += " AND h.outcome IS NULL"
    elif wanted.outcome:
        told["outcome"] = wanted.outcome
        more += " AND h.outcome = %(outcome)s"
    if wanted.reported_from:
        told["since"] = _morning(wanted.reported_from)
        more += " AND e.reported_at >= %(since)s"
    if wanted.reported_to:
        told["until"] = _morning(wanted.reported_to + timedelta(days=1))
        more += " AND e.reported_at < %(until)s"
    return more


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE)


def one(actor: Actor, entry_id: UUID) -> Interference | None:
    """Return one entry that exists for the officer, or None."""
    sees, told = _sees(actor)
    found = reading.instances(
        Interference, f"e WHERE {sees} AND e.id = %(entry)s", told | {"entry": entry_id}
    )
    return found[0] if found else None


def correction_of(actor: Actor, entry_id: UUID) -> Interference | None:
    """Return the row that corrects an entry, if that exists for the officer too."""
    sees, told = _sees(actor)
    found = reading.instances(
        Interference, f"e WHERE {sees} AND e.corrects_id = %(entry)s", told | {"entry": entry_id}
    )
    return found[0] if found else None


def handlings(row: Interference) -> list[InterferenceHandling]:
    """Return what was done with an entry, oldest first."""
    return list(InterferenceHandling.objects.filter(org_id=row.org_id, entry_id=row.id).order_by("id"))


def kept_from(actor: Actor, row: Interference) -> bool:
    """Whether an entry does not exist for an officer in the office of the head of discipline."""
    key = name_key(actor.name)
    named = actor.id in row.hidden_ids or any(key in hidden for hidden in row.hidden_keys)
    return named and row.reported_by != actor.id


# The monthly report


def month_of(actor: Actor, month: date, *, at: datetime) -> dict[str, Any]:
    """Return the content of the report of a month, over what exists for the head of discipline.

    ``month`` is its first day. Each matter counts once, as its latest correction tells it; corrections of
    earlier entries that came in this month are listed besides.
    """
    first, following = month_bounds(month)
    sees, told = _sees(actor)
    rows = reading.rows(
        "SELECT e.id, e.corrects_id, e.reported_at, e.no, e.person_name, e.person_post, e.person_body, "  # noqa: S608
        "e.level, e.channel, e.happened_at, e.content, e.case_no, e.reporter_name, h.outcome "
        f"FROM registers_interference e {_HANDLED} WHERE {sees} AND e.reported_at >= %(since)s "
        "AND e.reported_at <= %(at)s ORDER BY e.id",
        told | {"since": first, "at": at},
    )
    corrections = {row[1]: row for row in rows if row[1] is not None}
    entries = []
    for row in rows:
        if row[1] is not None or not first <= row[2] < following:
            continue
        latest = row
        while latest[0] in corrections:
            latest = corrections[latest[0]]
        entries.append(_reported(row, latest))
    later = [_reported(row, row) for row in rows if row[1] is not None and first <= row[2] < following]
    return {
        "month": f"{month:%Y-%m}",
        "until": at.astimezone(LOCAL_ZONE).isoformat(timespec="seconds"),
        "total": len(entries),
        "by_channel": _counted(entries, "channel", CHANNELS),
        "by_level": _counted(entries, "level", LEVELS),
        "by_outcome": _counted(entries, "outcome", (*OUTCOMES, ("", "尚未处理"))),
        "entries": entries,
        "corrections": [entry["no"] for entry in later],
    }


def month_bounds(month: date) -> tuple[datetime, datetime]:
    """Return the first instant of a month and of the next.

    >>> [d.date().isoformat() for d in month_bounds(date(2026, 12, 1))]
    ['2026-12-01', '2027-01-01']
    """
    first = month.replace(day=1)
    return _morning(first), _morning((first + timedelta(days=32)).replace(day=1))


def _reported(row: tuple[Any, ...], latest: tuple[Any, ...]) -> dict[str, Any]:
    outcome = latest[13] or row[13] or ""
    return {
        "no": row[3],
        "latest_no": latest[3],
        "person": latest[4],
        "post": latest[5],
        "body": latest[6],
        "level": latest[7],
        "channel": latest[8],
        "happened_at": latest[9].astimezone(LOCAL_ZONE).isoformat(timespec="minutes"),
        "content": latest[10],
        "case_no": latest[11],
        "reporter": row[12],
        "outcome": outcome,
        "outcome_label": dict(OUTCOMES).get(outcome, "尚未处理"),
        "channel_label": dict(CHANNELS)[latest[8]],
        "level_label": dict(LEVELS)[latest[7]],
    }


def _counted(
    entries: list[dict[str, Any]], name: str, known: tuple[tuple[str, str], ...]
) -> list[dict[str, Any]]:
    return [
        {"code": code, "label": label, "count": sum(1 for entry in entries if entry[name] == code)}
        for code, label in known
    ]


def digests(content: dict[str, Any]) -> tuple[str, str]:
    """Return SHA-256 and SM3 over the canonical form of a report."""
    data = canonical_bytes(content)
    return sha256_hex(data), sm3_hex(data)


def reports(actor: Actor, *, limit: int = 24) -> list[InterferenceReport]:
    """Return the reports that this head of discipline drew, newest first."""
    rows = InterferenceReport.objects.filter(org_id=actor.org_id, drawn_by=actor.id)
    return list(rows.defer("content").order_by("-id")[:limit])
