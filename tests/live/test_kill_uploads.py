"""Uploads while web, worker, database and the sending programs are killed: nothing acknowledged is lost."""

from __future__ import annotations

from benchmarks.kill_uploads import rehearse

UPLOADS = 120


def test_nothing_acknowledged_is_lost() -> None:
    outcome = rehearse(UPLOADS, every=6, say=lambda _text: None)
    assert outcome.lost == []
    assert outcome.differing == []
    assert outcome.half == []
    assert outcome.acknowledged >= UPLOADS
    assert set(outcome.killed) == {"web", "worker", "database", "sender"}
