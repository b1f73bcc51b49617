"""The log against itself, against what it signed, and against what lies beside the database.

All leaves are hashed again, all tiles rebuilt, and the root is taken at every size that was ever signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from anjian.audit import reading as plain
from anjian.proof import timestamps
from anjian.proof.tlog import checkpoint as heads
from anjian.proof.tlog import note, tree
from anjian.proof.tlog.cosignature import time_of, with_cosignatures
from anjian.proof.tlog.entry import entry_of
from anjian.proof.tlog.note import BadNote, Verifier
from anjian.proof.tlog.tiles import WIDTH, join, nodes_from, split
from anjian.transparency import keys, queries, witnesses
from anjian.transparency.checking.finding import Finding, Progress

_PAGE = 20_000
Levels = list[list[bytes]]


def look(org_id: UUID, progress: Progress) -> Iterator[Finding]:
    """Yield entries, tiles, checkpoints, stamps and cosignatures that do not hold together."""
    ((count, last),) = plain.rows(
        'SELECT count(*), max("index") FROM transparency_entry WHERE org_id = %s', [org_id]
    )
    progress.expect(count)
    levels: Levels = [[]]
    yield from _leaves(org_id, levels, progress)
    if count and last != count - 1:
        return
    complete = levels[0]
    _build(levels)
    yield from _tiles(org_id, levels)
    yield from _tail(org_id, complete)
    yield from _heads(org_id, levels)


def _leaves(org_id: UUID, levels: Levels, progress: Progress) -> Iterator[Finding]:
    """Hash all entries again; a gap in the numbers is an entry taken out."""
    expected = 0
    while True:
        rows = plain.rows(
            'SELECT "index", kind, digest, salt FROM transparency_entry WHERE org_id = %s AND "index" >= %s '
            'ORDER BY "index" LIMIT %s',
            [org_id, expected, _PAGE],
        )
        for index, kind, digest, salt in rows:
            for gone in range(expected, min(index, expected + 100)):
                yield Finding("entry_missing", f"存证日志第{gone}条", "该条目已被删除")
            expected = index + 1
            try:
                leaf = tree.leaf_hash(entry_of(kind=kind, digest=bytes(digest), salt=bytes(salt)))
            except ValueError:
                leaf = bytes(tree.HASH_SIZE)
            levels[0].append(leaf)
        progress.advance(len(rows))
        if len(rows) < _PAGE:
            return


def _build(levels: Levels) -> None:
    while len(levels[-1]) >= WIDTH:
        row = levels[-1]
        full = len(row) - len(row) % WIDTH
        levels.append([tree.fold(row[at : at + WIDTH]) for at in range(0, full, WIDTH)])


def _tiles(org_id: UUID, levels: Levels) -> Iterator[Finding]:
    kept = {
        (level, index): (bytes(hashes), bytes(root))
        for level, index, hashes, root in plain.rows(
            'SELECT level, "index", hashes, root FROM transparency_tile WHERE org_id = %s', [org_id]
        )
    }
    for level, row in enumerate(levels):
        for index in range(len(row) // WIDTH):
            item = f"存证日志瓦片 {level}/{index}"
            held = kept.pop((level, index), None)
            part = row[index * WIDTH : (index + 1) * WIDTH]
            if held is None:
                yield Finding("tile_missing", item, "该瓦片已被删除")
            elif held != (join(part), tree.fold(part)):
                yield from _differing(item, level, index, part, held)
    for level, index in sorted(kept):
        yield Finding("tile_strange", f"存证日志瓦片 {level}/{index}", "日志的这一长度不应有该瓦片")


def _differing(
    item: str, level: int, index: int, part: list[bytes], held: tuple[bytes, bytes]
) -> Iterator[Finding]:
    """Tell an entry that changed from a tile that changed: the tile's own root decides."""
    try:
        hashes = split(held[0])
        sound = len(hashes) == WIDTH and tree.fold(hashes) == held[1]
    except ValueError:
        hashes, sound = (), False
    if not sound or level:
        yield Finding("tile_changed", item, "该瓦片的内容与条目不符")
        return
    for n, (seen, kept) in enumerate(zip(part, hashes, strict=True)):
        if seen != kept:
            yield Finding("entry_changed", f"存证日志第{index * WIDTH + n}条", "该条目的内容已被改动或换位")


def _tail(org_id: UUID, leaves: list[bytes]) -> Iterator[Finding]:
    """Compare the last leaves with those kept beside the database when the newest head was signed."""
    start, kept = keys.remembered_tail(org_id)
    for n, leaf in enumerate(kept):
        if start + n >= len(leaves):
            yield Finding("entry_missing", f"存证日志第{start + n}条", "该条目已被删除")
        elif leaves[start + n] != leaf:
            yield Finding("entry_changed", f"存证日志第{start + n}条", "该条目的内容已被改动或换位")


def _heads(org_id: UUID, levels: Levels) -> Iterator[Finding]:
    verifier = queries.log_key(org_id)
    signed = plain.rows(
        "SELECT size, root, text FROM transparency_checkpoint WHERE org_id = %s ORDER BY size", [org_id]
    )
    if not verifier:
        if signed or levels[0]:
            yield Finding("log_identity", "transparency_log", "存证日志的名称与公钥登记已被删除")
        return
    key = Verifier.parse(verifier)
    if keys.public(org_id) != key.public:
        yield Finding("key_changed", "transparency_log", "登记的日志公钥与密钥文件不符")
    node = _node(levels)
    sound_to = 0
    for size, root, text in signed:
        item = f"检查点（{size}条）"
        try:
            head = heads.opened(text, key)
        except BadNote:
            yield Finding("head_forged", item, "检查点的签名无效：内容已被改动")
            continue
        if (head.size, head.root.hex()) != (size, root):
            yield Finding("head_forged", item, "检查点的内容与其签名不符")
        elif size > len(levels[0]):
            yield Finding("rolled_back", item, f"存证日志只剩{len(levels[0])}条，比已签发的短")
        elif tree.root(node, size) != head.root:
            yield Finding("rewritten", item, f"第{sound_to}条至第{size - 1}条之间有条目与签发时不符")
            break
        else:
            sound_to = size
    yield from _beside(org_id, key, levels, {size for size, _, _ in signed})
    yield from _attested(org_id)


def _node(levels: Levels) -> tree.Nodes:
    def read(level: int, index: int, _width: int) -> tuple[bytes, ...]:
        return tuple(levels[level][index * WIDTH : (index + 1) * WIDTH])

    return nodes_from(read)


def _beside(org_id: UUID, key: Verifier, levels: Levels, signed: set[int]) -> Iterator[Finding]:
    """Compare with the newest checkpoint kept outside of the database."""
    text = keys.remembered(org_id)
    if not text:
        return
    try:
        head = heads.opened(text, key)
    except BadNote:
        yield Finding("key_changed", "transparency_log", "登记的日志名称或公钥与此前签发的检查点不符")
        return
    item = f"检查点（{head.size}条）"
    if head.size > len(levels[0]):
        yield Finding("rolled_back", item, f"存证日志只剩{len(levels[0])}条：数据库被恢复到较早的状态")
    elif tree.root(_node(levels), head.size) != head.root:
        yield Finding("rewritten", item, "存证日志与本机最近签发的检查点不符")
    elif head.size not in signed:
        yield Finding("head_missing", item, "数据库中缺少该检查点")


def _attested(org_id: UUID) -> Iterator[Finding]:
    """Verify every stamp and every cosignature that is kept."""
    roots = keys.stamp_roots()
    texts = dict(plain.rows("SELECT size, text FROM transparency_checkpoint WHERE org_id = %s", [org_id]))
    stamps = plain.rows(
        "SELECT size, token, local, authority, stamped_at FROM transparency_stamp WHERE org_id = %s "
        "ORDER BY size",
        [org_id],
    )
    known = {one.name: one.verifier for one in witnesses.configured()}
    lines = plain.rows(
        "SELECT size, witness, line, at FROM transparency_cosignature WHERE org_id = %s ORDER BY size",
        [org_id],
    )
    for size, token, *said in stamps:
        if not _stamp_holds(texts.get(size, ""), bytes(token), said, roots):
            yield Finding("stamp_broken", f"检查点（{size}条）的时间戳", "时间戳与检查点不符或已被改动")
    for size, name, line, at in lines:
        if size in texts and not _line_holds(texts[size], name, line, at, known.get(name)):
            yield Finding(
                "cosignature_broken", f"检查点（{size}条）的见证签名（{name}）", "见证签名无效或已被改动"
            )
    for size in sorted({size for size, *_ in [*stamps, *lines]} - texts.keys()):
        yield Finding("head_missing", f"检查点（{size}条）", "该检查点已被删除，其时间戳或见证签名仍在")


def _stamp_holds(text: str, token: bytes, said: list[Any], roots: tuple[str, ...]) -> bool:
    """Whether a token is over this checkpoint and the row says what the token says."""
    if not text:
        return True
    try:
        read = timestamps.read(token)
        if [read.local, read.authority_name[:200], read.at] != said:
            return False
        if read.local or roots[1:]:
            digest = sha256(heads.read(text)[0].text.encode()).digest()
            timestamps.verify(token, digest, roots=roots)
    except (BadNote, timestamps.TimestampInvalid):
        return False
    return True


def _line_holds(text: str, name: str, line: str, at: datetime, verifier: Verifier | None) -> bool:
    """Whether a witness's line is well-formed and, as far as its key is known, its own."""
    try:
        parsed = heads.read(with_cosignatures(text, line))[1]
        if [one.name for one in parsed.signatures[1:]] != [name]:
            return False
        if time_of(parsed.signatures[1]) != int(at.timestamp()):
            return False
        return verifier is None or bool(note.verified(parsed, (verifier,)))
    except BadNote:
        return False
