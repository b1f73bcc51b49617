"""Reading evidence: items, what they prove, custody, things and places, what a bundle takes."""

from __future__ import annotations

from anjian.evidence.queries.bundled import (
    entries_of,
)
from anjian.evidence.queries.contents import cases_holding, contents, holders_of
from anjian.evidence.queries.custody import (
    check_custody,
    custody_body,
    custody_of,
    custody_of_many,
    keeping_of,
)
from anjian.evidence.queries.items import (
    count,
    document_rows,
    facts,
    facts_of,
    files_of,
    freeze_of,
    frozen_list,
    held_in,
    item_of,
    items_of,
    listing_hash,
    listing_of,
    newest,
    number_of,
    original_of,
    same_content,
)
from anjian.evidence.queries.things import (
    cases_of,
    found_by_label,
    handover,
    open_in_case,
    overdue_in,
    parts_of,
    proposed_by,
    things_of,
    waiting_for,
)

__all__ = [
    "cases_holding",
    "cases_of",
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
    "found_by_label",
    "freeze_of",
    "frozen_list",
    "handover",
    "held_in",
    "holders_of",
    "item_of",
    "items_of",
    "keeping_of",
    "listing_hash",
    "listing_of",
    "newest",
    "number_of",
    "open_in_case",
    "original_of",
    "overdue_in",
    "parts_of",
    "proposed_by",
    "same_content",
    "things_of",
    "waiting_for",
]
