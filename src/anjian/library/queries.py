"""Reading the library: texts, their articles, the text of a day, search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchQuery

from anjian.audit.schema import org_filter
from anjian.kit.text import search_tokens
from anjian.law.statutes import all_statutes
from anjian.law.texts import Article, Item, Paragraph
from anjian.library.models import LawArticle, LawText

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from anjian.law.citations import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text as pages show it.

    `valid_to`: the last day before the next text of the statute, or of its repeal as the list of
    statutes knows it. `replaced`: a later import of the same day stands in for it.
    """

    id: UUID
    statute: str
    title: str
    adopted_on: date | None
    valid_from: date
    valid_to: date | None
    history: tuple[str, ...]
    source_name: str
    sha256: str
    article_count: int
    warnings: tuple[str, ...]
    imported_at: datetime
    imported_by_name: str
    replaced: bool

    def covers(self, day: date) -> bool:
        """Whether this text governs a day."""
        return (
            not self.replaced and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article in which all the words of a search stand."""

    text_id: UUID
    title: str
    article: Article


def texts(org_id: UUID) -> tuple[Text, ...]:
    """Return all texts by statute, the newest of each first."""
    return _dated(org_filter(LawText, org_id).order_by("statute", "-valid_from", "-imported_at"))


def texts_of(org_id: UUID, statute: str) -> tuple[Text, ...]:
    """Return the texts of one statute, the newest first."""
    return _dated(org_filter(LawText, org_id).filter(statute=statute).order_by("-valid_from", "-imported_at"))


def text(org_id: UUID, text_id: UUID) -> Text | None:
    """Return one text, or None."""
    row = org_filter(LawText, org_id).filter(id=text_id).first()
    if row is None:
        return None
    return next((each for each in texts_of(org_id, row.statute) if each.id == text_id), None)


def text_in_force(org_id: UUID, statute: str, on: date) -> Text | None:
    """Return the text of a statute that governs a day, or None when none was imported."""
    return next((each for each in texts_of(org_id, statute) if each.covers(on)), None)


def articles(org_id: UUID, text_id: UUID) -> tuple[Article, ...]:
    """Return the articles of a text in their order."""
    rows = org_filter(LawArticle, org_id).filter(text_id=text_id).order_by("position")
    return tuple(_article(row) for row in rows)


def article_in_force(org_id: UUID, cited: Citation, on: date) -> tuple[Text, Article] | None:
    """Return the text and the article that a citation meant on a day, or None."""
    found = text_in_force(org_id, cited.statute, on)
    if found is None:
        return None
    row = org_filter(LawArticle, org_id).filter(text_id=found.id, number=cited.article, sub=cited.sub).first()
    return (found, _article(row)) if row else None


def search(org_id: UUID, words: str, *, text_ids: Iterable[UUID], limit: int = 60) -> tuple[Hit, ...]:
    """Return articles of these texts that hold all the words, by text and place."""
    query: SearchQuery | None = None
    for token in search_tokens(words):
        part = SearchQuery(token, config="simple", search_type="plain")
        query = part if query is None else query & part
    if query is None:
        return ()
    wanted = list(text_ids)
    titles = dict(org_filter(LawText, org_id).filter(id__in=wanted).values_list("id", "title"))
    rows = (
        org_filter(LawArticle, org_id)
        .filter(text_id__in=wanted, search=query)
        .order_by("text_id", "position")
    )
    return tuple(
        Hit(text_id=row.text_id, title=titles[row.text_id], article=_article(row)) for row in rows[:limit]
    )


def _dated(rows: Iterable[LawText]) -> tuple[Text, ...]:
    """Add to each text its last day; expects the newest import of each day first."""
    found: list[Text] = []
    following: tuple[str, date] | None = None
    valid_to: date | None = None
    for row in rows:
        replaced = following == (row.statute, row.valid_from)
        if not replaced:
            same = following is not None and following[0] == row.statute
            before_next = following[1] - timedelta(days=1) if same and following else None
            valid_to = _earlier(before_next, _repealed_on(row))
            following = (row.statute, row.valid_from)
        found.append(
            Text(
                id=row.id,
                statute=row.statute,
                title=row.title,
                adopted_on=row.adopted_on,
                valid_from=row.valid_from,
                valid_to=valid_to,
                history=tuple(row.history),
                source_name=row.source_name,
                sha256=row.sha256,
                article_count=row.article_count,
                warnings=tuple(row.warnings),
                imported_at=row.imported_at,
                imported_by_name=row.imported_by_name,
                replaced=replaced,
            )
        )
    return tuple(found)


def _repealed_on(row: LawText) -> date | None:
    """The last day of a text that the list of statutes knows to have ended, whatever was imported since."""
    listed = all_statutes().get(row.statute)
    version = listed.in_force(row.valid_from) if listed else None
    return version.valid_to if version else None


def _earlier(one: date | None, other: date | None) -> date | None:
    known = [day for day in (one, other) if day is not None]
    return min(known, default=None)


def _article(row: LawArticle) -> Article:
    return Article(row.number, row.sub, tuple(row.under), tuple(_paragraph(each) for each in row.paragraphs))


def _paragraph(kept: dict[str, Any]) -> Paragraph:
    return Paragraph(kept["text"], tuple(Item(number, words) for number, words in kept["items"]))
