"""Chinese text helpers: search tokens, sort keys, sums of money in words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def _runs(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def bigrams(text: str) -> str:
    """Return space-joined search tokens: Latin words whole, Chinese as overlapping pairs.

    Most Chinese words have two characters, which trigram indexes cannot find; single
    characters are kept too, so that a one-character surname can be searched.
    """
    tokens: list[str] = []
    for run in _runs(text):
        if run[0].isascii():
            tokens.append(run)
            continue
        tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
        tokens.extend(run)
    return " ".join(dict.fromkeys(tokens))


def search_tokens(query: str) -> list[str]:
    """Return the tokens that must all be present for a query typed by a person."""
    tokens: list[str] = []
    for run in _runs(query):
        if run[0].isascii() or len(run) == 1:
            tokens.append(run)
        else:
            tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
    return list(dict.fromkeys(tokens))


@lru_cache(maxsize=4096)
def pinyin_key(name: str) -> str:
    """Return a key that sorts Chinese names by pronunciation (no ICU in the database)."""
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(name, style=Style.TONE3)).lower()[:200]


@lru_cache(maxsize=4096)
def pinyin_initials(text: str) -> str:
    """Return the first letters of the syllables, by which people pick a word from a list.

    >>> pinyin_initials("动火作业票")
    'dhzyp'
    """
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()[:120]


def _group_in_words(value: int) -> str:
    words, zero = "", False
    for position in range(3, -1, -1):
        digit = value // 10**position % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + _UNITS[position]
            zero = False
        else:
            zero = True
    return words


def yuan_in_words(amount: Decimal | int) -> str:
    """Return a sum in formal Chinese numerals, e.g. 30000 → 叁万元整 (accounting practice).

    Raises ValueError for negative sums and for sums finer than one fen.
    """
    cents = Decimal(amount) * 100
    if cents < 0 or cents != cents.to_integral_value():
        message = f"not a sum of money: {amount}"
        raise ValueError(message)
    yuan, rest = divmod(int(cents), 100)
    words, pending_zero = "", False
    for index in range(len(_GROUPS) - 1, -1, -1):
        group = yuan // 10 ** (4 * index) % 10**4
        if not group:
            pending_zero = bool(words)
            continue
        if words and (pending_zero or group < 1000):
            words += "零"
        words += _group_in_words(group) + _GROUPS[index]
        pending_zero = False
    words = (words or "零") + "元"
    jiao, fen = divmod(rest, 10)
    if not rest:
        return words + "整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif yuan:
        words += "零"
    return words + (_DIGITS[fen] + "分" if fen else "整")


def spaced(*parts: str) -> str:
    """Join the non-empty parts with one space."""
    return " ".join(part for part in parts if part)
