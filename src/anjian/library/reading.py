"""Which statute a text is and since when it governs, as the list of statutes and the text itself tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.law.citing import code_of
from anjian.law.statutes import all_statutes

if TYPE_CHECKING:
    from datetime import date

    from anjian.law.texts import LawText


def statute_of(read: LawText, told: str = "") -> str:
    """Return the code of the statute, its title when it is not listed, or "" for an unknown code told."""
    if told:
        return told if told in all_statutes() else ""
    return code_of(read.title) or read.title


def valid_from_of(read: LawText, told: str = "") -> date | None:
    """Return the day from which the text governs: that of the listed version adopted on the same day,
    else the day the text itself names, else None.
    """
    listed = all_statutes().get(told or code_of(read.title))
    if listed is not None and read.adopted_on is not None:
        for version in listed.versions:
            if version.adopted_on == read.adopted_on:
                return version.valid_from
    return read.in_force_from


def doubts(read: LawText, told: str = "") -> tuple[str, ...]:
    """Return what the list of statutes expects otherwise."""
    listed = all_statutes().get(told or code_of(read.title))
    if listed is None:
        return ("法律名录中没有这部法律：可以导入阅读，引用不会自动指向它。",)
    inserted = sum(each.sub is not None for each in read.articles)
    newest = listed.versions[-1]
    if (
        listed.articles
        and read.adopted_on == newest.adopted_on
        and len(read.articles) - inserted != listed.articles
    ):
        return (f"读到{len(read.articles) - inserted}条，名录中这一版本是{listed.articles}条。",)
    return ()
