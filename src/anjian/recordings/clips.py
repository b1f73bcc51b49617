"""What a media file is: how long, how wide, with picture or sound. Runs in a worker: files may be hostile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_MS = 30 * 24 * 3600 * 1000
PACKETS = 4_000_000
"""A file without a stated length is read packet by packet, at most so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a file was found to be, or in ``failure`` why nothing was found."""

    duration_ms: int = 0
    width: int = 0
    height: int = 0
    has_picture: bool = False
    has_sound: bool = False
    failure: str = ""


def measure(path: Path) -> Facts:
    """Return what a media file is; nothing is decoded. Never raises over the content of the file."""
    import av

    try:
        with av.open(str(path), metadata_errors="ignore") as source:
            picture = next(iter(source.streams.video), None)
            sound = next(iter(source.streams.audio), None)
            if picture is None and sound is None:
                return Facts(failure="文件里没有画面也没有声音")
            duration = (source.duration or 0) // 1000
            if duration <= 0:
                duration = _by_packets(source)
            return Facts(
                duration_ms=max(0, min(duration, LONGEST_MS)),
                width=picture.width if picture else 0,
                height=picture.height if picture else 0,
                has_picture=picture is not None,
                has_sound=sound is not None,
            )
    except (av.FFmpegError, ValueError, ArithmeticError, MemoryError, OSError) as problem:
        return Facts(failure=f"不是可识别的录音录像（{str(problem)[:80]}）")


def _by_packets(source: object) -> int:
    last = 0.0
    for n, packet in enumerate(source.demux()):  # type: ignore[attr-defined]
        if n >= PACKETS:
            break
        if packet.pts is not None and packet.time_base is not None:
            length = packet.duration or 0
            last = max(last, float((packet.pts + length) * packet.time_base))
    return round(last * 1000)
