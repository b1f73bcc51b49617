"""What the case manager reads: a title, one sentence why, and a neutral question."""

from __future__ import annotations

import re

from anjian.testimony import prompts
from anjian.testimony.finding import Finding
from anjian.testimony.lexicon import by_id
from anjian.testimony.model import SLOT_LABELS, Alarm, Claim, Tier
from anjian.testimony.persons import Cast
from anjian.testimony.reading import Reading

_ASK_TAIL = re.compile(
    r"(是谁|谁|有没有|是不是|是否|几点|什么时候|什么时间|什么|怎么|多少|几个|哪儿|哪里|吗|没有|呢|啊|了没|的|了)"
)
_LEAD = re.compile(
    r"^(那么?|当时|当天|那天|请问|你们?|请你?|说说|讲讲|到底|究竟|后来|，|\d{1,2}月\d{1,2}[日号]那?天?)+"
)
_PERSONAL = re.compile(r"[你他她]|我们|原话|跟.{1,4}(说|讲)|(说|讲)(过|了)?什么|答复|是不是")
_LONGEST = 20


def _plain_question(finding: Finding, a: Reading, b: Reading, cast: Cast) -> str:
    """One of the two questions that may stand for both: short, open, about no person in the room."""
    wanted = {"actor": "who", "time": "when", "amount": "howmany", "count": "howmany", "place": "where"}.get(
        finding.slot, "yesno"
    )
    options = []
    for reading in (a, b):
        text = re.split("[，。；！]", reading.statement.question.strip("？?。 "))[-1]
        text = _LEAD.sub("", text)
        if (
            4 <= len(text) <= _LONGEST
            and not _PERSONAL.search(text)
            and not any(m.known for m in cast.mentions(text))
        ):
            if finding.a.key in by_id() and not by_id()[finding.a.key].positive.search(text):
                continue
            options.append((wanted not in reading.asks, len(text), text))
    return min(options)[2] if options else ""


def _order_matter(a: Reading, b: Reading, cast: Cast) -> str:
    """The work whose ordering is disputed, cut out of a question (3号罐动火作业)."""
    questions = sorted((r.question for r in (a, b)), key=lambda q: ("谁" not in q, len(q)))
    for question in questions:
        text = re.split("[，。；！？]", question.strip("？。 "))[-1]
        text = cast.mask(text)
        text = re.sub(
            r"(当时|当天|那天|那|你们|你|他们|他|她|我们|请|说说|讲讲|到底|究竟|后来|都|还|为什么|怎么|的人)",
            "",
            text,
        )
        text = re.sub(r"^(\d+月)?\d+[号日](?![罐池杆楼机库炉井门线皮车仓台塔泵釜坑箱窑洞])", "", text)
        text = _ASK_TAIL.sub("", text)
        text = re.sub(r"^(由|被|把|给|去)|[ 　]", "", text)
        text = re.sub("安排|指派|吩咐|让|叫|派|是|同意|指令|要求|下$", "", text)
        # What stood before the verb is left behind: 动火作业由(谁安排).
        text = re.sub("[由被把给]$", "", text)
        if 2 <= len(text) <= 14 and not re.search("^[去上下]$", text):
            return text
    return ""


def _value(claim: Claim, cast: Cast) -> str:
    if claim.kind == "order":
        if claim.value == "deny":
            return "否认"
        if claim.value == "self":
            return "自行" if not claim.people else f"{cast.name(next(iter(claim.people)))}自行"
        if claim.value == "nobody":
            return "无人安排"
        if claim.value.startswith("not "):
            return f"不是{cast.name(claim.value[4:])}"
        return cast.name(claim.value)
    if claim.kind == "actor":
        return (
            "否认" if claim.value == "deny" else "无人" if claim.value == "nobody" else cast.name(claim.value)
        )
    if claim.kind == "present":
        return f"{cast.name(next(iter(claim.subject)))}{claim.value}"
    if claim.kind == "place":
        return f"{cast.name(next(iter(claim.subject)))}在{claim.value}"
    if claim.kind == "state":
        return claim.value
    if claim.kind == "polar":
        return "肯定" if claim.polarity > 0 else "否认"
    return claim.value


def _shared_person(finding: Finding, cast: Cast) -> str:
    who = next(iter(sorted(finding.a.subject & finding.b.subject)), "")
    return cast.name(who) if who else ""


def _title(finding: Finding, matter: str, cast: Cast) -> str:
    slot, concept = finding.slot, by_id().get(finding.a.key)
    who = _shared_person(finding, cast)
    if slot == "order_by":
        return f"核实：{matter or '该项作业'}由谁安排"
    if slot == "present" and who:
        return f"核实：{who}当时是否在场"
    if slot == "place" and who:
        return f"核实：{who}当时的位置"
    if matter:
        return f"核实：{matter}"
    return f"核实：{concept.label if concept else SLOT_LABELS[slot]}"


def _ask(finding: Finding, matter: str, cast: Cast) -> str:
    """The neutral question for every room: names no person and nobody's words."""
    wording = _worded(finding, matter)
    return wording if not prompts.check(wording, persons=cast.everyone) else _worded(finding, "")


def _worded(finding: Finding, matter: str) -> str:
    slot, concept = finding.slot, by_id().get(finding.a.key)
    if slot == "order_by":
        return f"请核实：{matter or '该项作业'}由谁安排？什么时间、什么方式、谁在场？"
    if slot == "present":
        return "请说明事发前后现场有哪些人，各自什么时候到、什么时候离开？"
    if slot == "place":
        return "请说明事发时各人分别在什么位置、在做什么？"
    if matter:
        return f"请核实：{matter}？请说明时间、经过和依据。"
    if slot == "sequence":
        return "请按先后顺序说明各个步骤是什么时间、由谁做的？"
    label = (
        concept.label if concept else {"time": "事情发生的时间", "actor": "具体由谁实施"}.get(slot, "当时")
    )
    return f"请核实{label}的情况：什么时间、由谁实施、有无凭证？"


_BECAUSE = {
    "ORDER.named_vs_denied": "{a}说由{who}安排（“{qa}”），{b}予以否认（“{qb}”），两人说的是同一件事。",
    "ORDER.named_vs_self_will": "一方说由{who}安排，另一方说是自行所为：{a}“{qa}”；{b}“{qb}”。",
    "PRESENT.yes_vs_no": "对{subject}是否在场说法相反：{a}“{qa}”；{b}“{qb}”。",
    "PLACE.two_places": "对{subject}当时的位置说法不同：{a}“{qa}”；{b}“{qb}”。",
    "PRESENT.alibi": "一方说{subject}当时动手做了事，另一方说其不在：{a}“{qa}”；{b}“{qb}”。",
    "STATE.opposite": "同一事物的状态两人所说相反：{a}“{qa}”；{b}“{qb}”。",
    "ACT.opposite": "同一件事一人说做了、一人说没做：{a}“{qa}”；{b}“{qb}”。",
    "SEQUENCE.reversed": "两人说的先后顺序相反：{a}“{qa}”；{b}“{qb}”。",
    "NUMBER.disjoint": "同一数量两人所说不能重合：{a}“{qa}”；{b}“{qb}”。",
    "COUNT.none_vs_some": "一方说没有，一方说有具体数目：{a}“{qa}”；{b}“{qb}”。",
    "TIME.disjoint": "同一件事的时间对不上：{a}“{qa}”；{b}“{qb}”。",
    "DAY.disjoint": "同一件事的日期对不上：{a}“{qa}”；{b}“{qb}”。",
    "OBJECT.two_kinds": "同一事物两人所说的种类或状态不同：{a}“{qa}”；{b}“{qb}”。",
}


def _fallback(finding: Finding) -> str:
    quotes = "{a}“{qa}”；{b}“{qb}”。"
    if finding.rule.startswith(("ORDER", "ACTOR")):
        return f"对由谁{'安排' if finding.slot == 'order_by' else '实施'}说法不同：" + quotes
    if finding.rule.startswith("PRESENT"):
        return "对{subject}当时是否在场说法相反：" + quotes
    concept = by_id().get(finding.a.key)
    if concept:
        return f"对“{concept.label}”一人肯定、一人否认：" + quotes
    return "对同一问题一人肯定、一人否认：" + quotes


def _trim(claim: Claim, reading: Reading) -> tuple[int, int]:
    """The claim's span in the committed answer without blanks or marks at its ends."""
    start, end = claim.span
    text = reading.statement.answer
    end = min(end, len(text))
    while start < end and text[start] in " 　，。、；":
        start += 1
    while end > start and text[end - 1] in " 　，。、；":
        end -= 1
    return start, end


def _clip(text: str) -> str:
    return text if len(text) <= 28 else text[:27] + "…"


def alarm(
    finding: Finding, score: float, tier: Tier, *, earlier: Reading, later: Reading, cast: Cast
) -> Alarm:
    """The alarm as shown: both exact quotes, the rule, and what may be asked."""
    a, b = finding.a, finding.b
    span_a, span_b = _trim(a, earlier), _trim(b, later)
    name_a, name_b = cast.name(a.pid), cast.name(b.pid)
    quote_a = _clip(earlier.statement.answer[slice(*span_a)])
    quote_b = _clip(later.statement.answer[slice(*span_b)])
    ordered = finding.slot == "order_by"
    matter = (
        _order_matter(earlier, later, cast) if ordered else _plain_question(finding, earlier, later, cast)
    )
    shared = a.subject & b.subject
    named = a if a.people and a.value not in {"deny", "self", "nobody"} else b
    who = cast.name(next(iter(named.people))) if named.people else ""
    if finding.rule.startswith("ORDER.named") and named is b:
        name_a, name_b, quote_a, quote_b = name_b, name_a, quote_b, quote_a
    pattern = _BECAUSE.get(finding.rule)
    if pattern is None:
        pattern = _fallback(finding)
    because = pattern.format(
        a=name_a,
        b=name_b,
        qa=quote_a,
        qb=quote_b,
        who=who,
        subject="、".join(sorted(cast.name(s) for s in shared)) or "该人",
    )
    return Alarm(
        a_sid=a.sid,
        b_sid=b.sid,
        a_pid=a.pid,
        b_pid=b.pid,
        slot=finding.slot,
        tier=tier,
        score=round(score, 3),
        title=_title(finding, matter, cast),
        because=because,
        a_span=span_a,
        b_span=span_b,
        a_value=_value(a, cast),
        b_value=_value(b, cast),
        rule=finding.rule,
        ask=_ask(finding, matter, cast),
    )
