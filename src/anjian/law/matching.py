"""Finding the article: from what an officer saw to the rows of the catalogue that punish it.

Deterministic and offline. A text is split into clauses; each clause is turned into features: pairs of
characters, concepts of the word files, and whole conducts that the word files recognise. Rows of the
catalogue are turned into the same features, one set for each way their conduct is put, and weighed by
how rare a feature is among the rows. The law of the day of the act decides which rows stand to
choice; rows made for the industry that the text names go before those of general law.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from anjian.law.act_dates import ActDate, read_act_date
from anjian.law.citing import find_citations
from anjian.law.features import Features, Meanings, Told, read_text, weigh, with_meanings
from anjian.law.match_reasons import Reason, reasons
from anjian.law.statutes import statute
from anjian.law.violations import Violation, every_row
from anjian.law.wording import Vocabulary, clauses, clean, vocabulary

if TYPE_CHECKING:
    from anjian.law.citations import Citation

LEAST = 5
"""Candidates that are always given, however weak, while the catalogue has so many."""

# Tuned on the sentences that are not held out; see docs/explanation/finding-the-article.md.
_WHOLE = 0.25
_LENGTH = 0.55
_OTHER_INDUSTRY = 0.42
_UNSAID_INDUSTRY = 0.88
_OTHER_AGENCY = 0.6
# A rule that repeats for everybody what the law itself punishes stands behind the law.
_RANKS = {"law": 0, "regulation": 1}
_REGULATION = 0.95
_LOWER_RANK, _LOWER_SPECIAL = 0.85, 0.92
_CIRCUMSTANCE = 0.45
_OWN_INDUSTRY, _HINTED_INDUSTRY = 1.18, 0.94
_NO_PERSON = 0.8
_CITED = 1.5
_PERSONS = frozenset({"主要负责人", "安全管理人员", "本人"})
_DISPLACED = 0.9
_LATER_TEXT = 0.9
_HEAD, _AS_WELL = 12, 0.75
# Rows whose wordings are looked at one by one; times of acts whose rows are remembered.
_LOOKED_AT, _KEPT_TIMES = 60, 128
_SURE, _LIKELY, _NEAR = 22.0, 11.0, 0.85


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the catalogue with how well it fits.

    `certainty`: high, medium or low, by how much of what was said the row answers and by how far it
    stands behind the best. `later_text`: in force only later in that time.
    """

    row: Violation
    score: float
    certainty: str
    reasons: tuple[Reason, ...]
    later_text: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One conduct within what was said, and its own candidates."""

    text: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The answer: the conducts that were told apart, and all candidates in one order."""

    acts: tuple[Act, ...]
    candidates: tuple[Candidate, ...]


@dataclass(slots=True)
class _Scored:
    """A row on its way into the ranking; `nearest` is the expression that met best."""

    score: float
    number: int
    nearest: int
    later: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Violation
    first: int
    """Number of the first of its expressions: the conduct itself."""
    last: int
    """Number after the last of its expressions."""
    industries: frozenset[str]
    """Industries that the row itself names."""
    made_for: frozenset[str]
    """Industries that its whole statute is made for; empty: general law."""
    of_persons: bool
    """Whether it fines only persons and never the unit."""
    rank: int
    """0 for a law, 1 for a regulation, 2 below."""

    def factor(self, said: _Said) -> float:
        """How far who decides, rank, industry and person speak for the row."""
        lower = _LOWER_SPECIAL if self.made_for else _LOWER_RANK
        factor = (1.0, _REGULATION, lower)[self.rank]
        if self.row.decided_by:
            factor *= _OTHER_AGENCY
        if self.of_persons and not said.names_person:
            factor *= _NO_PERSON
        if self.made_for:
            factor *= said.speaks_for(self.made_for, _OTHER_INDUSTRY)
        if any(_covers(each, self.row) for each in said.cited):
            factor *= _CITED
        if self.industries - self.made_for and not self.industries & (said.industries | said.hinted):
            factor *= _UNSAID_INDUSTRY
        return factor


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text tells besides the conduct."""

    industries: frozenset[str]
    hinted: frozenset[str]
    names_person: bool
    cited: tuple[Citation, ...]

    def speaks_for(self, made_for: frozenset[str], otherwise: float) -> float:
        """How far the industries named speak for a statute made for some of them."""
        if made_for & self.industries:
            return _OWN_INDUSTRY
        return _HINTED_INDUSTRY if made_for & self.hinted else otherwise


class Matcher:
    """An index over rows of the catalogue, built once and then only read."""

    def __init__(self, rows: Iterable[Violation], words: Vocabulary | None = None) -> None:
        """Read all rows; takes about a second for a thousand of them."""
        self._words = words or vocabulary()
        self._meanings = Meanings(self._words)
        drafts = [(row, self._read(row)) for row in rows]
        self._rarity = weigh({name for told in tolds for name in told.features} for _row, tolds in drafts)
        self._entries: list[_Entry] = []
        self._expressions: list[Told] = []
        self._shares: list[dict[str, float]] = []
        self._by_row: dict[str, list[tuple[int, float]]] = {}
        self._standing: dict[ActDate, dict[int, bool]] = {}
        for row, tolds in drafts:
            self._take_in(row, tolds)

    def _read(self, row: Violation) -> list[Told]:
        about = self._words.about.get(row.penalty.statute, frozenset())
        told = (read_text(text, self._words, about=about) for text in _ways(row))
        return [with_meanings(each, self._meanings) for each in told]

    def _take_in(self, row: Violation, tolds: Sequence[Told]) -> None:
        number = len(self._entries)
        fined = {target for stage in row.stages for target in stage.fines}
        made_for = self._words.statutes.get(row.penalty.statute, frozenset())
        self._entries.append(
            _Entry(
                row=row,
                first=len(self._expressions),
                last=len(self._expressions) + len(tolds),
                industries=frozenset(row.applies_to),
                made_for=made_for,
                rank=_RANKS.get(statute(row.penalty.statute).rank, 2),
                of_persons=bool(fined) and "unit" not in fined,
            )
        )
        whole: dict[str, float] = {}
        for told in tolds:
            self._expressions.append(told)
            self._shares.append(self._shared(told.features))
            for name, weight in told.features.items():
                whole[name] = max(whole.get(name, 0.0), weight)
        for name, share in self._shared(whole).items():
            self._by_row.setdefault(name, []).append((number, share))

    def _shared(self, features: Features) -> dict[str, float]:
        """Weigh features by how rare they are, and longer texts down."""
        told = {name: weight * self._rarity[name] for name, weight in features.items()}
        size = sum(weight * weight for weight in told.values()) ** (_LENGTH / 2) or 1.0
        return {name: weight / size for name, weight in told.items()}

    def match(self, text: str, on: str | date, *, industries: Iterable[str] = (), most: int = 8) -> Match:
        """Rank the rows in force at the time of the act for what was said.

        `industries` adds what is known of the firm. Raises ValueError for a date that cannot be read.
        """
        time = read_act_date(on)
        whole = read_text(clean(text), self._words)
        said = _Said(
            frozenset(industries) | self._words.industries_of(whole.concepts),
            self._words.industries_hinted(whole.concepts),
            names_person=bool(_PERSONS & whole.concepts),
            cited=tuple(each.citation for each in find_citations(text)),
        )
        parts = self._acts(clean(text), whole)
        acts = tuple(Act(part.text, self._rank(part, time, said, most=most)) for part in parts)
        if len(acts) < 2:
            only = acts[0].candidates if acts else self._rank(whole, time, said, most=most)
            return Match((Act(whole.text, only),), only)
        return Match(acts, _together([act.candidates for act in acts], most=most))

    def _acts(self, text: str, whole: Told) -> list[Told]:
        """Tell the conducts of a text apart; clauses that name none join the one before them."""
        groups: list[tuple[str, frozenset[str]]] = []
        opening = ""
        for clause in clauses(text):
            told = read_text(clause, self._words)
            means = frozenset(each.means for each in told.conducts)
            if any(each.absorbs for each in told.conducts):
                return [_with_circumstances(told, whole)]
            if not means:
                if groups:
                    groups[-1] = (f"{groups[-1][0]}，{clause}", groups[-1][1])
                else:
                    opening = f"{opening}{clause}，"
            elif groups and groups[-1][1] & means:
                groups[-1] = (f"{groups[-1][0]}，{clause}", groups[-1][1] | means)
            else:
                groups.append((opening + clause, means))
                opening = ""
        if len(groups) < 2:
            return [whole]
        return [read_text(said, self._words) for said, _means in groups]

    def _rank(self, told: Told, time: ActDate, said: _Said, *, most: int) -> tuple[Candidate, ...]:
        scored: list[_Scored] = []
        for number, (score, nearest, later) in self._fits(told.features, time).items():
            weighed = score * self._entries[number].factor(said) * (_LATER_TEXT if later else 1.0)
            scored.append(_Scored(weighed, number, nearest, later=later))
        scored = self._law_before_law(scored, told.features)
        scored += self._to_fill(time, {each.number for each in scored}, LEAST - len(scored))
        best = scored[0].score if scored else 0.0
        return tuple(
            Candidate(
                self._entries[each.number].row,
                round(each.score, 2),
                _certainty(each.score, best),
                reasons(told, self._expressions[each.nearest]),
                each.later,
            )
            for each in scored[: max(most, LEAST)]
        )

    def _in_force(self, time: ActDate) -> dict[int, bool]:
        """Return the rows that can govern an act of that time, and whether only a later text has them."""
        found = self._standing.get(time)
        if found is None:
            found = {}
            for number, entry in enumerate(self._entries):
                now = entry.row.covers(time.first)
                if now or time.first < entry.row.valid_from <= time.last:
                    found[number] = not now
            if len(self._standing) >= _KEPT_TIMES:
                self._standing.clear()
            self._standing[time] = found
        return found

    def _fits(self, asked: Features, time: ActDate) -> dict[int, tuple[float, int, bool]]:
        """Return for the rows with most in common: score, nearest of their expressions, later text."""
        standing = self._in_force(time)
        telling = {name: weight * self._rarity.get(name, 0.0) for name, weight in asked.items()}
        whole: dict[int, float] = {}
        for name, weight in telling.items():
            for number, share in self._by_row.get(name, ()):
                if number in standing:
                    whole[number] = whole.get(number, 0.0) + weight * share
        found: dict[int, tuple[float, int, bool]] = {}
        for number in heapq.nlargest(_LOOKED_AT, whole, key=whole.__getitem__):
            entry = self._entries[number]
            best, nearest = 0.0, entry.first
            for expression in range(entry.first, entry.last):
                met = sum(
                    telling[name] * share
                    for name, share in self._shares[expression].items()
                    if name in telling
                )
                if met > best:
                    best, nearest = met, expression
            found[number] = (best + _WHOLE * whole[number], nearest, standing[number])
        return found

    def _law_before_law(self, scored: list[_Scored], asked: Features) -> list[_Scored]:
        """Rank; of rows that fit about as well, special law stands first, and then the higher text."""
        head = sorted(scored, key=self._order)[:_HEAD]
        displaced = {
            code
            for each in head
            if each.score >= _AS_WELL * head[0].score
            for code in self._entries[each.number].row.instead_of
        }
        for each in scored:
            if self._entries[each.number].row.code in displaced:
                each.score *= _DISPLACED
        conducts = frozenset(name for name in asked if name.startswith("f:"))
        for lower in head if conducts else ():
            above = [each for each in head if self._repeats(lower, each, conducts)]
            lower.score = min([lower.score, *(0.99 * each.score for each in above)])
        return sorted(scored, key=self._order)

    def _repeats(self, lower: _Scored, higher: _Scored, conducts: frozenset[str]) -> bool:
        """Whether a row only repeats, at a lower rank, conduct that a higher text punishes as well."""
        mine, other = self._entries[lower.number], self._entries[higher.number]
        if mine.rank <= other.rank or higher.score < _AS_WELL * lower.score:
            return False
        if mine.of_persons != other.of_persons or (mine.made_for and mine.made_for != other.made_for):
            return False
        ours, theirs = self._expressions[lower.nearest].features, self._expressions[higher.nearest].features
        return any(name in ours and name in theirs for name in conducts)

    def _order(self, each: _Scored) -> tuple[float, str]:
        return -each.score, self._entries[each.number].row.code

    def _to_fill(self, time: ActDate, taken: set[int], wanted: int) -> list[_Scored]:
        """Rows of general law in force that nothing speaks for, when too few have anything in common."""
        free = (
            _Scored(0.0, number, entry.first, later=False)
            for number, entry in enumerate(self._entries)
            if number not in taken and not entry.made_for and entry.row.covers(time.first)
        )
        return [each for each, _n in zip(free, range(wanted), strict=False)]


def _with_circumstances(core: Told, whole: Told) -> Told:
    """Let the clause that says what was done weigh in full, what else is told only in part."""
    return replace(
        whole,
        features={
            name: weight if name in core.features else weight * _CIRCUMSTANCE
            for name, weight in whole.features.items()
        },
    )


def _ways(row: Violation) -> list[str]:
    conduct = clean(row.conduct)
    parts = [part for part in clauses(conduct.replace("或者", "；")) if len(part) >= 4]
    return list(dict.fromkeys([conduct, *parts, *(clean(word) for word in row.words)]))


def _covers(cited: Citation, row: Violation) -> bool:
    """Whether a citation in what was said is the row's penalty or duty, or the article around it."""
    return any(
        (each.statute, each.article, each.sub) == (cited.statute, cited.article, cited.sub)
        and cited.paragraph in {None, each.paragraph}
        and cited.item in {None, each.item}
        for each in (row.penalty, row.duty, *row.also)
    )


def _certainty(score: float, best: float) -> str:
    if score >= _SURE and score >= _NEAR * best:
        return "high"
    return "medium" if score >= _LIKELY and score >= _NEAR * best / 2 else "low"


def _together(lists: Sequence[Sequence[Candidate]], *, most: int) -> tuple[Candidate, ...]:
    """Rank the candidates of several acts: the best of each act first, then by score."""
    firsts = sorted((each[0] for each in lists if each), key=lambda each: -each.score)
    rest = sorted((c for each in lists for c in each[1:]), key=lambda each: -each.score)
    seen: dict[str, Candidate] = {}
    lowest = firsts[0].score if firsts else 0.0
    for each in (*firsts, *rest):
        # One order, one scale: what stands behind the best of another act does not score above it.
        lowest = min(lowest, each.score)
        seen.setdefault(each.row.code + str(each.row.valid_from), replace(each, score=lowest))
    return tuple(seen.values())[: max(most, LEAST)]


@lru_cache(maxsize=1)
def matcher() -> Matcher:
    """Return the index over the delivered catalogue."""
    return Matcher(every_row())


def match(text: str, on: str | date, *, industries: Iterable[str] = (), most: int = 8) -> Match:
    """Rank the rows of the delivered catalogue for what was said; see `Matcher.match`."""
    return matcher().match(text, on, industries=industries, most=most)
