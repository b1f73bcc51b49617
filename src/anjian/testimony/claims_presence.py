"""Claims about presence: 在场, 到过, 没来, 离开, and where a person was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjian.testimony.claiming import make, pronoun
from anjian.testimony.lexicon import topic
from anjian.testimony.model import Claim
from anjian.testimony.persons import Cast
from anjian.testimony.reading import Clause, Reading
from anjian.testimony.times import clocks

_PRESENT_Q = re.compile(
    r"在不在|见没见|看没看见|碰没碰|在没在|去没去|来没来过|在[^，。？]{1,6}(?:吗|没有)[？。]?$|[一-鿿]呢？?$|在场|在现场|到场|到过|去过|来过|来没来|来了没|来了吗|到了吗|来没有|来看|露面|在岗|到位|到现场|参加|在干什么|在做什么|人在哪|你在哪|在哪|在什么位置|什么位置|去哪|离开过|离开|"
    r"进去过|下去过|下舱|到没到|见过|见到|都有谁|有谁|还有谁|守着|在跟前|到的|几点到|看护|监护"
)
_COME = (
    r"到岗|跟我一起|跟我一块|守在|蹲在|停在|猫在|靠在|坐在(?!家)|从早到晚|没离开过|来转过|转过|转了一圈|露了面|打了?个?照面|在边上|在旁边|就在[^，。没不]{1,8}(?=[，。]|$)|来过|来了|到了|到过|到场|在场|在现场|露过?面|在岗|在跟前|去过|去了|进去过|下去过|上去过|"
    r"在的|参加了|参加过|守着|站着|盯着|看着|过来|赶到|在(?!家)[^，。没不]{1,8}(?:边|上|里|"
    r"外|口|旁|处|室|楼|台|车间|现场|跟前|面|头|房|场|库|舱)"
)
_STAYED = re.compile(
    r"没(有)?(离开|走开|离岗|脱岗|走)|一直在|从头到尾|全程(都)?在|没动(过)?地方|寸步不离|始终在|一直(站|守|盯|待|坐)|哪儿?(也|都)没去|本来就在"
)
_LEFT = re.compile(
    r"(?<!没)(?<!没有)(离开|离岗|脱岗|走开|溜了|升井|先走|走了|回家了|下来喝水|出去了|去吃口?饭|去接电话|上厕所|走的时候|就走|去[^，。]{1,5}(?:放|拿|取|搬|送|买|接|找|喊|办|倒|吃|摆)[^，。]{0,6}了)"
)
_AWAY = re.compile(
    r"不在|哪里?有[他她]?(的)?(影子|人影)|鬼影|人影[^，。]{0,3}[都也]?没|没上(?:班|站|车|船|楼|井|塔|台|山|工地)|没(有)?影|见不着|看不见人|没人影|上[^，。]{1,4}喝喜酒|吃酒|喝喜酒|在(外地|县里|市里|省城|镇上|乡下|老家|家里?炕上)|遥控|轮休|休班|调休|没上班|没跟班|没值班|被[^，。]{1,6}(喊|叫|支)(去|走)|没来|没到|没去|没露面|没有来|没有到|没有去|没参加|没进去|没上去|没下去|没过来|不见人|没见着他|没见他|没在|出差|请假|在家|在外地|出门[^，。]{0,4}去|"
    r"去(镇上|城里|市里|县里|总部)|没影|从来没进|没出现|没到过|没去过|没来过|没上过|没下过|没进过|未到|一面都没|不在跟前|去开会|开会去|在[^，。]{0,6}开会|在[^，。]{0,4}吃饭|在外面"
)
_HERE = re.compile(_COME)
# said in answer to where one was: somewhere the thing did not happen
_ELSEWHERE = re.compile(
    "在(库房|仓库|办公室|食堂|宿舍|休息室|外地|外面|镇上|城里|总部|路上|医院|厕所|磅房|门卫|传达室|家)|没跟车|没上车|没下井|没上班|请了假|请假了|休息(?!室)|轮休|不当班"
)
_PLACE = re.compile(
    r"(?:正|就|都|还|人|一直|当时|那会儿|那时候)*在(?P<place>[^，。；的着了]{1,10}?)(?:(?=[，。；！]|$)|(?P<act>坐|站|躺|睡|吃|看|玩|指挥|等|抽|干|开|填|记|休息|盯|守|签|打|跟|写|做|监|巡|喝|忙|换|收|卸|搬|叫|喊|急))"
)
# standing, sitting or hiding somewhere, without 在 (蹲池沿上, 杵在卸油口跟前)
_POSTED = re.compile(
    r"(?:蹲|站|坐|杵|猫|缩|躲|守|趴|待|呆|靠|立|戳)(?:在|到)?(?P<place>[^，。；的着了在不没]{1,8}?(?:上|里|下|边|旁|口|跟前|头|沿|底|外|面|处|后|前|房|室|台|楼))(?P<act>(?!.))?(?=[，。；！]|$|[看抽望喊指等喝吃睡避歇盯守])"
)
_SEEN = re.compile(r"(看见|看到|见到|见过|碰见|碰到|遇见|遇到|瞧见|瞅见)")
_ALONE = re.compile(
    r"(就|只有|光)(我|他|她)(一个|自己|们俩|俩)|(就|只有)(我们|他们)(两|俩|三)|没(有)?(别|其他)的?人"
)
_NOT_PLACE = re.compile(r"^(不|没|那|这|于|的|一起|一块|内|手|干|做|忙|查|作业|规定|合同|工作|有效|谁|你)")


def presence_claims(reading: Reading, cast: Cast) -> Iterator[Claim]:
    """Whether and where a person was, said of oneself or of another."""
    me = reading.statement.pid
    asked_people = [m.who for m in reading.question_people]
    asks_you = "你" in reading.question and not re.search("你(见|看|碰|听|知道|清楚)", reading.question)
    asked = bool(_PRESENT_Q.search(reading.question))
    question_subject = (
        me
        if asks_you and not (asked_people and re.search(r"(有没有|见|看到|叫|让)", reading.question))
        else (asked_people[-1] if asked_people else "")
    )
    if (
        re.search(r"你.{0,6}(见过|见到|看到|看见|碰见|遇见|见没见|看没看见|碰没碰)", reading.question)
        and asked_people
    ):
        question_subject = asked_people[-1]
    about = reading.question_topic
    if (
        asked
        and "yesno" in reading.asks
        and reading.head in {"yes", "no"}
        and question_subject
        and reading.clauses
    ):
        first = reading.clauses[0]
        left = bool(re.search("离开|走开|离岗|脱岗", reading.question))
        sign = 1 if reading.head == "yes" else -1
        value = ("离开过" if sign > 0 else "一直在场") if left else ("在场" if sign > 0 else "不在场")
        sign = -sign if left else sign
        if not re.search(
            "(收|接|写|登记|发|放|存|拿|查|检|训|拦|带|培|操|锁|开|关|签)到?过", reading.question
        ):
            yield make(
                reading,
                first,
                (first.start, first.end),
                "present",
                "yes-no",
                key="present",
                slot="present",
                value=value,
                subject=frozenset({question_subject}),
                polarity=sign,
                closed=bool(_MOMENT.search(reading.question)),
                lo=_stretch(first.text, reading.question)[0],
                hi=_stretch(first.text, reading.question)[1],
                topic=about | topic(cast.mask(first.text)),
                label=_where(reading.question),
            )
    yield from thing_places(reading)
    yield from _listed(reading)
    yield from _doers(reading, cast)
    for clause in reading.clauses:
        if clause.source in {"norm", "plan", "conditional", "heard"}:
            continue
        yield from _clause_presence(reading, clause, cast, asked, question_subject)


_MOMENT = re.compile("时候|当时|那会儿|那时|时(你|他|她|谁|还|，|有)|出事时|谁在|守着|监护")
_WHO_THERE = re.compile(
    r"谁[^，。？]{0,4}(在|守|看|监护|值班|当班|陪)|几个人|(都有|有|还有)(谁|哪些人|什么人)|哪些人[^，。？]{0,3}在|监护(人)?是谁|几个人[^，。？]{0,2}(在|值班)"
)


def _listed(reading: Reading) -> Iterator[Claim]:
    """Everybody named in answer to 现场都有谁, 谁在守着."""
    if not _WHO_THERE.search(reading.question):
        return
    for clause in reading.clauses[:3]:
        if (
            clause.source not in {"fact", "assumed"}
            or _AWAY.search(clause.text)
            or _LEFT.search(clause.text)
            or _ELSEWHERE.search(clause.text)
            or re.search("没|不|去", clause.text)
        ):
            continue
        for who in dict.fromkeys(
            m.who for m in reading.answer_people if clause.start <= m.start < clause.end
        ):
            if not who.startswith("g:"):
                yield make(
                    reading,
                    clause,
                    (clause.start, clause.end),
                    "present",
                    "listed",
                    key="present",
                    slot="present",
                    value="在场",
                    subject=frozenset({who}),
                    polarity=1,
                    topic=reading.question_topic,
                    closed=True,
                )


_DID = re.compile(
    r"^(?:自己|亲自|跑来|跑过来|过来|先|就|又|在[^，。]{1,6}|一个人)*(?:动|开|关|拉|合|按|签|接|点|焊|操作|喊|叫|指挥|撞|扔|递|扶|推|打开|拧)[^，。没不]{0,6}(?:的|了|着)"
)


def _doers(reading: Reading, cast: Cast) -> Iterator[Claim]:
    """Who is said to have done something on the spot was there."""
    me = reading.statement.pid
    for clause in reading.clauses:
        if clause.source != "fact":
            continue
        for mention in reading.answer_people:
            if not clause.start <= mention.start < clause.end or not mention.known or mention.who == me:
                continue
            rest = reading.answer[mention.end : clause.end]
            if re.search(
                r"我(?:跟|和|与|同)[^，。]{0,4}$", reading.answer[clause.start : mention.start]
            ) and re.match(
                "一起|一块|两个|俩|一人|都在|抬|测|上|下|进|去|干|搬|装|拆|修|查|守|蹲|坐|站", rest
            ):
                yield make(
                    reading,
                    clause,
                    (clause.start, clause.end),
                    "present",
                    "did",
                    key="present",
                    slot="present",
                    value="在场",
                    subject=frozenset({mention.who}),
                    polarity=1,
                    topic=reading.question_topic | topic(cast.mask(clause.text)),
                    explicit=False,
                    closed=False,
                )
                break
            alone = (
                "who" in reading.asks
                and not rest.strip("。，")
                and re.fullmatch("(就)?是?", reading.answer[clause.start : mention.start])
            )
            if (_DID.match(rest) and "电话" not in rest) or (
                alone and re.search("谁.{0,3}(开|动|关|操作|撞|拉|合|驾驶)|开.{0,4}的人", reading.question)
            ):
                yield make(
                    reading,
                    clause,
                    (clause.start, clause.end),
                    "present",
                    "did",
                    key="present",
                    slot="present",
                    value="在场",
                    subject=frozenset({mention.who}),
                    polarity=1,
                    topic=reading.question_topic | topic(cast.mask(clause.text)),
                    explicit=False,
                    closed=False,
                )
                break


def _stretch(text: str, question: str) -> tuple[float, float]:
    """The stretch of the clock a presence is said of; (0, 0) when none is."""
    for part in (text, question):
        for clock in clocks(part)[:1]:
            low, high = clock.readings[0]
            return float(low), float(max(high, low + 1))
    return 0.0, 0.0


_THING_AT = re.compile(
    r"(?:都|就|平时|一直|当时|是)*(?:放|堆|存|挂|锁|摆|搁|停|倒|掉|摔|丢|扔|收|装|拴|系)?(?:在|到|于|往)(?P<place>[^，。；的着了]{1,10})|^(?P<bare>[^，。；在没不]{2,8})$"
)
# a thing put somewhere, said in passing (搭在行车道中间)
_PUT_AT = re.compile(
    r"(?:放|堆|存|搭|建|装|挂|停|摆|搁|拴|系|盖|埋|架|支|立|藏|锁|设|倒|掉|摔|接|插|贴)(?:在|到)(?P<place>[^，。；的着了]{2,10})|(?:往|朝|向)(?P<way>[^，。；的着了]{1,6}?)(?:那边|这边|边|方向|去|甩|转|倒|跑|开|滑|走|冲|砸|偏)"
)


# the whole answer to "where": 窖底西北角, 坡道拐弯那里
_BARE_PLACE = re.compile(
    r"(?:就|是|应该|大概|可能)*(?P<place>[^，。；没不了着]{2,14}(?:里|上|下|边|旁|口|角|头|面|处|那|后|前|外|底|根|侧|间|这儿|那儿|那里|跟前|位置|附近|中间|当中|法兰|焊口|阀|泵|楼|层|房|室|车间|库|院|门|机))$"
)


def _asked_about(reading: Reading) -> str:
    """Whose whereabouts a question asks for (塌的时候老李在哪, 你站在哪里)."""
    match = re.search(
        "你(?!们)[^，。？]{0,8}(?:在|站|待|蹲|坐|人)?[^，。？]{0,3}(?:哪|什么(?:地方|位置)|何处)",
        reading.question,
    )
    people = [m for m in reading.question_people if not m.who.startswith("g:")]
    if match and not any(m.start > match.start() for m in people):
        return reading.statement.pid
    return people[-1].who if people else ""


def thing_places(reading: Reading) -> Iterator[Claim]:
    """Where a thing was or went, asked for or said in passing (料堆在哪儿, 搭在行车道中间)."""
    asked = "where" in reading.asks and not (
        reading.question_people or re.search("你(?!转|开|把|放|搭)|他|她|谁|人在", reading.question)
    )
    for index, (clause, words) in enumerate(zip(reading.clauses, reading.clause_topics, strict=True)):
        if clause.source != "fact":
            continue
        direct = asked and index == 0
        whose = _asked_about(reading) if index == 0 and not asked and "where" in reading.asks else ""
        match = _PUT_AT.search(clause.text) or (_THING_AT.search(clause.text) if direct else None)
        if match is None and index == 0 and "where" in reading.asks:
            match = _BARE_PLACE.match(clause.text)
        if match is None or re.search("没|不", clause.text[: match.start()]):
            continue
        value = next(v for v in match.groupdict().values() if v) if any(match.groupdict().values()) else ""
        if value:
            yield make(
                reading,
                clause,
                (clause.start, clause.end),
                "place",
                "thing",
                key="place",
                slot="place",
                value=value,
                subject=frozenset({whose or "*"}),
                polarity=1,
                topic=reading.question_topic | words,
                explicit=direct or "where" in reading.asks,
            )


def _where(text: str) -> str:
    match = re.search(
        r"(?:到|去|在|下|进|来)过?(?P<p>[一-鿿]{1,4}?(?:房|室|场|库|舱|井|池|仓|台|车间|现场|工地|楼|站|厂|矿|泵房|面))",
        text,
    )
    return match["p"] if match else ""


def _clause_presence(
    reading: Reading, clause: Clause, cast: Cast, asked: bool, fallback: str
) -> Iterator[Claim]:
    me, text, base = reading.statement.pid, clause.text, clause.start
    inside = [m for m in reading.answer_people if base <= m.start < clause.end]
    elsewhere = _ELSEWHERE.search(text)
    if elsewhere and elsewhere[1] and elsewhere[1] in reading.question:
        elsewhere = None
    for pattern, sign, value in (
        (_STAYED, 1, "一直在场"),
        (_LEFT, -1, "离开过"),
        (_AWAY, -1, "不在场"),
        (_HERE, 1, "在场"),
    ):
        match = pattern.search(text) if pattern is not _AWAY else pattern.search(text) or elsewhere
        if not match:
            continue
        lead = text[: match.start()]
        owner = [m for m in inside if m.end <= base + match.start() + 1]
        if owner:
            subject = owner[-1].who
            if re.search(r"我[^，。]{0,6}$", lead[owner[-1].end - base :]):
                subject = me
        elif re.search("[他她](?!们)", lead):
            subject = pronoun(reading, base) or fallback
        elif "我" in lead:
            subject = me
        elif _SEEN.search(text) and asked:
            subject = fallback
        else:
            subject = fallback if asked else me if not inside else ""
        if not subject or subject.startswith("g:"):
            continue
        yield make(
            reading,
            clause,
            (base, clause.end),
            "present",
            "clause",
            key="present",
            slot="present",
            value=value,
            subject=frozenset({subject}),
            polarity=sign,
            topic=reading.question_topic | topic(cast.mask(text)),
            explicit=asked,
            label=_where(text),
            closed=bool(_MOMENT.search(reading.question + text)),
            lo=_stretch(text, reading.question)[0],
            hi=_stretch(text, reading.question)[1],
        )
        break
    if match := _PLACE.search(text) or _POSTED.search(text):
        place = match["place"]
        if (
            _NOT_PLACE.match(place)
            or clause.source == "unknown"
            or re.search("(?:不|没|哪|哪里|哪会|哪能|怎么会)$", text[: match.start()])
        ):
            return
        owner = [m for m in inside if m.end <= base + match.start() + 2]
        lead = text[: match.start()]
        if owner:
            subject = owner[-1].who
        elif re.search("[他她](?!们)", lead):
            subject = pronoun(reading, base) or fallback
        elif "我" in lead or not fallback:
            subject = me
        else:
            subject = fallback if asked else me
        if subject and not subject.startswith("g:"):
            yield make(
                reading,
                clause,
                (base, clause.end),
                "place",
                "at",
                key="place",
                slot="place",
                value=place,
                subject=frozenset({subject}),
                polarity=1,
                topic=reading.question_topic | topic(cast.mask(text)),
                explicit=asked,
            )
