"""Rooms that record and type while everything fails in turn: the short form of `./anjian bench rooms`."""

from __future__ import annotations

from benchmarks.rooms import running, trial

SECONDS = 20


def test_what_was_acknowledged_is_there_and_every_gap_is_told_with_its_cause() -> None:
    with running(3) as site:
        verdict = trial(site, SECONDS, say=lambda _text: None)
    assert not verdict.wrong, "\n".join(verdict.wrong)
    assert verdict.figures["chunks kept and equal"] > 0
    assert verdict.figures["gaps told and true"] > 0
    assert verdict.figures["answers acknowledged and kept once"] > 0
