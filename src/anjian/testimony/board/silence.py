"""Who was asked what and gave no answer, who was never asked, and what to ask next in each room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from anjian.testimony.board.matters import Matter, title
from anjian.testimony.board.points import THING, Heard, Point, main_concept
from anjian.testimony.lexicon import by_id
from anjian.testimony.persons import Cast

QUESTIONS = 3
NAMED = 4
# how much it would help to hear one more person on a matter
OPEN_RED, OPEN_YELLOW, EVADED, TWO_VOICES, ONE_VOICE, PLANNED = 4.0, 2.5, 1.2, 0.8, 0.4, 1.0
CONCERNED = 1.5

PlanQuestion = tuple[str, str, str]
"""Code, wording and slot of a question of the plan that has not been ticked off."""


@dataclass(frozen=True, slots=True)
class PersonSilence:
    """How one person answered: questions of fact, answered, did not know, kept silent."""

    pid: str
    asked: int
    answered: int
    unknown: int
    silent: int
    evaded: tuple[Evasion, ...]

    @property
    def share(self) -> int:
        """Percent of the questions of fact that brought no answer."""
        return round(100 * (self.unknown + self.silent) / self.asked) if self.asked else 0


@dataclass(frozen=True, slots=True)
class Evasion:
    """A question that brought 不知道, 记不清 or silence, and whether others could answer it."""

    sid: str
    key: str
    title: str
    question: str
    answer: str
    silent: bool
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A matter on which persons have not been heard."""

    key: str
    title: str
    why: str
    spoken: tuple[str, ...]
    evaded: tuple[str, ...]
    unasked: tuple[str, ...]
    disputes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A neutral question for one person, and in one sentence what an answer would settle."""

    pid: str
    text: str
    why: str
    keys: tuple[str, ...]
    titles: tuple[str, ...]
    codes: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class SilenceMap:
    """The whole map: persons, gaps, next questions."""

    persons: tuple[PersonSilence, ...]
    gaps: tuple[Gap, ...]
    questions: tuple[NextQuestion, ...]


@dataclass(slots=True)
class _Candidate:
    text: str
    weight: float = 0.0
    matters: list[Matter] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


Allowed = Callable[[str], bool]
Placed = Callable[[str, str], str]


@dataclass(slots=True)
class Silence:
    """Works out the silence map of a case.

    ``allowed`` says whether a text may be shown in a room (neutral, leaks nothing); ``placed``
    gives the key of the matter a question would belong to, or nothing.
    """

    heard: Mapping[str, Heard]
    cast: Cast
    allowed: Allowed
    placed: Placed

    def map(
        self, matters: Sequence[Matter], pids: Sequence[str], plan: Iterable[PlanQuestion] = ()
    ) -> SilenceMap:
        """The map for these persons; plan questions join the candidates where they are still open."""
        waiting = list(plan)
        questions = [q for pid in pids for q in self._questions(pid, matters, waiting)]
        return SilenceMap(
            tuple(self._person(pid, matters) for pid in pids),
            tuple(sorted((g for m in matters if (g := self._gap(m, pids))), key=_urgency)),
            tuple(questions),
        )

    def _person(self, pid: str, matters: Sequence[Matter]) -> PersonSilence:
        asked = [(m, p) for m in matters for p in m.points if p.pid == pid and p.asked]
        evaded = sorted(((m, p) for m, p in asked if p.stance != "says"), key=lambda x: x[1].order)
        return PersonSilence(
            pid=pid,
            asked=len(asked),
            answered=sum(p.stance == "says" for _m, p in asked),
            unknown=sum(p.stance == "unknown" for _m, p in asked),
            silent=sum(p.stance == "silent" for _m, p in asked),
            evaded=tuple(self._evasion(m, p) for m, p in evaded),
        )

    def _evasion(self, matter: Matter, point: Point) -> Evasion:
        statement = self.heard[point.sid].statement
        others = {p.pid for p in matter.points if p.stance == "says"} - {point.pid}
        return Evasion(
            sid=point.sid,
            key=matter.key,
            title=title(matter, self.heard, self.cast),
            question=statement.question,
            answer=statement.answer,
            silent=point.stance == "silent",
            others=tuple(sorted(others)),
        )

    def _gap(self, matter: Matter, pids: Sequence[str]) -> Gap | None:
        unasked = tuple(p for p in pids if p not in matter.persons)
        says = {p.pid for p in matter.points if p.stance == "says"}
        evaded = tuple(p for p in pids if p in matter.persons - says)
        worth = matter.open or bool(evaded) or len(matter.persons) >= 2
        if not worth or not (unasked or evaded):
            return None
        if matter.open:
            why = "说法矛盾，还有人没有问到" if unasked else "说法矛盾，被问到的人有的说不知道"
        elif evaded:
            why = "有人说不知道或者不回答"
        else:
            why = "已有人说到，还有人没有问到"
        return Gap(
            key=matter.key,
            title=title(matter, self.heard, self.cast),
            why=why,
            spoken=tuple(p for p in pids if p in says),
            evaded=evaded,
            unasked=unasked,
            disputes=tuple(d.no for d in matter.disputes if d.open),
        )

    def _questions(
        self, pid: str, matters: Sequence[Matter], plan: Sequence[PlanQuestion]
    ) -> list[NextQuestion]:
        found: dict[str, _Candidate] = {}
        by_key = {m.key: m for m in matters}
        for matter in matters:
            if pid in matter.persons:
                continue
            weight = self._weight(matter, pid)
            text = self._wording(matter) if weight else ""
            if text:
                candidate = found.setdefault(text, _Candidate(text))
                candidate.weight += weight
                candidate.matters.append(matter)
        for code, wording, _slot in plan:
            at = by_key.get(self.placed(pid, wording))
            if at is not None and pid in at.persons:
                continue
            host = next((c for c in found.values() if at in c.matters), None) if at else None
            candidate = host or found.setdefault(wording, _Candidate(wording))
            candidate.weight += PLANNED
            candidate.codes.append(code)
        ranked = sorted(found.values(), key=lambda c: (-round(c.weight, 6), c.text))
        kept: list[NextQuestion] = []
        for candidate in ranked:
            if len(kept) == QUESTIONS:
                break
            if self.allowed(candidate.text):
                kept.append(self._next(pid, candidate))
        return kept

    def _weight(self, matter: Matter, pid: str) -> float:
        """What one more voice on this matter is worth; nothing where the person cannot speak of it."""
        says = {p.pid for p in matter.points if p.stance == "says"}
        evaded = matter.persons - says
        concerned = any(pid in c.people or pid in c.subject for p in matter.points for c in p.claims)
        open_ones = [d for d in matter.disputes if d.open]
        if open_ones:
            base = max(OPEN_RED if d.tier == "red" else OPEN_YELLOW for d in open_ones)
        elif matter.disputes or not says or _about_himself(matter):
            return 0.0
        else:
            base = EVADED if evaded else TWO_VOICES if len(says) >= 2 else ONE_VOICE
            if base <= ONE_VOICE and not concerned:
                return 0.0
        return base + (CONCERNED if concerned else 0.0)

    def _wording(self, matter: Matter) -> str:
        """A question for any room about this matter: names nobody in the room and nobody's words."""
        leading = min((d for d in matter.disputes if d.open and d.named), key=lambda d: d.no, default=None)
        if leading is not None and leading.ask:
            return leading.ask
        head = matter.head
        if head.family == "present":
            return "请说明事发前后现场有哪些人，各自什么时候到、什么时候离开？"
        if head.family == "place" and head.key != THING:
            return "请说明事发时各人分别在什么位置、在做什么？"
        asked = self.heard[head.sid].statement.question if head.asked else ""
        if asked and len(asked) <= 30 and not self._personal(asked):
            return asked
        concept = main_concept(asked) if asked else None
        concept = concept or (by_id().get(head.key) if head.key else None)
        return f"请说明{concept.label}的情况：什么时间、由谁实施、有无凭证？" if concept else ""

    def _personal(self, question: str) -> bool:
        return any(c in question for c in "你他她") or any(m.known for m in self.cast.mentions(question))

    def _next(self, pid: str, candidate: _Candidate) -> NextQuestion:
        named = [title(m, self.heard, self.cast) for m in candidate.matters]
        disputed = sum(m.open for m in candidate.matters)
        parts = []
        if disputed:
            parts.append(f"可帮助查清{disputed}处矛盾")
        if rest := len(candidate.matters) - disputed:
            parts.append(f"可印证{rest}个已有人说到的事实")
        if candidate.codes:
            parts.append(f"提纲中还有{len(candidate.codes)}个问题没有问到")
        shown = "；".join(named[:NAMED]) + (f" 等{len(named)}项" if len(named) > NAMED else "")
        why = "，".join(parts) + (f"：{shown}" if shown else "") + f"；{self.cast.name(pid)}还没有被问到。"
        return NextQuestion(
            pid=pid,
            text=candidate.text,
            why=why,
            keys=tuple(m.key for m in candidate.matters),
            titles=tuple(named),
            codes=tuple(candidate.codes),
            weight=round(candidate.weight, 3),
        )


def _urgency(gap: Gap) -> tuple[bool, bool, int]:
    """Disputed matters first, then evaded ones, then those of which most have spoken."""
    return not gap.disputes, not gap.evaded, -len(gap.spoken)


def _about_himself(matter: Matter) -> bool:
    """A fact about the asked person only (his certificate, his training, where he was)."""
    head = matter.head
    if head.family in {"present", "place"}:
        return False
    concept = by_id().get(head.key) if head.family == "fact" and head.key else None
    if concept is not None:
        return concept.personal
    return len(matter.persons) == 1
