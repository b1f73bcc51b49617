"""Claims about who ordered, let or decided, with self-will and denials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjian.testimony.claiming import agent_before, make, pronoun, speaker
from anjian.testimony.model import Claim
from anjian.testimony.persons import Mention
from anjian.testimony.reading import Reading, negated

ORDER_VERB = (
    "安排|指派|分派|分配|支派|委派|派活|派工(?!单)|派单|派的活|派(?!工单|单|出所|遣)|吩咐|指挥|交代|指使|授意|布置|部署|下令|下的令|下的指令|下的命令|下指令|下命令|下通知|拍板|拍的板|拿的?主意|决定|"
    "定的|定下|批准|批的|批了|准的|同意|允许|默许|放行|点名|点的?我|点的?将|要求|催|喊|招呼|叫|让|使唤|打发|撺掇|怂恿|通知|点头|发话|发的话|放过?话|给的话|松口|说了算|答应|答复|逼|带头|带着我|领着我|"
    "说先|说就|说接着|说可以|说不用|说没事|说能|指示|许可|签发|支使|差我|调我|请我|雇我"
)
_ORDER = re.compile(ORDER_VERB)
_STRONG_ORDER = re.compile(
    "安排|指派|分派|分配|委派|派活|派工(?!单)|派单|派的|派我|吩咐|指挥|指使|授意|布置|部署|下令|下的|下指令|下命令|拍板|拍的板|拿的?主意|决定|批准|批的|批了|同意|允许|默许|放行|点名|点的?我|要求|让|叫|喊|催|招呼|"
    "发话|放过?话|点头|指示|签发|支使|说可以|说不用|说没事|说能|答复"
)
_ORDER_Q = re.compile(
    rf"你们?(有没有|是否|是不是|有)?({ORDER_VERB})|谁.{{0,4}}({ORDER_VERB})|({ORDER_VERB}).{{0,8}}(是谁|的是谁|谁)|({ORDER_VERB}).{{0,6}}(的吗|过吗|没有|吗)|(指令|命令|主意|决定).{{0,6}}谁|(谁|哪个).{{0,2}}的?(主意|意思|决定|命令|指令)|怎么安排|(怎么|为什么|为啥|咋|为何).{{0,8}}(去|下|上|干|进|开|放|做|修|装|拆|焊|停|提前|着急|赶)"
)
_SELF = re.compile(
    r"自己[^，。我]{0,6}(要|非要|偷|前面|先|主动|就|跑|下|去|上|进|干|拿|开|动|弄|来|多|决定|定|做主|往|擅|私|背|没|图|嫌|想|钻|爬|接|拉|点|走|看着办)|自作主张|私自|擅自|主动(要|去|下|上|提)|偷着|偷偷|悄悄|背着(我|我们)|瞒着(我|我们)|抢着(去|下|干)|自个儿?[^，。]{0,4}(去|下|要|干|跑|进|定|上)|自发|自行|嫌[^，。]{1,6}(麻烦|慢|远|费事|啰嗦)[^，。]{0,4}(自己|就|先)"
)
_NOBODY = re.compile(
    r"(没人|没有人|没谁|谁也没|谁都没|没哪个)[^，。]{0,3}(安排|让|叫|派|指派|吩咐|喊|要求|通知|指挥|交代|催|批|同意|使唤|逼|点头|发话)"
)
_NO_WORD = (
    r"(安排|指派|派|让|叫|吩咐|指挥|交代|同意|允许|要求|批准|批|"
    r"下令|下[过的]?.{0,2}(指令|命令|令)|点头|说过|说能|说可以|说行|说让|催|喊|打过?.{0,2}电话|答应|布置|许可|使唤|指使|授意|定|发话|放话|通知|拍板|签)"
)
_DENY_ORDER = re.compile(
    rf"我(?:可|真|从来|从|绝对|根本|压根|并|也|又|都|们|当时|那天|哪儿?)*(没有?|不|未|哪)(?:[^，。我]{{0,4}}){_NO_WORD}"
    rf"|^(?:从来|根本|压根|绝对|就|也|可)*没(?:有)?{_NO_WORD}[^，。]{{0,8}}(?:他|她|他们|进|下|上|干|开|动|去)"
    rf"|不是我(?:.{{0,2}})(安排|指派|派|让|叫|吩咐|指挥|交代|同意|允许|要求|批|定|说|喊|下|的意思|决定|点头|的主意|催)|我(?:派|叫|让|安排|喊|催)(?:他|她|他们|你|谁)?[^，。]{{0,3}}(?:什么|啥|干嘛)|哪(?:是|能是|轮得到)我|轮不到我|不关我的?事|跟我没关系|与我无关|我说了不算|我做不了主|我哪(?:敢|会|能|有权|管得着)|我怎么(?:会|可能|敢)[^，。]{{0,4}}(?:批|让|叫|同意|派|安排|答应|下)|我拦都?(?:来不及|拦不住)|我(?:从来|从|一向)?不(?:管|过问|插手|掺和)(?:这|那|他|事|$)"
)


# 让大勇去拿: nobody named before the verb, so the speaker himself
_IMPLIED = re.compile(
    r"[^，。我你他她没不被]{0,6}(让|叫|派|安排|通知|吩咐|要求)(了|过)?(他|她|他们|人|工人|小|老|大|[一-鿿]{2,3}(去|来|下|上|拿|把|先|干|负责))"
)


_BETWEEN = re.compile(r"^[^，。；我你他她们没不未叫让派]{0,12}$")


def _far_agent(reading: Reading, start: int, at: int) -> Mention | None:
    """The only person before the verb of a clause, with time or place between (佘站早上在群里点的我)."""
    before = [m for m in reading.answer_people if start <= m.start and m.end <= at]
    if len(before) != 1 or not _BETWEEN.match(reading.answer[before[0].end : at]):
        return None
    return before[0]


def order_claims(reading: Reading) -> Iterator[Claim]:
    """Who ordered, let or decided; self-will and denials included."""
    me = speaker(reading)
    asked = bool(_ORDER_Q.search(reading.question))
    about = reading.question_topic
    for clause, words in zip(reading.clauses, reading.clause_topics, strict=True):
        text, base = clause.text, clause.start
        subject = about | words
        if clause.denied and _ORDER.search(text) and not _NOBODY.search(text):
            yield make(
                reading,
                clause,
                (base, clause.end),
                "order",
                "denied",
                key="order",
                slot="order_by",
                value="deny",
                people=frozenset({me}),
                polarity=-1,
                topic=subject,
                source="fact",
            )
            continue
        if match := _DENY_ORDER.search(text):
            yield make(
                reading,
                clause,
                (base + match.start(), clause.end),
                "order",
                "deny",
                key="order",
                slot="order_by",
                value="deny",
                people=frozenset({me}),
                polarity=-1,
                topic=subject,
                source="fact",
            )
            continue
        if _NOBODY.search(text):
            polarity, value = (1, "somebody") if clause.denied else (-1, "nobody")
            yield make(
                reading,
                clause,
                (base, clause.end),
                "order",
                "nobody",
                key="order",
                slot="order_by",
                value=value,
                people=frozenset(),
                polarity=polarity,
                topic=subject,
                explicit=asked,
            )
            continue
        if match := _SELF.search(text):
            actor = agent_before(reading.answer_people, base + match.start(), 8)
            third = re.search("[他她]", text[: match.start()])
            doer = actor.who if actor else (pronoun(reading, base) if third else "")
            first = re.search(r"我们?[^他她]{0,3}$", text[: match.start()])
            if first and not actor:
                doer = me
            if doer or asked:
                yield make(
                    reading,
                    clause,
                    (base, clause.end),
                    "order",
                    "self",
                    key="order",
                    slot="order_by",
                    value="self",
                    people=frozenset({doer} if doer else ()),
                    polarity=1,
                    topic=subject,
                    explicit=asked,
                    source="fact",
                )
        for match in _ORDER.finditer(text):
            at = base + match.start()
            agent = agent_before(reading.answer_people, at, 4) or _far_agent(reading, clause.start, at)
            named = agent.who if agent else ""
            lead = text[: match.start()]
            if not named and re.search(r"(?:^|[，是由]|都|就)(他|她)(?:们)?[^我他她]{0,2}$", lead):
                named = pronoun(reading, at)
            if not named and re.search(r"(?:^|是|就|都|也|当时|早上|晚上)我[^们他她]{0,3}$", lead):
                named = me
            if not named and _IMPLIED.match(text) and "我" not in text:
                named = me
            if not named:
                continue
            weak = not _STRONG_ORDER.match(match[0])
            after = text[match.end() : match.end() + 6]
            target = re.search(r"^(了|的|过)?(我|我们|他|她|他们|大家|[老小].|你)", after) or re.search(
                "的$|的[活话]?$", text[match.start() :]
            )
            if weak and not (target or asked):
                continue
            if not (target or asked) and not re.match(
                "安排|指派|派|吩咐|决定|批|同意|让|叫|点|催|发话|放|答复|拍", match[0]
            ):
                continue
            sign = -1 if negated(text, match.start(), match.end()) else 1
            source = "fact" if clause.source in {"plan", "heard", "norm"} else clause.source
            yield make(
                reading,
                clause,
                (base, clause.end),
                "order",
                "named",
                key="order",
                slot="order_by",
                value=named,
                people=frozenset({named}),
                polarity=sign,
                topic=subject,
                explicit=asked or bool(target),
                source=source,
            )
            break
    yield from _permissions(reading)
    yield from _order_from_question(reading, asked)


_PERMISSION = re.compile(
    r"^(?:当时|就|都|还|又|也|口头|跟我|跟我们|对我|在[^，。]{1,5}|对讲机里?|电话里?|微信里?|群里|早上|头天)*(?:说|讲|喊|发话|答复|回|回话|表示|打电话说)[^，。]{0,6}[，]?(?:先|就|赶紧|再|直接|继续|接着|不用|没事|行|可以|照|别管|你们?|快)[^没不，。]{1,12}"
)


# 他说三喜呀，你给划拉干净: told to do a thing, in the words used
_TOLD = re.compile(
    r"^(?:他|她)?(?:就)?(?:说|讲|让|叫|喊|交代|吩咐)[^。]{0,30}(?:你|你们|我|我们)?(?:给|去|把|来|先|赶紧|快|直接)[^。没不]{2,}"
)


def _permissions(reading: Reading) -> Iterator[Claim]:
    """安站长说先充了再说: words by which a superior lets a thing be done."""
    me = reading.statement.pid
    for mention in reading.answer_people:
        rest = reading.answer[mention.end : mention.end + 26]
        if mention.who == me or mention.who.startswith("g:") or not _PERMISSION.match(rest):
            continue
        clause = next((c for c in reading.clauses if c.start <= mention.start < c.end), None)
        if clause is not None and clause.source in {"fact", "heard", "plan"}:
            yield make(
                reading,
                clause,
                (mention.start, clause.end),
                "order",
                "permission",
                key="order",
                slot="order_by",
                value=mention.who,
                people=frozenset({mention.who}),
                polarity=1,
                topic=reading.topic,
                explicit=False,
                source="fact",
            )


def _order_from_question(reading: Reading, asked: bool) -> Iterator[Claim]:
    """Elliptical answers: 谁安排的？李某。 and 是你让他去的吗？不是。"""
    if not asked or not reading.clauses:
        return
    me, first = speaker(reading), reading.clauses[0]
    about = reading.question_topic
    if "who" in reading.asks and first.source != "unknown":
        named = [m.who for m in reading.answer_people if m.end <= first.end + 1 and m.start >= first.start]
        if re.match(r"(?:是|就是|那是)?(我)(?:$|自己|让|安排|派|叫|定)", first.text):
            named = [me]
        if re.match(r"不是我", first.text):
            yield make(
                reading,
                first,
                (first.start, first.end),
                "order",
                "deny-short",
                key="order",
                slot="order_by",
                value="deny",
                people=frozenset({me}),
                polarity=-1,
                topic=about,
            )
        elif named and not _SELF.search(first.text) and not re.match("不是|没", first.text):
            yield make(
                reading,
                first,
                (first.start, first.end),
                "order",
                "answer",
                key="order",
                slot="order_by",
                value=named[0],
                people=frozenset(named[:1]),
                polarity=1,
                topic=about,
            )
    if "yesno" in reading.asks and reading.head in {"yes", "no"}:
        match = re.search(rf"(你|[他她])?(?:们)?(?:有没有|是不是|是否|有)?({ORDER_VERB})", reading.question)
        if not match:
            return
        people = [m.who for m in reading.question_people if m.end <= match.end()]
        agent = me if "你" in reading.question[: match.end()] else (people[-1] if people else "")
        if not agent or reading.question[: match.start()].find("谁") >= 0:
            return
        if re.search(rf"(有没有|有)(人|谁)[^，。]{{0,3}}({ORDER_VERB})", reading.question):
            agent = ""
        sign = 1 if reading.head == "yes" else -1
        value = agent if sign > 0 else ("deny" if agent == me else f"not {agent}")
        if not agent:
            value = "somebody" if sign > 0 else "nobody"
        yield make(
            reading,
            first,
            (first.start, first.end),
            "order",
            "yes-no",
            key="order",
            slot="order_by",
            value=value,
            people=frozenset({agent} if agent else ()),
            polarity=sign,
            topic=reading.topic,
        )
