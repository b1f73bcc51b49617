"""The tree of an organisation's log as it lies in the database: leaves, tiles, subtrees."""

from __future__ import annotations

from uuid import UUID

from anjian.audit import reading
from anjian.proof.tlog.entry import entry_of
from anjian.proof.tlog.tiles import WIDTH, ReadTile, nodes_from, split, width_of
from anjian.proof.tlog.tree import Nodes, leaf_hash

LEAVES_SQL = (
    'SELECT kind, digest, salt FROM transparency_entry WHERE org_id = %s AND "index" >= %s AND "index" < %s '
    'ORDER BY "index"'
)
_TILE_SQL = 'SELECT hashes FROM transparency_tile WHERE org_id = %s AND level = %s AND "index" = %s'
_ROOTS_SQL = (
    'SELECT root FROM transparency_tile WHERE org_id = %s AND level = %s AND "index" >= %s AND "index" < %s '
    'ORDER BY "index"'
)


def size_of(org_id: UUID) -> int:
    """Return how many entries have their place, signed for or not."""
    ((last,),) = reading.rows('SELECT max("index") FROM transparency_entry WHERE org_id = %s', [org_id])
    return 0 if last is None else int(last) + 1


def entries(org_id: UUID, low: int, high: int) -> tuple[bytes, ...]:
    """Return the entries from ``low`` to before ``high``, computed from what they commit to."""
    found = reading.rows(LEAVES_SQL, [org_id, low, high])
    return tuple(entry_of(kind=kind, digest=bytes(digest), salt=bytes(salt)) for kind, digest, salt in found)


def leaves(org_id: UUID, low: int, high: int) -> tuple[bytes, ...]:
    """Return the leaf hashes from ``low`` to before ``high``."""
    return tuple(leaf_hash(entry) for entry in entries(org_id, low, high))


def tile(org_id: UUID, level: int, index: int, width: int) -> tuple[bytes, ...]:
    """Return the first ``width`` hashes of a tile, fewer when the log is shorter."""
    held = reading.rows(_TILE_SQL, [org_id, level, index])
    if held:
        return split(bytes(held[0][0]))[:width]
    low, high = index * WIDTH, index * WIDTH + width
    if level == 0:
        return leaves(org_id, low, high)
    return tuple(bytes(root) for (root,) in reading.rows(_ROOTS_SQL, [org_id, level - 1, low, high]))


def reader(org_id: UUID) -> ReadTile:
    """Return how `proof.tlog.tiles` reads this log; always whole tiles, so each is asked for once."""

    def read(level: int, index: int, width: int) -> tuple[bytes, ...]:
        return tile(org_id, level, index, max(width, WIDTH))

    return read


def nodes(org_id: UUID) -> Nodes:
    """Return the complete subtrees of this log."""
    return nodes_from(reader(org_id))


def published(org_id: UUID, size: int, level: int, index: int, width: int) -> tuple[bytes, ...] | None:
    """Return a tile's hashes (level -1: entries) if a log of the signed ``size`` publishes it, else None."""
    if not 0 < width <= width_of(size, max(level, 0), index):
        return None
    if level < 0:
        return entries(org_id, index * WIDTH, index * WIDTH + width)
    return tile(org_id, level, index, width)
