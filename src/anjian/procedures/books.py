"""The two-way books: what went to police, procuratorate, court and other agencies, and what came back.

Nothing is kept twice: an entry is a step that was taken, read with the eyes of a registrar. Which steps
cross the door of the bureau, in which direction and whose hands they reach, stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ORGANS: dict[str, str] = {
    "police": "公安机关",
    "procuratorate": "人民检察院",
    "court": "人民法院",
    "supervisory": "监察机关",
    "agency": "其他行政机关",
}
DIRECTIONS: dict[str, str] = {"sent": "发出", "received": "收到"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """How a step reads in the books.

    `direction` and `organ_kind` are codes, or empty where the step itself says (`direction`,
    `organ_kind` among its inputs). The rest name the inputs that hold the organ's name, the day, the
    number of the paper and of the receipt. `clock` is the term that the entry set going.
    """

    step: str
    subject: str
    direction: str = ""
    organ_kind: str = ""
    organ: tuple[str, ...] = ()
    day: str = ""
    paper: str = "paper_no"
    receipt: str = "receipt_no"
    clock: str = ""


def _sent(step: str, subject: str, kind: str, **traits: Any) -> Crossing:
    return Crossing(step=step, subject=subject, direction="sent", organ_kind=kind, **traits)


def _received(step: str, subject: str, kind: str, **traits: Any) -> Crossing:
    return Crossing(step=step, subject=subject, direction="received", organ_kind=kind, **traits)


CROSSINGS: tuple[Crossing, ...] = (
    _sent("hand_over_case", "移送涉嫌犯罪案件", "police", organ=("police",), day="handed_at"),
    _received("record_police_receipt", "移送回执", "police", day="received_on", clock="police_filing"),
    _received("record_police_refusal", "拒绝签收", "police", day="refused_on"),
    _received("record_redirection", "转送有管辖权的机关", "police", organ=("police",), day="redirected_on"),
    _received("record_supplement_request", "补正通知", "police", day="asked_on", clock="supplement"),
    _sent("supply_supplement", "补正材料", "police", day="supplied_on", clock="police_filing_again"),
    _received("record_longer_check", "延长查证告知", "police", clock="police_filing"),
    _received("record_police_filing", "立案通知书", "police", day="received_on", clock="goods"),
    _received("record_not_filed", "不予立案通知书", "police", day="received_on", clock="objection"),
    _sent(
        "ask_police_reconsideration",
        "提请复议",
        "police",
        day="asked_on",
        clock="police_reconsideration",
    ),
    _received("record_reconsideration_refused", "复议决定", "police", day="received_on", clock="objection"),
    _sent("suggest_supervision", "建议立案监督", "procuratorate", organ=("procuratorate",), day="asked_on"),
    _sent(
        "suggest_supervision_of_delay",
        "建议立案监督",
        "procuratorate",
        organ=("procuratorate",),
        day="asked_on",
    ),
    _received(
        "record_reasons_asked", "要求说明不立案理由", "procuratorate", day="asked_on", clock="police_reasons"
    ),
    _received("record_reasons_given", "说明不立案理由", "police", day="given_on"),
    _received(
        "record_filing_ordered", "通知立案书", "procuratorate", day="ordered_on", clock="filing_ordered"
    ),
    _received("record_supervision_refused", "立案监督答复", "procuratorate", day="received_on"),
    _sent("hand_over_goods", "移交涉案物品", "police", day="handed_on"),
    _received("conclude_transfer", "刑事处理结果", "court", organ=("organ",), day="received_on"),
    Crossing(
        step="record_criminal_return",
        subject="退回行政处理",
        direction="received",
        organ=("organ",),
        day="received_on",
    ),
    Crossing(step="record_letter", subject="", organ=("organ",), day="letter_on"),
    _sent("petition_court", "申请强制执行", "court", organ=("court",), day="filed_on"),
    _sent(
        "hand_over_to_agency",
        "移送案件、移交安全问题",
        "agency",
        organ=("agency",),
        day="handed_on",
        clock="agency_receipt",
    ),
    _received("record_agency_receipt", "接收回执", "agency", day="received_on"),
    _received("record_agency_refusal", "不接收的答复", "agency", day="refused_on"),
    _sent("consult_on_venue", "协商管辖", "agency", organ=("agency",), day="consulted_on"),
    _sent("send_again", "再次移交", "agency", organ=("agency",), day="handed_on", clock="agency_receipt"),
    _sent("ask_designation", "报请指定管辖", "agency", organ=("superior",), day="asked_on"),
    _received("designated_to_them", "指定管辖", "agency", organ=("superior",), day="received_on"),
    _received("designated_to_us", "指定管辖", "agency", organ=("superior",), day="received_on"),
    _received("record_agreement", "联合办理意见", "agency", organ=("agency",), day="answered_on"),
    Crossing(
        step="exchange_evidence",
        subject="证据材料往来",
        organ_kind="agency",
        organ=("agency",),
        day="exchanged_on",
    ),
    _sent("ask_assistance", "请求协助", "agency", organ=("agency",), day="asked_on"),
    _received("record_own_decision", "处理结果", "agency", organ=("agency",), day="decided_on"),
)
BY_STEP: Mapping[str, Crossing] = {c.step: c for c in CROSSINGS}
OF_ITS_OWN_ORGAN: tuple[str, ...] = tuple(c.step for c in CROSSINGS if not c.organ_kind)
OF_ITS_OWN_DIRECTION: tuple[str, ...] = tuple(c.step for c in CROSSINGS if not c.direction)


def steps_with(organ_kind: str) -> tuple[str, ...]:
    """The steps that always deal with organs of that kind."""
    return tuple(c.step for c in CROSSINGS if c.organ_kind == organ_kind)


def steps_going(direction: str) -> tuple[str, ...]:
    """The steps that always go in that direction."""
    return tuple(c.step for c in CROSSINGS if c.direction == direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the books; `day` is the ISO text of the step's own date, empty when it has none."""

    direction: str
    organ_kind: str
    organ: str
    subject: str
    day: str
    paper: str
    receipt: str
    clock: str


def entry(step: str, inputs: Mapping[str, Any]) -> Entry:
    """Read a step that was taken as a line of the books. Raises KeyError for one that crosses no door."""
    crossing = BY_STEP[step]
    day = str(inputs.get(crossing.day) or "")[:10] if crossing.day else ""
    return Entry(
        direction=crossing.direction or str(inputs.get("direction") or "sent"),
        organ_kind=crossing.organ_kind or str(inputs.get("organ_kind") or "agency"),
        organ=next((str(inputs[c]) for c in crossing.organ if inputs.get(c)), ""),
        subject=crossing.subject or str(inputs.get("subject") or ""),
        day=day,
        paper=str(inputs.get(crossing.paper) or ""),
        receipt=str(inputs.get(crossing.receipt) or inputs.get("received_by") or ""),
        clock=crossing.clock,
    )
