"""Claims that an act was done or not, by its verb alone, and who is credited with one.

Concepts name the acts of the trade; whatever else people do or did not do (换没换, 喊没喊,
拴着, 一次没换过) is compared by the character of its verb, when the statements are near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from anjian.testimony.claiming import make, pronoun, said_of
from anjian.testimony.model import Claim
from anjian.testimony.persons import Cast
from anjian.testimony.reading import Clause, Reading, negated

# characters that carry no act of their own
_EMPTY = frozenset(
    "有是在到说去来人过了的也都就还很好不没想能会得事次年天个着开始什么见看听知道意把给被让叫上下"
    "起出进回完成可要再敢怎这那你我他她它们为以及与和只才又更最太多少几一两后前时候里面发生情况"
)
_DENIED = re.compile(
    r"(?:没有?|未(?!来|必)|没人|没有人|没谁|谁也没|从没|不曾|[都也]没)(?:人|谁)?"
    r"(?:再|去|来|给[^，。]{0,2}|敢|能|把[^，。]{1,3}|单独|主动|怎么|专门)*(?P<v>[一-鿿])(?P<w>[一-鿿]?)"
)
_DONE = re.compile(
    r"(?P<w>[一-鿿]?)(?P<v>[一-鿿])(?:上|好|完|掉|开|住|齐)?"
    r"(?:了(?!解)|过(?!来|去|程|的|磅|滤|期|高|大)|着(?!急|火|手|凉|落)|的(?=$|新|[一二三两几]|就是))"
)
_ASKED = re.compile(
    r"(?P<w>[一-鿿]?)(?P<v>[一-鿿])(?:上|好|完|掉|住|齐)?(?:[过了着])?[^，。？没不]{0,2}?(?:没有?|没\2|吗|没)(?=[？。，]|$)"
    r"|有没有(?:人)?(?P<x>[一-鿿])(?P<y>[一-鿿]?)|(?P<z>[一-鿿])[没不](?P=z)"
)


def _verbs(*found: str | None) -> frozenset[str]:
    return frozenset(c for c in found if c and c not in _EMPTY)


def _said(text: str) -> tuple[re.Match[str] | None, frozenset[str]]:
    """The act a clause denies, or all those it affirms."""
    if denied := _DENIED.search(text):
        return denied, _verbs(denied["v"], denied["w"])
    done = [m for m in _DONE.finditer(text) if not negated(text, m.start(), m.end())]
    verbs = frozenset[str]().union(*(_verbs(m["v"], m["w"]) for m in done))
    return (done[0] if done else None), verbs


def act_claims(reading: Reading) -> Iterator[Claim]:
    """Acts said to be done or not, by the characters of their verbs."""
    about = reading.question_topic
    if "yesno" in reading.asks and reading.head in {"yes", "no"} and not reading.negative_question:
        match = _ASKED.search(reading.question)
        if match and (verbs := _verbs(*match.group("v", "w", "x", "y", "z"))):
            first = reading.clauses[0]
            yield make(
                reading,
                first,
                (first.start, first.end),
                "act",
                "asked",
                key="act",
                slot="yesno",
                value=match[0],
                polarity=1 if reading.head == "yes" else -1,
                subject=said_of(reading, reading.question, 0, question=True),
                event=reading.question_event,
                topic=about,
                object=verbs,
            )
    for clause, words in zip(reading.clauses, reading.clause_topics, strict=True):
        if clause.source in {"unknown", "conditional", "norm", "plan"}:
            continue
        match, verbs = _said(clause.text)
        denied = match is not None and match.re is _DENIED
        if match is not None and verbs:
            yield make(
                reading,
                clause,
                (clause.start, clause.end),
                "act",
                "said",
                key="act",
                slot="yesno",
                value=match[0],
                polarity=-1 if denied else 1,
                subject=said_of(reading, clause.text, clause.start, question=False),
                topic=words | about,
                object=verbs,
                explicit=False,
            )


_VERB = r"[一-鿿]{1,5}?"
_HIMSELF = r"(?:自己儿?|亲手|亲自|一个人|先|动手|硬|非要)?"
# 阀是他拧开的, 班长自己就上手了
_BY = re.compile(rf"^{_HIMSELF}(?:就|给|把[^，。]{{1,4}})?(?P<verb>{_VERB})的$")
_ALONE = re.compile(r"^(?:自己儿?|亲手|亲自)(?:就|给|把[^，。]{1,4})?(?P<verb>[一-鿿]{1,5})(?:了|的)$")
# 拧阀的是班长, 动手的就他
_WAS = re.compile(r"(?P<verb>[一-鿿]{1,5})的(?:人)?(?:就|正|也)?是?$")
# 被他关了, 由老张接的
_PASSIVE = re.compile(r"(?:被|由|归|让)$")
_PASSIVE_VERB = re.compile(r"^(?:给)?(?P<verb>[一-鿿]{1,5})(?:了|的|掉|上|开)$")
_NOT_BY = re.compile("说|讲|告诉|通知|安排|吩咐|派|批|定|喊|催|交代|要求|同意|知道|晓得|认识|负责|家|管")
_REFUSED = re.compile(
    r"(?:用得着|用不着|轮得到|轮不到|犯得着|哪轮得上|没让|没用|不用)我|我[^，。没不]{0,6}[一-鿿](?:啥|什么|个?屁)[^，。]{0,2}$|我[^，。]{0,4}不会(?:弄|搞|干|使|用|操作|[一-鿿]那个)"
)
_PRONOUN = re.compile("[他她](?!们)|我(?!们)")


def credit_claims(reading: Reading, cast: Cast) -> Iterator[Claim]:
    """Who is credited with an act, whatever was asked; who says it was not for him to do."""
    for clause, words in zip(reading.clauses, reading.clause_topics, strict=True):
        if clause.source not in {"fact", "record"} or clause.denied:
            continue
        if _REFUSED.search(clause.text):
            yield _credit(reading, clause, words, (reading.statement.pid, ""))
            continue
        for who, start, end in _people(reading, clause):
            before, after = clause.text[:start], clause.text[end:]
            if re.search("[没不未]", clause.text):
                continue
            match = (
                _BY.match(after)
                or _ALONE.match(after)
                or (_WAS.search(before) if not after.strip("呀啊嘛呢吧") else None)
                or (_PASSIVE_VERB.match(after) if _PASSIVE.search(before) else None)
            )
            if match and not _NOT_BY.search(match["verb"]):
                yield _credit(reading, clause, words, (who, cast.name(who)), cast.bodies.get(who, ()))
                break


def _people(reading: Reading, clause: Clause) -> Iterator[tuple[str, int, int]]:
    """Who is named in the clause, by name or pronoun: (who, start, end) within the clause."""
    found = [
        (m.who, m.start - clause.start, m.end - clause.start)
        for m in reading.answer_people
        if clause.start <= m.start < clause.end
    ]
    for match in _PRONOUN.finditer(clause.text):
        if any(s <= match.start() < e for _, s, e in found):
            continue
        who = reading.statement.pid if match[0] == "我" else pronoun(reading, clause.start)
        if who:
            found.append((who, match.start(), match.end()))
    yield from sorted(found, key=lambda f: f[1])


def _credit(
    reading: Reading,
    clause: Clause,
    words: frozenset[str],
    person: tuple[str, str],
    bodies: Iterable[str] = (),
) -> Claim:
    """The claim that a person (pid, name) did it; without a name: that it was not for him to do."""
    who, name = person
    asked = "who" in reading.asks
    return make(
        reading,
        clause,
        (clause.start, clause.end),
        "actor",
        "credit",
        key="actor",
        slot="actor",
        value=name or "deny",
        people=frozenset({who}),
        object=frozenset(bodies),
        polarity=1 if name else -1,
        topic=words | (reading.question_topic if asked else frozenset()),
        explicit=asked,
    )
