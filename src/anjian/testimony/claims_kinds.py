"""Claims about the order of steps and about what kind of thing it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from anjian.testimony import lexicon
from anjian.testimony.claiming import make, said_of
from anjian.testimony.datafile import load
from anjian.testimony.lexicon import topic
from anjian.testimony.model import Claim
from anjian.testimony.persons import Cast
from anjian.testimony.reading import Reading, negated

_FIRST_THEN = re.compile(
    r"先(?P<a>[^，。先再才然]{1,10})[，]?(?:[^，。]{0,10}，)?(?:再|后|然后|才|接着)(?P<b>[^，。；]{1,12})"
)
_ONLY_THEN = re.compile(
    r"(?P<a>[^，。；]{1,12})(?:了|好了|完了?|都开了)?[，]?(?:以后|之后|后)?[，]?(?:[^，。]{0,4})才(?:想起来?|去|开始)?(?P<b>[^，。；]{1,12})"
)
_BEFORE = re.compile(
    r"(?P<b>[^，。；]{1,10})(?:之前|以前|前)[，]?(?:就)?(?:已经)?(?P<a>[^，。；]{1,10})(?:了|好|完)"
)
_AND_THEN = re.compile(
    r"(?P<a>[^。；！？先没不]{1,16})(?:了|好|完|齐|满|稳|毕)[，](?:[^。；！？]{0,14}，)?(?:他|我|我们|他们)?(?:再|才|然后|接着|后来|随后|最后|这才)(?:把|去|从[^，。]{1,4})?(?P<b>[^，。；]{1,14})"
)
# asked which of two came first: 风机先停的
_TWO_ASKED = re.compile(
    r"(?P<x>[^，。？]{2,12}?)(?:和|跟|与|同)(?P<y>[^，。？]{2,12}?)[，]?(?:哪个|哪样|谁|哪)?(?:在)?(?:先|前|后|早|晚)"
)
_IS_FIRST = re.compile(r"(?P<a>[^，。；先没不]{1,8})(?:先|在前|在先)")
# A的时候B已经C了: B came before A
_ALREADY = re.compile(
    r"(?P<b>[^，。；没不]{2,12})(?:的时候|时|那会儿|之前|以前)[，]?(?P<a>[^，。；没不]{1,8}(?:已经|早就|早)[^，。；没不]{1,6})"
)
_NOT_YET = re.compile(r"(?:没|未)(?P<b>[^，。；]{1,6})就(?P<a>[^，。；]{1,8})")


def sequence_claims(reading: Reading, cast: Cast) -> Iterator[Claim]:
    """Ordered pairs: 先接地再接管, 泵都开了才想起来接地."""
    yield from _first_of_two(reading, cast)
    for sentence in re.finditer(r"[^。；！？]+", reading.answer):
        text = sentence[0]
        for pattern, rule in (
            (_FIRST_THEN, "first-then"),
            (_AND_THEN, "and-then"),
            (_ONLY_THEN, "only-then"),
            (_NOT_YET, "not-yet"),
            (_ALREADY, "already"),
        ):
            match = pattern.search(text)
            if not match:
                continue
            early, late = topic(cast.mask(match["a"])), topic(cast.mask(match["b"]))
            if not early or not late:
                continue
            at = sentence.start()
            clause = next(
                (c for c in reading.clauses if c.start <= at + match.start() < c.end), reading.clauses[0]
            )
            if clause.source in {"norm", "conditional", "plan", "unknown"}:
                continue
            yield make(
                reading,
                clause,
                (at + match.start(), at + match.end()),
                "sequence",
                rule,
                key="sequence",
                slot="sequence",
                value=f"先{match['a']}，后{match['b']}",
                topic=early,
                object=late,
                polarity=1,
            )
            break


def _first_of_two(reading: Reading, cast: Cast) -> Iterator[Claim]:
    """Which of the two steps named in the question came first."""
    asked = _TWO_ASKED.search(reading.question)
    if asked is None or not reading.clauses:
        return
    clause = reading.clauses[0]
    said = _IS_FIRST.search(clause.text)
    if said is None or clause.source != "fact":
        return
    x, y, a = (topic(cast.mask(t)) for t in (asked["x"], asked["y"], said["a"]))
    early, late = (x, y) if len(a & (x - y)) > len(a & (y - x)) else (y, x)
    if a & (early - late):
        yield make(
            reading,
            clause,
            (clause.start, clause.end),
            "sequence",
            "first-of-two",
            key="sequence",
            slot="sequence",
            value=clause.text,
            topic=early,
            object=late,
            polarity=1,
        )


_WHAT = re.compile(
    r"什么(?!时|位|人|地|原因|征兆|安排|情况)|啥(?!时|地|人|情况|原因)|哪[种类]|哪种|哪个罐|几号|什么样|哪一?[个种台类]|等级|型号|状态"
)


def object_claims(reading: Reading, cast: Cast) -> Iterator[Claim]:
    """What kind of thing was named when the question asked for a kind."""
    if not reading.clauses or not _WHAT.search(reading.question) or reading.asks & {"why", "norm"}:
        return
    first = reading.clauses[0]
    if first.source in {"unknown", "norm"} or len(first.text) > 16:
        return
    yield make(
        reading,
        first,
        (first.start, first.end),
        "object",
        "what",
        key="object",
        slot="object",
        value=first.text.strip(),
        topic=reading.question_topic,
        object=topic(cast.mask(first.text)) - reading.question_topic,
        polarity=1,
    )


_WHICH_Q = re.compile(
    r"哪一?[个只把台条口座栋层间部辆根号罐桩池井门]|几号|第几|从哪|往哪|哪里|哪儿|在哪|是哪"
)
_NUMBERED = re.compile(
    r"(?P<n>[\dA-Za-z]{1,4}|[一二三四五六七八九十]{1,3})(?P<mark>号|#|楼)(?P<thing>池|罐|杆|楼|机|库|炉|井|门|皮带|线|车间|仓|台|塔|泵|釜|坑|柜|箱|窑|洞|层|桥|站|磨|桩|枪|槽|舱|段|区|栋|阀|梯|码头|口|棚|跨|井架|探头|斗|车|船|泊位|孔|钻|平台|墩|孔洞)?(?P<after>[一-鿿])?"
)
_PLACES = frozenset(
    [
        "池",
        "罐",
        "楼",
        "库",
        "井",
        "门",
        "车间",
        "仓",
        "坑",
        "窑",
        "洞",
        "层",
        "站",
        "舱",
        "区",
        "栋",
        "码头",
        "棚",
        "跨",
        "泊位",
    ]
)


def which_claims(reading: Reading) -> Iterator[Claim]:
    """Which numbered thing it was (从十一号倒到十四号, 三号桩右边那把)."""
    asked = bool(_WHICH_Q.search(reading.question))
    given = {m["n"] for m in _NUMBERED.finditer(reading.question)}
    for index, clause in enumerate(reading.clauses):
        if clause.source in {"unknown", "conditional", "norm", "plan"}:
            continue
        by_thing: dict[str, list[re.Match[str]]] = {}
        for match in _NUMBERED.finditer(clause.text):
            if not match["thing"] and (
                not asked
                or _DATE_LIKE.search(clause.text[: match.start()])
                or re.search(
                    "几号(?![罐池桩机炉井库楼仓线泵釜枪车门窑塔])|哪天|日期|什么时", reading.question
                )
            ):
                continue
            if re.match(
                "[^，。]{0,6}(没|不(?!到)|未)", clause.text[match.end() - len(match["after"] or "") :]
            ):
                continue
            if match["n"] in given or negated(clause.text, match.start(), match.end()):
                continue
            by_thing.setdefault(match["thing"] or "", []).append(match)
        for thing, matches in by_thing.items():
            numbers = frozenset(lexicon.digits(m["n"]) for m in matches)
            yield make(
                reading,
                clause,
                (clause.start, clause.end),
                "which",
                "numbered",
                key=thing,
                slot="place"
                if thing in _PLACES and re.search("哪里|哪儿|从哪|往哪|在哪|位置", reading.question)
                else "object",
                value="、".join(m[0].strip() for m in matches),
                object=numbers,
                topic=reading.question_topic | reading.clause_topics[index],
                explicit=asked and index <= 1,
                polarity=1,
            )


_DATE_LIKE = re.compile(r"月$")


@lru_cache(maxsize=1)
def _axes() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((name, re.compile(yes), re.compile(no)) for name, yes, no in load("states.json")["axes"])


def state_claims(reading: Reading) -> Iterator[Claim]:
    """In what state a thing was, on axes of opposite states (灯亮 ↔ 灯黑, 联锁投着 ↔ 切的)."""
    value_asked = bool(reading.asks & {"howmany", "who", "when", "where", "howlong"})
    for index, (clause, words) in enumerate(zip(reading.clauses, reading.clause_topics, strict=True)):
        if clause.source in {"unknown", "conditional", "norm", "plan"}:
            continue
        for axis, yes, no in _axes():
            sign, match = _side(clause.text, yes, no)
            if match is None:
                continue
            yield make(
                reading,
                clause,
                (clause.start, clause.end),
                "state",
                "axis",
                key=axis,
                slot="yesno",
                value=match[0],
                polarity=sign,
                subject=said_of(reading, clause.text, clause.start, question=False)
                or (said_of(reading, reading.question, 0, question=True) if index == 0 else frozenset()),
                topic=reading.question_topic | words,
                explicit=index == 0 and not value_asked,
            )
    if "yesno" in reading.asks and reading.head in {"yes", "no"} and not reading.negative_question:
        first = reading.clauses[0]
        for axis, yes, no in _axes():
            sign, match = _side(_ALTERNATIVE.sub("", reading.question), yes, no)
            if match is not None:
                sign = sign if reading.head == "yes" else -sign
                yield make(
                    reading,
                    first,
                    (first.start, first.end),
                    "state",
                    "asked",
                    key=axis,
                    slot="yesno",
                    value=match[0],
                    polarity=sign,
                    subject=said_of(reading, reading.question, 0, question=True),
                    topic=reading.question_topic,
                )


# 锁了没有, 戴没戴: what is asked, without the other half of the question
_ALTERNATIVE = re.compile(r"(?<=.)(?:没有?|不)(?=[？。]|$)|没(?=[一-鿿]了?[？。]?$)")


def _side(text: str, yes: re.Pattern[str], no: re.Pattern[str]) -> tuple[int, re.Match[str] | None]:
    """Which side of an axis a text is on (+1, -1) and by which words; None when on neither."""
    denied, affirmed = no.search(text), yes.search(text)
    if denied is None and affirmed is None:
        return 0, None
    if denied is None or (
        affirmed is not None and affirmed.end() > denied.end() and affirmed.start() <= denied.start()
    ):
        found = affirmed
        sign = 1
    else:
        found, sign = denied, -1
    if found is not None and found[0][:1] not in "没不" and negated(text, found.start(), found.end()):
        sign = -sign
    return sign, found
