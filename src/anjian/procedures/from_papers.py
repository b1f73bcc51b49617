"""What a step takes over from the paper that it sends out, so that nobody types it twice.

Offered by name as `source="reckon.<name>"`, beside the figures of `anjian.procedures.reckon`: the officer
sees the words of the paper and may still change them; the conditions of the step judge what is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from anjian.kit.clock import LOCAL_ZONE
from anjian.procedures.facts import CaseFacts

LETTER = {"name": "涉嫌犯罪案件移送书", "kind": "letter", "copies": 1}
# Only what a name says beyond doubt: which kind the others are is for the officer to say.
_KINDS = (
    ("report", re.compile("调查报告")),
    ("goods_list", re.compile("物品清单")),
    ("appraisal", re.compile("鉴定|检验报告|检测报告")),
    ("statement", re.compile("询问笔录|证言|陈述")),
    ("scene", re.compile("照片|勘验笔录|录像|视听资料|电子数据")),
)


def _attached(f: CaseFacts, code: str) -> list[dict[str, Any]]:
    paper = f.document(code)
    rows = paper.fields.get("attachments", ()) if paper else ()
    return [{"name": str(row.get("name", "")), "copies": _copies(row.get("copies"))} for row in rows]


def _copies(words: Any) -> int:
    """The number in words such as ``2份``; one when none is written."""
    number = re.search(r"\d+", str(words or ""))
    return int(number[0]) if number else 1


def _kind(name: str) -> dict[str, Any]:
    kind = next((code for code, words in _KINDS if words.search(name)), None)
    # Proof of qualification, and the note that a statement is a lead only, are looked up by a person.
    return {"kind": kind} if kind else {}


def _crime_package(f: CaseFacts) -> Any:
    rows = [{**row, **_kind(row["name"])} for row in _attached(f, "D48a")]
    return (LETTER, *rows) if rows else None


def _agency_package(f: CaseFacts) -> Any:
    return tuple(_attached(f, "D48")) or None


def _instant(code: str, field: str) -> Callable[[CaseFacts], Any]:
    def read(f: CaseFacts) -> datetime | None:
        paper = f.document(code)
        written = paper.fields.get(field) if paper else None
        if not written:
            return None
        at = datetime.fromisoformat(str(written))
        return at if at.tzinfo else at.replace(tzinfo=LOCAL_ZONE)

    return read


def _words(code: str, field: str) -> Callable[[CaseFacts], Any]:
    def read(f: CaseFacts) -> str | None:
        paper = f.document(code)
        return (paper.fields.get(field) or None) if paper else None

    return read


PARTICULARS: Mapping[str, Callable[[CaseFacts], Any]] = {
    "crime_package": _crime_package,
    "crime_copy_to": _words("D48a", "copy_to"),
    "agency_package": _agency_package,
    "cut_told_at": _instant("D21", "told_at"),
    "cut_begins_at": _instant("D21", "start_at"),
}
"""What papers say, by the name under which a field asks for it."""
