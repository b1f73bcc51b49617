"""A real WebM sound, cut into stretches at its pauses, loses nothing."""

from __future__ import annotations

import itertools
import math
import struct
from pathlib import Path

import av
import pytest

from anjian.speech.guards import loudness
from anjian.speech.model import RATE, SpeechRefused
from anjian.speech.sound import LONG_S, stretches


def webm(path: Path, seconds: int, pauses: tuple[int, ...]) -> None:
    with av.open(str(path), "w", format="webm") as out:
        stream = out.add_stream("libopus", rate=48_000)
        stream.layout = "mono"
        for second in range(seconds):
            height = 0 if second in pauses else 9000
            data = b"".join(struct.pack("<h", round(height * math.sin(i / 12))) for i in range(48_000))
            frame = av.AudioFrame(format="s16", layout="mono", samples=48_000)
            frame.planes[0].update(data)
            frame.rate = 48_000
            frame.pts = second * 48_000
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)


def test_a_long_sound_is_cut_where_nobody_speaks_and_nothing_is_lost(tmp_path: Path) -> None:
    webm(tmp_path / "a.webm", 100, pauses=(31, 75))
    found = list(stretches(tmp_path / "a.webm"))
    assert 2 <= len(found) <= 4
    total = sum(len(samples) for _at, samples in found) / 2 / RATE
    assert 99.5 < total < 100.5
    assert found[0][0] == 0
    assert 31_000 <= found[1][0] <= 32_000
    for (at, samples), (following, _) in itertools.pairwise(found):
        assert following == pytest.approx(at + len(samples) * 1000 / 2 / RATE, abs=1)
        assert len(samples) <= LONG_S * RATE * 2
    assert loudness(found[0][1]) > 4000


def test_a_file_cut_off_by_a_crash_gives_what_is_there(tmp_path: Path) -> None:
    webm(tmp_path / "a.webm", 12, pauses=())
    whole = (tmp_path / "a.webm").read_bytes()
    (tmp_path / "b.webm").write_bytes(whole[: len(whole) * 2 // 3])
    total = sum(len(samples) for _at, samples in stretches(tmp_path / "b.webm")) / 2 / RATE
    assert 6 < total < 9


def test_what_is_no_sound_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "x.webm").write_bytes(b"no sound at all")
    with pytest.raises(SpeechRefused, match="无法解码"):
        list(stretches(tmp_path / "x.webm"))
