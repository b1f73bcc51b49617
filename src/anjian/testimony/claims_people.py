"""Claims about who did a thing (谁开的阀, 是你签的吗, 连主任拉的总闸)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjian.testimony.claiming import make, pronoun, speaker
from anjian.testimony.claims_orders import ORDER_VERB
from anjian.testimony.model import Claim
from anjian.testimony.persons import Cast
from anjian.testimony.reading import Reading, negated

# 是你签的吗, 你动过阀门没有, 合闸的是不是他
_ACT_ASKED = re.compile(
    r"(是|都是)?(你|本人|[他她])[^，。？]{0,10}的(吗|？|$)|(?<![跟给对和向找叫让被替同])你们?(?:有没有)?(?!有)[^，。？]{1,12}(?:过|了)(?:没有?|吗|？|$)"
    r"|(?:是|有)?你[^，。？]{0,5}[签写开关动操合打拆焊割锁换卸接按挪搬测填拉拔]"
)
_NOT_AN_ACT = re.compile(
    r"知道|看见|看到|见过|见到|听见|听到|听说|清楚|记得|注意|在场|在不在|在现场|[在]哪|规定|要求|几[个条台]|收到|接到|闻到|认识|有没有证|持证|培训过|去过|来过|到过|离开|睡|喝|发现|感觉|同意|安排|让|派|叫|吩咐"
)


def actor_claims(reading: Reading, cast: Cast) -> Iterator[Claim]:
    """Who did the thing asked about (谁开的阀、是你签的吗)."""
    me = speaker(reading)
    if not reading.clauses:
        return
    first = reading.clauses[0]
    about = reading.question_topic
    ours = cast.bodies.get(me, frozenset())
    plural = bool(re.search("你们|你.{0,3}[班队]", reading.question))

    def mine(text: str) -> frozenset[str]:
        """The speaker, with the body he speaks for when he says we."""
        return frozenset({me}) | (ours if plural or "我们" in text else frozenset())

    def belonging(people: frozenset[str]) -> frozenset[str]:
        return frozenset(b for p in people for b in cast.bodies.get(p, ()))

    ordered = bool(re.search(rf"谁.{{0,3}}({ORDER_VERB})(?!签|电话)", reading.question)) and not re.search(
        "签|打电话|通知|指挥", reading.question
    )
    if "who" in reading.asks and not ordered and first.source not in {"unknown", "norm"}:
        named = [m.who for m in reading.answer_people if m.end <= first.end + 1]
        polarity = 1
        if re.match(r"(?:那)?不是我", first.text):
            yield make(
                reading,
                first,
                (first.start, first.end),
                "actor",
                "not-me",
                key="actor",
                slot="actor",
                value="deny",
                people=frozenset({me}),
                polarity=-1,
                topic=about,
            )
            named = [
                m.who
                for m in reading.answer_people
                if m.end > first.end and reading.clauses[1:] and m.start <= reading.clauses[1].end
            ]
            named = (
                []
                if len(reading.clauses) > 1 and reading.clauses[1].source in {"assumed", "unknown"}
                else named
            )
        elif (
            re.match(
                r"(?:当然|都|就|那)?(?:是)?(?:我|我们?俩?)(?:$|自己|[^，。着在]{1,8}(?:的|了)?$)", first.text
            )
            and not named
        ):
            named = [me]
        elif re.match("(没有?人|没|谁也|谁都没)", first.text):
            yield make(
                reading,
                first,
                (first.start, first.end),
                "actor",
                "nobody",
                key="actor",
                slot="actor",
                value="nobody",
                people=frozenset(),
                polarity=-1,
                topic=about,
            )
            return
        if not named and re.match("(?:就是|是|那是)?[他她](?!们)", first.text):
            named = [pronoun(reading, first.start) or "x:他"]
        if "我" in first.text and re.search(r"(^|、|和|跟)我(、|和|跟|$|们俩)", first.text):
            named.append(me)
        if named:
            several = bool(re.search("哪些|都有谁|几个人|哪几", reading.question)) or len(set(named)) > 1
            yield make(
                reading,
                first,
                (first.start, first.end),
                "actor",
                "who",
                key="actor",
                slot="actor",
                value="、".join(dict.fromkeys(cast.name(n) for n in named)),
                people=frozenset(named),
                object=belonging(frozenset(named)),
                polarity=polarity,
                closed=not several,
                topic=about,
            )
    if (
        "yesno" in reading.asks
        and reading.head in {"yes", "no"}
        and _ACT_ASKED.search(reading.question)
        and not _NOT_AN_ACT.search(reading.question)
    ):
        people = [m.who for m in reading.question_people]
        agent = (
            me if re.search("你(?!们公司|们厂)|本人", reading.question) else (people[-1] if people else "")
        )
        if agent:
            yield make(
                reading,
                first,
                (first.start, first.end),
                "actor",
                "yes-no",
                key="actor",
                slot="actor",
                value=agent if reading.head == "yes" else "deny",
                people=mine("") if agent == me else frozenset({agent}),
                polarity=1 if reading.head == "yes" else -1,
                topic=reading.topic,
            )
    for clause, words in zip(reading.clauses, reading.clause_topics, strict=True):
        if clause.source not in {"fact", "record"}:
            continue
        if match := re.search(
            r"不是我们?[^，。]{0,6}|我[^，。他她]{0,8}[都也]没[^，。]{1,4}过|我[^，。他她]{0,6}一[下回次手指]?[都也]没[^，。]{1,4}|我[^，。]{0,6}(?:哪会|哪敢|哪能|不会|怎么会)[^，。]{0,6}|我们?(?:班|队)?(?:可|从来|根本|连|都|也|就)*没(?:有)?(?:人)?(?:去)?(?:碰|动|摸|扳|拧|推|打|割|锯|焊|卸|装|换|调|改|扔|点|抽|倒|加|投|放|开过|上手|给他|给她|给他们|开|签|操作|写|参与|关|合|按|拿|拆|挪|接|指挥|干)[^，。]{0,6}",
            clause.text,
        ):
            yield make(
                reading,
                clause,
                (clause.start + match.start(), clause.end),
                "actor",
                "deny-clause",
                key="actor",
                slot="actor",
                value="deny",
                people=mine(clause.text),
                polarity=-1,
                topic=words | about,
            )
            continue
        for mention in reading.answer_people:
            if not clause.start <= mention.start < clause.end:
                continue
            rest = reading.answer[mention.end : clause.end]
            if re.match(
                r"(?:自己|亲自|跑过?来|过来|去|给|拿|就)?[^，。没不未]{0,3}(?:[开关合拉按接签写填测打弄卸装拆焊割锁换修清操动盖]|操作|驾驶)[^，。]{0,8}(?:的|了)",
                rest,
            ) and not negated(clause.text, mention.end - clause.start, clause.end - clause.start):
                yield make(
                    reading,
                    clause,
                    (clause.start, clause.end),
                    "actor",
                    "clause",
                    key="actor",
                    slot="actor",
                    value=cast.name(mention.who),
                    people=frozenset({mention.who}),
                    polarity=1,
                    topic=words | (about if "who" in reading.asks else frozenset()),
                    explicit=False,
                )
                break
