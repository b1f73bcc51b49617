"""What the links of a custody chain add up to: who holds a thing, where, under which seal; what may follow.

Pure: links in, a picture or reasons out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from anjian.evidence.kinds import CUSTODY_ACTS
from anjian.kit.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from anjian.evidence.custody_rules import ActRule
    from anjian.evidence.records import Custody

_TWO = "两名执法人员或者保管人员"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A seal that was not the one put on: which link found it, what was on, what was found."""

    seq: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How a thing is kept now; ``out`` is the act by which it left, until ``due_on``."""

    holder: str = ""
    place_code: str = ""
    sealed_with: str = ""
    out: str = ""
    due_on: date | None = None
    ended: str = ""
    mismatches: tuple[Mismatch, ...] = ()

    def overdue(self, today: date) -> bool:
        """Whether it should have come back before today."""
        return bool(self.out) and self.due_on is not None and self.due_on < today


def add_up(links: Iterable[Custody], rules: dict[str, ActRule]) -> Keeping:
    """Return how a thing is kept after these links, in their order."""
    now = Keeping()
    for link in links:
        rule = rules[link.act]
        now = replace(now, holder=link.to_holder, place_code=link.place_code)
        if rule.seal == "on":
            now = replace(now, sealed_with=link.seal_no)
        elif rule.seal == "off":
            if link.seal_no and now.sealed_with and link.seal_no != now.sealed_with:
                wrong = Mismatch(seq=link.seq, expected=now.sealed_with, found=link.seal_no)
                now = replace(now, mismatches=(*now.mismatches, wrong))
            now = replace(now, sealed_with="")
        if rule.out == "leaves":
            now = replace(now, out=link.act, due_on=link.due_on)
        elif rule.out == "comes":
            now = replace(now, out="", due_on=None)
        if rule.ends:
            now = replace(now, ended=link.act, out="", due_on=None, place_code="")
    return now


def refusals(rule: ActRule, now: Keeping, *, no: str) -> tuple[Refusal, ...]:
    """Return every reason why an act cannot follow what the thing has been through."""
    if now.ended:
        return (
            _no(
                rule,
                "custody_ended",
                f"证据{no}已经{CUSTODY_ACTS[now.ended]}，不能再记录保管环节。",
                who="任何人都不能",
                cure="原物已不在本机关；电子原件仍在系统中保存。",
            ),
        )
    found = []
    if rule.seal == "on" and now.sealed_with:
        found.append(
            _no(
                rule,
                "sealed_already",
                f"证据{no}已用封条{now.sealed_with}封存。",
                cure="需要换封条的，先启封并核对旧封条。",
            )
        )
    if rule.seal == "without" and now.sealed_with:
        found.append(
            _no(
                rule,
                "sealed",
                f"证据{no}在封条{now.sealed_with}之下，不能{rule.label}。",
                cure="先办理启封，核对封条编号；办完后重新封存。",
            )
        )
    if now.out and rule.out != "comes" and not rule.ends:
        found.append(
            _no(
                rule,
                "out",
                f"证据{no}已{CUSTODY_ACTS[now.out]}，现在不在保管人手中。",
                cure=f"先办理{CUSTODY_ACTS['test_back' if now.out == 'test' else 'lend_back']}。",
            )
        )
    if rule.out == "comes" and CUSTODY_ACTS[rule.code] != _way_back(now):
        found.append(
            _no(rule, "not_out", f"证据{no}没有相应的借出或者送检记录。", cure="核对证据编号和保管环节。")
        )
    return tuple(found)


def _way_back(now: Keeping) -> str:
    return CUSTODY_ACTS[{"test": "test_back", "lend": "lend_back"}[now.out]] if now.out else ""


def _no(rule: ActRule, code: str, reason: str, *, who: str = _TWO, cure: str) -> Refusal:
    return Refusal(code=code, reason=reason, cites=rule.cites, who=who, cure=cure)
