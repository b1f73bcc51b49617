"""The Merkle tree of RFC 6962 section 2.1: hashes, audit paths, consistency proofs and their checks.

Proofs are made from *complete subtrees*: ``nodes(level, index)`` answers the hash over the ``2**level``
leaves from ``index * 2**level`` on. Where they come from (memory, tiles in a database, files) is not
known here. All hashes are 32 raw bytes of SHA-256; leaves are counted from 0, sizes in leaves.

>>> leaves = [leaf_hash(bytes([n])) for n in range(5)]
>>> proof = inclusion_proof(leaves, 3)
>>> check_inclusion(index=3, size=5, leaf=leaves[3], proof=proof, root=root_of(leaves))
True
>>> check_inclusion(index=2, size=5, leaf=leaves[3], proof=proof, root=root_of(leaves))
False
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of the tree without leaves."""

Nodes = Callable[[int, int], bytes]
"""``nodes(level, index)``: hash of a complete subtree; it may raise LookupError for what is not there."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the leaf hash of an entry (RFC 6962: SHA-256 over 0x00 and the entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 6962: SHA-256 over 0x01, left, right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the hash over a complete row of ``2**n`` subtree hashes; ValueError for another number."""
    row = list(hashes)
    if not row or len(row) & (len(row) - 1):
        message = "a complete subtree has a power of two of parts"
        raise ValueError(message)
    while len(row) > 1:
        row = [node_hash(row[n], row[n + 1]) for n in range(0, len(row), 2)]
    return row[0]


def nodes_of(leaves: Sequence[bytes]) -> Nodes:
    """Return the complete subtrees over leaf hashes held in memory; each is computed once."""
    known: dict[tuple[int, int], bytes] = {}

    def node(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        key = (level, index)
        if key not in known:
            known[key] = node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))
        return known[key]

    return node


def root(nodes: Nodes, size: int) -> bytes:
    """Return the root of the tree of the first ``size`` leaves."""
    return _range(nodes, 0, size) if size else EMPTY_ROOT


def path(nodes: Nodes, index: int, size: int) -> tuple[bytes, ...]:
    """Return the audit path of a leaf in the tree of ``size`` leaves, from the sibling up (RFC 6962 2.1.1).

    Raises ValueError when there is no such leaf.
    """
    if not 0 <= index < size:
        message = f"there is no entry {index} in a log of {size}"
        raise ValueError(message)
    found: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            found.append(_range(nodes, middle, high))
            high = middle
        else:
            found.append(_range(nodes, low, middle))
            low = middle
    return tuple(reversed(found))


def consistency(nodes: Nodes, old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of ``new`` leaves continues the one of ``old`` (RFC 6962 2.1.2).

    Empty for ``old == 0`` and ``old == new``. Raises ValueError when ``old > new``.
    """
    if not 0 <= old <= new:
        message = f"a log of {new} cannot continue one of {old}"
        raise ValueError(message)
    if old in {0, new}:
        return ()
    found: list[bytes] = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            found.append(_range(nodes, middle, high))
            high = middle
        else:
            found.append(_range(nodes, low, middle))
            low, whole = middle, False
    if not whole:
        found.append(_range(nodes, low, high))
    return tuple(reversed(found))


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes held in memory."""
    return root(nodes_of(leaves), len(leaves))


def inclusion_proof(leaves: Sequence[bytes], index: int, size: int | None = None) -> tuple[bytes, ...]:
    """Return the audit path of a leaf held in memory, in the tree of the first ``size`` (all) leaves."""
    return path(nodes_of(leaves), index, len(leaves) if size is None else size)


def consistency_proof(leaves: Sequence[bytes], old: int, new: int | None = None) -> tuple[bytes, ...]:
    """Return the consistency proof between two sizes of a tree held in memory."""
    return consistency(nodes_of(leaves), old, len(leaves) if new is None else new)


def check_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a leaf hash stands at ``index`` of the tree of ``size`` leaves with this root.

    The algorithm is RFC 9162 section 2.1.3.2, which reads the same proofs.
    """
    if not 0 <= index < size:
        return False
    at, last, seen = index, size - 1, leaf
    for part in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            seen = node_hash(part, seen)
            while at & 1 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            seen = node_hash(seen, part)
        at, last = at >> 1, last >> 1
    return last == 0 and seen == root


def check_consistency(
    *, old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Tell whether the tree of ``new`` leaves continues the tree of ``old`` leaves (RFC 9162 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    parts = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not parts:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = parts[0]
    for part in parts[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node_hash(part, first), node_hash(part, second)
            while at & 1 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, part)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _split(count: int) -> int:
    """The largest power of two smaller than a number of leaves greater than one."""
    return 1 << ((count - 1).bit_length() - 1)


def _range(nodes: Nodes, low: int, high: int) -> bytes:
    count = high - low
    if count & (count - 1) == 0 and low % count == 0:
        return nodes(count.bit_length() - 1, low // count)
    middle = low + _split(count)
    return node_hash(_range(nodes, low, middle), _range(nodes, middle, high))
