"""Which of several wishes a file's name speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.kit.text import bigrams

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST = 0.34


def words_match(name: str, wishes: Iterable[str]) -> str:
    """Return the wish whose words the name shares most, empty when none is near.

    >>> words_match("动火作业票2026.pdf", ["动火作业票", "培训记录"])
    '动火作业票'
    >>> words_match("IMG_0001.jpg", ["动火作业票", "培训记录"])
    ''
    """
    told = set(bigrams(name).split())
    near = [
        (len(told & asked) / len(asked), wish) for wish in wishes if (asked := set(bigrams(wish).split()))
    ]
    share, wish = max(near, default=(0.0, ""))
    return wish if share >= _LEAST else ""
