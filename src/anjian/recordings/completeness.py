"""What a recording holds and what it does not: computed from chunks and marks, never typed. Pure.

A run covers the time from its start for as long as its chunks lasted by the clock that never jumps; the wall
clock only says where the run begins. Steps:

1. each run becomes a span ``[started_ms, started_ms + Σ duration_ms]``;
2. the spans of a stream are joined where they touch; what is left of the interview, its pauses taken out,
   are the gaps; what follows the last chunk of a run that goes on is not decided yet;
3. a gap has the cause that ended the run before it, as the recorder kept it; if that run never told its end,
   what the next run knew of it; else it is unexplained;
4. where the wall clock and the steady clock disagree about a chunk, somebody set a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from anjian.recordings.causes import NOT_STARTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST_GAP_MS = 250
"""Shorter interruptions are a recorder's own start; they are not listed."""
JUMP_MS = 400
"""Clocks that disagree by more than this about one chunk were set."""
REMEASURED_MS = 1500
"""Measured offsets that differ by more than this between two runs of one browser: a clock was set."""

Span = tuple[int, int]
"""From and to, epoch milliseconds of the server's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One part as the computation needs it. Milliseconds; ``cause`` is empty while the end is not known."""

    part: str
    stream: str
    no: int
    client_id: str
    started_ms: int
    offset_ms: int
    client_ms: Sequence[int]
    duration_ms: Sequence[int]
    server_ms: Sequence[int]
    cause: str = ""
    previous_client_id: str = ""
    previous_cause: str = ""

    @property
    def end_ms(self) -> int:
        """When its last chunk ends."""
        return self.started_ms + sum(self.duration_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A stretch that a stream does not hold."""

    stream: str
    from_ms: int
    to_ms: int
    cause: str

    @property
    def ms(self) -> int:
        """How long it is."""
        return self.to_ms - self.from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A clock was set by ``by_ms`` (forward is positive) at chunk ``chunk`` of a part, or just before it."""

    part: str
    stream: str
    no: int
    chunk: int
    by_ms: int
    clock: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one stream holds of an interview."""

    stream: str
    spans: tuple[Span, ...]
    gaps: tuple[Missing, ...]
    jumps: tuple[Jump, ...]
    required_ms: int
    missing_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What must be recorded: from the first line told to the last act, without the pauses."""

    from_ms: int
    to_ms: int
    pauses: tuple[Span, ...] = field(default=())


def examine(runs: Iterable[Run], wanted: Wanted) -> tuple[Held, ...]:
    """Return what each stream holds, the picture first."""
    streams: dict[str, list[Run]] = {}
    for run in sorted(runs, key=lambda r: (r.started_ms, r.no)):
        streams.setdefault(run.stream, []).append(run)
    order = sorted(streams, key=lambda name: (name != "picture", name))
    return tuple(_held(name, streams[name], wanted) for name in order)


def _held(stream: str, runs: list[Run], wanted: Wanted) -> Held:
    spans = union((run.started_ms, run.end_ms) for run in runs if run.duration_ms)
    until = wanted.to_ms
    if not runs[-1].cause:
        # Still running: what was not cut or not delivered yet is no gap.
        until = min(until, max(runs[-1].end_ms, wanted.from_ms))
    required = subtract([(wanted.from_ms, until)], wanted.pauses)
    gaps = tuple(
        Missing(stream=stream, from_ms=start, to_ms=end, cause=_cause(runs, start))
        for start, end in subtract(required, spans)
        if end - start >= LEAST_GAP_MS
    )
    return Held(
        stream=stream,
        spans=tuple(spans),
        gaps=gaps,
        jumps=tuple(jump for run in runs for jump in jumps_in(run)) + tuple(_between(runs)),
        required_ms=sum(end - start for start, end in required),
        missing_ms=sum(gap.ms for gap in gaps),
    )


def _cause(runs: list[Run], at: int) -> str:
    """Return why there is nothing from this instant on."""
    before = [run for run in runs if run.duration_ms and run.started_ms <= at]
    if not before:
        return NOT_STARTED
    last = max(before, key=lambda run: run.end_ms if run.end_ms <= at + LEAST_GAP_MS else -1)
    if last.cause and last.cause != "unknown":
        return last.cause
    following = [run for run in runs if run.started_ms > at]
    told = [run for run in following if run.previous_client_id == last.client_id] or following
    return next((run.previous_cause for run in told if run.previous_cause), "") or last.cause or "unknown"


def jumps_in(run: Run) -> tuple[Jump, ...]:
    """Return where a clock was set during a run: the browser's, or (backwards) the server's."""
    found: list[Jump] = []
    # The first chunk is measured against the start of the run.
    cuts = [run.started_ms, *run.client_ms]
    steady = run.started_ms
    for n, (before, after) in enumerate(pairwise(cuts)):
        steady += run.duration_ms[n]
        by = after - before - run.duration_ms[n]
        if abs(by) > JUMP_MS:
            found.append(_jump(run, n, by, "browser", steady))
    for n, (earlier, later) in enumerate(pairwise(run.server_ms), start=1):
        if later - earlier < -JUMP_MS:
            found.append(_jump(run, n, later - earlier, "server", earlier))
    return tuple(found)


def _jump(run: Run, chunk: int, by: int, clock: str, at: int) -> Jump:
    return Jump(part=run.part, stream=run.stream, no=run.no, chunk=chunk, by_ms=by, clock=clock, at_ms=at)


def _between(runs: list[Run]) -> Iterable[Jump]:
    """Yield jumps between two runs of one browser, seen by its offset measured anew."""
    known = {run.client_id: run for run in runs}
    for run in runs:
        before = known.get(run.previous_client_id)
        if before is None or before is run:
            continue
        seen = sum(jump.by_ms for jump in jumps_in(before) if jump.clock == "browser")
        by = before.offset_ms - seen - run.offset_ms
        if abs(by) > REMEASURED_MS:
            yield _jump(run, 0, by, "browser or server", run.started_ms)


def union(spans: Iterable[Span]) -> list[Span]:
    """Return spans joined where they overlap or touch, in order."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def subtract(spans: Iterable[Span], minus: Iterable[Span]) -> list[Span]:
    """Return what is left of spans without others."""
    taken = union(minus)
    left: list[Span] = []
    for start, end in union(spans):
        at = start
        for off, on in taken:
            if on <= at or off >= end:
                continue
            if off > at:
                left.append((at, off))
            at = max(at, on)
        if at < end:
            left.append((at, end))
    return left


def locate(runs: Iterable[Run], at_ms: int, *, stream: str = "picture") -> tuple[Run, int, bool] | None:
    """Return the run that holds an instant with the milliseconds from its start, and whether it really does.

    In a gap it is the end of the run before, or the start of the first one.
    """
    own = sorted((r for r in runs if r.stream == stream and r.duration_ms), key=lambda r: r.started_ms)
    if not own:
        return None
    within = [run for run in own if run.started_ms <= at_ms < run.end_ms]
    if within:
        return within[-1], at_ms - within[-1].started_ms, True
    before = [run for run in own if run.end_ms <= at_ms]
    if before:
        last = max(before, key=lambda run: run.end_ms)
        return last, last.end_ms - last.started_ms, False
    return own[0], 0, False
