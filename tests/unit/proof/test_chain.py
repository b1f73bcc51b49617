"""A stream of events answers for every entry: the first one that does not fit is named."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjian.kit.canonical import canonical_bytes
from anjian.proof.chain import GENESIS, Link, entry_hash, link, verify_stream

BODIES = st.lists(
    st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=12), st.integers(-9999, 9999))),
    min_size=1,
    max_size=12,
)


def stream_of(bodies: list[dict[str, object]], name: str = "case-1") -> list[Link]:
    entries: list[Link] = []
    prev = GENESIS
    for seq, body in enumerate(bodies, 1):
        entries.append(link(name, seq, prev, body))
        prev = entries[-1].hash
    return entries


class TestEntryHash:
    def test_is_domain_separated(self) -> None:
        body = {"act": "立案"}
        plain = hashlib.sha256(bytes(32) + canonical_bytes(body)).hexdigest()
        assert entry_hash(GENESIS, body) != plain
        labelled = hashlib.sha256(b"anjian/chain-entry/1\x00" + bytes(32) + canonical_bytes(body))
        assert entry_hash(GENESIS, body) == labelled.hexdigest()

    def test_does_not_depend_on_key_order(self) -> None:
        assert entry_hash(GENESIS, {"a": 1, "b": 2}) == entry_hash(GENESIS, {"b": 2, "a": 1})

    @pytest.mark.parametrize("prev", ["", "00", "z" * 64])
    def test_refuses_what_is_no_hash(self, prev: str) -> None:
        with pytest.raises(ValueError, match="hex"):
            entry_hash(prev, {})

    def test_refuses_floats(self) -> None:
        with pytest.raises(TypeError):
            entry_hash(GENESIS, {"amount": 1.5})


class TestVerifyStream:
    @given(BODIES)
    def test_accepts_every_honest_stream(self, bodies: list[dict[str, object]]) -> None:
        entries = stream_of(bodies)
        assert verify_stream(entries, head=entries[-1].hash, count=len(entries)) is None

    @given(BODIES, st.data())
    def test_names_the_first_changed_entry(
        self, bodies: list[dict[str, object]], data: st.DataObject
    ) -> None:
        entries = stream_of(bodies)
        at = data.draw(st.integers(0, len(entries) - 1))
        entries[at] = replace(entries[at], body={**entries[at].body, "forged": True})
        broken = verify_stream(entries)
        assert broken is not None
        assert (broken.seq, broken.code) == (at + 1, "event_altered")

    @given(BODIES, st.data())
    def test_names_a_rewritten_entry_by_its_successor(
        self, bodies: list[dict[str, object]], data: st.DataObject
    ) -> None:
        entries = stream_of([*bodies, {"last": 1}])
        at = data.draw(st.integers(0, len(entries) - 2))
        entries[at] = link("case-1", at + 1, entries[at].prev, {"forged": True})
        broken = verify_stream(entries)
        assert broken is not None
        assert (broken.seq, broken.code) == (at + 2, "event_chain_broken")

    def test_finds_dropped_swapped_inserted_and_foreign_entries(self) -> None:
        entries = stream_of([{"n": n} for n in range(5)])
        other = stream_of([{"n": n} for n in range(5)], "case-2")
        for changed, seq in (
            (entries[:2] + entries[3:], 3),
            ([entries[0], entries[2], entries[1], *entries[3:]], 2),
            ([*entries[:2], entries[1], *entries[2:]], 3),
            ([*entries[:2], other[2], *entries[3:]], 3),
        ):
            broken = verify_stream(changed)
            assert broken is not None
            assert broken.seq == seq

    def test_finds_a_cut_at_the_end_only_with_the_head(self) -> None:
        entries = stream_of([{"n": n} for n in range(5)])
        assert verify_stream(entries[:3]) is None
        for broken in (
            verify_stream(entries[:3], head=entries[-1].hash),
            verify_stream(entries[:3], count=5),
            verify_stream([], count=5),
        ):
            assert broken is not None
            assert broken.code == "event_cut_off"
