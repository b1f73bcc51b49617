"""Reading evidence: items, what they prove, custody, things and places, what a bundle takes."""

from __future__ import annotations

from anjian.evidence.queries.bundled import entries_of
from anjian.evidence.queries.contents import cases_holding, contents, holders_of
from anjian.evidence.queries.custody import check_custody, custody_body, custody_of, custody_of_many
from anjian.evidence.queries.items import (
    count,
    document_rows,
    facts,
    facts_of,
    files_of,
    freeze_of,
    held_in,
    item_of,
    items_of,
    newest,
    number_of,
    original_of,
    same_content,
)

__all__ = [
    "cases_holding",
    "check_custody",
    "contents",
    "count",
    "custody_body",
    "custody_of",
    "custody_of_many",
    "document_rows",
    "entries_of",
    "facts",
    "facts_of",
    "files_of",
    "freeze_of",
    "held_in",
    "holders_of",
    "item_of",
    "items_of",
    "newest",
    "number_of",
    "original_of",
    "same_content",
]
