"""Chinese numerals as statutes print them: 第四十二条, 第一百一十四条, 第（三）项."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """Return 1 ≤ number ≤ 9999 in the numerals of a statute.

    >>> in_chinese(10), in_chinese(18), in_chinese(85), in_chinese(101), in_chinese(114)
    ('十', '十八', '八十五', '一百零一', '一百一十四')
    """
    if not 1 <= number <= 9999:
        message = f"no statute counts to {number}"
        raise ValueError(message)
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit == 0:
            gap = bool(words)
            continue
        if gap:
            words, gap = words + "零", False
        words += name if (digit == 1 and unit == 10 and not words) else _DIGITS[digit] + name
    return words


def from_chinese(words: str) -> int:
    """Read the numerals that `in_chinese` writes.

    >>> from_chinese("一百零一"), from_chinese("十八")
    (101, 18)
    """
    total, digit = 0, 0
    for sign in words:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        else:
            try:
                unit = {"十": 10, "百": 100, "千": 1000}[sign]
            except KeyError:
                message = f"not a numeral: {words!r}"
                raise ValueError(message) from None
            total += (digit or 1) * unit
            digit = 0
    return total + digit
