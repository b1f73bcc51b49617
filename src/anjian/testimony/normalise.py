"""Spoken Chinese made comparable without losing offsets.

Every function here keeps the length of the text, so that a position in the result
is the same position in the committed answer: a quote on screen is always exact.
"""

from __future__ import annotations

import re

_FULL = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
_MARKS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "~": "到", "～": "到"}
_TABLE = str.maketrans({**_FULL, "　": " ", "﹣": "-", "—": "-", "–": "-"})
_MARK_TABLE = str.maketrans(_MARKS)

# X，不对，Y → only Y counts (a person who corrects himself within one answer).
_CORRECTION = re.compile(
    r"(?P<old>[^，。；！？]{1,24})[，、…]?"
    r"(?P<turn>[，。…]?(?:哦|噢|啊|呃|哎|唉)?(?:不对|不不不|不是不是|说错了|记错了|讲错了|口误|更正一下|我更正)|"
    r"，(?:哦|噢|啊|呃|哎)[，]?不是)[，。、…]"
)
_QUOTE = re.compile(r"[“\"「『]([^”\"」』]*)[”\"」』]")


def fold(text: str) -> str:
    """The text with half-width digits and letters and Chinese marks, same length."""
    return text.translate(_TABLE).translate(_MARK_TABLE)


def blank(text: str, start: int, end: int) -> str:
    """The text with one stretch replaced by spaces, same length."""
    return text[:start] + " " * (end - start) + text[end:]


def drop_corrected(text: str) -> str:
    """The text without values the speaker took back himself (13号，哦不是，14号)."""
    while match := _CORRECTION.search(text):
        text = blank(text, match.start(), match.end())
    return text


# regional words for common ones, each of the same length
_REGIONAL = (
    (re.compile("俺"), "我"),
    (re.compile("(?<![名金总限余差定份税前满巨超])额(?![定度外头角温])"), "我"),
    (re.compile("阿拉"), "我们"),
    (re.compile("侬"), "你"),
    (re.compile("自个(?=儿?)"), "自己"),
    (re.compile("没得(?=[，。？！；]|$)|木有|冇得"), "没有"),
    (re.compile("冇"), "没"),
    (re.compile("搁(?!在|置|浅|到|进|下|起|了|着|的|不|没)"), "在"),
    (re.compile("(?<![什怎这那多])么(?=？)"), "吗"),
)


def regional(text: str) -> str:
    """The text with regional pronouns and particles as the rules know them, same length."""
    for pattern, word in _REGIONAL:
        text = pattern.sub(word, text)
    return text


def normalise(text: str) -> str:
    """Fold and drop corrected values; offsets stay those of the committed answer."""
    return regional(drop_corrected(fold(text)))


def quotes(text: str) -> tuple[tuple[int, int], ...]:
    """Where the speaker quotes somebody (offsets inside the marks)."""
    return tuple((m.start(1), m.end(1)) for m in _QUOTE.finditer(text))
