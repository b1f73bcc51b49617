"""Unified social credit code 统一社会信用代码 (GB 32100-2015): 18 characters, the last a check character."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(body: str) -> str:
    """Return the check character of the first 17 characters.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = sum(_ALPHABET.index(character) * pow(3, index, 31) for index, character in enumerate(body))
    return _ALPHABET[(31 - total % 31) % 31]


def check(code: str) -> str | None:
    """Return None for a well-formed code, else a Chinese sentence saying what is wrong."""
    if len(code) != 18:
        return f"统一社会信用代码应为18位，现为{len(code)}位。"
    if any(character not in _ALPHABET for character in code):
        return "统一社会信用代码含有不允许的字符（不使用 I、O、S、V、Z）。"
    if check_character(code[:17]) != code[17]:
        return "统一社会信用代码校验位不符，请核对证照。"
    return None
