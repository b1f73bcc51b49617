"""Statutes, how each of them counts days, and citations of their articles.

The unit of a term belongs to the statute and not to whoever writes a procedure: 《行政处罚法》
counts its two, three, five and seven days in working days (art. 85), 《行政强制法》 all terms up
to ten days (art. 69), 《行政复议法》 three, five, seven and ten (art. 88). So an author writes
`APL.term(7, art=61)` and cannot pick the wrong unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from anjian.law.citations import Citation, split_key
from anjian.law.datafiles import read_yaml
from anjian.law.terms import Kind, Term, Unit

__all__ = [
    "ACL",
    "AIR",
    "ALI",
    "ALL",
    "APL",
    "ARL",
    "CPL",
    "DCS",
    "ESL",
    "EVR",
    "FCS",
    "MPR",
    "OGI",
    "PC",
    "STATUTES",
    "TCR",
    "WSL",
    "Citation",
    "Counting",
    "Kind",
    "Statute",
    "Term",
    "Unit",
    "Version",
    "all_statutes",
    "cite",
    "statute",
]


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a statute and the days on which it governs (both included)."""

    label: str
    adopted_on: date
    valid_from: date
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether this text governs a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Counting:
    """Which numbers of days a statute counts as working days, and where it says so.

    `rolls` tells whether a last day off moves on when the statute is silent.
    """

    working: Callable[[int], bool] = lambda _days: False
    article: int | None = None
    paragraph: int | None = None
    rolls: bool = True


@dataclass(frozen=True, slots=True)
class Statute:
    """A law, regulation or rule with its texts over time and its way of counting days."""

    code: str
    short: str
    title: str
    versions: tuple[Version, ...]
    articles: int
    """Number of articles of the newest text; 0 when the text has not been verified."""
    counting: Counting = Counting()
    rank: str = "law"
    """law, regulation, rule (of a ministry), interpretation or norm."""
    issuer: str = ""
    source: str = ""
    """Where the particulars were read; empty when in the text itself."""
    confidence: str = "text"

    def __str__(self) -> str:
        """Return the short title between book marks."""
        return f"《{self.short}》"

    def in_force(self, on: date) -> Version | None:
        """Return the text that governs a day, or None before the first and after the last."""
        return next((v for v in self.versions if v.covers(on)), None)

    def art(
        self, article: int, paragraph: int | None = None, item: int | None = None, *, sub: int | None = None
    ) -> Citation:
        """Cite a place of the statute. Raises ValueError for an article it does not have."""
        if article < 1 or (self.articles and article > self.articles):
            raise ValueError(f"{self.short} has no article {article}")
        return Citation(self.code, self.short, article, paragraph, item, sub)

    def term(
        self,
        amount: int,
        *,
        art: int,
        paragraph: int | None = None,
        item: int | None = None,
        kind: Kind | Literal["limit", "wait"] = Kind.LIMIT,
        rolls: bool | None = None,
    ) -> Term:
        """Return a term of so many days; working or calendar days follow from the statute."""
        if self.counting.working(amount):
            unit, cites = Unit.WORKING_DAY, self._counted_by()
        else:
            unit, cites = Unit.CALENDAR_DAY, ()
        return self._term((amount, unit), (self.art(art, paragraph, item), *cites), kind, rolls=rolls)

    def hours(self, amount: int, *, art: int, paragraph: int | None = None) -> Term:
        """Return a term in hours. It runs from the minute of the event and never rolls."""
        return self._term((amount, Unit.HOUR), (self.art(art, paragraph),), Kind.LIMIT, rolls=False)

    def months(
        self,
        amount: int,
        *,
        art: int,
        paragraph: int | None = None,
        kind: Kind | Literal["limit", "wait"] = Kind.LIMIT,
    ) -> Term:
        """Return a term in months; its last day is the day of the same number."""
        return self._term((amount, Unit.MONTH), (self.art(art, paragraph),), kind)

    def years(
        self,
        amount: int,
        *,
        art: int,
        paragraph: int | None = None,
        kind: Kind | Literal["limit", "wait"] = Kind.LIMIT,
    ) -> Term:
        """Return a term in years; its last day is the same day of the later year."""
        return self._term((amount, Unit.YEAR), (self.art(art, paragraph),), kind)

    def working_days(
        self, amount: int, *, art: int, paragraph: int | None = None, kind: Kind = Kind.LIMIT
    ) -> Term:
        """Return a term that the article itself states in working days (“5个工作日”)."""
        return self._term((amount, Unit.WORKING_DAY), (self.art(art, paragraph),), kind)

    def _counted_by(self) -> tuple[Citation, ...]:
        rule = self.counting
        return (self.art(rule.article, rule.paragraph),) if rule.article else ()

    def _term(
        self,
        length: tuple[int, Unit],
        cites: tuple[Citation, ...],
        kind: Kind | Literal["limit", "wait"],
        *,
        rolls: bool | None = None,
    ) -> Term:
        return Term(
            amount=length[0],
            unit=length[1],
            cites=cites,
            kind=Kind(kind),
            rolls=self.counting.rolls if rolls is None else rolls,
        )


APL = Statute(
    "APL",
    "行政处罚法",
    "中华人民共和国行政处罚法",
    (
        Version("2017年修正", date(2017, 9, 1), date(2018, 1, 1), date(2021, 7, 14)),
        Version("2021年修订", date(2021, 1, 22), date(2021, 7, 15)),
    ),
    86,
    Counting(lambda days: days in {2, 3, 5, 7}, article=85),
)
ACL = Statute(
    "ACL",
    "行政强制法",
    "中华人民共和国行政强制法",
    (Version("2011年", date(2011, 6, 30), date(2012, 1, 1)),),
    71,
    # Its longer terms are ceilings on powers of the agency: the unrolled day is the safe one.
    Counting(lambda days: days <= 10, article=69, rolls=False),
)
WSL = Statute(
    "WSL",
    "安全生产法",
    "中华人民共和国安全生产法",
    (
        Version("2014年修正", date(2014, 8, 31), date(2014, 12, 1), date(2021, 8, 31)),
        Version("2021年修正", date(2021, 6, 10), date(2021, 9, 1)),
    ),
    119,
)
ARL = Statute(
    "ARL",
    "行政复议法",
    "中华人民共和国行政复议法",
    (
        Version("2017年修正", date(2017, 9, 1), date(2018, 1, 1), date(2023, 12, 31)),
        Version("2023年修订", date(2023, 9, 1), date(2024, 1, 1)),
    ),
    90,
    Counting(lambda days: days in {3, 5, 7, 10}, article=88, paragraph=2),
)
ALL = Statute(
    "ALL",
    "行政诉讼法",
    "中华人民共和国行政诉讼法",
    (Version("2017年修正", date(2017, 6, 27), date(2017, 7, 1)),),
    103,
)
CPL = Statute(
    "CPL",
    "民事诉讼法",
    "中华人民共和国民事诉讼法",
    (
        Version("2021年修正", date(2021, 12, 24), date(2022, 1, 1), date(2023, 12, 31)),
        Version("2023年修正", date(2023, 9, 1), date(2024, 1, 1)),
    ),
    306,
)
DCS = Statute(
    "DCS",
    "危险化学品安全法",
    "中华人民共和国危险化学品安全法",
    (Version("2025年", date(2025, 12, 27), date(2026, 5, 1)),),
    127,
    Counting(rolls=False),
)
ESL = Statute(
    "ESL",
    "电子签名法",
    "中华人民共和国电子签名法",
    (Version("2019年修正", date(2019, 4, 23), date(2019, 4, 23)),),
    36,
)
AIR = Statute(
    "AIR",
    "档案法实施条例",
    "中华人民共和国档案法实施条例",
    (Version("2024年", date(2024, 1, 12), date(2024, 3, 1)),),
    52,
    rank="regulation",
)
EVR = Statute(
    "EVR",
    "最高人民法院关于行政诉讼证据若干问题的规定",
    "最高人民法院关于行政诉讼证据若干问题的规定",
    (Version("2002年", date(2002, 7, 24), date(2002, 10, 1)),),
    80,
    rank="interpretation",
)
TCR = Statute(
    "TCR",
    "行政执法机关移送涉嫌犯罪案件的规定",
    "行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号）",
    (
        Version("2001年", date(2001, 7, 9), date(2001, 7, 9), date(2020, 8, 6)),
        Version("2020年修订", date(2020, 8, 7), date(2020, 8, 7)),
    ),
    20,
    # No working-day clause: three days are three calendar days, and never later.
    Counting(rolls=False),
    rank="regulation",
)
PC = Statute(
    "PC",
    "刑法",
    "中华人民共和国刑法",
    (Version("2023年修正", date(2023, 12, 29), date(2024, 3, 1)),),
    452,
)
ALI = Statute(
    "ALI",
    "最高人民法院关于适用《中华人民共和国行政诉讼法》的解释",
    "最高人民法院关于适用《中华人民共和国行政诉讼法》的解释",
    (Version("2018年", date(2018, 2, 6), date(2018, 2, 8)),),
    163,
    rank="interpretation",
)
OGI = Statute(
    "OGI",
    "政府信息公开条例",
    "中华人民共和国政府信息公开条例",
    (Version("2019年修订", date(2019, 4, 3), date(2019, 5, 15)),),
    56,
    rank="regulation",
)
FCS = Statute(
    "FCS",
    "罚款决定与罚款收缴分离实施办法",
    "罚款决定与罚款收缴分离实施办法",
    (Version("1997年", date(1997, 11, 17), date(1998, 1, 1)),),
    17,
    rank="regulation",
)
# The ministry's rule of this field. The article numbers of the new text (in force 2026-02-01)
# are not verified, so no count of articles is claimed and procedures cite the statutes above.
MPR = Statute(
    "MPR",
    "安全生产违法行为行政处罚办法",
    "安全生产违法行为行政处罚办法",
    (
        Version("2015年修正（总局令第77号）", date(2015, 4, 2), date(2015, 5, 1), date(2026, 1, 31)),
        Version("2025年公布（应急管理部令第18号）", date(2025, 11, 27), date(2026, 2, 1)),
    ),
    0,
    rank="rule",
)

# The statutes whose days procedures count; `all_statutes` adds those of the list.
STATUTES: dict[str, Statute] = {
    each.code: each
    for each in (APL, ACL, WSL, ARL, ALL, CPL, DCS, ESL, AIR, EVR, TCR, PC, ALI, OGI, FCS, MPR)
}
FOLDER = Path(__file__).parent / "statute_list"
RANKS = frozenset({"law", "regulation", "rule", "interpretation", "norm"})


def read_statute(told: Mapping[str, Any]) -> Statute:
    """Read one file of the list of statutes.

    Raises ValueError for an unknown rank, a statute without a text, or texts that overlap in time.
    """
    texts = tuple(
        Version(str(v["label"]), v["adopted_on"], v["valid_from"], v.get("valid_to"))
        for v in sorted(told["versions"], key=lambda v: v["valid_from"])
    )
    if not texts or told["rank"] not in RANKS:
        raise ValueError(f"{told['code']} has no text or an unknown rank")
    for one, following in pairwise(texts):
        if one.valid_to is None or one.valid_to >= following.valid_from:
            raise ValueError(f"{told['code']}: {one.label} and {following.label} are in force at once")
    return Statute(
        str(told["code"]),
        str(told["short"]),
        str(told.get("title") or told["short"]),
        texts,
        int(told["articles"]),
        rank=str(told["rank"]),
        issuer=str(told.get("issuer", "")),
        source=str(told.get("source", "")),
        confidence=str(told.get("confidence", "text")),
    )


@lru_cache(maxsize=1)
def all_statutes() -> Mapping[str, Statute]:
    """Return every statute by code: those above and those of the list, one file each."""
    known = dict(STATUTES)
    for path in sorted(FOLDER.glob("*.yaml")):
        each = read_statute(read_yaml(path))
        if each.code != path.stem or each.code in known:
            raise ValueError(f"{path.name} declares {each.code}, which is not its name or known already")
        known[each.code] = each
    return known


def statute(code: str) -> Statute:
    """Return a statute by its code. Raises KeyError for an unknown one."""
    return STATUTES[code] if code in STATUTES else all_statutes()[code]


def cite(key: str) -> Citation:
    """Read the machine form of a citation, e.g. "APL:42.1". Raises ValueError when it names nothing.

    >>> str(cite("APL:42.1")), str(cite("PC:134-1")), str(cite("WSL:97#4"))
    ('《行政处罚法》第四十二条第一款', '《刑法》第一百三十四条之一', '《安全生产法》第九十七条第四项')
    """
    code, article, paragraph, item, sub = split_key(key)
    try:
        return statute(code).art(article, paragraph, item, sub=sub)
    except KeyError:
        raise ValueError(f"unknown statute: {code}") from None
