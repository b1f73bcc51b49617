"""A recording's sound in the stretches that an engine is given: 16 kHz, mono, cut where nobody speaks."""

from __future__ import annotations

import array
from collections.abc import Iterator
from pathlib import Path

import av

from anjian.speech.model import RATE, SpeechRefused

SHORT_S, LONG_S = 20, 50
"""A stretch is cut at the quietest tenth of a second between these lengths (seconds)."""
_BLOCK = RATE // 10


def stretches(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield (milliseconds from the beginning, samples s16le) of a sound file, one stretch after the other.

    A file that ends in the middle of a packet gives what can be read. Raises SpeechRefused when there is
    no sound in it.
    """
    held, at = bytearray(), 0
    for piece in _samples(path):
        held += piece
        while len(held) >= LONG_S * RATE * 2:
            cut = _quietest(held)
            yield at * 1000 // RATE, bytes(held[: cut * 2])
            del held[: cut * 2]
            at += cut
    if held:
        yield at * 1000 // RATE, bytes(held)


def _samples(path: Path) -> Iterator[bytes]:
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise SpeechRefused("这段录音里没有声音。")
            shape = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in container.decode(audio=0):
                for made in shape.resample(frame):
                    yield bytes(made.planes[0])[: made.samples * 2]
    except av.error.FFmpegError as problem:
        if isinstance(problem, av.error.EOFError):
            return
        raise SpeechRefused("这段录音无法解码，没有转写。") from problem


def _quietest(held: bytearray) -> int:
    values = array.array("h", bytes(held))
    best, quiet = LONG_S * RATE, float("inf")
    for start in range(SHORT_S * RATE, LONG_S * RATE, _BLOCK):
        loud = sum(abs(v) for v in values[start : start + _BLOCK : 8])
        if loud < quiet:
            best, quiet = start + _BLOCK // 2, loud
    return best
