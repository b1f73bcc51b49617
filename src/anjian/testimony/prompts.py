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

from anjian.testimony.datafile import load
from anjian.testimony.lexicon import hits
from anjian.testimony.model import Person, Span, Statement
from anjian.testimony.normalise import fold
from anjian.testimony.numbers import quantities
from anjian.testimony.persons import Cast

_ROLE = (
    "[老小][一-鿿](?=说|讲|让|安排|交代|承认|叫|派)|[一-鿿]某(?:某)?|(?:[一-鿿]{0,3})(?:厂长|"
    "矿长|经理|主任|科长|部长|队长|站长|班长|组长|工长|总监|主管|老板|安全员|司机|师傅|监理|"
    "会计|电工|焊工|带班|值长|调度|领导)"
)
_LEAK_CITE = "《最高人民法院关于行政诉讼证据若干问题的规定》第五十七条；证人证言应当个别取得"
_LEAK_LENGTH = 5
# the plain frame of a neutral question; what it contains is never a leak
_NEUTRAL = re.compile(
    r"请|核实|说明|谁|什么|怎么|如何|几|多少|哪|是否|有没有|有无|情况|时间|地点|过程|具体|位置|方式|顺序|由|吗|？"
)


# what makes a stretch a question or a request; a stretch that is neither asserts something
_ASKING = re.compile(
    r"谁|什么|几|多少|哪|怎么(?!会|能|可能|还|敢|就)|怎样|如何|是否|有没有|有无|何时|何地|何处|何人|多长|多久|多远|多大|多高|吗$|吗？|是不是|能否|可否|还是|(?:[一-鿿])没(?:有)?$|呢$|(.)不\1|(.)没\2|如何$"
)
_REQUEST = re.compile(
    "^(请|核实|说明|核对|补充|指认|确认|描述|回忆|介绍|讲一下|谈谈|具体|按|另外|再(?=说|讲|确认|核|回|看|想)|分别|根据什么|对此)|请"
)
_SETTING = re.compile(
    r"(时|时候|前|后|当天|当时|上午|下午|晚上|凌晨|期间|那天|情况|方面|过程中|现场|地点|时间|位置|方式|内容|依据|凭证|状态|结果|原因|数量|顺序|经过)$|^[\d一二三四五六七八九十]+月[\d一二三四五六七八九十]+[日号]$"
)
_OFFICIAL = re.compile("享有|权利|义务|如实|依法|执法证|执法人员|以上笔录|这份材料|示证|出示")
_TAG = re.compile(
    r"^(是不是|是吗|对吗|对不对|对吧|是吧|是不是啊|是不是这样|是不是这么回事|没错吧|好吗|你(有什么要)?(怎么)?(看|说|解释)|你怎么(看|说|解释)|(有|还有)什么(要说|好说|解释)的?|你认可吗|你认不认|知道吗|明白吗|清楚吗|是这样吗)$"
)


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
        _Rule(r["code"], r["reason"], r["cite"], r["suggestion"], tuple(r["patterns"]))
        for r in load("prompts.json")["rules"]
    )


@lru_cache(maxsize=64)
def _compiled(people: tuple[str, ...]) -> tuple[tuple[_Rule, tuple[re.Pattern[str], ...]], ...]:
    names = "|".join(re.escape(p) for p in sorted(people, key=len, reverse=True)) or "(?!)"
    return tuple(
        (
            rule,
            tuple(
                re.compile(p.replace("{p}", f"(?:{names})").replace("{r}", f"(?:{_ROLE})"))
                for p in rule.patterns
            ),
        )
        for rule in _rules()
    )


def _names(persons: Sequence[Person]) -> tuple[str, ...]:
    found: set[str] = set()
    for person in persons:
        found.update(f for f in (person.name, *person.aliases) if len(f) >= 2)
    return tuple(sorted(found))


def check(
    text: str, *, persons: Sequence[Person], testimonies: Sequence[Statement] = ()
) -> tuple[PromptProblem, ...]:
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
                problems.append(
                    PromptProblem(rule.code, match.span(), rule.reason, rule.cite, rule.suggestion)
                )
                break
    if span := _assertion(folded):
        problems.append(
            PromptProblem(
                "not_neutral",
                span,
                "含有陈述或评价，不是中性的提问",
                "《最高人民法院关于行政诉讼证据若干问题的规定》第五十七条",
                "只留下问句或“请说明……”，删去陈述的部分",
            )
        )
    problems.extend(_leaks(folded, persons, testimonies))
    return tuple(sorted(problems, key=lambda p: (p.span, p.code)))


def _assertion(text: str) -> Span | None:
    """The first stretch that states something instead of asking it."""
    stretches = [
        (m.start(), m.end(), m[0].strip()) for m in re.finditer(r"[^，。；！？：]+", text) if m[0].strip()
    ]
    for index, (start, end, part) in enumerate(stretches):
        if _TAG.match(part):
            if index:
                return stretches[index - 1][:2]
            continue
        if (
            _ASKING.search(part)
            or _REQUEST.search(part)
            or _SETTING.search(part)
            or _OFFICIAL.search(part)
            or len(part) <= 3
        ):
            continue
        return start, end
    return None


def _leaks(text: str, persons: Sequence[Person], testimonies: Sequence[Statement]) -> list[PromptProblem]:
    """Wording or disputed values that only somebody's answer contains."""
    if not testimonies:
        return []
    asked = "".join(fold(s.question) for s in testimonies)
    found: list[PromptProblem] = []
    answers = [fold(s.answer) for s in testimonies]
    if span := _longest_shared(text, answers, asked):
        found.append(
            PromptProblem(
                "leak_wording",
                span,
                "与他人回答的原话重合",
                _LEAK_CITE,
                "用自己的话提问，不要沿用回答里的措辞",
            )
        )
    values = {(q.lo, q.hi, q.dim) for a in answers for q in quantities(a) if q.unit}
    public = {(q.lo, q.hi, q.dim) for q in quantities(asked) if q.unit}
    for quantity in quantities(text):
        if quantity.unit and (quantity.lo, quantity.hi, quantity.dim) in values - public:
            found.append(
                PromptProblem(
                    "leak_value",
                    (quantity.start, quantity.end),
                    "问题里带出了他人回答中的数值",
                    _LEAK_CITE,
                    "改问“多少”“几个”，不要给出数值",
                )
            )
            break
    cast = Cast(persons)
    if not found and (span := _told_again(text, cast, testimonies, asked)):
        found.append(
            PromptProblem(
                "leak_fact",
                span,
                "问题里带出了只有一名被询问人说过的事",
                _LEAK_CITE,
                "改问“有没有……”或者“当时的情况”，不要把这件事当作前提",
            )
        )
    if re.search(
        r"(?<!由)(安排|指使|指挥|派|让|叫)[^谁？]{0,8}(的|了|过)?[吗吧？?]*$", text
    ) and not re.search("谁|哪|如何|怎么|有没有人|是否有人", text):
        people = [m for m in cast.mentions(text) if m.known]
        if people and not any(p.code == "leak_wording" for p in found):
            who = people[0]
            found.append(
                PromptProblem(
                    "presupposes",
                    (who.start, len(text)),
                    "问题里预设了有争议的人",
                    _LEAK_CITE,
                    "改问“由谁安排”，不要点名",
                )
            )
    return found


# asks whether, or about things in general: takes nothing for granted
_OPEN = re.compile(r"有没有|有无|是否|[吗没]有?[？?]?$|没有[？?]?$|情况|状况|状态|(.)没\1|是不是")


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    return frozenset(load("prompts.json")["telling"])


def _told_again(text: str, cast: Cast, testimonies: Sequence[Statement], asked: str) -> Span | None:
    """A fact the prompt takes for granted that only one person has told, in whatever words.

    池边抽烟的是谁 when one room alone spoke of smoking: the words differ, the fact is his.
    """
    known = {h.concept.id for h in hits(asked)}
    tellers: dict[str, set[str]] = {}
    for statement in testimonies:
        answer = fold(statement.answer)
        for hit in hits(answer):
            tellers.setdefault(hit.concept.id, set()).add(statement.pid)
        for mention in cast.mentions(answer):
            if mention.who.startswith("x:"):
                tellers.setdefault(mention.who, set()).add(statement.pid)
    people_asked = {m.who for m in cast.mentions(asked)}
    for stretch in re.finditer(r"[^，。；！？]+[？?]?", text):
        for mention in cast.mentions(stretch[0]):
            if mention.who not in people_asked and len(tellers.get(mention.who, ())) == 1:
                return stretch.start() + mention.start, stretch.start() + mention.end
        if _OPEN.search(stretch[0]):
            continue
        for hit in hits(stretch[0]):
            code = hit.concept.id
            if code in _telling() and code not in known and len(tellers.get(code, ())) == 1:
                return stretch.start() + hit.start, stretch.start() + hit.end
    return None


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
