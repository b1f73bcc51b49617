"""The lunar calendar as witnesses use it: 腊八, 正月十五, 端午前两天, 过完年, 年前.

Years 2015 to 2035 are embedded: one word a year, as in the tables published by the Purple
Mountain Observatory: bits 15–4 say which of the twelve months have thirty days, the lowest
four bits which month is followed by a leap month, bit 16 whether the leap month has thirty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FIRST, LAST = 2015, 2035
_NEW_YEAR_2015 = date(2015, 2, 19)
_YEARS = (
    0x04BA0, 0x0A5B0, 0x15176, 0x052B0, 0x0A930,
    0x07954, 0x06AA0, 0x0AD50, 0x05B52, 0x04B60, 0x0A6E6, 0x0A4E0, 0x0D260, 0x0EA65, 0x0D530,
    0x05AA0, 0x076A3, 0x096D0, 0x04AFB, 0x04AD0, 0x0A4D0,
)  # fmt: skip


@lru_cache(maxsize=1)
def _months() -> dict[tuple[int, int], tuple[date, int]]:
    """First day and length of every lunar month (leap months only counted through)."""
    found: dict[tuple[int, int], tuple[date, int]] = {}
    first = _NEW_YEAR_2015
    for year, word in zip(range(FIRST, LAST + 1), _YEARS, strict=True):
        for month in range(1, 13):
            length = 30 if word & (0x10000 >> month) else 29
            found[(year, month)] = (first, length)
            first += timedelta(days=length)
            if word & 0xF == month:
                first += timedelta(days=30 if word & 0x10000 else 29)
    return found


def solar(year: int, month: int, day: int) -> date:
    """The solar day of a lunar one; `LookupError` outside 2015–2035 or past the month's end."""
    first, length = _months()[(year, month)]
    if not 1 <= day <= length:
        raise LookupError((year, month, day))
    return first + timedelta(days=day - 1)


def new_year_eve(year: int) -> date:
    """The last day before the lunar year begins (除夕)."""
    return solar(year, 1, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Feast:
    """A stretch of days by its name, as first and last day and place in the text."""

    first: date
    last: date
    start: int
    end: int


_MONTH_NAMES = {
    "正": 1,
    "冬": 11,
    "腊": 12,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_CN = {c: i for i, c in enumerate("零一二三四五六七八九十")}
# name -> (calendar, month, day, how many days it lasts)
_FEASTS: dict[str, tuple[str, int, int, int]] = {
    "大年三十": ("lunar", 12, 0, 1), "年三十": ("lunar", 12, 0, 1), "除夕": ("lunar", 12, 0, 1),
    "大年初一": ("lunar", 1, 1, 1), "春节": ("lunar", 1, 1, 7), "元宵": ("lunar", 1, 15, 1),
    "正月十五": ("lunar", 1, 15, 1), "二月二": ("lunar", 2, 2, 1), "端午": ("lunar", 5, 5, 1),
    "七月半": ("lunar", 7, 15, 1), "中元": ("lunar", 7, 15, 1), "中秋": ("lunar", 8, 15, 1),
    "八月十五": ("lunar", 8, 15, 1), "重阳": ("lunar", 9, 9, 1), "腊八": ("lunar", 12, 8, 1),
    "小年": ("lunar", 12, 23, 2), "元旦": ("solar", 1, 1, 3), "清明": ("solar", 4, 4, 2),
    "五一": ("solar", 5, 1, 5), "劳动节": ("solar", 5, 1, 5), "国庆": ("solar", 10, 1, 7),
    "十一长假": ("solar", 10, 1, 7),
    "冬至": ("solar", 12, 21, 2), "三八节": ("solar", 3, 8, 1), "六一": ("solar", 6, 1, 1),
    "圣诞": ("solar", 12, 25, 1),
}  # fmt: skip
_NAME = "|".join(sorted(_FEASTS, key=len, reverse=True))
_FEAST = re.compile(
    rf"(?P<name>{_NAME})(?:节|那天|当天)*(?P<rel>前后|前脚|(?:的)?(?:前|后|过后|之前|之后|以前|以后)(?P<n>[一两二三四五六七八九十\d]+天|一周|几天|没几天)?|前一天|头一?天|第二天)?"
)
_DAY = re.compile(
    r"(?:(?:农历|阴历|旧历)(?P<lm>[正二三四五六七八九十冬腊]|十一|十二)月|(?P<sm>[正冬腊])月|(?P<nm>[二三四五六七八九十])月(?=初))(?P<d>初[一二三四五六七八九十]|十[一二三四五六七八九]|[廿]十?[一二三四五六七八九]?|二十[一二三四五六七八九]?|三十|[一二三四五六七八九]?十)?"
)
_YEAR_TURN = re.compile(r"过完年|过了年|出了正月|年后|开年|年前|过年")


def _number(text: str) -> int:
    text = text.removeprefix("初").replace("廿十", "廿").replace("廿", "二十")
    if text.isdigit():
        return int(text)
    tens, mark, ones = text.partition("十")
    if mark:
        return (_CN.get(tens, 1) if tens else 1) * 10 + (_CN[ones] if ones else 0)
    return {"两": 2}.get(text, 0) or _CN.get(text, 0)


def _nearest(options: list[tuple[date, date]], incident: date) -> tuple[date, date] | None:
    """The one nearest the accident, rather before than after it."""
    if not options:
        return None
    return min(
        options,
        key=lambda o: abs((o[0] - incident).days) + (200 if o[0] > incident + timedelta(days=20) else 0),
    )


def _years(incident: date) -> range:
    return range(max(FIRST, incident.year - 1), min(LAST, incident.year + 1) + 1)


def _feast(name: str, year: int) -> tuple[date, date]:
    calendar, month, day, length = _FEASTS[name]
    if calendar == "solar":
        first = date(year, month, day)
    elif day == 0:
        first = new_year_eve(year)
    else:
        first = solar(year, month, day)
    return first, first + timedelta(days=length - 1)


def _shift(first: date, last: date, relation: str, count: str) -> tuple[date, date]:
    days = 7 if count == "一周" else _number(count.rstrip("天")) if count and count[0] not in "几没" else 0
    if not relation or relation == "前脚":
        return first, last
    if relation == "前后":
        return first - timedelta(days=5), last + timedelta(days=5)
    if relation in {"前一天", "头天", "头一天"}:
        return first - timedelta(days=1), first - timedelta(days=1)
    if relation == "第二天":
        return last + timedelta(days=1), last + timedelta(days=1)
    if "前" in relation:
        return (
            (first - timedelta(days=days),) * 2
            if days
            else (first - timedelta(days=20), first - timedelta(days=1))
        )
    return (last + timedelta(days=days),) * 2 if days else (last, last + timedelta(days=20))


def feasts(text: str, incident: date) -> list[Feast]:
    """Every feast or lunar day in the text, read against the accident day."""
    found: list[Feast] = []
    for match in _FEAST.finditer(text):
        if match["name"] in {"五一", "六一"} and re.match(r"[块个多米吨斤点分]", text[match.end() :]):
            continue
        relation = (match["rel"] or "").lstrip("的")
        count = match["n"] or ""
        options = []
        for year in _years(incident):
            try:
                first, last = _feast(match["name"], year)
            except (LookupError, KeyError):
                continue
            options.append(_shift(first, last, relation.removesuffix(count) if count else relation, count))
        if nearest := _nearest(options, incident):
            found.append(Feast(*nearest, match.start(), match.end()))
    for match in _DAY.finditer(text):
        if any(f.start < match.end() and match.start() < f.end for f in found):
            continue
        name = match["lm"] or match["sm"] or match["nm"]
        month = _MONTH_NAMES.get(name) or {"十一": 11, "十二": 12}[name]
        options = []
        for year in _years(incident):
            try:
                start = solar(year, month, 1)
                if match["d"]:
                    day = solar(year, month, _number(match["d"]))
                    options.append((day, day))
                else:
                    options.append((start, start + timedelta(days=_months()[(year, month)][1] - 1)))
            except (LookupError, KeyError):
                continue
        if nearest := _nearest(options, incident):
            found.append(Feast(*nearest, match.start(), match.end()))
    for match in _YEAR_TURN.finditer(text):
        options = []
        for year in _years(incident):
            eve = new_year_eve(year)
            options.append(
                (eve - timedelta(days=25), eve)
                if match[0] == "年前"
                else (eve - timedelta(days=3), eve + timedelta(days=8))
                if match[0] == "过年"
                else (eve + timedelta(days=5), eve + timedelta(days=30))
            )
        if nearest := _nearest(options, incident):
            found.append(Feast(*nearest, match.start(), match.end()))
    return sorted(found, key=lambda f: f.start)
