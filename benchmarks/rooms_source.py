"""Endless WebM out of six seconds that a browser recorded: its frames in clusters, filled up to a rate."""

from __future__ import annotations

from tests.factories.recorded import chunks

_CLUSTER = bytes.fromhex("1f43b675")
_UNKNOWN = b"\x01" + b"\xff" * 7
PICTURE_BYTES_S, SOUND_BYTES_S = 1_500_000 // 8, 32_000 // 8


def _number(raw: bytes, at: int) -> tuple[int, int]:
    length = 9 - raw[at].bit_length()
    return int.from_bytes(raw[at : at + length], "big") & ((1 << 7 * length) - 1), length


def _frames(raw: bytes) -> tuple[bytes, list[tuple[int, bytes]]]:
    """Return the header, and every block's time in ms with its element's content."""
    start = raw.index(_CLUSTER)
    at, clock, found = start, 0, []
    while at < len(raw):
        name_length = 9 - raw[at].bit_length()
        name = raw[at : at + name_length]
        size, size_length = _number(raw, at + name_length)
        body = at + name_length + size_length
        if name == _CLUSTER:
            at = body
        else:
            content = raw[body : body + size]
            if name == b"\xe7":
                clock = int.from_bytes(content, "big")
            elif name == b"\xa3":
                found.append((clock + int.from_bytes(content[1:3], "big", signed=True), content))
            at = body + size
    return raw[:start], found


def _sized(name: bytes, content: bytes) -> bytes:
    return name + (len(content) | 1 << 56).to_bytes(8, "big") + content


class Source:
    """One stream's recorder: what it has cut so far decides nothing, so every run begins at its header."""

    def __init__(self, kind: str) -> None:
        """Read the frames of ``picture`` (one group between two key frames) or ``sound``."""
        self._header, frames = _frames(b"".join(chunk for chunk, _ms in chunks(kind)))
        key = [ms for ms, content in frames if content[3] & 0x80 and (kind == "sound" or len(content) > 1500)]
        first, last = (key[0], key[1]) if kind == "picture" else (frames[0][0], frames[-1][0])
        self._period = last - first
        self._frames = [(ms - first, content) for ms, content in frames if first <= ms < last]
        self._rate = PICTURE_BYTES_S if kind == "picture" else SOUND_BYTES_S

    def chunk(self, number: int, since_ms: int, until_ms: int) -> bytes:
        """Return chunk ``number`` of a run: the time from its start that it covers, as one cluster."""
        blocks = []
        first = since_ms // self._period
        for turn in range(first, until_ms // self._period + 1):
            for ms, content in self._frames:
                at = turn * self._period + ms
                if since_ms <= at < until_ms:
                    blocks.append(
                        _sized(b"\xa3", content[:1] + (at - since_ms).to_bytes(2, "big") + content[3:])
                    )
        body = _sized(b"\xe7", since_ms.to_bytes(6, "big")) + b"".join(blocks)
        lacking = self._rate * (until_ms - since_ms) // 1000 - len(body) - 21
        if lacking > 0:
            # A Void element: players skip it, disks and networks do not.
            body += _sized(b"\xec", bytes(lacking))
        return (self._header if number == 0 else b"") + _CLUSTER + _UNKNOWN + body
