"""When a decision must be reviewed by the legal reviewers first: the list of APL art. 58, by date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anjian.law.statutes import APL, Citation
from anjian.procedures.definitions.guards.common import heavy, latest_hearing, planned
from anjian.procedures.facts import CaseFacts

art = APL.art
_ACT_OF_2021 = date(2021, 7, 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One ground of compulsory review. `source` and `confidence` where the statute leaves it open."""

    code: str
    label: str
    cites: tuple[Citation, ...]
    applies: Callable[[CaseFacts], bool]
    valid_from: date = _ACT_OF_2021
    valid_to: date | None = None
    source: str = ""
    confidence: str = "text"

    def covers(self, day: date) -> bool:
        """Whether the ground is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _said(code: str) -> Callable[[CaseFacts], bool]:
    def applies(f: CaseFacts) -> bool:
        told: Mapping[str, Any] = getattr(f.last("report"), "inputs", {})
        return bool(told.get(code))

    return applies


TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        code="public_interest",
        label="涉及重大公共利益",
        cites=(art(58, 1, 1),),
        applies=_said("major_public_interest"),
    ),
    Trigger(
        code="complex",
        label="疑难复杂、涉及多个法律关系",
        cites=(art(58, 1, 3),),
        applies=_said("complex"),
    ),
    Trigger(
        code="statutory",
        label="法律法规规定应当审核",
        cites=(art(58, 1, 4),),
        applies=_said("statutory_review"),
    ),
    Trigger(
        code="amount",
        label="达到法制审核的数额或者种类",
        cites=(art(58, 1, 4),),
        applies=lambda f: heavy(f, planned(f), "legal_review"),
        source="有的机关把听证告知、法制审核和集体讨论定在同一数额；数额见参数 legal_review.*",
        confidence="local",
    ),
    Trigger(
        code="hearing",
        label="经过听证程序",
        cites=(art(58, 1, 2),),
        applies=lambda f: latest_hearing(f) is not None,
    ),
)


def review_triggers(f: CaseFacts) -> tuple[str, ...]:
    """The grounds that this case meets today, in words."""
    return tuple(t.label for t in TRIGGERS if t.covers(f.today) and t.applies(f))
