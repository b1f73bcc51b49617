"""Finding the article: from what an officer saw to the rows of the catalogue that punish it.

Deterministic and offline. A text is split into clauses; each clause is turned into features: pairs of
characters, concepts of the word files, and whole conducts that the word files recognise. Rows of the
catalogue are turned into the same features, one set for each way their conduct is put, and weighed by
how rare a feature is among the rows. The law of the day of the act decides which rows stand to
choice; rows made for the industry that the text names go before those of general law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from anjian.law.act_dates import ActDate, read_act_date
from anjian.law.features import Features, Told, read_text, weigh
from anjian.law.violations import Violation, every_row
from anjian.law.wording import Vocabulary, clauses, clean, vocabulary

LEAST = 5
"""Candidates that are always given, however weak, while the catalogue has so many."""

# Tuned on the sentences that are not held out; see docs/explanation/finding-the-article.md.
_WHOLE = 0.25
_LENGTH = 0.55
_OTHER_INDUSTRY = 0.42
_UNSAID_INDUSTRY = 0.78
_OTHER_AGENCY = 0.6
_CIRCUMSTANCE = 0.45
_OWN_INDUSTRY = 1.12
_DISPLACED = 0.9
_LATER_TEXT = 0.9
_WEIGHT_OF_CONDUCT = 9.0
_SURE, _LIKELY = 22.0, 11.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row was found: words of the officer beside the words of the row that they meet."""

    said: str
    row: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the catalogue with how well it fits. `later_text`: in force only later in that time."""

    row: Violation
    score: float
    reasons: tuple[Reason, ...]
    later_text: bool = False

    @property
    def certainty(self) -> str:
        """high, medium or low: how much of what was said the row answers."""
        return "high" if self.score >= _SURE else "medium" if self.score >= _LIKELY else "low"


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


@dataclass(frozen=True, slots=True)
class _Expression:
    """One way in which a row puts its conduct."""

    text: str
    told: Told
    size: float


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Violation
    expressions: tuple[_Expression, ...]
    whole: Features
    whole_size: float
    industries: frozenset[str]
    special: bool
    """Whether the whole statute is made for its industry."""

    def factor(self, known: frozenset[str]) -> float:
        """How far the industries that the text names speak for the row, and who decides against it."""
        factor = _OTHER_AGENCY if self.row.decided_by else 1.0
        if not self.industries:
            return factor
        if self.industries & known:
            return factor * (_OWN_INDUSTRY if self.special else 1.0)
        return factor * (_OTHER_INDUSTRY if self.special else _UNSAID_INDUSTRY)


class Matcher:
    """An index over rows of the catalogue, built once and then only read."""

    def __init__(self, rows: Iterable[Violation], words: Vocabulary | None = None) -> None:
        """Read all rows; takes about a second for a thousand of them."""
        self._words = words or vocabulary()
        drafts = [(row, [read_text(text, self._words) for text in _ways(row)]) for row in rows]
        self._rarity = weigh({name for told in tolds for name in told.features} for _row, tolds in drafts)
        self._entries = tuple(self._entry(row, tolds) for row, tolds in drafts)
        self._holding: dict[str, list[int]] = {}
        for number, entry in enumerate(self._entries):
            for name in entry.whole:
                self._holding.setdefault(name, []).append(number)

    def _entry(self, row: Violation, tolds: Sequence[Told]) -> _Entry:
        whole: dict[str, float] = {}
        for told in tolds:
            for name, weight in told.features.items():
                whole[name] = max(whole.get(name, 0.0), weight)
        return _Entry(
            row=row,
            expressions=tuple(_Expression(told.text, told, self._size(told.features)) for told in tolds),
            whole=whole,
            whole_size=self._size(whole),
            industries=frozenset(row.applies_to)
            or self._words.statutes.get(row.penalty.statute, frozenset()),
            special=row.penalty.statute in self._words.statutes,
        )

    def _size(self, features: Features) -> float:
        return (
            sum((weight * self._rarity.get(name, 0.0)) ** 2 for name, weight in features.items()) ** 0.5
            or 1.0
        )

    def match(self, text: str, on: str | date, *, industries: Iterable[str] = (), most: int = 8) -> Match:
        """Rank the rows in force at the time of the act for what was said.

        `industries` adds what is known of the firm. Raises ValueError for a date that cannot be read.
        """
        time = read_act_date(on)
        whole = read_text(clean(text), self._words)
        known = frozenset(industries) | self._words.industries_of(whole.concepts)
        parts = self._acts(clean(text), whole)
        acts = tuple(Act(part.text, self._rank(part, time, known, most=most)) for part in parts)
        if len(acts) < 2:
            only = acts[0].candidates if acts else self._rank(whole, time, known, most=most)
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

    def _rank(self, told: Told, time: ActDate, known: frozenset[str], *, most: int) -> tuple[Candidate, ...]:
        rarity = self._rarity
        asked = {name: weight * rarity[name] for name, weight in told.features.items() if name in rarity}
        numbers = {number for name in asked for number in self._holding[name]}
        scored: list[tuple[float, int, _Expression, bool]] = []
        for number in numbers:
            entry = self._entries[number]
            now = entry.row.covers(time.first)
            if not now and not (time.first < entry.row.valid_from <= time.last):
                continue
            score, nearest = self._fit(asked, entry)
            score *= entry.factor(known)
            scored.append((score if now else score * _LATER_TEXT, number, nearest, not now))
        scored.sort(key=lambda each: (-each[0], self._entries[each[1]].row.code))
        scored = self._special_law_first(scored)
        scored += self._to_fill(
            time, {number for _score, number, _nearest, _later in scored}, LEAST - len(scored)
        )
        return tuple(
            Candidate(self._entries[n].row, round(score, 2), _reasons(told, nearest), later)
            for score, n, nearest, later in scored[: max(most, LEAST)]
        )

    def _to_fill(
        self, time: ActDate, taken: set[int], wanted: int
    ) -> list[tuple[float, int, _Expression, bool]]:
        """Rows of general law in force that nothing speaks for, when too few have anything in common."""
        free = (
            (0.0, number, entry.expressions[0], False)
            for number, entry in enumerate(self._entries)
            if number not in taken and not entry.industries and entry.row.covers(time.first)
        )
        return [each for each, _n in zip(free, range(wanted), strict=False)]

    def _fit(self, asked: Mapping[str, float], entry: _Entry) -> tuple[float, _Expression]:
        best, nearest = -1.0, entry.expressions[0]
        for each in entry.expressions:
            features = each.told.features
            met = sum(
                weight * features[name] * self._rarity[name]
                for name, weight in asked.items()
                if name in features
            )
            met /= each.size**_LENGTH
            if met > best:
                best, nearest = met, each
        whole = sum(
            w * entry.whole[name] * self._rarity[name] for name, w in asked.items() if name in entry.whole
        )
        return best + _WHOLE * whole / entry.whole_size**_LENGTH, nearest

    def _special_law_first(
        self, scored: list[tuple[float, int, _Expression, bool]]
    ) -> list[tuple[float, int, _Expression, bool]]:
        """Put a row of general law behind the row of special law that goes before it and fits as well."""
        head = scored[:12]
        displaced = {
            code
            for score, number, _nearest, _later in head
            for code in self._entries[number].row.instead_of
            if head and score >= 0.8 * head[0][0]
        }
        moved = [
            (score * (_DISPLACED if self._entries[n].row.code in displaced else 1.0), n, nearest, later)
            for score, n, nearest, later in scored
        ]
        return sorted(moved, key=lambda each: (-each[0], self._entries[each[1]].row.code))


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


def _reasons(told: Told, nearest: _Expression) -> tuple[Reason, ...]:
    """Pair the words of both sides: the same concept first, then the same letters."""
    pairs: dict[str, str] = {}
    for concept, said in told.sayings.items():
        if concept in nearest.told.sayings:
            pairs.setdefault(said, nearest.told.sayings[concept])
    same = [name[2:] for name in told.features if name.startswith("b:") and name in nearest.told.features]
    for pair in same:
        if not any(pair in said for said in pairs):
            pairs[pair] = pair
    ordered = sorted(pairs.items(), key=lambda each: (-len(each[0]), each[0]))
    return tuple(Reason(said, row) for said, row in ordered[:6])


def _together(lists: Sequence[Sequence[Candidate]], *, most: int) -> tuple[Candidate, ...]:
    """Rank the candidates of several acts: the best of each act first, then by score."""
    firsts = sorted((each[0] for each in lists if each), key=lambda each: -each.score)
    rest = sorted((c for each in lists for c in each[1:]), key=lambda each: -each.score)
    seen: dict[str, Candidate] = {}
    for each in (*firsts, *rest):
        seen.setdefault(each.row.code + str(each.row.valid_from), each)
    return tuple(seen.values())[: max(most, LEAST)]


@lru_cache(maxsize=1)
def matcher() -> Matcher:
    """Return the index over the delivered catalogue."""
    return Matcher(every_row())


def match(text: str, on: str | date, *, industries: Iterable[str] = (), most: int = 8) -> Match:
    """Rank the rows of the delivered catalogue for what was said; see `Matcher.match`."""
    return matcher().match(text, on, industries=industries, most=most)
