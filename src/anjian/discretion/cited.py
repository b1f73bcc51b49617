"""One cited article: the rows of the catalogue it names and the fines they leave open for a target."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from anjian.discretion import articles, bands, money
from anjian.discretion.articles import Days, Found, Place
from anjian.discretion.money import Span
from anjian.discretion.narrowing import Facts, possible
from anjian.discretion.trace import Line, line
from anjian.law.statutes import APL, WSL
from anjian.law.violations import TARGETS, Stage, Violation

# Whom the question names, and as whom the articles fine him: the first that an article knows.
TARGET_NAMES: dict[str, tuple[str, ...]] = {
    "unit": ("unit",),
    "principal": ("principal", "responsible", "individual"),
    "safety_manager": ("other_head", "responsible", "individual", "staff"),
    "responsible_person": ("responsible", "individual", "staff"),
    "individual": ("individual", "staff", "responsible", "other_head", "principal", "unit"),
    "other_head": ("other_head", "responsible"),
    "responsible": ("responsible", "individual", "staff"),
    "staff": ("staff", "responsible", "individual"),
}
# Laws whose articles say how to weigh and proceed, and fix no fine for conduct.
WITHOUT_FINES = frozenset({"APL", "DIS", "DIT", "ACL", "XXG"})


@dataclass(frozen=True, slots=True)
class Ask:
    """The question: when the act was and when it is judged, whom, by which facts; and the trace so far."""

    target: str
    facts: Facts
    acted: Days
    decided: Days
    trace: list[Line]


@dataclass(slots=True)
class Fined:
    """One possible fine: a row at a stage for a target."""

    row: Violation
    stage: Stage
    target: str
    span: Span | None


@dataclass(slots=True)
class Article:
    """An article of the question, what the catalogue has about it and the fines that stay possible."""

    place: Place
    found: Found
    fined: list[Fined] = field(default_factory=list)

    @property
    def span(self) -> Span | None:
        """The range in yuan over all of them, as far as it is known."""
        return money.union(f.span for f in self.fined if f.span)

    @property
    def multiples(self) -> list[dict[str, Any]]:
        """The shares and multiples whose measure is not known."""
        seen: list[dict[str, Any]] = []
        for each in self.fined:
            fine = each.stage.fines[each.target]
            if each.span is not None or fine.base == "yuan":
                continue
            share = 100 if fine.base == "income" else 1
            told = {
                "of": fine.base,
                "low": fine.low / share,
                "high": fine.high / share,
                "stage": each.stage.code,
            }
            if told not in seen:
                seen.append(told)
        return seen


def judge_article(place: Place, ask: Ask) -> Article:
    """Return an article with the fines it leaves open, and tell the trace."""
    trace = ask.trace
    law = articles.statute_named(place.law)
    if law is not None and law.code in WITHOUT_FINES:
        trace.append(line("factor", f"{place}是裁量、程序规定，不单独设定罚款。"))
        return Article(place, Found(status="no_fine", why="不单独设定罚款", statute=law))
    found = articles.find(place, ask.acted)
    article = Article(place, found)
    if found.status != "known":
        word = "不适用" if found.status == "not_in_force" else "未知"
        trace.append(line("law", f"{place}：{word}。{found.why}。", warning=True))
        return article
    for row in found.rows:
        add_row(article, row, ask)
    if ask.acted != ask.decided:
        _later_law(article, ask)
    if not article.fined:
        who = TARGETS[TARGET_NAMES[ask.target][0]]
        trace.append(line("target", f"{place}对{who}没有规定罚款。", warning=True))
    return article


def add_row(article: Article, row: Violation, ask: Ask) -> None:
    """Add the fines of one row of the catalogue."""
    facts, trace = ask.facts, ask.trace
    place = article.place
    stages = [s for s in row.stages if _stage_asked(s, place, row)]
    if article.found.stages and not facts.get("extreme"):
        stages = [s for s in stages if s.code in article.found.stages]
    told = False
    for stage in possible(stages, facts):
        who = next((t for t in TARGET_NAMES[ask.target] if t in stage.fines), None)
        if who is None:
            continue
        fine = stage.fines[who]
        span = _span(row, stage, who, facts, article.found.stages)
        article.fined.append(Fined(row, stage, who, span))
        may = "可以" if stage.may else ""
        order = f"{stage.order}，" if stage.order else ""
        words = f"{may}处{fine}罚款" + (f"，即{span}" if span and fine.base != "yuan" else "")
        trace.append(
            line(
                "range",
                f"{row.conduct}，{stage.label}：{order}对{TARGETS[who]}{words}。",
                row.penalty,
                source=row.source,
                confidence=str(row.confidence),
                warning=not row.verified,
            )
        )
        told = True
    if told and row.daily and facts.get("days"):
        trace.append(_daily(int(facts.get("days"))))


def _stage_asked(stage: Stage, place: Place, row: Violation) -> bool:
    """Whether the cited paragraph holds the stage: the multiple of WSL 114 stands in its paragraph 2."""
    if stage.code != "accident_grave" or row.penalty.paragraph is None:
        own = row.penalty.paragraph
        multiple = any(s.code == "accident_grave" for s in row.stages)
        return not (multiple and own and place.paragraph == own + 1)
    return place.paragraph != row.penalty.paragraph


def _span(row: Violation, stage: Stage, who: str, facts: Facts, only: tuple[str, ...]) -> Span | None:
    fine = stage.fines[who]
    bases = facts.bases
    grade = facts.get("accident") or (only[0] if only else "")
    if fine.base == "base_fine" and "base_fine" not in bases and grade:
        plain = next((s for s in row.stages if s.code == grade), None)
        if plain and who in plain.fines:
            whole = money.in_yuan(plain.fines[who], bases)
            return Span(whole.low * fine.low, (whole.high or whole.low) * fine.high) if whole else None
    return bands.statutory_span(row, who, stage.code, bases)


def _later_law(article: Article, ask: Ask) -> None:
    """The text of the day of decision counts when it is the lighter one (APL 37)."""
    place = article.place
    later = articles.find(place, ask.decided)
    if later.status != "known" or {id(r) for r in later.rows} == {id(r) for r in article.found.rows}:
        return
    other = Article(place, later)
    mine: list[Line] = []
    again = replace(ask, trace=mine)
    for row in later.rows:
        add_row(other, row, again)
    one, two = article.span, other.span
    if one is None or two is None:
        return
    lighter_now = money.weight(two) < money.weight(one)
    word = f"新文本{two}较轻，适用新文本" if lighter_now else f"新文本{two}不较轻，适用行为时的文本{one}"
    ask.trace.append(line("later_law", f"{place}在决定时已有新文本：{word}。", APL.art(37)))
    if lighter_now:
        article.fined = other.fined
        ask.trace.extend(mine)


def _daily(days: int) -> Line:
    return line(
        "daily",
        f"责令改正后拒不改正的，自责令改正之日的次日起按原处罚数额按日连续处罚，{days}日为原数额的{days}倍。",
        WSL.art(112),
    )
