"""Tags of the law: `{% load law %}`, then `{{ text|law_links }}` and `{% cite "WSL:97#4" on %}`."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from anjian.kit.clock import LOCAL_ZONE
from anjian.law.numerals import in_chinese
from anjian.law.statutes import cite as read_citation
from anjian.web.law.links import cite_url, linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

register = template.Library()


def _day(on: date | datetime | str | None) -> str:
    if isinstance(on, datetime):
        return on.astimezone(LOCAL_ZONE).date().isoformat()
    return on.isoformat() if isinstance(on, date) else on or ""


@register.filter
def law_links(text: object, on: date | datetime | str | None = None) -> SafeString:
    """Make the citations in a text links to the law of a day (none: today)."""
    return linked(str(text), _day(on))


@register.simple_tag
def cite(key: str, on: date | datetime | str | None = None) -> SafeString:
    """Print a citation in words as a link to the text in force on a day."""
    return format_html('<a class="cite" href="{}">{}</a>', cite_url(key, _day(on)), read_citation(key))


@register.filter
def law_numeral(number: int) -> str:
    """Write a number as statutes do."""
    return in_chinese(number)


@register.filter
def law_marked(text: str, words: Sequence[str]) -> SafeString:
    """Mark the words searched for in a text."""
    drawn = str(escape(text))
    for word in words or ():
        drawn = drawn.replace(str(escape(word)), f"<mark>{escape(word)}</mark>")
    return mark_safe(drawn)  # noqa: S308  both sides are escaped


@register.filter
def law_next(texts: Sequence[object], text: object) -> object:
    """Return what follows in a row of texts: the one before in time."""
    return texts[list(texts).index(text) + 1]
