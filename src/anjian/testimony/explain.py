"""What the case manager reads: a title, one sentence why, and a neutral question."""

from __future__ import annotations

import re

from anjian.testimony.compare import Finding
from anjian.testimony.lexicon import by_id
from anjian.testimony.model import SLOT_LABELS, Alarm, Claim, Tier
from anjian.testimony.persons import Cast
from anjian.testimony.reading import Reading

_ASK_TAIL = re.compile(r"(是谁|谁|有没有|是不是|是否|几点|什么时候|什么时间|什么|怎么|多少|几个|哪儿|哪里|吗|没有|呢|啊|了没|的|了)")


def _subject_matter(finding: Finding, a: Reading, b: Reading, cast: Cast) -> str:
    """A few neutral words for the disputed fact, taken from the plainer of the two questions."""
    questions = sorted((a.question, b.question), key=len)
    for question in (*sorted((q for q in questions if finding.slot == "order_by" and "谁" in q), key=len), *questions):
        text = re.split("[，。；！？]", question.strip("？。 "))[-1]
        text = cast.mask(text)
        text = re.sub(r"(当时|当天|那天|那|你们|你|他们|他|她|我们|请|说说|讲讲|到底|究竟|后来|都|还)", "", text)
        text = re.sub(r"^(\d+月)?\d+[号日](?![罐池杆楼机库炉井门线皮车仓台塔泵釜坑箱窑洞])", "", text)
        text = _ASK_TAIL.sub("", text)
        text = re.sub(rf"^(由|被|把|给|叫|让|安排|派)|(安排|让|叫|派)$|[ 　]", "", text)
        text = re.sub("安排|指派|吩咐|让|叫", "", text) if finding.slot == "order_by" else text
        if 2 <= len(text) <= 14:
            return text
    return ""


def _value(claim: Claim, reading: Reading, cast: Cast) -> str:
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
        return "否认" if claim.value == "deny" else "无人" if claim.value == "nobody" else cast.name(claim.value)
    if claim.kind == "present":
        return f"{cast.name(next(iter(claim.subject)))}{claim.value}"
    if claim.kind == "place":
        return f"{cast.name(next(iter(claim.subject)))}在{claim.value}"
    if claim.kind == "polar":
        return claim.value if len(claim.value) <= 16 else claim.value[:16]
    return claim.value


def _title(finding: Finding, matter: str, cast: Cast) -> str:
    slot = finding.slot
    concept = by_id().get(finding.a.key)
    if slot == "order_by":
        return f"核实：{matter or '该作业'}由谁安排"
    if slot == "actor":
        return f"核实：{matter or (concept.label if concept else '该行为')}由谁实施"
    if slot == "present":
        who = next(iter(finding.a.subject & finding.b.subject), "")
        return f"核实：{cast.name(who)}当时是否在场"
    if slot == "place":
        who = next(iter(finding.a.subject & finding.b.subject), "")
        return f"核实：{cast.name(who) if who else matter}当时的位置"
    if concept:
        return f"核实：{concept.label}"
    return f"核实：{matter or '同一问题'}的{SLOT_LABELS[slot]}" if slot not in {"yesno"} else f"核实：{matter or '同一问题'}"


def _ask(finding: Finding, matter: str, cast: Cast) -> str:
    slot = finding.slot
    concept = by_id().get(finding.a.key)
    what = matter or (concept.label if concept else "这件事")
    if slot == "order_by":
        return f"{matter or '这项作业'}是由谁安排的？什么时候、什么方式、谁在场？"
    if slot == "actor":
        return f"{what}具体是谁做的？你是怎么知道的？"
    if slot == "present":
        return "事发前后现场都有哪些人？各自什么时候到、什么时候离开？"
    if slot == "place":
        return "事发时在场各人分别在什么位置、在做什么？"
    if slot in {"time"}:
        return f"{what}具体是什么时间？根据什么记得？"
    if slot in {"amount", "count"}:
        return f"{what}具体数量是多少？根据什么得出？"
    if slot == "sequence":
        return f"请按先后顺序说明{what}的各个步骤。"
    if slot == "cert":
        return f"{what}的情况请具体说明：时间、内容、有无凭证？"
    return f"{what}的情况请具体说明：谁做的、什么时候、有无凭证？"


_BECAUSE = {
    "ORDER.named_vs_denied": "{a}说由{who}安排（“{qa}”），{b}予以否认（“{qb}”），两人说的是同一件事。",
    "ORDER.named_vs_self_will": "一方说由{who}安排，另一方说是自行所为：{a}“{qa}”；{b}“{qb}”。",
    "PRESENT.yes_vs_no": "对{subject}是否在场说法相反：{a}“{qa}”；{b}“{qb}”。",
    "PLACE.two_places": "对{subject}当时的位置说法不同：{a}“{qa}”；{b}“{qb}”。",
    "SEQUENCE.reversed": "两人说的先后顺序相反：{a}“{qa}”；{b}“{qb}”。",
    "NUMBER.disjoint": "同一数量两人所说不能重合：{a}“{qa}”；{b}“{qb}”。",
    "COUNT.none_vs_some": "一方说没有，一方说有具体数目：{a}“{qa}”；{b}“{qb}”。",
    "TIME.disjoint": "同一件事的时间对不上：{a}“{qa}”；{b}“{qb}”。",
    "DAY.disjoint": "同一件事的日期对不上：{a}“{qa}”；{b}“{qb}”。",
    "OBJECT.two_kinds": "同一事物两人所说的种类或状态不同：{a}“{qa}”；{b}“{qb}”。",
}


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


def alarm(finding: Finding, score: float, tier: Tier, earlier: Reading, later: Reading, cast: Cast) -> Alarm:
    """The alarm as shown: both exact quotes, the rule, and what may be asked."""
    a, b = finding.a, finding.b
    span_a, span_b = _trim(a, earlier), _trim(b, later)
    name_a, name_b = cast.name(a.pid), cast.name(b.pid)
    quote_a = _clip(earlier.statement.answer[slice(*span_a)])
    quote_b = _clip(later.statement.answer[slice(*span_b)])
    matter = _subject_matter(finding, earlier, later, cast)
    shared = a.subject & b.subject
    named = a if a.people and a.value not in {"deny", "self", "nobody"} else b
    who = cast.name(next(iter(named.people))) if named.people else ""
    if finding.rule.startswith("ORDER.named") and named is b:
        name_a, name_b, quote_a, quote_b = name_b, name_a, quote_b, quote_a
    pattern = _BECAUSE.get(finding.rule)
    if pattern is None:
        concept = by_id().get(a.key)
        label = concept.label if concept else SLOT_LABELS[finding.slot]
        pattern = f"对“{label}”说法相反：{{a}}“{{qa}}”；{{b}}“{{qb}}”。" if not finding.rule.startswith(("ORDER", "ACTOR")) else (
            "对由谁" + ("安排" if finding.slot == "order_by" else "实施") + "说法不同：{a}“{qa}”；{b}“{qb}”。"
        )
    because = pattern.format(
        a=name_a, b=name_b, qa=quote_a, qb=quote_b, who=who, subject="、".join(sorted(cast.name(s) for s in shared)) or "该人"
    )
    return Alarm(
        a_sid=a.sid, b_sid=b.sid, a_pid=a.pid, b_pid=b.pid, slot=finding.slot, tier=tier, score=round(score, 3),
        title=_title(finding, matter, cast), because=because, a_span=span_a, b_span=span_b, a_value=_value(a, earlier, cast),
        b_value=_value(b, later, cast), rule=finding.rule, ask=_ask(finding, matter, cast),
    )  # fmt: skip
