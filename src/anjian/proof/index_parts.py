"""Pieces of the first page of a bundle: what it remembers while files are written, and small HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from anjian.kit.clock import LOCAL_ZONE

if TYPE_CHECKING:
    from anjian.proof.manifest import File

_WEEKDAYS = "一二三四五六日"


class Moment(NamedTuple):
    """One line of the timeline: local time, what happened, by whom, and where it stands in the record."""

    at: str
    words: str
    name: str
    stream: str
    seq: int


@dataclass(slots=True, kw_only=True)
class Page:
    """What the page tells beside the list of files; gathered while the bundle is written."""

    title: str
    subject: Mapping[str, Any]
    signer: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)
    times: list[Moment] = field(default_factory=list)
    links: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    undone: list[Mapping[str, Any]] = field(default_factory=list)

    def event(self, record: Mapping[str, Any]) -> None:
        """Remember what the timeline shows of an event."""
        actor = record.get("actor")
        name = actor.get("name", "") if isinstance(actor, dict) else ""
        self.times.append(
            Moment(
                at=when(str(record.get("occurred_at") or "")),
                words=str(record.get("sentence") or record.get("type") or ""),
                name=str(name),
                stream=str(record["stream_id"]),
                seq=int(record["seq"]),
            )
        )

    def custody(self, record: Mapping[str, Any]) -> None:
        """Remember a link of custody under its item."""
        said = {**record, "act": self.words.get(str(record.get("act")), record.get("act"))}
        self.links.setdefault(str(record["stream_id"]), []).append(said)


def facts_of(facts: Mapping[str, Any]) -> str:
    """Facts as label and value; empty ones are left out."""
    pairs = (f"<dt>{escape(str(k))}</dt><dd>{escape(str(v))}</dd>" for k, v in facts.items() if v)
    return f"<dl>{''.join(pairs)}</dl>"


def link_to(path: str, words: str) -> str:
    """A link to a file of the bundle."""
    return f'<a href="{escape(quote(path))}">{escape(words)}</a>'


def table_of(
    heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], numeric: Sequence[int] = ()
) -> str:
    """A table with heads in two languages."""
    head = "".join(
        f'<th scope="col"{" class=n" if n in numeric else ""}>{zh}<span lang="en">{en}</span></th>'
        for n, (zh, en) in enumerate(heads)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{' class=n' if n in numeric else ''}>{c}</td>" for n, c in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def hash_of(row: File) -> str:
    """A file's SHA-256."""
    return f'<code title="SHA-256">{row.sha256}</code>'


def words_of(value: object) -> str:
    """A value in words."""
    if isinstance(value, dict):
        return str(value.get("name") or "、".join(str(v) for v in value.values() if v))
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def when(text: str) -> str:
    """Show an instant in the time of the country, to the minute; other words as they are."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text[:16]
    return f"{at.astimezone(LOCAL_ZONE) if at.tzinfo else at:%Y-%m-%d %H:%M}"


def day_of(text: str) -> str:
    """A day with its weekday."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"


def size_of(size: int) -> str:
    """A size in readable units."""
    value, unit = float(size), "B"
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{size:,} B" if unit == "B" else f"{value:,.1f} {unit}"
