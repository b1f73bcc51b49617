"""Small films that can be checked pixel by pixel: a moving pattern with a steady tone."""

from __future__ import annotations

import array
import math
from typing import TYPE_CHECKING

import av

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Area = tuple[int, int, int, int]

WIDTH, HEIGHT, RATE, FPS = 320, 192, 48_000, 25


def film(path: Path, *, seconds: float = 4, title: str = "拍摄地点 北纬31度", sound: bool = True) -> Path:
    """Write a WebM film with a title in its metadata; every pixel of it changes all the time."""
    with av.open(str(path), "w", format="webm") as copy:
        copy.metadata["title"] = title
        video = copy.add_stream("libvpx", rate=FPS)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.bit_rate = 800_000
        audio = copy.add_stream("libopus", rate=RATE) if sound else None
        if audio is not None:
            audio.layout = "mono"
        step = RATE // FPS
        for n in range(round(seconds * FPS)):
            frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
            wide = frame.planes[0].line_size
            rows = [bytes((x * 3 + n * 5 + y * 7) % 180 + 40 for x in range(wide)) for y in range(HEIGHT)]
            frame.planes[0].update(b"".join(rows))
            for plane in frame.planes[1:]:
                plane.update(bytes([90 + n % 60]) * plane.buffer_size)
            frame.pts = n
            copy.mux(video.encode(frame))
            if audio is None:
                continue
            tone = (int(12_000 * math.sin((n * step + k) * 2 * math.pi * 220 / RATE)) for k in range(step))
            heard = av.AudioFrame("s16", "mono", step)
            heard.planes[0].update(array.array("h", tone).tobytes())
            heard.pts, heard.sample_rate = n * step, RATE
            copy.mux(audio.encode(heard))
        copy.mux(video.encode(None))
        if audio is not None:
            copy.mux(audio.encode(None))
    return path


def brightness(path: Path, area: Callable[[int], Area]) -> list[tuple[int, int, int]]:
    """Return of every frame its millisecond and the darkest and brightest pixel of an area at that time."""
    found = []
    with av.open(str(path)) as source:
        for frame in source.decode(video=0):
            plane = frame.reformat(format="yuv420p").planes[0]
            seen, wide, ms = bytes(plane), plane.line_size, round((frame.time or 0) * 1000)
            left, top, right, bottom = area(ms)
            inside = b"".join(seen[y * wide + left : y * wide + right] for y in range(top, bottom))
            found.append((ms, min(inside), max(inside)))
    return found


def loudness(path: Path, from_ms: int, to_ms: int) -> int:
    """Return the loudest sample of a stretch of sound, 0 to 32767."""
    shape = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    heard = array.array("h")
    with av.open(str(path)) as source:
        for frame in source.decode(audio=0):
            for part in shape.resample(frame):
                heard.frombytes(bytes(part.planes[0])[: part.samples * 2])
    stretch = heard[from_ms * RATE // 1000 : to_ms * RATE // 1000]
    return max(abs(sample) for sample in stretch)
