"""Errors 11 and 13, looked at item by item: what is used without examination, what custody shows."""

from __future__ import annotations

from collections.abc import Iterator

from anjian.law.statutes import ACL, APL, EVR
from anjian.procedures import proving
from anjian.procedures.facts import CaseFacts, EvidenceFact
from anjian.procedures.spec import Verdict
from anjian.procedures.validity.spec import Check, Shown

art = APL.art
_HANDLER = "本案承办人"
_GIVEN_BACK = frozenset({"return", "keep_copy", "unseal"})
_PROPOSED = ("propose_disposal", "propose_outcome")
_RELEASED = ("dispose_registration", "decide_outcome")
_LAPSED = ("lapse_registration", "release_at_expiry")


def _name(item: EvidenceFact) -> str:
    return item.name or item.kind


def _verdict(items: list[EvidenceFact]) -> Verdict:
    return "、".join(_name(e) for e in items) if items else True


def _shown(items: list[EvidenceFact]) -> Iterator[Shown]:
    for item in items:
        yield Shown("evidence", _name(item), id=item.id)


def _unexamined(f: CaseFacts) -> list[EvidenceFact]:
    return [e for e in f.evidence if e.proves and not e.examined]


def _rejected(f: CaseFacts) -> list[EvidenceFact]:
    # What was taken unlawfully has a check of its own.
    return [e for e in f.evidence if e.proves and e.examined and e.lawful and not e.verified]


def _unanswered(f: CaseFacts) -> list[EvidenceFact]:
    return [e for e in f.evidence if e.exculpatory and not e.answered]


def _mismatched(f: CaseFacts) -> list[EvidenceFact]:
    return [e for e in f.evidence if e.seal_mismatch]


def _facts(f: CaseFacts, *codes: str) -> Verdict:
    weak = [p.text for p in f.to_prove if proving.weigh(f.evidence, p.id).code in codes]
    return "；".join(weak) if weak else True


def _withheld(f: CaseFacts) -> list[EvidenceFact]:
    """Things whose measure has ended with their release, and that were not handed back."""
    return [e for e in f.evidence if e.held_under and e.ended not in ("return", "destroy") and _free(f, e)]


def _free(f: CaseFacts, item: EvidenceFact) -> bool:
    taken = [t for t in f.history if t.proceeding_id == item.held_under]
    if any(t.step in _LAPSED for t in taken):
        return True
    if not any(t.step in _RELEASED for t in taken):
        return False
    proposed = next((t for t in reversed(taken) if t.step in _PROPOSED), None)
    rows = proposed.get("outcomes", ()) if proposed else ()
    return any(row.get("name") == item.held_as and row.get("outcome") in _GIVEN_BACK for row in rows)


CHECKS: tuple[Check, ...] = (
    Check(
        code="used_items_examined",
        error=11,
        gravity="risk",
        title="用来证明事实的证据还没有审查",
        cites=(art(46),),
        who=_HANDLER,
        cure="在“证据审查”中逐件写明真实性、合法性、关联性。",
        rule=lambda f: _verdict(_unexamined(f)),
        applies=lambda f: any(e.proves for e in f.evidence),
        shows=lambda f: _shown(_unexamined(f)),
    ),
    Check(
        code="rejected_items_unused",
        error=11,
        gravity="quash",
        title="审查不予认可的证据仍用来证明事实",
        cites=(art(46), EVR.art(57)),
        who=_HANDLER,
        cure="取消它与待证事实的对应，另行取证；认为应当采信的，重新审查并写明理由。",
        rule=lambda f: _verdict(_rejected(f)),
        applies=lambda f: any(e.proves for e in f.evidence),
        shows=lambda f: _shown(_rejected(f)),
    ),
    Check(
        code="not_on_the_party_alone",
        error=11,
        gravity="risk",
        title="有的事实只有当事人的陈述",
        cites=(art(40), art(46)),
        who=_HANDLER,
        cure="补充书证、物证、证人证言等相互印证的证据。",
        rule=lambda f: _facts(f, "party_alone"),
        applies=lambda f: bool(f.to_prove),
    ),
    Check(
        code="more_than_one_source",
        error=11,
        gravity="risk",
        title="有的事实只有一件证据",
        cites=(art(40), EVR.art(54)),
        who=_HANDLER,
        cure="补充能够相互印证的证据；确实充分的，在调查报告中说明。",
        rule=lambda f: _facts(f, "single"),
        applies=lambda f: bool(f.to_prove),
    ),
    Check(
        code="not_on_copies_alone",
        error=11,
        gravity="risk",
        title="有的事实只有复制件证明",
        cites=(EVR.art(10), EVR.art(71)),
        who=_HANDLER,
        cure="与原件、原物核对并注明核对无异，或者补充其他证据。",
        rule=lambda f: _facts(f, "copies"),
        applies=lambda f: bool(f.to_prove),
    ),
    Check(
        code="exculpatory_answered",
        error=11,
        gravity="risk",
        title="对当事人有利的证据还没有回应",
        cites=(art(54), EVR.art(54)),
        who=_HANDLER,
        cure="写明采纳的结果，或者不采纳的理由。",
        rule=lambda f: _verdict(_unanswered(f)),
        applies=lambda f: any(e.exculpatory for e in f.evidence),
        shows=lambda f: _shown(_unanswered(f)),
    ),
    Check(
        code="seals_matched",
        error=11,
        gravity="risk",
        title="启封时封条与保管记录不符",
        cites=(EVR.art(56), ACL.art(26)),
        who="本案承办人、保管人员",
        cure="查明封条不符的原因并写成说明；不能说明的，不用该证据认定事实，重新取样、取证。",
        rule=lambda f: _verdict(_mismatched(f)),
        applies=lambda f: bool(f.evidence),
        shows=lambda f: _shown(_mismatched(f)),
    ),
    Check(
        code="released_things_returned",
        error=13,
        gravity="slight",
        title="登记保存、查封、扣押已经解除，物品还没有返还",
        cites=(art(56), ACL.art(28)),
        who="本案承办人、保管人员",
        cure="立即返还，由领取人签收，并在证据保管中办理“返还”。",
        rule=lambda f: _verdict(_withheld(f)),
        applies=lambda f: any(e.held_under for e in f.evidence),
        shows=lambda f: _shown(_withheld(f)),
    ),
)
