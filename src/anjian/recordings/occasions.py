"""Which steps of a case are recorded, and by what the case shows that they took place: dated data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.utils.translation import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

_FILE = Path(__file__).parent / "data" / "occasions.yaml"

SUBJECT = "occasion"
"""The ``subject_kind`` of a recording of a step."""
INTERVIEW = "interview"

KINDS = {
    "inspection": _("现场检查、勘验"),
    "sampling": _("抽样取证"),
    "registration": _("先行登记保存"),
    "seizure": _("查封、扣押"),
    "prior_notice": _("处罚告知"),
    "oral_defence": _("口头陈述、申辩"),
    "hearing": _("听证"),
    "spot_penalty": _("当场处罚"),
    "left_service": _("留置送达"),
    "other": _("其他环节"),
}
"""Steps that a recording can belong to, beside interviews."""

GAP_WORDS = {"paused": _("录制暂停"), "stopped": _("录制人员停止录制")}
"""Causes of a gap whose words speak of an interview, said of any other step."""

BASES = {
    "compared": _("当场与标准时间比对"),
    "shown": _("画面中出现的时钟"),
    "event": _("与另一段录像中同一事件对齐"),
    "metadata": _("文件自带的时间"),
    "stated": _("移交人陈述"),
}
"""From what the beginning of an imported clip is known, the surest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Whether a kind of step must be recorded, and what shows that it took place."""

    kind: str
    required: bool
    documents: frozenset[str]
    modes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The list in force on a day, with the articles it rests on and where it is known from."""

    rules: tuple[Rule, ...]
    cites: tuple[str, ...]
    source: str
    confidence: str


@cache
def rules_on(on: date) -> Rules:
    """Return the list in force on a day. Raises LookupError when there is none."""
    due = [entry for entry in yaml.safe_load(_FILE.read_text("utf-8")) if entry["valid_from"] <= on]
    if not due:
        message = f"no entry is in force on {on}"
        raise LookupError(message)
    chosen = max(due, key=lambda entry: entry["valid_from"])
    return Rules(
        rules=tuple(_rule(entry) for entry in chosen["occasions"]),
        cites=tuple(chosen["cites"]),
        source="".join(chosen["source"].split()),
        confidence=chosen["confidence"],
    )


def _rule(entry: dict[str, Any]) -> Rule:
    if entry["kind"] not in KINDS:
        message = f"unknown step {entry['kind']}"
        raise LookupError(message)
    return Rule(
        kind=entry["kind"],
        required=bool(entry["required"]),
        documents=frozenset(entry.get("documents", ())),
        modes=frozenset(entry.get("modes", ())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How one kind of step of a case stands: ``state`` is covered, missing, reason or none (did not occur).

    ``happened`` are the papers that show that it took place, ``reason`` why it was not recorded.
    """

    kind: str
    state: str
    required: bool
    happened: tuple[str, ...]
    reason: str = ""


def coverage(
    rules: Rules,
    *,
    papers: Collection[tuple[str, str]],
    modes: Collection[str],
    recorded: Collection[str],
    reasons: dict[str, str],
) -> tuple[Coverage, ...]:
    """Return how the steps of a case stand.

    ``papers`` are the issued documents as (code, title), ``modes`` the ways in which papers were served,
    ``recorded`` the kinds with a recording, ``reasons`` why kinds were not recorded.
    """
    found = []
    for rule in rules.rules:
        shown = tuple(title for code, title in papers if code in rule.documents)
        if rule.modes & set(modes):
            shown = (*shown, KINDS[rule.kind])
        if rule.kind in recorded:
            state = "covered"
        elif not shown:
            state = "none"
        else:
            state = "reason" if reasons.get(rule.kind) else "missing"
        found.append(
            Coverage(
                kind=rule.kind,
                state=state,
                required=rule.required,
                happened=shown,
                reason=reasons.get(rule.kind, ""),
            )
        )
    return tuple(found)
