"""Reading cases: lists and the workbench, steps and members, and the picture that rules judge by."""

from __future__ import annotations

from anjian.cases.queries.books import BookLine, BookPage, book
from anjian.cases.queries.lists import (
    CaseLine,
    Filter,
    MemberLine,
    Page,
    lines,
    members,
    mine,
    moved_since,
    officer_load,
    page,
    proceedings,
    same_party_cases,
    stage_counts,
    steps,
    waiting_in,
)
from anjian.cases.queries.picture import (
    Picture,
    child_of,
    issue_refusals,
    options_of,
    picture_of,
    record_of_case,
)
from anjian.cases.queries.sight import OFFICES_FOR_ALL_CASES, visible
from anjian.cases.queries.strangers import strangers_in
from anjian.cases.queries.validity import (
    WORST,
    CheckLine,
    CheckPage,
    check_page,
    due_for_check,
    report_of,
    totals,
)
from anjian.cases.queries.weighed import Decided, PastSheet, comparable, past_sheets

__all__ = [
    "OFFICES_FOR_ALL_CASES",
    "WORST",
    "BookLine",
    "BookPage",
    "CaseLine",
    "CheckLine",
    "CheckPage",
    "Decided",
    "Filter",
    "MemberLine",
    "Page",
    "PastSheet",
    "Picture",
    "book",
    "check_page",
    "child_of",
    "comparable",
    "due_for_check",
    "issue_refusals",
    "lines",
    "members",
    "mine",
    "moved_since",
    "officer_load",
    "options_of",
    "page",
    "past_sheets",
    "picture_of",
    "proceedings",
    "record_of_case",
    "report_of",
    "same_party_cases",
    "stage_counts",
    "steps",
    "strangers_in",
    "totals",
    "visible",
    "waiting_in",
]
