"""Telling a case without saying whose it was: names, numbers and places become placeholders, by rule.

Pure and deterministic: the same texts with the same known names give the same result. One thing has one
placeholder through all parts of a text; a short name of a firm has that of its full name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.law.datafiles import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_DATA = Path(__file__).parent / "data" / "anonymise.yaml"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_WIDE = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_NARROW = {**_WIDE, 0xFF0D: 0x2D, 0xFF0B: 0x2B, 0xFF20: 0x40, 0x3000: 0x20}
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_HAN = r"\u4e00-\u9fff"
_LONG_CORE = 4
_GAP = r"[\s·•]{0,2}"


@cache
def data() -> dict[str, Any]:
    """Return the list of rules as the data file has it."""
    known: dict[str, Any] = read_yaml(_DATA)
    return known


WHYS = (
    *("本案人员的姓名", "本案单位的名称或者其中的字号", "办案机关的名称", "本案的编号、电话或者代码"),
    *("六位以上的数字", "与本案人员的名字相同", "称呼中有本案人员的姓", "与本案单位的字号相同"),
    *("本地地名", "像是单位名称"),
)
"""Why something left over is marked, for the catalogue of languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a case: names that must not remain, whatever a pattern would find."""

    persons: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """One place that was replaced; ``start`` and ``end`` count characters of the new text."""

    code: str
    label: str
    original: str
    placeholder: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """A text after the rules."""

    text: str
    replacements: tuple[Replacement, ...]


@dataclass(frozen=True, slots=True)
class Remainder:
    """Something left in a text; ``barred`` when it is a known name or number, which bars publication."""

    code: str
    text: str
    start: int
    end: int
    why: str
    barred: bool


def tidy(text: str) -> str:
    """Return a text with half-width digits and letters and without invisible characters.

    >>> tidy("电话１３８\u200b００００")
    '电话1380000'
    """
    return _UNSEEN.sub("", text).translate(_NARROW)


def firm_names(name: str, places: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what a firm is called, longest first: in full, without region, end and trade.

    >>> firm_names("云州恒泰化工有限公司", ("云州",))
    ('云州恒泰化工有限公司', '恒泰化工有限公司', '云州恒泰化工', '恒泰化工', '恒泰')
    """
    known = data()
    plain = re.sub(r"[（(].*?[）)]", "", tidy(name))
    names = [tidy(name), plain]
    shorter = plain
    for place in sorted(places, key=len, reverse=True):
        if place and shorter.startswith(place):
            shorter = shorter.removeprefix(place)
    shorter = re.sub(rf"^[{_HAN}]{{2,6}}?(?:省|自治区|市|区|县)(?=[{_HAN}]{{4}})", "", shorter)
    for start in dict.fromkeys((plain, shorter)):
        names.append(start)
        names.append(_without(start, known["firm_ends"]))
    called = _without(shorter, known["firm_ends"])
    core = _without(called, known["firm_trades"])
    trade = called.removeprefix(core)
    # 恒泰精细化工 is also called 恒泰化工; what stands before two characters may be a place we do not know.
    names += [core, *(core + t for t in known["firm_trades"] if trade.endswith(t))]
    if trade and len(core) >= _LONG_CORE:
        names.append(core[2:] + trade)
    common = set(known["common_words"])
    kept = [n for n in names if len(n) >= 2 and n not in common and n not in places]
    return tuple(sorted(dict.fromkeys(kept), key=len, reverse=True))


def _without(name: str, ends: Iterable[str]) -> str:
    for end in sorted(ends, key=len, reverse=True):
        if name.endswith(end) and len(name) - len(end) >= 2:
            return name.removesuffix(end)
    return name


def _spelled(name: str) -> str:
    """Return the pattern of a name, with whatever may stand between its characters."""
    signs = {"（": "[（(]", "(": "[（(]", "）": "[）)]", ")": "[）)]"}
    return _GAP.join(signs.get(c, re.escape(c)) for c in name if not c.isspace())


class Anonymiser:
    """Replaces in several texts of one case, so that a placeholder means the same in all of them."""

    def __init__(self, known: Known, texts: Iterable[str]) -> None:
        """Look through all texts first: what one part names in full, another may name in short."""
        self._sources = [tidy(text) for text in texts]
        self._places = tuple(tidy(p) for p in known.places)
        self._known = known
        self._marks: dict[tuple[str, str], str] = {}
        self._used: dict[str, int] = {}
        found = {"firms": self._found_firms(), "persons": self._found_persons()}
        self._rules = [self._compiled(rule, known, found) for rule in data()["rules"]]

    def _found_firms(self) -> tuple[str, ...]:
        ends = "|".join(sorted((e for e in data()["firm_ends"] if len(e) > 1), key=len, reverse=True))
        stop = "在于从往至到位住址为是由向对和及与或的了把将被该本家其称说查经指派"
        pattern = re.compile(rf"(?:(?![{stop}])[{_HAN}（）()]){{2,18}}?(?:{ends})")
        return tuple(dict.fromkeys(m.group() for text in self._sources for m in pattern.finditer(text)))

    def _found_persons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n for text in self._sources for n in persons_in(text)))

    def _compiled(
        self, rule: Mapping[str, Any], known: Known, found: Mapping[str, tuple[str, ...]]
    ) -> tuple[Mapping[str, Any], re.Pattern[str] | None, dict[str, str]]:
        """Return a rule, its pattern, and for names the identity each spelling stands for."""
        if "pattern" in rule:
            return rule, re.compile(rule["pattern"]), {}
        kind = rule.get("known") or rule["found"]
        names = getattr(known, kind) if "known" in rule else found[kind]
        spellings: dict[str, str] = {}
        for name in names:
            every = firm_names(name, self._places) if kind == "firms" else (tidy(name),)
            for spelling in every:
                if len(spelling) >= 2:
                    spellings.setdefault(_bare(spelling), _bare(name))
        if not spellings:
            return rule, None, {}
        longest = sorted(spellings, key=len, reverse=True)
        return rule, re.compile("|".join(_spelled(n) for n in longest)), spellings

    def tell(self, text: str) -> Told:
        """Return a text with placeholders, and every place that was replaced."""
        source = tidy(text)
        taken: list[tuple[int, int, Mapping[str, Any], str]] = []
        for rule, pattern, spellings in self._rules:
            if pattern is None:
                continue
            for match in pattern.finditer(source):
                start, end = match.span()
                if start == end or any(s < end and start < e for s, e, *_ in taken):
                    continue
                bare = _bare(match.group())
                taken.append((start, end, rule, spellings.get(bare, bare)))
        out, at, replaced = "", 0, []
        for start, end, rule, identity in sorted(taken, key=lambda t: t[0]):
            out += source[at:start]
            original = source[start:end]
            if rule.get("keep"):
                out += original
            else:
                mark = self._mark(rule, identity)
                replaced.append(
                    Replacement(rule["code"], rule["label"], original, mark, len(out), len(out) + len(mark))
                )
                out += mark
            at = end
        return Told(out + source[at:], tuple(replaced))

    def _mark(self, rule: Mapping[str, Any], identity: str) -> str:
        """Return the placeholder of a thing; one that the texts themselves use is left out."""
        known = self._marks.get((rule["code"], identity))
        if known is not None:
            return known
        while True:
            self._used[rule["mark"]] = n = self._used.get(rule["mark"], 0) + 1
            mark = _counted(rule["mark"], n)
            if not any(mark in text for text in self._sources):
                break
        self._marks[(rule["code"], identity)] = mark
        return mark


def _counted(mark: str, n: int) -> str:
    """Return a placeholder with its number.

    >>> _counted("{甲}某", 1), _counted("{甲}某", 11), _counted("{A}公司", 28), _counted("〔电话{1}〕", 3)
    ('甲某', '甲某2', 'B公司2', '〔电话3〕')
    """
    round_, place = divmod(n - 1, 10)
    letters_round, letter = divmod(n - 1, 26)
    stem = mark.replace("{甲}", _STEMS[place]).replace("{A}", chr(65 + letter)).replace("{1}", str(n))
    again = round_ if "{甲}" in mark else letters_round if "{A}" in mark else 0
    return stem if not again else f"{stem}{again + 1}"


def _bare(text: str) -> str:
    return re.sub(r"[\s·•\-（）()]+", "", text).casefold()


def persons_in(text: str) -> Iterator[str]:
    """Yield names that stand behind a word like 负责人, without anybody having told us of them."""
    known = data()
    before = "|".join(sorted(known["person_before"], key=len, reverse=True))
    family = f"(?:{'|'.join(known['double_surnames'])}|[{known['surnames']}])"
    given = rf"(?:(?![某总工经厂队主科局先女同的在为是说称男等和与及、])[{_HAN}]){{1,2}}?"
    after = (
        rf"(?=[^{_HAN}]|$|[男女说称在于的和与及等将把被未没从向对到表证反应承]|同志|先生|女士|陈述|供述|表示)"
    )
    pattern = re.compile(rf"(?:{before})[:： 为是]{{0,2}}({family}{given}){after}")
    for match in pattern.finditer(tidy(text)):
        yield match.group(1)


def remainders(text: str, known: Known) -> tuple[Remainder, ...]:
    """Return what is left in a text that may still tell whose case it was, in order.

    Known names and numbers bar publication; runs of six digits or more, given names, forms of address,
    names of firms and places are for a person to judge.
    """
    source, found = tidy(text), []
    for code, spelling, why in _barred(known):
        found += [
            Remainder(code, m.group(), m.start(), m.end(), why, barred=True)
            for m in re.finditer(spelling, source)
        ]
    for code, pattern, why in _doubtful(known):
        found += [
            Remainder(code, m.group(), m.start(), m.end(), why, barred=False)
            for m in pattern.finditer(source)
        ]
    kept: list[Remainder] = []
    for one in sorted(found, key=lambda r: (not r.barred, r.start - r.end, r.start)):
        if not any(k.start < one.end and one.start < k.end for k in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda r: r.start))


def _barred(known: Known) -> Iterator[tuple[str, str, str]]:
    for name in known.persons:
        if len(_bare(name)) >= 2:
            yield "person", _spelled(tidy(name)), "本案人员的姓名"
    for name in known.firms:
        for spelling in firm_names(name, tuple(tidy(p) for p in known.places)):
            yield "firm", _spelled(spelling), "本案单位的名称或者其中的字号"
    for name in known.agencies:
        yield "agency", _spelled(tidy(name)), "办案机关的名称"
    for number in known.numbers:
        bare = [c for c in tidy(number) if c.isalnum()]
        if len(bare) >= 5:
            yield "number", r"[\s-]?".join(re.escape(c) for c in bare), "本案的编号、电话或者代码"


def _doubtful(known: Known) -> Iterator[tuple[str, re.Pattern[str], str]]:
    lists = data()
    yield "digits", re.compile(r"\d(?:[ -]?\d){5,}"), "六位以上的数字"
    given = sorted({n[-2:] for n in map(_bare, known.persons) if len(n) == 3})
    if given:
        yield "given", re.compile("|".join(map(re.escape, given))), "与本案人员的名字相同"
    families = "".join(sorted({_bare(n)[:1] for n in known.persons if n}))
    if families:
        titles = "|".join(sorted(lists["titles"], key=len, reverse=True))
        yield "title", re.compile(rf"[{families}](?:{titles})|[老小][{families}]"), "称呼中有本案人员的姓"
    parts = sorted({p for name in known.firms for p in _common_part(name, known.places)})
    if parts:
        yield "firm_part", re.compile("|".join(map(re.escape, parts))), "与本案单位的字号相同"
    places = [re.escape(tidy(p)) for p in sorted(known.places, key=len, reverse=True) if len(p) >= 2]
    if places:
        yield "place", re.compile("|".join(places)), "本地地名"
    ends = "|".join(e for e in lists["firm_ends"] if len(e) > 2)
    yield "other_firm", re.compile(rf"[{_HAN}]{{2,12}}(?:{ends})"), "像是单位名称"


def _common_part(name: str, places: Iterable[str]) -> Iterator[str]:
    """Yield the naming part of a firm when it is an ordinary word, which is marked and not replaced."""
    shorter = re.sub(r"[（(].*?[）)]", "", tidy(name))
    for place in sorted(map(tidy, places), key=len, reverse=True):
        shorter = shorter.removeprefix(place)
    core = _without(_without(shorter, data()["firm_ends"]), data()["firm_trades"])
    if core in data()["common_words"]:
        yield core


@dataclass(slots=True)
class Pieces:
    """A text cut into plain pieces and marked ones, for a page that shows the marks."""

    pieces: list[tuple[str, Remainder | Replacement | None]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, marks: Iterable[Remainder | Replacement]) -> Pieces:
        """Cut a text at its marks; marks that overlap an earlier one are left out."""
        made, at = cls(), 0
        for mark in sorted(marks, key=lambda m: m.start):
            if mark.start < at:
                continue
            made.pieces += [(text[at : mark.start], None), (text[mark.start : mark.end], mark)]
            at = mark.end
        made.pieces.append((text[at:], None))
        made.pieces = [piece for piece in made.pieces if piece[0]]
        return made
