"""What a service comes to: how, when, by whom, to whom; and the tries that failed before.

One reading of the record serves the proof of service (D43), the step of the parent procedure that
goes on from it, and the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anjian.kit.clock import LOCAL_ZONE
from anjian.law.explain import in_words
from anjian.procedures.facts import CaseFacts, ChildFact, Taken
from anjian.procedures.subjects import about

SERVICE = "service"
METHODS: tuple[tuple[str, str], ...] = (
    ("direct", "直接送达"),
    ("left", "留置送达"),
    ("agent", "委托送达"),
    ("handed_on", "转交送达"),
    ("post", "邮寄送达"),
    ("electronic", "电子送达"),
    ("announcement", "公告送达"),
)
METHOD_CODES = {label: code for code, label in METHODS}
_METHOD_OF_STEP = {
    "deliver": "direct",
    "leave": "left",
    "send_electronically": "electronic",
    "record_post_receipt": "post",
    "complete_announcement": "announcement",
}
_HANDED_ON = frozenset({"military", "prison", "education"})
COMPLETING = (*_METHOD_OF_STEP, "record_entrusted")
TRIES = ("record_attempt", "record_return")

CAPACITIES: tuple[tuple[str, str], ...] = (
    ("party", "受送达人本人"),
    ("family", "同住成年家属"),
    ("head", "法定代表人、主要负责人"),
    ("office", "单位负责收件的人"),
    ("agent", "代理人"),
    ("designated", "指定的代收人"),
)
FAILURES: tuple[tuple[str, str], ...] = (
    ("refused", "拒绝接收"),
    ("absent", "无人在场"),
    ("moved", "已经搬离、地址不实"),
    ("not_found", "查无此人（单位）"),
    ("unreachable", "联系不上"),
    ("not_arrived", "电子信息没有到达"),
    ("returned", "邮件退回"),
    ("other", "其他"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A try that failed 送达未果: when, by which method, why, and what proves it."""

    method: str
    on: date
    place: str = ""
    reason: str = ""
    explanation: str = ""
    recording: str = ""
    officers: tuple[UUID, ...] = ()

    def __str__(self) -> str:
        """One line for the file: 2026年10月9日直接送达未果：无人在场，……（录像R-3）。"""
        proof = f"（{self.recording}）" if self.recording else ""
        why = "，".join(x for x in (dict(FAILURES).get(self.reason, ""), self.explanation.rstrip("。")) if x)
        return f"{in_words(self.on)}{dict(METHODS)[self.method]}未果：{why}{proof}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A service that counts: `served_on` is the day from which terms run, `handed_on` that of the act."""

    method: str
    served_on: date
    handed_on: date
    receiver: str = ""
    relation: str = ""
    place: str = ""
    witness: str = ""
    witness_unit: str = ""
    recording: str = ""
    tracking_no: str = ""
    refusal_reason: str = ""
    failed_attempts: str = ""
    announced_on: date | None = None
    officers: tuple[UUID, ...] = ()

    @property
    def particulars(self) -> dict[str, Any]:
        """The inputs that the steps of other procedures ask for (`fields.SERVICE`)."""
        told = {
            "method": self.method,
            "served_on": self.served_on,
            "receiver": self.receiver,
            "place": self.place,
            "witness": self.witness or self.recording,
            "failed_attempts": self.failed_attempts,
            "announced_on": self.announced_on,
            "officers": self.officers,
        }
        return {code: value for code, value in told.items() if value not in (None, "", ())}


def of_proceeding(f: CaseFacts, proceeding_id: UUID | None = None) -> tuple[Taken, ...]:
    """The steps of a proceeding, oldest first; by default of the one at hand."""
    wanted = proceeding_id or f.proceeding_id
    return tuple(t for t in f.history if t.proceeding_id == wanted)


def tries(f: CaseFacts, proceeding_id: UUID | None = None) -> tuple[Try, ...]:
    """Every try of a service that failed, oldest first."""
    found: list[Try] = []
    away = "post"
    for t in of_proceeding(f, proceeding_id):
        if t.step == "entrust":
            away = "handed_on" if t.get("via") in _HANDED_ON else "agent"
        elif t.step == "post":
            away = "post"
        if t.step in TRIES:
            found.append(_try(t, away))
    return tuple(found)


def _try(t: Taken, away: str) -> Try:
    own = t.step == "record_attempt"
    return Try(
        method=t.get("method", "direct") if own else away,
        on=_day(t.get("attempted_at")) if own else t.get("returned_on", t.on),
        place=t.get("place", ""),
        reason=t.get("failure", "other"),
        explanation=t.get("explanation", ""),
        recording=t.get("recording", ""),
        officers=tuple(t.get("officers", ())),
    )


def outcome(f: CaseFacts, step: str, inputs: Mapping[str, Any], proceeding_id: UUID | None = None) -> Outcome:
    """What a completing step establishes. Raises KeyError for a step that completes nothing."""
    said = dict(inputs)
    before = of_proceeding(f, proceeding_id)
    served_on: date = said["served_on"] if "served_on" in said else _day(said["arrived_at"])
    common: dict[str, Any] = {
        "served_on": served_on,
        "handed_on": served_on,
        "officers": tuple(said.get("officers", ())),
        "receiver": said.get("receiver", ""),
        "relation": dict(CAPACITIES).get(said.get("capacity", ""), ""),
        "place": said.get("place", ""),
        "recording": said.get("recording", ""),
        "failed_attempts": "；".join(map(str, tries(f, proceeding_id))),
    }
    if step == "record_entrusted":
        sent = _last(before, "entrust")
        handed_on = sent is not None and sent.get("via") in _HANDED_ON
        method = "handed_on" if handed_on else "agent"
        more = {"tracking_no": said.get("receipt_no", ""), "place": said.get("place") or _agency(sent)}
        return Outcome(method=method, **{**common, **more})
    method = _METHOD_OF_STEP[step]
    return Outcome(method=method, **{**common, **_MORE[method](said, before)})


def _left(said: Mapping[str, Any], _before: tuple[Taken, ...]) -> dict[str, Any]:
    return {
        "receiver": said.get("refused_by", ""),
        "relation": dict(CAPACITIES).get(said.get("refuser", ""), ""),
        "refusal_reason": said.get("refusal_reason", ""),
        "witness": said.get("witness", ""),
        "witness_unit": said.get("witness_unit", ""),
    }


def _posted(_said: Mapping[str, Any], before: tuple[Taken, ...]) -> dict[str, Any]:
    sent = _last(before, "post")
    if sent is None:
        return {}
    return {"tracking_no": sent.get("tracking_no", ""), "place": sent.get("address", "")}


def _sent(said: Mapping[str, Any], _before: tuple[Taken, ...]) -> dict[str, Any]:
    return {
        "tracking_no": said.get("receipt_no", ""),
        "place": f"{said.get('channel', '')} {said.get('address', '')}".strip(),
    }


def _announced(_said: Mapping[str, Any], before: tuple[Taken, ...]) -> dict[str, Any]:
    told = _last(before, "announce")
    if told is None:
        return {}
    places = "、".join(
        " ".join(x for x in (row.get("where", ""), row.get("reference", "")) if x)
        for row in told.get("posted", ())
    )
    return {
        "announced_on": told.get("announced_on"),
        "handed_on": told.get("announced_on"),
        "place": places,
        "tracking_no": places,
        "receiver": "公告送达",
    }


_MORE = {
    "direct": lambda _said, _before: {},
    "left": _left,
    "post": _posted,
    "electronic": _sent,
    "announcement": _announced,
}


def ended(f: CaseFacts, document_id: UUID) -> Outcome | None:
    """What the service of a document came to, once its proceeding has ended; None before."""
    child = about(f, SERVICE, document_id)
    done = completed_by(f, child) if child else None
    return outcome(f, done.step, done.inputs, done.proceeding_id) if done else None


def completed_by(f: CaseFacts, child: ChildFact) -> Taken | None:
    """The step by which a proceeding of service succeeded."""
    steps = of_proceeding(f, child.proceeding_id)
    return next((t for t in reversed(steps) if t.step in COMPLETING), None)


def _last(steps: tuple[Taken, ...], code: str) -> Taken | None:
    return next((t for t in reversed(steps) if t.step == code), None)


def _agency(sent: Taken | None) -> str:
    return sent.get("agency", "") if sent else ""


def _day(at: datetime | date | None) -> date:
    if isinstance(at, datetime):
        return at.astimezone(LOCAL_ZONE).date()
    if at is None:
        raise KeyError("the step names no day")
    return at
