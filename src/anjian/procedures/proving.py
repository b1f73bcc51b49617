"""What a fact stands on: how its evidence is to be weighed as long as nobody has said more.

One place for the sheet of facts and items, the steps and the checks of a finished case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from anjian.law.statutes import APL, EVR, Citation
from anjian.procedures.facts import EvidenceFact

ORAL = frozenset({"witness_testimony", "party_statement"})
"""Kinds of evidence that are somebody's words, by the codes under which evidence is registered (art. 46)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How a fact stands: a sentence, how grave, the articles, and what to do; `sound` needs nothing."""

    code: str
    tone: str
    label: str
    cites: tuple[Citation, ...] = ()
    cure: str = ""


BARE = Weight(
    code="bare",
    tone="bad",
    label="没有证据",
    cites=(APL.art(40), APL.art(46)),
    cure="补充证据，或者不认定该事实。",
)
UNEXAMINED = Weight(
    code="unexamined",
    tone="warn",
    label="证据未经查证",
    cites=(APL.art(46),),
    cure="逐件审查真实性、合法性、关联性。",
)
REJECTED = Weight(
    code="rejected",
    tone="bad",
    label="证据未予认可",
    cites=(APL.art(46), EVR.art(57)),
    cure="另行取证，或者不认定该事实。",
)
PARTY_ALONE = Weight(
    code="party_alone",
    tone="bad",
    label="只有当事人陈述",
    cites=(APL.art(40), APL.art(46)),
    cure="补充书证、物证、证人证言等相互印证。",
)
ONE_VOICE = Weight(
    code="one_voice",
    tone="warn",
    label="只有一份言词证据",
    cites=(APL.art(46), APL.art(54)),
    cure="补充其他证据，或者在调查报告中写明采信理由。",
)
COPIES = Weight(
    code="copies",
    tone="warn",
    label="只有复制件",
    cites=(EVR.art(10), EVR.art(71)),
    cure="与原件、原物核对并注明，或者补充其他证据。",
)
SINGLE = Weight(
    code="single",
    tone="warn",
    label="只有一件证据",
    cites=(APL.art(40), EVR.art(54)),
    cure="补充能够相互印证的证据；确实充分的，在调查报告中说明。",
)
SOUND = Weight(code="sound", tone="ok", label="有证据印证")


def proof_of(evidence: Iterable[EvidenceFact], fact: str) -> list[EvidenceFact]:
    """Return the items that may prove a fact: verified and lawfully taken."""
    return [e for e in evidence if fact in e.proves and e.verified and e.lawful]


def weigh(evidence: Iterable[EvidenceFact], fact: str) -> Weight:
    """Return how a fact stands on these items; the gravest answer first."""
    named = [e for e in evidence if fact in e.proves]
    proof = proof_of(named, fact)
    if not named:
        return BARE
    if not proof:
        return REJECTED if all(e.examined for e in named) else UNEXAMINED
    if all(e.kind == "party_statement" for e in proof):
        return PARTY_ALONE
    if len(proof) == 1:
        return ONE_VOICE if proof[0].kind in ORAL else COPIES if proof[0].copy else SINGLE
    return COPIES if all(e.copy for e in proof) else SOUND
