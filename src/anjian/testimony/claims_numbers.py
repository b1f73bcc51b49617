"""Claims about how many and how much: every number with what it measures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjian.testimony.claiming import make
from anjian.testimony.model import Claim
from anjian.testimony.numbers import quantities
from anjian.testimony.reading import Reading

_RATE = re.compile(
    "每(?!次|天都)|速度|速率|单价|间距|一[瓶桶箱吨个只平榀排][^，。]{0,2}(多少|几)|多少钱一|平均"
)
# 十七公斤 of a gauge is kilograms-force per square centimetre: a tenth of a megapascal each
_PRESSURE = re.compile("压力|表压|气压|水压|油压|蒸汽压|多大的?压|打压|表上|表针|指针")
_SPEED = re.compile("速度|车速|时速|多快|跑多少|开多少|每小时|一小时")


_MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (dim, re.compile(words))
    for dim, words in (
        ("degree", "温度|水温|多烫|多少度|升温|降温|度数"),
        ("mpa", "压力|表压|超压|打压"),
        ("m", "间距|步距|距离|多远|多高|多深|多宽|多厚|高度|深度|厚度|离[^，。]{1,8}(远|多)"),
        ("kmh", "车速|时速|速度"),
        ("volt", "电压"),
        ("kg", "多重|重量|吨位"),
        ("%", "含氧|浓度|氧含量|百分"),
        ("yuan", "钱|单价|价|工资|费|租|款|奖|罚"),
    )
)


def _measured(before: str, question: str) -> str:
    """The dimension of a number said without a unit, from what stands before it or was asked."""
    for text in (before, question):
        for dim, words in _MEASURES:
            if words.search(text):
                return dim
    return ""


_LEFT_OVER = re.compile("还剩|剩下|剩了|余下|其中")


def _aspect(text: str, question: str) -> str:
    """A rate, a rest, or the whole: numbers of different aspects are not compared."""
    if _LEFT_OVER.search(text):
        return "rest"
    return "rate" if _RATE.search(text + question) else ""


_ONLY_ONE = re.compile(
    r"(?:就|只|只有|光|仅)[^，。]{0,4}?(?:一个(?!半)|一人|一台|一辆|我自己|他自己|我一个|他一个)"
)
_INCLUDE_ME = re.compile(r"(连|加|算上|包括)(上)?我|除了我")


# counts that add up (四个挂钩工和一个推车工), not one said twice (两个，倒下的那两个)
_ADDED = re.compile(
    "和|、|加|还有|另|跟|与|再|连|一个[^，。]{0,8}一个|[个名位][一-鿿]{1,6}[，]?[一两二三四五六七八九十][个名位]"
)


def _total(reading: Reading) -> float:
    """The sum of all counts of the first sentence (四个挂钩工和一个推车工 = 5)."""
    sentence = re.split("[。；！？]", reading.answer, maxsplit=1)[0]
    if not _ADDED.search(sentence):
        return 0.0
    counts = [q for q in quantities(sentence) if q.dim in {"", "item", "person"} and q.unit]
    return sum(q.hi for q in counts) if len(counts) > 1 else 0.0


def quantity_claims(reading: Reading) -> Iterator[Claim]:
    """Every number with a unit; the question tells what is counted."""
    me = reading.statement.pid
    wanted = bool(reading.asks & {"howmany", "howlong"})
    answered = False
    for index, clause in enumerate(reading.clauses):
        if clause.source in {"unknown", "conditional"}:
            continue
        for number, quantity in enumerate(quantities(clause.text)):
            dim = quantity.dim
            low, high = quantity.lo, quantity.hi
            if not quantity.unit:
                dim = _measured(clause.text[: quantity.start], reading.question)
                if dim == "m" and low >= 20:
                    low, high = low / 100, high / 100  # 九十, said of a spacing: centimetres
                if not dim and not wanted:
                    continue
            direct = wanted and index <= 1 and number == 0 and not answered
            answered = answered or direct
            if quantity.unit in {"公里", "千米"} and _SPEED.search(reading.question + clause.text):
                dim, low, high = "kmh", low / 1000, high / 1000
            if quantity.unit == "公斤" and _PRESSURE.search(reading.question + clause.text):
                dim, low, high = "mpa", low / 10, high / 10
            if "除了我" in clause.text:
                high += 1
            if direct and dim in {"", "item", "person"}:
                high = max(high, _total(reading))
            slot = (
                "amount"
                if dim
                in {
                    "m",
                    "kg",
                    "L",
                    "yuan",
                    "degree",
                    "%",
                    "ppm",
                    "m2",
                    "volt",
                    "mpa",
                    "lesson",
                    "rpm",
                    "kmh",
                    "amp",
                    "mm2",
                    "mgm3",
                }
                else "count"
            )
            if quantity.dim == "min":
                slot = "time"
            if quantity.unit in {"箱", "瓶", "桶", "袋"}:
                slot = "amount"
            yield make(
                reading,
                clause,
                (clause.start + quantity.start, clause.start + quantity.end),
                "quantity",
                "asked" if direct else "said",
                key=dim or ("item" if quantity.unit else "num"),
                slot=slot,
                value=clause.text[quantity.start : quantity.end].strip(),
                lo=low,
                hi=high,
                unit=quantity.unit,
                polarity=1,
                topic=reading.question_topic | (reading.clause_topics[index] if not direct else frozenset()),
                explicit=direct,
                closed=not quantity.approx,
                label=_aspect(clause.text, reading.question),
                subject=frozenset({me} if _INCLUDE_ME.search(clause.text) else ()),
            )
    if wanted and not answered and reading.clauses and (match := _ONLY_ONE.search(reading.clauses[0].text)):
        first = reading.clauses[0]
        yield make(
            reading,
            first,
            (first.start + match.start(), first.start + match.end()),
            "quantity",
            "one",
            key="item",
            slot="count",
            value="一",
            lo=1,
            hi=1,
            unit="个",
            polarity=1,
            topic=reading.question_topic,
            explicit=True,
        )
    for clause, words in zip(reading.clauses, reading.clause_topics, strict=True):
        if clause.source == "fact" and re.search(
            r"(一|半)[次回个台只名辆条根人瓶桶块][也都]?没", clause.text
        ):
            yield make(
                reading,
                clause,
                (clause.start, clause.end),
                "quantity",
                "none",
                key="any",
                slot="count",
                value="没有",
                lo=0,
                hi=0,
                topic=reading.question_topic | words,
                explicit="howmany" in reading.asks,
            )
    if (
        "howmany" in reading.asks
        and reading.clauses
        and reading.clauses[0].source != "unknown"
        and re.match(
            r"没有(?=，|$)|(?:今年|一直|从来)?(?:一|半)?[次回个台条]?[也都]?没(?:有|搞|办|发|给|查|练)[^，。]{0,4}$",
            reading.clauses[0].text,
        )
    ):
        first = reading.clauses[0]
        yield make(
            reading,
            first,
            (first.start, first.end),
            "quantity",
            "none",
            key="any",
            slot="count",
            value="没有",
            lo=0,
            hi=0,
            topic=reading.question_topic,
            explicit=True,
        )
