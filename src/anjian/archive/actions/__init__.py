"""Writes of the archive: each action is one transaction."""

from __future__ import annotations

from anjian.archive.actions.assembling import AssembleFile, accept_lacks, assemble_file
from anjian.archive.actions.binding import bind_file
from anjian.archive.actions.destroying import appraise, approve, destroy_bytes, drop, propose, supervise
from anjian.archive.actions.holds import LayHold, lay_hold, lift_hold
from anjian.archive.actions.loans import (
    AskLoan,
    TakeBack,
    ask_loan,
    decide_loan,
    end_readings,
    hand_over,
    record_reading,
    take_back,
)
from anjian.archive.actions.locking import lock_file
from anjian.archive.actions.places import NoteVolume, PlaceVolume, note_volume, place_volume
from anjian.archive.actions.scans import AddScan, SheetOrder, add_scan, bind_scan, look_at_scan, order_scan
from anjian.archive.actions.sealing import seal_file
from anjian.archive.actions.supplements import AskSupplement, ask_supplement, decide_supplement

__all__ = [
    "AddScan",
    "AskLoan",
    "AskSupplement",
    "AssembleFile",
    "LayHold",
    "NoteVolume",
    "PlaceVolume",
    "SheetOrder",
    "TakeBack",
    "accept_lacks",
    "add_scan",
    "appraise",
    "approve",
    "ask_loan",
    "ask_supplement",
    "assemble_file",
    "bind_file",
    "bind_scan",
    "decide_loan",
    "decide_supplement",
    "destroy_bytes",
    "drop",
    "end_readings",
    "hand_over",
    "lay_hold",
    "lift_hold",
    "lock_file",
    "look_at_scan",
    "note_volume",
    "order_scan",
    "place_volume",
    "propose",
    "record_reading",
    "seal_file",
    "supervise",
    "take_back",
]
