"""Tiles of a log (c2sp.org/tlog-tiles): rows of 256 hashes by which anybody computes any proof.

A tile at level ``l`` holds up to 256 hashes, each over ``256**l`` leaves. Full tiles never change; the last
one of a level may be partial and is named with its width.

>>> tile_path(0, 1234067), tile_path(1, 3, width=17), tile_path("entries", 0, width=5)
('tile/0/x001/x234/067', 'tile/1/003.p/17', 'tile/entries/000.p/5')
>>> widths(70_000)
((0, 273, 112), (1, 1, 17), (2, 0, 1))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from anjian.proof.tlog.tree import HASH_SIZE, Nodes, fold

WIDTH = 256
_HEIGHT = 8
MAX_LEVEL = 63

_NUMBER = re.compile(r"(?:x[0-9]{3}/)*[0-9]{3}")
_PATH = re.compile(r"(?:tile/)?(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")

ReadTile = Callable[[int, int, int], tuple[bytes, ...]]
"""``read(level, index, width)``: at least the first ``width`` hashes of a tile; LookupError if not there."""


@dataclass(frozen=True, slots=True)
class TileName:
    """Which tile an address names; ``level`` -1 is a bundle of entries; ``width`` 256 is a full one."""

    level: int
    index: int
    width: int


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Return the address of a tile, or of a bundle of entries (``level`` "entries"), below a log's prefix."""
    digits = f"{index:03d}"
    groups = [f"{index // 1000**power % 1000:03d}" for power in reversed(range(-(-len(digits) // 3)))]
    number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{number}" + ("" if width == WIDTH else f".p/{width}")


def parse_tile_path(text: str) -> TileName | None:
    """Return what an address (with or without ``tile/``) names; None when it is not written as it must be."""
    found = _PATH.fullmatch(text)
    if found is None:
        return None
    level, number, width = found.groups()
    groups = number.replace("x", "").split("/")
    if len(groups) > 1 and groups[0] == "000":
        return None
    name = TileName(-1 if level == "entries" else int(level), int("".join(groups)), int(width or WIDTH))
    return name if name.level <= MAX_LEVEL and name.width <= WIDTH and width != str(WIDTH) else None


def widths(size: int) -> tuple[tuple[int, int, int], ...]:
    """Return, level by level, how many full tiles a log of ``size`` has and how wide its partial one is."""
    found: list[tuple[int, int, int]] = []
    count, level = size, 0
    while count:
        found.append((level, count // WIDTH, count % WIDTH))
        count, level = count // WIDTH, level + 1
    return tuple(found)


def width_of(size: int, level: int, index: int) -> int:
    """Return how many hashes a tile has in a log of ``size`` leaves; 0 when it is not there."""
    return max(0, min(WIDTH, (size >> (_HEIGHT * level)) - index * WIDTH))


def tile_names(size: int) -> Iterable[TileName]:
    """Yield every tile of a log of ``size`` leaves, level by level, without the bundles of entries."""
    for level, full, partial in widths(size):
        for index in range(full):
            yield TileName(level, index, WIDTH)
        if partial:
            yield TileName(level, full, partial)


def nodes_from(read: ReadTile) -> Nodes:
    """Return complete subtrees as `tree` wants them, from tiles; each tile is read once."""
    known: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def node(level: int, index: int) -> bytes:
        row, bits = divmod(level, _HEIGHT)
        first = index << bits
        name, start = (row, first // WIDTH), first % WIDTH
        end = start + (1 << bits)
        held = known.get(name, ())
        if len(held) < end:
            held = known[name] = read(row, name[1], end)
        if len(held) < end:
            message = f"tile {row}/{name[1]} has only {len(held)} hashes"
            raise LookupError(message)
        return fold(held[start:end])

    return node


def join(hashes: Iterable[bytes]) -> bytes:
    """Return the bytes in which a tile is published."""
    return b"".join(hashes)


def split(data: bytes) -> tuple[bytes, ...]:
    """Return the hashes of a published tile; ValueError when it is no row of hashes."""
    if len(data) % HASH_SIZE or len(data) > WIDTH * HASH_SIZE:
        message = "a tile is a row of at most 256 hashes"
        raise ValueError(message)
    return tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE))


def join_entries(entries: Iterable[bytes]) -> bytes:
    """Return a bundle of entries: each with its length before it as 16 bits, high byte first."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def split_entries(data: bytes) -> tuple[bytes, ...]:
    """Return the entries of a bundle; ValueError when it is cut off."""
    found, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            message = "the bundle of entries is cut off"
            raise ValueError(message)
        found.append(data[at + 2 : end])
        at = end
    return tuple(found)
