"""Who may sit, speak and be spoken for at a hearing (APL arts 43, 64)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from anjian.law.statutes import APL
from anjian.procedures.definitions.guards.hearing import appointment
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_LEADER = "机关负责人"
_CHAIR = "听证主持人"


def _own(f: CaseFacts, code: str) -> tuple[Taken, ...]:
    return tuple(t for t in f.history if t.proceeding_id == f.proceeding_id and t.step == code)


def _decided(f: CaseFacts) -> tuple[tuple[Taken, Taken], ...]:
    """Each request for recusal with its decision, oldest first."""
    asked, decided = _own(f, "request_hearing_recusal"), _own(f, "decide_hearing_recusal")
    return tuple(zip(asked, decided, strict=False))


def _seat(f: CaseFacts, asked: Taken) -> Any:
    """Who sat in the seat that was objected to: an officer, or the clerk by name."""
    before = [t for t in _own(f, "appoint_hearing") if t.seq < asked.seq]
    if not before:
        return None
    if asked.get("seat") == "hearer":
        return asked.get("person")
    return before[-1].get(asked.get("seat"))


def _upheld(f: CaseFacts) -> frozenset[Any]:
    return frozenset(_seat(f, a) for a, d in _decided(f) if d.get("upheld") is True) - {None}


def _bench(inputs: Inputs) -> frozenset[UUID | str]:
    return frozenset({inputs.get("chair"), inputs.get("clerk"), *inputs.get("hearers", ())}) - {None}


@guard("该人员在本次听证中已经回避", art(43), art(64), who=_LEADER, cure="另行指定。")
def bench_not_recused_here(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Who had to step back is not named again."""
    return not (_bench(inputs) & _upheld(f))


@guard("没有指明申请谁回避", art(64), who="当事人", cure="选择被申请回避的听证员。")
def recusal_names_a_seat(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A request is about somebody who sits."""
    if inputs.get("seat") != "hearer":
        return True
    appointed = appointment(f)
    return appointed is not None and inputs.get("person") in appointed.get("hearers", ())


@guard("现在没有待决定的回避申请", art(43), who=_CHAIR, cure="先登记回避申请。")
def hearing_recusal_pending(f: CaseFacts) -> Verdict:
    """There is something to decide."""
    return len(_own(f, "request_hearing_recusal")) > len(_own(f, "decide_hearing_recusal"))


@guard("被申请回避的人员不得决定本人的回避", art(43), who=_LEADER, cure="由其他机关负责人决定。")
def decides_not_on_himself(f: CaseFacts) -> Verdict:
    """Nobody judges an objection to himself."""
    asked = f.own("request_hearing_recusal")
    return asked is None or _seat(f, asked) != f.actor.id


@guard("对听证人员的回避申请尚未决定", art(43), art(64), who=_LEADER, cure="先由机关负责人审查决定。")
def hearing_recusal_settled(f: CaseFacts) -> Verdict:
    """The bench is beyond dispute before it hears."""
    return len(_own(f, "request_hearing_recusal")) <= len(_own(f, "decide_hearing_recusal"))


@guard("回避的听证人员没有更换", art(43), art(64), who=_LEADER, cure="重新指定听证人员，并重新通知。")
def bench_changed_after_recusal(f: CaseFacts) -> Verdict:
    """An upheld objection changes the bench."""
    appointed = appointment(f)
    return appointed is not None and not (_bench(appointed.inputs) & _upheld(f))


@guard("代理人没有授权委托书", art(64), who="委托人", cure="提交授权委托书，写明权限。")
def agents_have_mandate(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Who speaks for another shows the mandate."""
    known = {
        row.get("name")
        for t in _own(f, "register_participants")
        for row in t.get("participants", ())
        if row.get("mandate")
    }
    rows = (*inputs.get("attendees", ()), *inputs.get("participants", ()))
    without = [
        row.get("name") or "代理人"
        for row in rows
        if row.get("capacity") == "agent" and not row.get("mandate") and row.get("name") not in known
    ]
    return "、".join(without) if without else True


@guard("第三人与案件没有利害关系", art(64), art(58), who=_CHAIR, cure="写明案件处理结果与其有何利害关系。")
def third_party_has_interest(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A third party has something at stake."""
    return all(
        row.get("interest") for row in inputs.get("participants", ()) if row.get("capacity") == "third_party"
    )


@guard("合并听证的当事人没有申请听证或者不同意合并", art(64), who="当事人", cure="分别举行听证。")
def joined_parties_asked(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Several are heard together only if each asked and none objects."""
    others = [row.get("party", "") for row in inputs.get("joined", ()) if row.get("asked") is not True]
    return "、".join(others) if others else True


def _others(f: CaseFacts) -> tuple[str, ...]:
    appointed = appointment(f)
    joined = [row.get("party", "") for row in appointed.get("joined", ())] if appointed else []
    third = [
        row.get("name", "")
        for t in _own(f, "register_participants")
        for row in t.get("participants", ())
        if row.get("capacity") == "third_party"
    ]
    return tuple(dict.fromkeys((*joined, *third)))


@guard("没有通知其他参加人", art(64), who="本案承办人", cure="通知第三人、合并听证的当事人，写明时间和方式。")
def others_were_told(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The law wants the party and all others concerned told of time and place."""
    others = _others(f)
    return not others or bool(inputs.get("others_told")) or "、".join(others)


@guard(
    "合并听证的当事人没有到场",
    art(64),
    who=_CHAIR,
    cure="列明其出席情况；无正当理由不到场的，对该当事人另行办理。",
)
def joined_parties_heard(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Each of several parties is heard."""
    appointed = appointment(f)
    joined = [row.get("party", "") for row in appointed.get("joined", ())] if appointed else []
    there = [
        word
        for row in inputs.get("attendees", ())
        for word in (row.get("name", ""), row.get("principal", ""))
        if word
    ]
    missing = [party for party in joined if not any(party in word or word in party for word in there)]
    return "、".join(missing) if missing else True
