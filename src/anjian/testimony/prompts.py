"""May this question be released to a room? Neutral wording and no leak between rooms.

A prompt may be a neutral question only (《行政诉讼证据规定》第五十七条, 《行政处罚法》第四十六条):
it names nobody's words, leads to no answer, threatens nothing, promises nothing and
carries nothing that only another room has said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from anjian.testimony import lexicon
from anjian.testimony.model import Person, Span, Statement
from anjian.testimony.normalise import fold
from anjian.testimony.numbers import quantities
from anjian.testimony.persons import Cast

_ROLE = (
    "[老小][一-鿿](?=说|讲|让|安排|交代|承认|叫|派)|[一-鿿]某(?:某)?|(?:[一-鿿]{0,3})(?:厂长|矿长|经理|主任|科长|部长|队长|站长|班长|组长|工长|总监|主管|老板|安全员|司机|师傅|监理|会计|电工|焊工|带班|值长|调度|领导)"
)
_LEAK_CITE = "《最高人民法院关于行政诉讼证据若干问题的规定》第五十七条；证人证言应当个别取得"
_LEAK_LENGTH = 6
# the plain frame of a neutral question; what it contains is never a leak
_NEUTRAL = re.compile(r"请|核实|说明|谁|什么|怎么|如何|几|多少|哪|是否|有没有|有无|情况|时间|地点|过程|具体|位置|方式|顺序|由|吗|？")


@dataclass(frozen=True, slots=True)
class PromptProblem:
    """Why a prompt may not go out: stable code, offending stretch, reason, article, cure."""

    code: str
    span: Span
    reason: str
    cite: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    reason: str
    cite: str
    suggestion: str
    patterns: tuple[str, ...]


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(r["code"], r["reason"], r["cite"], r["suggestion"], tuple(r["patterns"])) for r in lexicon.load("prompts.json")["rules"]
    )


@lru_cache(maxsize=64)
def _compiled(people: tuple[str, ...]) -> tuple[tuple[_Rule, tuple[re.Pattern[str], ...]], ...]:
    names = "|".join(re.escape(p) for p in sorted(people, key=len, reverse=True)) or "(?!)"
    return tuple(
        (rule, tuple(re.compile(p.replace("{p}", f"(?:{names})").replace("{r}", f"(?:{_ROLE})")) for p in rule.patterns))
        for rule in _rules()
    )


def _names(persons: Sequence[Person]) -> tuple[str, ...]:
    found = set()
    for person in persons:
        found.update(f for f in (person.name, *person.aliases) if len(f) >= 2)
    return tuple(sorted(found))


def check(text: str, *, persons: Sequence[Person], testimonies: Sequence[Statement] = ()) -> tuple[PromptProblem, ...]:
    """Every reason the text may not be shown in a room; empty when it may.

    `testimonies` are the statements already on record in the case: values and wording
    that only they contain may not reach another room through the prompt.
    """
    folded = fold(text)
    problems: list[PromptProblem] = []
    if not folded.strip():
        return (PromptProblem("empty", (0, len(text)), "没有内容", "", "写一个中性的问题"),)
    for rule, patterns in _compiled(_names(persons)):
        for pattern in patterns:
            if match := pattern.search(folded):
                problems.append(PromptProblem(rule.code, match.span(), rule.reason, rule.cite, rule.suggestion))
                break
    problems.extend(_leaks(folded, persons, testimonies))
    return tuple(sorted(problems, key=lambda p: (p.span, p.code)))


def _leaks(text: str, persons: Sequence[Person], testimonies: Sequence[Statement]) -> list[PromptProblem]:
    """Wording or disputed values that only somebody's answer contains."""
    if not testimonies:
        return []
    asked = "".join(fold(s.question) for s in testimonies)
    found: list[PromptProblem] = []
    answers = [fold(s.answer) for s in testimonies]
    if span := _longest_shared(text, answers, asked):
        found.append(
            PromptProblem("leak_wording", span, "与他人回答的原话重合", _LEAK_CITE, "用自己的话提问，不要沿用回答里的措辞")
        )
    values = {(q.lo, q.hi, q.dim) for a in answers for q in quantities(a) if q.unit}
    public = {(q.lo, q.hi, q.dim) for q in quantities(asked) if q.unit}
    for quantity in quantities(text):
        if quantity.unit and (quantity.lo, quantity.hi, quantity.dim) in values - public:
            found.append(
                PromptProblem("leak_value", (quantity.start, quantity.end), "问题里带出了他人回答中的数值", _LEAK_CITE, "改问“多少”“几个”，不要给出数值")
            )
            break
    cast = Cast(persons)
    if re.search(r"(?<!由)(安排|指使|指挥|派|让|叫)[^谁？]{0,8}(的|了|过)?[吗吧？?]*$", text) and not re.search("谁|哪|如何|怎么|有没有人|是否有人", text):
        people = [m for m in cast.mentions(text) if m.known]
        if people and not any(p.code == "leak_wording" for p in found):
            who = people[0]
            found.append(
                PromptProblem("presupposes", (who.start, len(text)), "问题里预设了有争议的人", _LEAK_CITE, "改问“由谁安排”，不要点名")
            )
    return found


def _longest_shared(text: str, answers: Sequence[str], asked: str) -> Span | None:
    best: Span | None = None
    for start in range(len(text)):
        size = _LEAK_LENGTH
        while start + size <= len(text):
            piece = text[start : start + size]
            if "，" in piece or "。" in piece or piece in asked or not any(piece in a for a in answers):
                break
            if best is None or size > best[1] - best[0]:
                best = (start, start + size)
            size += 1
    if best and len(_NEUTRAL.findall(text[slice(*best)])) * 3 >= best[1] - best[0]:
        return None
    return best
