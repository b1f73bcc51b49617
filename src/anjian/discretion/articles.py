"""From the words of a penalty to the rows of the catalogue: titles as people write them, articles of a day.

Titles come with or without 中华人民共和国, book marks, an edition in brackets. Dates may be a year, a
month or a day. What is not known is said to be unknown; nothing is guessed from a likely neighbour.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from anjian.law.numerals import from_chinese
from anjian.law.statutes import Citation, Statute, all_statutes
from anjian.law.violations import Violation, every_row

_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")
_EDITION = re.compile(r"(19|20)\d\d年?(修正|修订|修改|版|公布)?(版)?$")
_YEAR, _MONTH = re.compile(r"\d{4}"), re.compile(r"(\d{4})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Days:
    """The days a date may mean: one day, a month or a year."""

    first: date
    last: date

    def meets(self, start: date, end: date | None) -> bool:
        """Whether any of the days lies within a period."""
        return start <= self.last and (end is None or self.first <= end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An article as asked about; `law` is the title as written."""

    law: str
    article: int | None
    sub: int | None = None
    paragraph: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        """Print the place as asked."""
        if self.article is None:
            return f"《{plain(self.law)}》"
        return str(Citation("", plain(self.law), self.article, self.paragraph, self.item, self.sub))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the catalogue has about a place on some days.

    `status`: known; unknown (law, article or paragraph not in the catalogue), not_in_force, or
    no_fine (a rule that the catalogue knows as one without a fine of its own).
    """

    status: str
    why: str
    rows: tuple[Violation, ...] = ()
    statute: Statute | None = None
    stages: tuple[str, ...] = ()


def read_days(told: str) -> Days:
    """Read a year, year-month or full date. Raises ValueError for anything else."""
    words = str(told).strip()
    if _YEAR.fullmatch(words):
        return Days(date(int(words), 1, 1), date(int(words), 12, 31))
    if found := _MONTH.fullmatch(words):
        year, month = int(found[1]), int(found[2])
        return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    day = date.fromisoformat(words[:10])
    return Days(day, day)


def read_place(told: Mapping[str, Any]) -> Place:
    """Read {law, article, paragraph, item}; numbers may be text, 134-1 is 第一百三十四条之一.

    Raises ValueError for something that is no number.
    """
    words = str(told.get("article") or "").strip().replace("条之", "-").replace("之", "-")
    article, _, sub = words.partition("-")
    return Place(
        law=str(told.get("law") or "").strip(),
        article=_number(article),
        sub=_number(sub),
        paragraph=_number(told.get("paragraph")),
        item=_number(told.get("item")),
    )


def plain(title: str) -> str:
    """Return the title without book marks, state name and edition.

    >>> plain("《中华人民共和国安全生产法》（2021修正）"), plain("烟花爆竹安全管理条例(2016)")
    ('安全生产法', '烟花爆竹安全管理条例')
    """
    words = _BRACKETS.sub("", title).strip()
    words = (
        words.replace("《", "")
        .replace("》", "")
        .replace(" ", "")
        .removeprefix("新")
        .removeprefix("中华人民共和国")
    )
    return _EDITION.sub("", words)


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, Statute]:
    found: dict[str, Statute] = {}
    for each in all_statutes().values():
        for title in (each.short, each.title):
            found.setdefault(plain(title), each)
    return found


def statute_named(title: str) -> Statute | None:
    """Return the statute of a title as people write it, or None.

    A title that is written in part (“烟花爆竹经营许可办法”) is not completed; one that differs only by
    a leading issuer or 国务院/国家… before the known title is.
    """
    known = _titles()
    words = plain(title)
    if words in known:
        return known[words]
    ends = [name for name in known if len(name) >= 8 and words.endswith(name)]
    return known[max(ends, key=len)] if ends else None


def find(place: Place, days: Days) -> Found:
    """Return what the catalogue has about a place on these days."""
    law = statute_named(place.law)
    if law is None:
        return Found(
            status="unknown", why=f"目录中没有“{place.law or '（未写法律名称）'}”这一法律、法规或者规章"
        )
    if place.article is None:
        return Found(status="unknown", why="没有写明条次", statute=law)
    rows = [r for r in _of(law.code) if r.penalty.article == place.article and r.penalty.sub == place.sub]
    there = [r for r in rows if days.meets(r.valid_from, r.valid_to)]
    in_force = any(days.meets(v.valid_from, v.valid_to) for v in law.versions)
    if not in_force and _amended(law) and days.last < law.versions[0].valid_from:
        why = f"《{law.short}》当日适用更早的文本，目录中没有录入"
        return Found(status="unknown", why=why, statute=law)
    if not in_force:
        return Found(status="not_in_force", why=_not_then(law, days), statute=law)
    if not there and rows:
        when = "；".join(sorted({_period(r.valid_from, r.valid_to) for r in rows}))
        return Found(status="not_in_force", why=f"目录中该条的文本施行于{when}，当日不适用", statute=law)
    if not there:
        beyond = law.articles and place.article > law.articles
        why = (
            f"《{law.short}》没有第{place.article}条"
            if beyond
            else "该条不在违法行为目录中，或者没有规定罚款"
        )
        return Found(status="unknown", why=why, statute=law)
    chosen, stages = _narrow(there, place)
    if not chosen:
        return Found(status="unknown", why="目录中该条没有这一款、项", statute=law)
    return Found(status="known", why="", rows=tuple(chosen), statute=law, stages=stages)


def before(place: Place, days: Days) -> tuple[Violation, ...]:
    """Return rows of the texts that ended before these days: they go on to judge earlier acts."""
    law = statute_named(place.law)
    if law is None or place.article is None:
        return ()
    rows = [
        r
        for r in _of(law.code)
        if r.penalty.article == place.article
        and r.penalty.sub == place.sub
        and r.valid_to is not None
        and r.valid_to < days.first
    ]
    last = max((r.valid_to for r in rows if r.valid_to), default=None)
    return tuple(_narrow([r for r in rows if r.valid_to == last], place)[0])


def _narrow(rows: list[Violation], place: Place) -> tuple[list[Violation], tuple[str, ...]]:
    """Keep the rows of the paragraph and item; one row that holds an article's items keeps its stages."""
    kept = [r for r in rows if _paragraph_fits(r, rows, place.paragraph)]
    if place.item is None:
        return kept, ()
    exact = [r for r in kept if r.penalty.item == place.item]
    if exact:
        return exact, ()
    whole = [r for r in kept if r.penalty.item is None]
    graded = {s.code for r in whole for s in r.stages}
    grades = ("accident_general", "accident_larger", "accident_major", "accident_extreme")
    # Articles on accidents number their items by the grade of the accident.
    if graded >= set(grades):
        return (whole, (grades[place.item - 1],)) if 1 <= place.item <= len(grades) else ([], ())
    return whole, ()


def _paragraph_fits(row: Violation, among: list[Violation], asked: int | None) -> bool:
    if asked is None or row.penalty.paragraph == asked:
        return True
    # An article of one paragraph is cited with and without it.
    single = all(r.penalty.paragraph is None for r in among)
    if row.penalty.paragraph is None:
        return asked == 1 or not single
    # The multiple of WSL 114.2 is kept as a stage of the row of paragraph 1.
    return any(s.code == "accident_grave" for s in row.stages) and asked == row.penalty.paragraph + 1


@lru_cache(maxsize=1)
def _by_statute() -> Mapping[str, tuple[Violation, ...]]:
    found: dict[str, list[Violation]] = {}
    for row in every_row():
        found.setdefault(row.penalty.statute, []).append(row)
    return {code: tuple(rows) for code, rows in found.items()}


def _of(code: str) -> tuple[Violation, ...]:
    return _by_statute().get(code, ())


def _amended(law: Statute) -> bool:
    """Whether the first text known amends an earlier one that is not listed."""
    return any(word in law.versions[0].label for word in ("修正", "修订", "修改"))


def _not_then(law: Statute, days: Days) -> str:
    when = "；".join(_period(v.valid_from, v.valid_to) for v in law.versions)
    word = "尚未施行" if days.last < law.versions[0].valid_from else "已经失效"
    return f"《{law.short}》当日{word}（施行期间：{when}）"


def _period(start: date, end: date | None) -> str:
    return f"{start}起" if end is None else f"{start}至{end}"


def _number(told: Any) -> int | None:
    """Read 97, "97" or 第九十七条; None for nothing. Raises ValueError for anything else."""
    words = str(told if told is not None else "").strip(" 第条款项（）()")
    if not words:
        return None
    return int(words) if words.isdecimal() else from_chinese(words)
