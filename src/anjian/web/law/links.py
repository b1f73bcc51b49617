"""Citations in whatever we say become links to the text in force on the day."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anjian.law import violations
from anjian.law.citing import find_citations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from anjian.law.citations import Citation
    from anjian.law.violations import Violation


def cite_url(key: str, on: date | str = "") -> str:
    """Return the address that opens a citation as it stood on a day (empty: today)."""
    return reverse("law:cite", args=[key]) + (f"?on={on}" if on else "")


@lru_cache(maxsize=4096)
def linked(text: str, on: str = "") -> SafeString:
    """Return a text whose citations of known statutes are links."""
    parts: list[tuple[str]] = []
    at = 0
    for each in find_citations(text):
        parts.append((format_html("{}", text[at : each.start]),))
        url = cite_url(each.citation.key, on)
        parts.append((format_html('<a class="cite" href="{}">{}</a>', url, text[each.start : each.end]),))
        at = each.end
    parts.append((format_html("{}", text[at:]),))
    return format_html_join("", "{}", parts)


def cited_in(content: Any) -> tuple[Citation, ...]:
    """Return the citations that stand in a content of texts, lists and tables, each once."""
    found: dict[str, Citation] = {}
    for text in _texts(content):
        for each in find_citations(text):
            found.setdefault(each.citation.key, each.citation)
    return tuple(found.values())


def _texts(content: Any) -> Iterable[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _texts(value)


def punished_by(cited: Citation, on: date) -> tuple[Violation, ...]:
    """Return the rows that this article punishes on a day; an item narrows them."""
    rows = _by_article(on)[0].get(_article(cited), ())
    return tuple(row for row in rows if _same(row.penalty, cited))


def breaking(cited: Citation, on: date) -> tuple[Violation, ...]:
    """Return the rows of conduct that breaks this article on a day."""
    rows = _by_article(on)[1].get(_article(cited), ())
    return tuple(row for row in rows if any(_same(each, cited) for each in (row.duty, *row.also)))


_Place: TypeAlias = tuple[str, int, int | None]


def _article(cited: Citation) -> _Place:
    return cited.statute, cited.article, cited.sub


@lru_cache(maxsize=8)
def _by_article(on: date) -> tuple[dict[_Place, list[Violation]], dict[_Place, list[Violation]]]:
    """The rows of a day by the article that punishes, and by the articles that are broken."""
    punishing: dict[_Place, list[Violation]] = {}
    broken: dict[_Place, list[Violation]] = {}
    for row in violations.violations(on):
        punishing.setdefault(_article(row.penalty), []).append(row)
        for place in dict.fromkeys(_article(each) for each in (row.duty, *row.also)):
            broken.setdefault(place, []).append(row)
    return punishing, broken


def _same(one: Citation, cited: Citation) -> bool:
    if _article(one) != _article(cited):
        return False
    return all(
        mine is None or theirs is None or mine == theirs
        for mine, theirs in ((one.paragraph, cited.paragraph), (one.item, cited.item))
    )
