"""Reads of the archive: papers in order, the check, files and volumes, loans, destruction, full text."""

from __future__ import annotations

from anjian.archive.queries.assembly import Report, assembly_gaps, report_of
from anjian.archive.queries.bound import bound_volumes, tombstones_of
from anjian.archive.queries.contents import content_of, paper_pdf, term_of_case, volume_pdf
from anjian.archive.queries.leaves import (
    CLOSING_PAPERS,
    Leaf,
    index_entries,
    leaves_of,
    subject_of,
)

__all__ = [
    "CLOSING_PAPERS",
    "Leaf",
    "Report",
    "assembly_gaps",
    "bound_volumes",
    "content_of",
    "index_entries",
    "leaves_of",
    "paper_pdf",
    "report_of",
    "subject_of",
    "term_of_case",
    "tombstones_of",
    "volume_pdf",
]
