"""Reads just enough of WebM (EBML, RFC 8794; Matroska, RFC 9559) to seek in a file that still grows.

A browser's recorder writes a header, then clusters of unknown length. Needed of it are the length
of the header (what every player must get first), where each cluster begins, and which clusters
hold a key frame at which time. The scanner takes the bytes as they come, in pieces cut anywhere.
Nothing is decoded and no length is trusted: a damaged file yields fewer places to seek to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SEGMENT, CLUSTER, TIMECODE = 0x18538067, 0x1F43B675, 0xE7
SIMPLE_BLOCK, BLOCK_GROUP, BLOCK, REFERENCE = 0xA3, 0xA0, 0xA1, 0xFB
TRACKS, TRACK_ENTRY, TRACK_NUMBER, TRACK_TYPE = 0x1654AE6B, 0xAE, 0xD7, 0x83
INFO, SCALE = 0x1549A966, 0x2AD7B1
_ENTERED = {SEGMENT, CLUSTER, BLOCK_GROUP, TRACKS, TRACK_ENTRY, INFO}
_READ = {TIMECODE, TRACK_NUMBER, TRACK_TYPE, SCALE}
_VIDEO = 1
_LONGEST = 1 << 26
_APART_MS = 400
"""Sound has a key frame in every block: one place to seek to per so many milliseconds is enough."""


@dataclass(frozen=True, slots=True)
class Key:
    """A place to seek to: the key frame's time in the file (ms) and the byte its cluster begins at."""

    ms: int
    cluster: int


@dataclass(slots=True)
class Scanner:
    """Reads a file piece by piece. ``init`` is the header's length in bytes, 0 while unknown."""

    at: int = 0
    init: int = 0
    last_ms: int = 0
    keys: list[Key] = field(default_factory=list)
    lost: bool = False
    _held: bytearray = field(default_factory=bytearray)
    _skip: int = 0
    _cluster: int = -1
    _cluster_ms: int = 0
    _scale: int = 1_000_000
    _video: set[int] = field(default_factory=set)
    _track: int = 0
    _group: tuple[int, int, bool] | None = None

    def feed(self, piece: bytes) -> list[Key]:
        """Take the next bytes; returns the key frames found in them."""
        before = len(self.keys)
        if self.lost:
            self.at += len(self._held) + len(piece)
            self._held.clear()
            return []
        if self._skip >= len(piece):
            self._skip -= len(piece)
            self.at += len(piece)
            return []
        if self._skip:
            self.at += self._skip
            piece, self._skip = piece[self._skip :], 0
        self._held += piece
        done = 0
        while not self.lost:
            step = self._element(done)
            if step <= 0:
                break
            done += step
            if done > len(self._held):
                self._skip = done - len(self._held)
                done = len(self._held)
                break
        self.at += done
        del self._held[:done]
        return self.keys[before:]

    def resume(self, cluster: int, *, init: int, video: set[int], scale: int = 1_000_000) -> None:
        """Begin at a cluster whose place is known already, instead of at the beginning."""
        self.at, self.init, self._video, self._scale = cluster, init, set(video), scale

    @property
    def video(self) -> set[int]:
        """The numbers of the picture tracks."""
        return set(self._video)

    @property
    def scale(self) -> int:
        """Nanoseconds of one tick."""
        return self._scale

    def _element(self, start: int) -> int:
        """Read the element at ``start`` of what is held; returns its length, 0 when more is needed."""
        head = self._number(start, keep=True)
        if head is None:
            return 0
        name, name_length = head
        size_found = self._number(start + name_length, keep=False)
        if size_found is None:
            return 0
        size, size_length = size_found
        header = name_length + size_length
        where = self.at + start
        if name in {CLUSTER, BLOCK_GROUP} or name == SEGMENT:
            self._close_group()
        if name == CLUSTER:
            self._cluster, self._cluster_ms = where, 0
            self.init = self.init or where
        elif name == BLOCK_GROUP:
            self._group = (-1, 0, True)
        if name in _ENTERED:
            return header
        if size < 0 or size > _LONGEST:
            self.lost = True
            return 0
        if name in _READ or name in {SIMPLE_BLOCK, BLOCK}:
            wanted = size if name in _READ else min(size, 12)
            if len(self._held) < start + header + wanted:
                return 0
            self._content(name, bytes(self._held[start + header : start + header + wanted]))
        elif name == REFERENCE and self._group is not None:
            self._group = (self._group[0], self._group[1], False)
        return header + size

    def _content(self, name: int, raw: bytes) -> None:
        if name == TIMECODE:
            self._close_group()
            self._cluster_ms = int.from_bytes(raw, "big")
        elif name == TRACK_NUMBER:
            self._track = int.from_bytes(raw, "big")
        elif name == TRACK_TYPE:
            if int.from_bytes(raw, "big") == _VIDEO:
                self._video.add(self._track)
        elif name == SCALE:
            self._scale = int.from_bytes(raw, "big") or 1_000_000
        elif len(raw) >= 4 and raw[0] & 0x80:
            track = raw[0] & 0x7F
            ticks = self._cluster_ms + int.from_bytes(raw[1:3], "big", signed=True)
            ms = ticks * self._scale // 1_000_000
            self.last_ms = max(self.last_ms, ms)
            if name == SIMPLE_BLOCK:
                self._close_group()
                if raw[3] & 0x80:
                    self._key(track, ms)
            elif self._group is not None:
                self._group = (track, ms, self._group[2])

    def _close_group(self) -> None:
        if self._group is not None and self._group[0] >= 0 and self._group[2]:
            self._key(self._group[0], self._group[1])
        self._group = None

    def _key(self, track: int, ms: int) -> None:
        if self._video and track not in self._video:
            return
        if self._cluster < 0 or (self.keys and ms - self.keys[-1].ms < (0 if self._video else _APART_MS)):
            return
        self.keys.append(Key(ms, self._cluster))

    def _number(self, start: int, *, keep: bool) -> tuple[int, int] | None:
        """Read a variable-length number (RFC 8794, 4); -1 stands for "unknown length"."""
        if start >= len(self._held):
            return None
        first = self._held[start]
        length = 9 - first.bit_length()
        if first == 0 or (keep and length > 4):
            self.lost = True
            return None
        if len(self._held) < start + length:
            return None
        value = int.from_bytes(self._held[start : start + length], "big")
        if keep:
            return value, length
        bits = 7 * length
        value &= (1 << bits) - 1
        return (-1 if value == (1 << bits) - 1 else value), length
