"""Whether a document is served as the law of civil procedure, applied through APL art. 61, wants it."""

from __future__ import annotations

from datetime import date, datetime

from anjian.kit.clock import LOCAL_ZONE
from anjian.law.statutes import ACL, APL, CPL, ESL
from anjian.procedures.definitions.service_steps.outcome import Try, of_proceeding, tries
from anjian.procedures.facts import CaseFacts, DocumentFact, Taken
from anjian.procedures.spec import Inputs, Verdict, guard
from anjian.procedures.subjects import DOCUMENT, about, opening, subject

art = APL.art
_HANDLER = "本案承办人"
_SERVERS = "送达人"
ON_PAPER_ONLY = frozenset({"D20", "D21", "D22"})
"""Papers that stop a public utility: ESL art. 3 keeps them from the electronic form."""
DIRECT_FIRST = frozenset({"D45"})
"""Papers that ACL art. 38 wants handed over; other ways only when that was refused or impossible."""
_OF_UNITS = frozenset({"head", "office", "agent", "designated"})
_OF_PERSONS = frozenset({"party", "family", "agent", "designated"})
_GONE = frozenset({"moved", "not_found"})


def waiting(f: CaseFacts) -> tuple[DocumentFact, ...]:
    """The documents that are issued, must be served, and for which no service is under way."""
    return tuple(d for d in f.documents if d.status == "issued" and d.must_be_served and not _under_way(f, d))


def _under_way(f: CaseFacts, document: DocumentFact) -> bool:
    child = about(f, "service", document.id)
    return child is not None and not child.terminal


def issued_on(document: DocumentFact | None) -> date | None:
    """The day on which a document was issued."""
    at = document.issued_at if document else None
    return at.astimezone(LOCAL_ZONE).date() if at else None


def address_paper(f: CaseFacts) -> tuple[DocumentFact | None, Taken | None]:
    """The signed confirmation of the address (D44) and the step that recorded it."""
    every = f.all_documents("D44")
    paper = next((d for d in reversed(every) if d.reached("issued")), None)
    return paper, f.last("confirm_address", "confirm_service_address")


def electronic_consent(f: CaseFacts) -> bool:
    """Whether the party signed that it may be served electronically (APL art. 61, CPL art. 90)."""
    paper, told = address_paper(f)
    said = told is not None and told.get("electronic_consent") is True
    return paper is not None and paper.fields.get("electronic", said) is True


def _direct(f: CaseFacts) -> tuple[Try, ...]:
    return tuple(t for t in tries(f) if t.method == "direct")


def went_astray(f: CaseFacts) -> bool:
    """Whether nobody could be found where the party is said to be."""
    return any(t.reason in _GONE for t in _direct(f))


def ways_left(f: CaseFacts) -> tuple[str, ...]:
    """The ways that still have to be tried before a public notice, in words."""
    failed, left = tries(f), []
    direct = _direct(f)
    if not direct:
        left.append("还没有直接送达未果的记录")
    elif direct[-1].reason == "refused":
        left.append("受送达人拒绝接收的，应当留置送达")
    if went_astray(f):
        return tuple(left)
    if not any(t.method in {"post", "agent", "handed_on"} for t in failed):
        left.append("还没有邮寄或者委托送达未果的记录")
    consented = electronic_consent(f) and not _paper_only(f)
    if consented and not any(t.method == "electronic" for t in failed):
        left.append("当事人同意电子送达，还没有电子送达未果的记录")
    return tuple(left)


def _paper_only(f: CaseFacts) -> bool:
    paper = subject(f)
    return paper is not None and paper.code in ON_PAPER_ONLY


def _acted_on(inputs: Inputs) -> date | None:
    for code in ("served_on", "attempted_at", "sent_at", "posted_on", "entrusted_on", "announced_on"):
        value = inputs.get(code)
        if isinstance(value, datetime):
            return value.astimezone(LOCAL_ZONE).date()
        if isinstance(value, date):
            return value
    return None


@guard("没有待送达的文书", art(61), CPL.art(87), who=_HANDLER, cure="先制发需要送达的文书。")
def something_to_serve(f: CaseFacts) -> Verdict:
    """There is a paper that was issued and not served."""
    return bool(waiting(f))


@guard(
    "所选文书现在不能送达",
    art(61),
    CPL.art(87),
    who=_HANDLER,
    cure="选择已经制发、尚未送达的文书；每份文书只办理一次送达。",
)
def document_waits(f: CaseFacts, inputs: Inputs) -> Verdict:
    """One service for one paper, and only for one that was issued."""
    chosen = next((d for d in f.documents if d.id == inputs.get(DOCUMENT)), None)
    if chosen is None:
        return "本案没有这份文书"
    if not chosen.must_be_served:
        return "该文书不需要送达"
    if chosen.status == "served":
        return "该文书已经送达"
    if chosen.status != "issued":
        return "该文书还没有制发"
    return not _under_way(f, chosen) or "该文书正在送达"


@guard(
    "这份文书已经送达",
    art(61),
    CPL.art(87),
    who=_HANDLER,
    cure="办理“不再送达”；送达日期以已有的送达回执为准。",
)
def not_served_yet(f: CaseFacts) -> Verdict:
    """A paper that was handed over elsewhere in the meantime is not served a second time."""
    paper = subject(f)
    return paper is None or paper.status != "served"


@guard("送达、登记的日期早于文书制发日期", art(61), who=_SERVERS, cure="更正日期。")
def after_the_paper(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Nothing is served, posted or tried before the paper exists."""
    issued, acted = issued_on(subject(f)), _acted_on(inputs)
    return issued is None or acted is None or acted >= issued


@guard("登记的时间还没有到", art(47), art(61), who=_SERVERS, cure="事情发生之后再登记。")
def has_happened(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What has not happened is not recorded."""
    said = (inputs.get(code) for code in ("attempted_at", "sent_at", "arrived_at"))
    return all(not isinstance(at, datetime) or at <= f.now for at in said)


@guard(
    "没有送达成功的经过应当有照片、录像或者见证人",
    art(47),
    CPL.art(89),
    who=_SERVERS,
    cure="填写照片、录像的编号，或者见证人的姓名、单位。",
)
def try_is_proved(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A visit to a closed door is believed when somebody or something saw it."""
    if inputs.get("method") == "electronic":
        return True
    return bool(inputs.get("recording") or inputs.get("witness"))


@guard(
    "签收人不是法律规定可以签收的人",
    CPL.art(88),
    CPL.art(94),
    who=_SERVERS,
    cure="个人由本人、同住成年家属、代理人或者指定的代收人签收；"
    "单位由法定代表人、主要负责人、负责收件的人、代理人或者指定的代收人签收。",
)
def receiver_may_sign(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A gatekeeper, a neighbour or a child is not who the law means."""
    capacity = inputs.get("capacity")
    person = recipient_kind(f) == "person"
    if capacity not in (_OF_PERSONS if person else _OF_UNITS):
        return "受送达人是个人" if person else "受送达人是单位"
    if capacity == "family" and inputs.get("adult_household") is not True:
        return "没有核实签收人为同住的成年家属"
    if capacity in {"agent", "designated"} and not inputs.get("mandate"):
        return "没有写明代理、代收的凭据"
    return True


def recipient_kind(f: CaseFacts) -> str:
    """Whether the one to be served is a unit or a person."""
    opened = opening(f)
    told = opened.get("recipient_kind") if opened else None
    return str(told or f.party_kind)


@guard(
    "只有受送达人或者其同住成年家属拒收的，才能留置送达",
    CPL.art(89),
    who=_SERVERS,
    cure="其他人拒收的，登记未能送达，另行直接送达。",
)
def refused_by_one_who_counts(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Refusal by somebody who could not have signed is no refusal."""
    allowed = {"party", "family"} if recipient_kind(f) == "person" else {"head", "office"}
    return inputs.get("refuser") in allowed


@guard(
    "留置送达应当把文书留在受送达人的住所",
    CPL.art(89),
    who=_SERVERS,
    cure="把文书留在受送达人的住所（单位为其住所地、办公场所）。",
)
def left_at_home(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Left where the party lives or has its seat, nowhere else."""
    return inputs.get("at_domicile") is True


@guard(
    "留置送达应当有见证人，或者拍照、录像记录送达过程",
    CPL.art(89),
    who=_SERVERS,
    cure="填写见证人姓名和单位（有关基层组织或者所在单位的代表），或者照片、录像的编号。",
)
def leaving_is_witnessed(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A witness of the neighbourhood or the employer, or a recording."""
    return bool(inputs.get("recording")) or bool(inputs.get("witness") and inputs.get("witness_unit"))


@guard(
    "电子送达须有当事人签订的确认书",
    art(61),
    CPL.art(90),
    who="当事人",
    cure="先由当事人签订《送达地址确认书》同意电子送达，或者改用其他送达方式。",
)
def electronic_is_agreed(f: CaseFacts) -> Verdict:
    """No electronic service without a signed consent."""
    return electronic_consent(f)


@guard(
    "停止供应公用事业服务的文书不适用电子文书",
    ESL.art(3),
    who=_HANDLER,
    cure="以纸质原件送达。",
)
def not_on_paper_only(f: CaseFacts) -> Verdict:
    """A paper that cuts off a utility goes as paper."""
    return not _paper_only(f)


@guard(
    "催告书应当先直接送达",
    ACL.art(38),
    who=_HANDLER,
    cure="先直接送达；拒绝接收或者无法直接送达的，登记之后再用其他方式。",
)
def handed_over_first(f: CaseFacts) -> Verdict:
    """The demand is handed over; other ways follow a refusal or a failed try."""
    paper = subject(f)
    return paper is None or paper.code not in DIRECT_FIRST or bool(_direct(f))


@guard(
    "电子信息到达的时间早于发出的时间",
    CPL.art(90),
    ESL.art(11),
    who=_SERVERS,
    cure="按系统显示的时间填写。",
)
def arrived_after_sent(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """It arrives after it was sent; the day of arrival is the day of service."""
    sent, arrived = inputs.get("sent_at"), inputs.get("arrived_at")
    return sent is None or arrived is None or arrived >= sent


@guard(
    "没有写明直接送达的困难",
    CPL.art(91),
    who=_HANDLER,
    cure="直接送达有困难的，才可以委托或者邮寄送达；写明困难所在。",
)
def direct_is_difficult(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Post and entrusting are for where handing over is difficult."""
    return bool(_direct(f)) or bool((inputs.get("difficulty") or "").strip())


@guard(
    "该单位不能转交这份文书",
    CPL.art(91),
    CPL.art(92),
    CPL.art(93),
    who=_HANDLER,
    cure="军人由所在部队团以上单位的政治机关转交，被监禁或者采取强制性教育措施的由监所、机构转交；"
    "单位当事人委托其他行政机关送达。",
)
def fit_to_hand_on(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Prisons and regiments hand on to persons; a unit is in neither."""
    return inputs.get("via") == "agency" or recipient_kind(f) == "person"


@guard("签收、退回的日期早于交寄、委托的日期", CPL.art(91), CPL.art(94), who=_SERVERS, cure="更正日期。")
def after_it_went_out(f: CaseFacts, inputs: Inputs) -> Verdict:
    """It comes back after it went out."""
    sent = next((t for t in reversed(of_proceeding(f)) if t.step in {"post", "entrust"}), None)
    out = sent.get("posted_on") or sent.get("entrusted_on") if sent else None
    back = inputs.get("served_on") or inputs.get("returned_on")
    return out is None or back is None or back >= out
