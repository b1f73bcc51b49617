"""Gaps, coverage and clock jumps are computed exactly: the truth put in comes out."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from anjian.recordings.completeness import (
    LEAST_GAP_MS,
    Run,
    Wanted,
    examine,
    jumps_in,
    locate,
    subtract,
    union,
)

T0 = 1_795_000_000_000


def run(start: int, *lasted: int, cause: str = "stopped", jump: tuple[int, int] = (0, 0), **more: Any) -> Run:
    """A run from T0 + start with chunks of these lengths; the browser's clock jumps at chunk ``jump[0]``."""
    at, off = T0 + start, 0
    cuts, came = [], []
    for n, length in enumerate(lasted):
        at += length
        off += jump[1] if n == jump[0] else 0
        cuts.append(at + off)
        came.append(at + 40)
    known: dict[str, Any] = {
        "part": f"p{start}", "stream": "picture", "no": 1, "client_id": f"c{start}", "offset_ms": 0,
        "server_ms": came,
    }  # fmt: skip
    return Run(**(known | more), started_ms=T0 + start, client_ms=cuts, duration_ms=list(lasted), cause=cause)


def wanted(end: int, *pauses: tuple[int, int]) -> Wanted:
    return Wanted(from_ms=T0, to_ms=T0 + end, pauses=tuple((T0 + a, T0 + b) for a, b in pauses))


def gaps(*runs: Run, to: int, pauses: tuple[tuple[int, int], ...] = ()) -> list[tuple[int, int, str]]:
    held = examine(runs, wanted(to, *pauses))[0]
    return [(g.from_ms - T0, g.to_ms - T0, g.cause) for g in held.gaps]


class TestGaps:
    def test_none_when_parts_follow_each_other(self) -> None:
        assert gaps(run(-500, 1000, 1000), run(1500, 1000, 600), to=3000) == []

    def test_have_the_cause_kept_by_the_recorder(self) -> None:
        found = gaps(run(0, 1000, cause="device_lost"), run(4000, 6000), to=10_000)
        assert found == [(1000, 4000, "device_lost")]

    def test_of_a_run_that_never_told_its_end_have_what_the_next_one_knew(self) -> None:
        after = run(4000, 6000, previous_client_id="c0", previous_cause="page_crashed")
        assert gaps(run(0, 1000, cause=""), after, to=10_000) == [(1000, 4000, "page_crashed")]
        assert gaps(run(0, 1000, cause="unknown"), after, to=10_000) == [(1000, 4000, "page_crashed")]

    def test_are_unexplained_when_nobody_knows(self) -> None:
        assert gaps(run(0, 1000, cause=""), run(4000, 6000), to=10_000) == [(1000, 4000, "unknown")]

    def test_are_not_told_of_what_a_running_recorder_has_not_sent_yet(self) -> None:
        assert gaps(run(0, 3000, cause=""), to=9000) == []
        assert gaps(run(0, 1000), run(2000, 1000, cause=""), to=9000) == [(1000, 2000, "stopped")]

    def test_before_and_after(self) -> None:
        assert gaps(run(2000, 3000), to=9000) == [(0, 2000, "not_started"), (5000, 9000, "stopped")]

    def test_a_pause_of_the_interview_is_none(self) -> None:
        first, second = run(0, 3000, cause="paused"), run(8000, 2000)
        assert gaps(first, second, to=10_000, pauses=((3000, 8000),)) == []
        assert gaps(first, second, to=10_000, pauses=((4000, 8000),)) == [(3000, 4000, "paused")]

    def test_each_stream_has_its_own(self) -> None:
        sound = run(0, 1000, cause="device_lost", stream="mic-1")
        held = examine([sound, run(0, 5000)], wanted(5000))
        assert [(h.stream, h.missing_ms) for h in held] == [("picture", 0), ("mic-1", 4000)]

    @given(
        st.lists(st.tuples(st.integers(0, 4000), st.integers(LEAST_GAP_MS, 3000)), min_size=1, max_size=12)
    )
    def test_equal_the_injected_truth(self, steps: list[tuple[int, int]]) -> None:
        """Alternating holes and runs, in any number and length: the ledger is the list of holes."""
        at, runs, truth = 0, [], []
        for n, (hole, length) in enumerate(steps):
            if hole >= LEAST_GAP_MS:
                truth.append((at, at + hole, "page_crashed" if n else "not_started"))
            at += hole
            pieces = [1000] * (length // 1000) + ([length % 1000] if length % 1000 else [])
            runs.append(run(at, *pieces, cause="page_crashed", no=n + 1, part=f"p{n}"))
            at += length
        assert gaps(*runs, to=at) == truth
        held = examine(runs, wanted(at))[0]
        assert held.missing_ms == sum(end - start for start, end, _c in truth)


class TestJumps:
    def test_of_the_browsers_clock_do_not_move_the_recording(self) -> None:
        jumped = run(0, 1000, 1000, 1000, 1000, jump=(2, 3_600_000))
        assert gaps(jumped, to=4000) == []
        (found,) = jumps_in(jumped)
        assert (found.chunk, found.by_ms, found.clock, found.at_ms) == (2, 3_600_000, "browser", T0 + 3000)

    def test_backwards(self) -> None:
        (found,) = jumps_in(run(0, 1000, 1000, 1000, jump=(1, -5000)))
        assert (found.chunk, found.by_ms) == (1, -5000)

    def test_of_the_servers_clock_are_seen_when_it_goes_back(self) -> None:
        (found,) = jumps_in(run(0, 1000, 1000, server_ms=[T0 + 90_000, T0 + 2000]))
        assert (found.clock, found.by_ms) == ("server", -88_000)

    def test_between_two_runs_of_one_browser(self) -> None:
        after = run(2000, 1000, previous_client_id="c0", offset_ms=-60_000)
        (held,) = examine([run(0, 2000), after], wanted(3000))
        assert [(j.chunk, j.by_ms, j.clock) for j in held.jumps] == [(0, 60_000, "browser or server")]

    def test_already_seen_are_not_told_twice(self) -> None:
        before = run(0, 1000, 1000, jump=(1, 60_000))
        after = run(2000, 1000, previous_client_id="c0", offset_ms=-60_000)
        (held,) = examine([before, after], wanted(3000))
        assert [j.clock for j in held.jumps] == ["browser"]

    @given(st.lists(st.integers(200, 1500), min_size=1, max_size=30))
    def test_a_steady_clock_has_none(self, lasted: list[int]) -> None:
        assert jumps_in(run(0, *lasted)) == ()


SPANS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted).map(tuple), max_size=8)


class TestSpans:
    @given(SPANS, SPANS)
    def test_are_taken_as_sets_of_milliseconds(self, some: Any, others: Any) -> None:
        def points(spans: Any) -> set[int]:
            return {p for start, end in spans for p in range(start, end)}

        assert points(union(some)) == points(some)
        assert points(subtract(some, others)) == points(some) - points(others)


class TestLocating:
    def test_finds_the_second_or_says_that_it_is_not_there(self) -> None:
        runs = [run(0, 1000, 1000), run(5000, 2000)]
        assert [
            (found[0].part, found[1], found[2])
            for at in (500, 3000, 6000, 9000, -10)
            if (found := locate(runs, T0 + at))
        ] == [
            ("p0", 500, True),
            ("p0", 2000, False),
            ("p5000", 1000, True),
            ("p5000", 2000, False),
            ("p0", 0, False),
        ]
        assert locate(runs, T0, stream="mic-1") is None
