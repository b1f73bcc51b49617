"""One statement read: kind of question, stance of the answer, clauses with their source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from anjian.testimony import lexicon, times
from anjian.testimony.model import Event, Statement
from anjian.testimony.normalise import normalise
from anjian.testimony.persons import Cast, Mention

_YESNO = re.compile(
    r"吗|没有？?$|没？?$|了没|是不是|有没有|是否|能否|可否|(.)不\1|(.)没\2|对不对|过没有|吧？?$"
)
_WHO = re.compile(
    r"谁|哪个(?=[^，。？]{0,2}(?:定|喊|叫|让|派|批|说|开|动|关|拉|合|接|弄|干|拆|焊|锁|下令))|(?:看清|认出|看见|看到)[^，。]{0,8}的人|哪个人|什么人|哪位|哪个(领导|师傅|班长)|何人|哪些人|由哪"
)
_WHEN = re.compile(
    r"几点|什么时[候间辰]|啥时|几时|哪会儿|什么钟点|何时|哪天|哪一天|多会儿|几号|几月|时间是|时间[？]?$|日期|哪一?年|时间记得|啥时候"
)
_HOWLONG = re.compile(
    r"多久|多长时间|时间多长|时长|几天|几年|多少天|多少年|几个月|几小时|多少分钟|隔了多|周期|频次|几周"
)
_HOWMANY = re.compile(
    r"几[个人台只瓶桶箱根张具辆条次回趟名位块口套袋件把部支副份遍声米吨层组排间]|多少|多[大高远深宽重厚粗烫快热冷陡急满密硬老细低]|多长(?!时间)|数量|单价|数值|人数|几成|多厚|间距|步距|浓度|(?:温度|压力|液位|水位|人数|金额|面积|重量|长度|高度|深度|流量|转速|电压|比例|车速|产量|存量|用量|单价|数值|读数)(?:是|呢)?[？]?$"
)
_MEASURE = re.compile(
    r"(温度|压力|液位|水位|人数|金额|面积|重量|长度|高度|深度|厚度|宽度|距离|间距|步距|坡度|坡比|浓度|含量|流量|转速|电压|电流|比例|车速|时速|速度|产量|存量|库存|用量|单价|价格|工资|数量|数值|读数|峰值|最高值|载重|载荷|吨位|风速|风力|学时|次数|频次|周期|时长|年龄|距边|堆高|埋深|标号|强度|跨度|直径|口径|容量|容积|余量)(?:呢)?$"
)
_WHERE = re.compile(
    r"哪块|哪达|哪疙瘩|哪旮|哪厢|哪头|哪边|哪一?(?:处|侧|段|层|面|片)|啥地方|哪个(?:角落|方向|部位)|什么部位|何处|(?:地点|方位|部位)[？]?$|哪儿|哪里|在哪|什么位置|何处|什么地方|哪个(医院|地方|车间|位置|门)|去哪|位置[？]?$|从哪|往哪"
)
_WHY = re.compile(r"为什么|为啥|怎么回事|什么原因|咋回事")
_NORM_Q = re.compile(
    r"(?<![按照反])规定(?!动作)|(?<![按照合])要求(怎|多|几|是|？|$)|规程|一般.{0,6}(要|怎|几|多)|设计(间距|是|多|值|压力)|核定|额定|许用|限值|标称|允许(放|存|多|几|坐|值)|应该|按(规定|要求|设计).{0,6}(几|多|怎)|标准是|定额"
)
_SKIP = (
    r"(?:嗯|呃|啊|哦|噢|唉|哎|这个|那个|反正|其实|当时|那天|确实|当然|肯定|绝对|根本|压根|"
    r"完全|真的?|一直|都|也|就|还|倒|可|我们?|他们?|她们?|人家|是的，|领导，|同志，|，|、|"
    r"…| )*"
)
_NO_HEAD = re.compile(
    _SKIP
    + (
        r"(没这(回|个)?事|没有|没|不是|不可能|不对|不|未|无|从来?没|从未|并没|并不|哪有|哪里|哪能|"
        r"谁也没|没人|谁都没|胡说|瞎说|瞎讲|冤枉|否|一[^，。]{0,3}[都也]?(没|不)|什么都没|啥都没|什么也没|啥也没|连[^，。]{1,4}[都也]没|一点[^，。]{0,3}[都也]?没|压根|哪会|哪敢|哪来|哪轮|哪是|谁(?:还)?(?:穿|戴|系|敢|会|管|有|用|去)|胡扯|瞎编|没影|"
        r"怎么可能|谈不上|别提了)"
    )
)
_YES_HEAD = re.compile(_SKIP + r"(有|是|对|嗯|行|在|到|属实|没错|可以|能|会|肯定|都|全|早|已经)")
_DONE_HEAD = re.compile(
    _SKIP + r"[^，。；！？没不]{1,6}?(了|过|着|的|齐|全|上|好|完)(?=[，。；！？]|$|[^，。]{0,4})"
)
_NEGATION = re.compile(
    r"从来没|从没|没有|没人|没谁|谁都没|谁也没|未曾|并没|并未|没|未(?!来)|不(?!锈钢|过|同|久|但|仅|少|管|是不|错|得不|小心|然)|无(?!论|锡)|忘了|漏了|来不及|没顾上|哪有|别(?!人|的|处)|甭|非(?!常)|拒绝|免了|少了"
)
DOUBLE = re.compile(
    r"不是(没|不)|没有不|不能说(没|不)|不(会|能|可能)不|没(有)?.{0,3}不|哪能不|哪会不|怎么(能|会|可能)(不|没)"
)
_RHETORICAL = re.compile(
    r"(没人|没有人|谁不|不是[^，。]{1,8})[^，。；！]{0,8}(我|我们|他|他们)?(能|敢|会)[^，。！]{0,10}[吗？]|难道|哪能不|怎么可能没"
)
_CLAUSE = re.compile(r"[^，。；！？…]+")
_ALONE_NEGATED = re.compile(r"没有?$|没$|不了$|不成$|不上$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two marks, with how the speaker knows what he says in it."""

    text: str
    start: int
    end: int
    source: str
    event: Event
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the claim layer needs from one statement."""

    statement: Statement
    question: str
    answer: str
    asks: frozenset[str]
    head: str  # yes | no | unknown | ""
    clauses: tuple[Clause, ...]
    boilerplate: bool
    question_event: Event
    question_people: tuple[Mention, ...]
    answer_people: tuple[Mention, ...]
    question_topic: frozenset[str]
    topic: frozenset[str]
    negative_question: bool = False
    clause_topics: tuple[frozenset[str], ...] = field(default=())


def event_of(text: str, incident: date | None) -> Event:
    """The event key a text carries by itself."""
    found = times.days(text, incident)
    day_set: frozenset[date] = frozenset(d.first for d in found if d.first == d.last)
    other = lexicon.frame("other").search(text)
    phase = (
        "after"
        if lexicon.frame("after").search(text)
        else "before"
        if lexicon.frame("before").search(text)
        else ""
    )
    return Event(
        days=day_set,
        other=other[0] if other else "",
        routine=bool(lexicon.frame("routine").search(text)),
        phase=phase,
        instances=lexicon.instances(text),
    )


def merge(inner: Event, outer: Event) -> Event:
    """A clause inside a question: what the clause says itself goes first."""
    return Event(
        days=inner.days or outer.days,
        other=inner.other or outer.other,
        routine=inner.routine or outer.routine,
        phase=inner.phase or outer.phase,
        instances=inner.instances or outer.instances,
    )


def negated(text: str, start: int, end: int) -> bool:
    """Whether the words at this place of a clause are denied by the words around them."""
    window = text[max(0, start - 9) : start]
    if DOUBLE.search(text[max(0, start - 6) : end + 2]):
        return False
    inside = text[start:end]
    count = len(_NEGATION.findall(window)) + len(
        _NEGATION.findall(inside[1:] if inside[:1] in "没不未无" else inside)
    )
    tail = text[end : end + 4]
    if re.match(
        r"(的|了)?(都|也)?(没有?$|不了|不成|没成|没办|没做|没搞|没弄|没开|没戴|没响|没用|不行|不够|不全)",
        tail,
    ):
        count += 1
    return count % 2 == 1


def ask_kinds(question: str) -> frozenset[str]:
    """What kinds of answer the question asks for."""
    last = question.rstrip("？。 ")
    kinds = set()
    for kind, pattern in (
        ("who", _WHO),
        ("when", _WHEN),
        ("howlong", _HOWLONG),
        ("howmany", _HOWMANY),
        ("where", _WHERE),
        ("why", _WHY),
        ("norm", _NORM_Q),
    ):
        if pattern.search(question):
            kinds.add(kind)
    if _YESNO.search(last) or "吗" in question or _YESNO.search(question):
        kinds.add("yesno")
    if not kinds and re.search("(了|过|着|的|不)$", last):
        kinds.add("yesno")
    if not kinds:
        kinds.add("open")
        if len(last) <= 8 and _MEASURE.search(last):
            kinds.add("howmany")
        elif len(last) <= 8 and re.search("(时间|时刻|日期|哪天)$", last):
            kinds.add("when")
    return frozenset(kinds)


def _head(question: str, answer: str, asks: frozenset[str]) -> str:
    """The stance the answer opens with: yes, no, unknown or nothing."""
    first = re.split("[。；！？]", answer, maxsplit=1)[0]
    lead = first.split("，")[0]
    if re.search("知道|清楚|了解|晓得|知情", question) and re.match(
        _SKIP + "(不知道|不清楚|不了解|不晓得|不知情)", lead
    ):
        return "no"
    if lexicon.frame("unknown").search(lead):
        return "unknown"
    if re.match(_SKIP + "我?(那天|当时|当天)?(不在|没在|没去|没上班|没看)", lead) and lexicon.frame(
        "unknown"
    ).search(first):
        return "unknown"
    if re.match(_SKIP + "谁(会|还|敢)?[^，。？]{1,4}？", answer) or re.match(
        _SKIP + "[^，。？没不]{1,2}(啥|什么)[^，。？]{1,4}[，。？]", answer
    ):
        return "no"
    if "yesno" not in asks:
        return ""
    if re.search(r"^[^，]{0,8}(其实不是|没有的事|没那回事)", first):
        return "no"
    if DOUBLE.search(lead) or _RHETORICAL.search(first + "？"):
        return "yes"
    if re.match(_SKIP + "[^，。没不]{1,2}(什么|啥)[^，。]{1,4}$", lead):
        return "no"
    if re.search("开着|开了|投着|运转|运行|通着|在转", question) and re.match(
        _SKIP + "(关|停|断|坏|旁路|早?停|早旁路)", lead
    ):
        return "no"
    if re.search("是.{1,8}还是.{1,8}", question):
        return ""
    if re.search("哪(会|敢|有|来的|轮得到|可能)|怎么(会|可能|敢)(?!不|没)", lead) and not DOUBLE.search(lead):
        return "no"
    if _NO_HEAD.match(lead):
        return "no"
    shared = set(lexicon.topic(lead)) & set(lexicon.topic(question))
    if negated(lead, len(lead), len(lead)) or _ALONE_NEGATED.search(lead):
        return "no" if shared or len(lead) <= 8 else ""
    if _YES_HEAD.match(lead) or (_DONE_HEAD.match(lead) and (shared or len(lead) <= 6)):
        return "yes"
    if shared and len(lead) <= 12 and not re.search("[没不未]", lead):
        return "yes"
    return ""


def _source(text: str, carried: str) -> str:
    if lexicon.frame("perceived").search(text) and not re.search("没(看|听|见)(见|到|着)?过?$", text):
        return "perceived"
    for kind in ("conditional", "unknown", "heard", "norm", "plan", "record", "assumed", "scoped"):
        if lexicon.frame(kind).search(text):
            return kind
    return carried


def read(statement: Statement, cast: Cast, incident: date | None) -> Reading:
    """Read one statement; its own offsets are kept in every clause."""
    question, answer = normalise(statement.question), normalise(statement.answer)
    asks = ask_kinds(question)
    # how long somebody else has been here is a fact of the case, not about the speaker's person
    boilerplate = bool(lexicon.frame("boilerplate").search(question)) and not any(
        m.who != statement.pid for m in cast.mentions(question)
    )
    question_event = event_of(question, incident)
    clauses: list[Clause] = []
    carried = "fact"
    for match in _CLAUSE.finditer(answer):
        text = match[0]
        if not text.strip():
            continue
        mark = answer[match.start() - 1] if match.start() else ""
        if mark in "。；！":
            carried = "fact"
        source = _source(text, carried)
        if "norm" in asks and source == "fact":
            source = "norm"
        if source in {"heard", "conditional"}:
            carried = source
        rhetorical = bool(_RHETORICAL.search(text + answer[match.end() : match.end() + 1]))
        following = answer[match.end() + 1 : match.end() + 7]
        denied = (
            bool(re.match(r"其实(不是|没有)|那是(胡|瞎|乱)|没这(回)?事|这不是真|不属实|都是假", following))
            or rhetorical
        )
        clauses.append(
            Clause(
                text,
                match.start(),
                match.end(),
                source,
                merge(event_of(text, incident), question_event),
                denied,
            )
        )
    masked_q, masked_a = cast.mask(question), cast.mask(answer)
    question_topic = lexicon.topic(masked_q)
    return Reading(
        statement=statement,
        question=question,
        answer=answer,
        asks=asks,
        head="" if boilerplate else _head(question, answer, asks),
        clauses=tuple(clauses),
        boilerplate=boilerplate,
        question_event=question_event,
        question_people=tuple(cast.mentions(question)),
        answer_people=tuple(cast.mentions(answer)),
        question_topic=question_topic,
        topic=question_topic | lexicon.topic(masked_a),
        negative_question=bool(re.search(r"(没|不)(?!有没)[^，。？]{1,8}吗", question))
        and "有没有" not in question,
        clause_topics=tuple(lexicon.topic(cast.mask(c.text)) for c in clauses),
    )
