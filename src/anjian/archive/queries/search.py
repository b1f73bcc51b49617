"""Full text over the volumes: pages that contain all the words, newest file first, with the words marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from anjian.audit import reading
from anjian.cases.queries import sight
from anjian.kit.text import search_tokens

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor

KINDS = {"paper": "文书", "evidence": "证据", "supplement": "补充材料", "file": "案卷"}
_AROUND = 60
_FEW = 3000
"""Hits up to which all of them are fetched and sorted."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet; ``hit`` marks a word that was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page that was found: of which file, where it is, and what stands there."""

    id: UUID
    file_id: UUID
    file_no: str
    case_no: str
    file_title: str
    kind: str
    title: str
    page: int
    source_id: UUID
    snippet: tuple[Piece, ...] = ()

    @property
    def kind_label(self) -> str:
        """What kind of page it is, in Chinese."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A keyset page of what was found; ``older`` is the key of the next one."""

    lines: list[Found]
    older: UUID | None = None


def search(
    actor: Actor, text: str, *, kind: str = "", before: UUID | None = None, size: int = 20
) -> FoundPage:
    """Return pages that contain every word, of files whose case the officer may know, newest first.

    Few hits are all fetched from the index of words and sorted; many are met soon by walking from the newest.
    One way alone would walk through everything for a rare word, or sort everything for a common one.
    """
    words = search_tokens(text)
    told: dict[str, Any] = {**sight.asks(actor), "words": " ".join(words), "before": before, "kind": kind}
    known = _known(actor, told)
    if not words or known is None:
        return FoundPage([])
    where = (
        "FROM archive_page p WHERE p.org_id = %(org)s AND p.search @@ plainto_tsquery('simple', %(words)s)"
        f"{' AND p.id < %(before)s' if before else ''}{' AND p.kind = %(kind)s' if kind else ''}{known}"
    )
    hits = reading.rows(f"SELECT p.id {where} LIMIT {_FEW + 1:d}", told, planned_anew=True)
    if len(hits) <= _FEW:
        told["ids"] = sorted((row[0] for row in hits), reverse=True)[: size + 1]
    else:
        newest = f"SELECT p.id {where} ORDER BY p.id DESC LIMIT {size + 1:d}"
        told["ids"] = [row[0] for row in reading.rows(newest, told, planned_anew=True)]
    rows = reading.rows(
        "SELECT p.id, p.file_id, f.no, f.case_no, f.title, p.kind, p.title, p.page, p.source_id, p.text "
        "FROM archive_page p JOIN archive_file f ON f.org_id = p.org_id AND f.id = p.file_id "
        "WHERE p.org_id = %(org)s AND p.id = ANY(%(ids)s) ORDER BY p.id DESC",
        told,
    )
    lines = [replace(Found(*row[:9]), snippet=snippet(row[9], text)) for row in rows[:size]]
    return FoundPage(lines, lines[-1].id if len(rows) > size else None)


def _known(actor: Actor, told: dict[str, Any]) -> str | None:
    """The condition that the officer may know the case of a page; None when they know no archived case."""
    ways = sight.ways(actor)
    if ways == ("true",):
        return (
            " AND p.case_id <> ALL (ARRAY(SELECT r.case_id FROM cases_member r WHERE r.org_id = %(org)s "
            "AND r.officer_id = %(me)s AND r.part = 'recused'))"
        )
    # The ids go into the statement, so that it is planned for few or many of them.
    told["cases"] = [
        row[0]
        for row in reading.rows(
            "SELECT c.id FROM cases_case c WHERE c.org_id = %(org)s "  # noqa: S608  our own words
            f"AND c.archived_on IS NOT NULL AND {sight.NOT_RECUSED} AND ({' OR '.join(ways)})",
            told,
        )
    ]
    return " AND p.case_id = ANY (%(cases)s)" if told["cases"] else None


def snippet(text: str, query: str) -> tuple[Piece, ...]:
    """Return the surroundings of the first hit with every hit marked.

    >>> [p.text for p in snippet("三号罐区动火作业", "动火") if p.hit]
    ['动火']
    """
    words = sorted({w for w in re.split(r"[\s,，。、;；]+", query.strip()) if w}, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(w) for w in words) or "$^", re.IGNORECASE)
    first = pattern.search(text)
    if first is None:
        # The words stand apart from each other as pairs of characters; mark those.
        pairs = [re.escape(token) for token in search_tokens(query)]
        pattern = re.compile("|".join(pairs) or "$^", re.IGNORECASE)
        first = pattern.search(text)
    start = max((first.start() if first else 0) - _AROUND // 2, 0)
    part = text[start : start + 3 * _AROUND]
    pieces, at = [Piece("…", False)] if start else [], 0
    for hit in pattern.finditer(part):
        if hit.start() > at:
            pieces.append(Piece(part[at : hit.start()], False))
        pieces.append(Piece(hit.group(), True))
        at = hit.end()
    if at < len(part):
        pieces.append(Piece(part[at:], False))
    if start + len(part) < len(text):
        pieces.append(Piece("…", False))
    return tuple(p for p in pieces if p.text)
