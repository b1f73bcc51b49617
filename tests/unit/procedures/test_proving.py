"""What a fact stands on, from nothing to sound."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.ids import uuid7
from anjian.procedures.facts import EvidenceFact
from anjian.procedures.proving import weigh


def item(kind: str = "documentary", **traits: Any) -> EvidenceFact:
    at = datetime(2026, 10, 8, tzinfo=LOCAL_ZONE)
    return EvidenceFact(**{"id": uuid7(), "kind": kind, "collected_at": at, "proves": ("F-1",), **traits})


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((), "bare"),
        ((item(proves=("F-2",)),), "bare"),
        ((item(verified=False, examined=False),), "unexamined"),
        ((item(verified=False),), "rejected"),
        ((item(lawful=False),), "rejected"),
        ((item("party_statement"), item("party_statement")), "party_alone"),
        ((item("witness_testimony"),), "one_voice"),
        ((item(copy=True),), "copies"),
        ((item(copy=True), item("audiovisual", copy=True)), "copies"),
        ((item(),), "single"),
        ((item(), item(verified=False, examined=False)), "single"),
        ((item("party_statement"), item("witness_testimony")), "sound"),
        ((item(), item("audiovisual")), "sound"),
    ],
)
def test_the_gravest_answer_comes_first(items: tuple[EvidenceFact, ...], code: str) -> None:
    weight = weigh(items, "F-1")
    assert weight.code == code
    assert weight.label
    assert (code == "sound") == (not weight.cites and not weight.cure)
