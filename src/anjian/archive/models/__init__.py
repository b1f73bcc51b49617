"""Tables of the archive: files and volumes, additions, loans and holds, destruction."""

from __future__ import annotations

from anjian.archive.models.added import Scan, ScanSheet, Supplement
from anjian.archive.models.destroyed import DestructionEntry, DestructionList, DestructionMark, Tombstone
from anjian.archive.models.filed import (
    ArchivedFile,
    FiledPaper,
    LacksAccepted,
    PageText,
    Volume,
    VolumeNote,
    VolumePlace,
)
from anjian.archive.models.lent import Hold, Loan, Reading

__all__ = [
    "ArchivedFile",
    "DestructionEntry",
    "DestructionList",
    "DestructionMark",
    "FiledPaper",
    "Hold",
    "LacksAccepted",
    "Loan",
    "PageText",
    "Reading",
    "Scan",
    "ScanSheet",
    "Supplement",
    "Tombstone",
    "Volume",
    "VolumeNote",
    "VolumePlace",
]
