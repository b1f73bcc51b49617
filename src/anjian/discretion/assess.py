"""What may be imposed for cited articles: range or multiples, procedure, and how it was found.

The range is the statute's. Facts narrow the stages of an article; without facts it spans all of them.
Several articles: one act under several rules takes the one with the higher fine (APL 29), several
acts are decided one by one and merged, so without a word about it the range reaches from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from anjian.discretion import articles, bands, factors, lines, money
from anjian.discretion.articles import Found
from anjian.discretion.cited import TARGET_NAMES, Article, Ask, add_row, judge_article
from anjian.discretion.measures import MEASURES
from anjian.discretion.money import Span, number
from anjian.discretion.narrowing import Facts, read_facts
from anjian.discretion.trace import Line, as_json, line
from anjian.law.statutes import APL, Citation
from anjian.law.violations import BASES


def assess(told: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one question of the contract (`./anjian law assess --help`).

    Raises ValueError for a date, target or sum that cannot be read.
    """
    days = articles.read_days(str(told["date"]))
    target = str(told.get("target") or "unit")
    if target not in TARGET_NAMES:
        raise ValueError(f"不认识的处罚对象：{target}（可用：{'、'.join(TARGET_NAMES)}）")
    given = told.get("facts") or {}
    facts = read_facts(given)
    trace: list[Line] = []
    acted = articles.read_days(str(facts.get("conduct_on"))) if facts.get("conduct_on") else days
    asked = [articles.read_place(each) for each in told.get("penalty_articles") or ()]
    ask = Ask(target, facts, acted, days, trace)
    found = [judge_article(place, ask) for place in asked]
    if not asked:
        trace.append(line("law", "没有写明处罚依据。", warning=True))
    return _answer(told, found, ask)


def _answer(told: Mapping[str, Any], found: list[Article], ask: Ask) -> dict[str, Any]:
    facts, trace = ask.facts, ask.trace
    fined = [each for each in found if each.fined]
    status = _status(found)
    span = _together(fined, facts, trace)
    multiples = [m for each in fined for m in each.multiples]
    span = _reduced(found, span, ask)
    open_above = bool(multiples) and span is not None
    answer: dict[str, Any] = {
        "id": told.get("id"),
        "status": status,
        "in_force": None if status == "unknown" else status != "not_in_force",
        "range_yuan": span.as_json() if span else None,
        "multiples": multiples or None,
        "open_above": open_above,
        **_procedure(fined, span, ask, unmeasured=bool(multiples)),
        "basis": [_basis(each) for each in found],
    }
    band = _band(fined, told.get("facts") or {}, ask)
    if band is not None:
        answer["band_yuan"] = band.as_json()
    if status == "not_in_force":
        answer["for_earlier_conduct"] = _earlier(found, ask)
    if status == "unknown":
        answer["unknown"] = (
            "；".join(f"{each.place}：{each.found.why}" for each in found if each.found.status == "unknown")
            or "没有写明处罚依据"
        )
    if facts.unused:
        trace.append(line("stage", f"没有用到的情况：{'、'.join(facts.unused)}。"))
    answer["trace"] = as_json(trace)
    return answer


def _status(found: Iterable[Article]) -> str:
    """known; partial (some articles are unknown); no_fine (for this target); not_in_force; unknown."""
    each = [a for a in found if a.found.status != "no_fine"]
    if any(a.fined for a in each):
        return "known" if all(a.found.status == "known" for a in each) else "partial"
    if any(a.found.status == "known" for a in each):
        return "no_fine"
    return "not_in_force" if any(a.found.status == "not_in_force" for a in each) else "unknown"


def _together(fined: list[Article], facts: Facts, trace: list[Line]) -> Span | None:
    by_place = {str(each.place): each.span for each in fined if each.span is not None}
    spans = list(by_place.values())
    if len(spans) < 2:
        return spans[0] if spans else None
    highest = spans[0]
    for each in spans[1:]:
        highest = money.heavier(highest, each)
    merged = money.total(spans)
    several = facts.get("acts")
    if several in {"one", "一个", False}:
        trace.append(line("merge", f"一个违法行为触犯数个规定，按罚款数额高的{highest}。", APL.art(29)))
        return highest
    if several in {"several", "数个", True}:
        trace.append(line("merge", f"数个违法行为分别裁量、合并处罚，合计{merged}。", APL.art(5, 2)))
        return merged
    both = money.union(each for each in (highest, merged) if each)
    trace.append(
        line(
            "merge",
            f"有{len(spans)}项依据：一个行为触犯数个规定的按高的{highest}；数个行为分别裁量、合并为{merged}。",
            APL.art(29),
        )
    )
    return both


def _reduced(found: Iterable[Article], span: Span | None, ask: Ask) -> Span | None:
    facts, days, trace = ask.facts, ask.decided, ask.trace
    if span is None:
        return None
    for each in found:
        law, place = each.found.statute, each.place
        if each.found.status != "no_fine" or law is None or place.article is None:
            continue
        cited = Citation(law.code, law.short, place.article, place.paragraph, place.item)
        known = factors.reducing(cited)
        if known and known.covers(days.last):
            trace.append(
                line(
                    "factor",
                    f"引用{known.label}：可以减轻，法定下限不再限制。",
                    *known.cites,
                    confidence=str(known.confidence),
                )
            )
            return Span(money.ZERO, span.high)
    named = {str(f) for f in facts.get("factors") or ()} if isinstance(facts.get("factors"), list) else set()
    if any((known := factors.factor(code)) and "reduced" in known.effects for code in named):
        trace.append(line("factor", "有法定减轻情节，法定下限不再限制。", APL.art(32)))
        return Span(money.ZERO, span.high)
    return span


def _procedure(fined: list[Article], span: Span | None, ask: Ask, *, unmeasured: bool) -> dict[str, Any]:
    target, facts, days, trace = ask.target, ask.facts, ask.decided, ask.trace
    names = ("hearing_required", "legal_review_required", "collective_discussion_required")
    if not fined:
        return {**dict.fromkeys(names), "simple_procedure_allowed": None}
    amount = facts.get("amount")
    top = amount if amount is not None else (span.high if span else None)
    others = (
        ()
        if amount is not None
        else tuple(
            dict.fromkeys(
                words for a in fined for f in a.fined for words in (f.stage.order, *f.stage.other) if words
            )
        )
    )
    penalty = lines.Penalty(
        fine=top or Decimal(0),
        person=target != "unit",
        open_above=amount is None and (unmeasured or top is None),
        confiscation=facts.get("confiscation") or money.ZERO,
        others=others,
    )
    place = str(facts.get("place") or "")
    judged = [lines.judge(penalty, on=day, place=place) for day in dict.fromkeys((days.last, days.first))]
    trace.extend(judged[0].trace)
    return {
        "hearing_required": any(j.hearing.required for j in judged),
        "legal_review_required": any(j.legal_review.required for j in judged),
        "collective_discussion_required": any(j.discussion.required for j in judged),
        "simple_procedure_allowed": all(j.simple_allowed for j in judged),
        "judged_at_yuan": None if penalty.open_above else number(penalty.fine),
        "hearing_from_yuan": _value(judged[0].hearing),
        "legal_review_from_yuan": _value(judged[0].legal_review),
        "collective_discussion_from_yuan": _value(judged[0].discussion),
        "lines_confidence": str(judged[0].hearing.figure.confidence) if judged[0].hearing.figure else None,
    }


def _value(crossing: lines.Crossing) -> int | float | None:
    figure = crossing.figure
    return number(figure.value) if figure and figure.value is not None else None


def _band(fined: list[Article], given: Mapping[str, Any], ask: Ask) -> Span | None:
    """The band of the benchmark, when the facts leave one row at one stage."""
    facts, days, trace = ask.facts, ask.decided, ask.trace
    each = [f for a in fined for f in a.fined]
    if len(each) != 1 or (span := each[0].span) is None:
        return None
    stated = {
        code: value if isinstance(value, bool) else Decimal(str(value))
        for code, value in given.items()
        if code in MEASURES and isinstance(value, bool | int | float)
    }
    one = each[0]
    band = bands.divide(
        bands.Measured(
            violation=one.row,
            target=one.target,
            stage=one.stage.code,
            statutory=span,
            stated=stated,
            bases=facts.bases,
            on=days.last,
            place=str(facts.get("place") or ""),
        ),
        level="general",
    )
    if band.fitted is None or band.fitted.grade is None:
        return None
    trace.extend(band.lines)
    return band.span


def _basis(article: Article) -> dict[str, Any]:
    found = article.found
    return {
        "article": str(article.place),
        "status": found.status,
        "why": found.why,
        "rows": [
            {"code": r.code, "conduct": r.conduct, "penalty": str(r.penalty), "confidence": str(r.confidence)}
            for r in {f.row.code: f.row for f in article.fined}.values()
        ],
        "stages": [
            {
                "row": f.row.code,
                "stage": f.stage.code,
                "label": f.stage.label,
                "target": f.target,
                "fine": str(f.stage.fines[f.target]),
                "of": BASES[f.stage.fines[f.target].base],
                "range_yuan": f.span.as_json() if f.span else None,
            }
            for f in article.fined
        ],
    }


def _earlier(found: Iterable[Article], ask: Ask) -> dict[str, Any] | None:
    """What a text that has ended sets for acts of its time, which it goes on to judge (APL 37)."""
    for each in found:
        rows = articles.before(each.place, ask.decided)
        if not rows:
            continue
        old = Article(each.place, Found(status="known", why="", rows=rows))
        told: list[Line] = []
        for row in rows:
            add_row(old, row, replace(ask, trace=told))
        until = rows[0].valid_to
        if old.span:
            ask.trace.append(
                line(
                    "later_law",
                    f"{each.place}只适用于{until}以前的行为；其幅度为{old.span}，新规定较轻的适用新规定。",
                    APL.art(37),
                )
            )
            return {"range_yuan": old.span.as_json(), "until": str(until)}
    return None
