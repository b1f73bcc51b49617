"""Which facts a case has to prove: from what the law punishes, and from what the report says was found.

Proposals only; an officer takes, rewords or leaves them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from anjian.law.statutes import APL
from anjian.law.violations import Violation
from anjian.procedures.definitions.guards.common import same_words
from anjian.procedures.facts import CaseFacts

_SENTENCE = re.compile(r"[。；;\n]+")
_SHORTEST = 6
_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A fact that may be stated, where it comes from, and the articles it serves."""

    text: str
    origin: str
    cites: tuple[str, ...] = ()


def propose(facts: CaseFacts, violations: Iterable[Violation]) -> tuple[Proposal, ...]:
    """Return the facts to prove that are not stated yet: elements of the violations, then the report's."""
    wanted = [*_of_the_law(facts, violations), *_of_the_report(facts)]
    known = [fact.text for fact in facts.to_prove]
    found: list[Proposal] = []
    for one in wanted:
        if not any(same_words(one.text, text) for text in (*known, *(p.text for p in found))):
            found.append(one)
    return tuple(found[:_MOST])


def _of_the_law(facts: CaseFacts, violations: Iterable[Violation]) -> Iterable[Proposal]:
    for row in violations:
        cites = (str(row.duty), str(row.penalty))
        who = facts.party_name or "当事人"
        yield Proposal(text=f"{who}是负有该项义务的责任主体", origin="主体", cites=cites)
        yield Proposal(text=row.conduct.rstrip("。"), origin="行为", cites=cites)
        if facts.conduct_on:
            yield Proposal(
                text=f"上述行为发生于{facts.conduct_on:%Y年%m月%d日}",
                origin="时间",
                cites=(str(APL.art(36)),),
            )
        if facts.children_of("correction_order"):
            yield Proposal(text="责令限期改正后是否按期改正", origin="改正", cites=(str(row.penalty),))
        yield Proposal(
            text="行为的情节、危害后果和当事人主动消除危害的情况",
            origin="情节",
            cites=(str(APL.art(5)), str(APL.art(32))),
        )


def _of_the_report(facts: CaseFacts) -> Iterable[Proposal]:
    report = facts.document("D26")
    told = str(report.fields.get("facts") or "") if report else ""
    for sentence in _SENTENCE.split(told):
        text = sentence.strip(" ，、　")
        if len(text) >= _SHORTEST:
            yield Proposal(text=text[:500], origin="调查报告", cites=(str(APL.art(54)),))
