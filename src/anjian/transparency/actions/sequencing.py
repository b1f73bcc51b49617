"""Giving pending entries their place in the log, in batches, under one lock per organisation.

The algorithm of a batch, in one transaction:

1. take the organisation's lock of the log; whoever writes rows does not wait for it;
2. move pending entries, in the order the database numbered them, to the next indexes;
3. write the tiles that became full, level by level;
4. see that the tree still contains what was signed last, in the database and beside it; if it does not,
   nothing is signed and everything is undone;
5. sign the new head.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from anjian.kit.errors import AnjianError
from anjian.proof.timestamps import TimestampError
from anjian.proof.tlog import checkpoint as heads
from anjian.proof.tlog import tree
from anjian.proof.tlog.checkpoint import Checkpoint
from anjian.proof.tlog.entry import entry_of
from anjian.proof.tlog.note import BadNote, NoteSigner
from anjian.proof.tlog.tiles import WIDTH, join
from anjian.proof.tlog.tree import Nodes, leaf_hash
from anjian.transparency import keys, queries, reading
from anjian.transparency.actions.attesting import stamp, warn
from anjian.transparency.models import Head as HeadRow
from anjian.transparency.models import Log
from anjian.transparency.records import Head

BATCH = 20_000
_LOCK_CLASS = 0x746C6F67
"""First half of the advisory lock ("tlog"); the outbox locks by one number and cannot meet it."""

_TAKE = """
WITH taken AS (
  DELETE FROM transparency_pending
  WHERE org_id = %(org)s AND id <= (
    SELECT max(id) FROM (
      SELECT id FROM transparency_pending WHERE org_id = %(org)s ORDER BY id LIMIT %(limit)s
    ) first
  )
  RETURNING id, kind, subject_id, digest, salt
)
INSERT INTO transparency_entry (org_id, "index", kind, subject_id, digest, salt)
SELECT %(org)s, %(base)s + row_number() OVER (ORDER BY id) - 1, kind, subject_id, digest, salt FROM taken
RETURNING "index", kind, digest, salt
"""


class LogDamaged(AnjianError):
    """The log no longer contains what it signed: it signs nothing more until people have looked into it."""

    status, code = 409, "log_damaged"


def integrate(org_id: UUID, *, at: datetime) -> Head:
    """Give all pending entries their place and sign the head; returns it (as before, when nothing waited).

    Raises LogDamaged when the log does not contain what was signed before; an alarm is kept then.
    """
    try:
        while True:
            with transaction.atomic(), connection.cursor() as cursor:
                taken, head = _batch(cursor, org_id, at)
            if taken < BATCH:
                break
        with suppress(TimestampError, OSError):
            # The local authority answers at once; another one is asked by the job.
            stamp(org_id, at=at, only_local=True)
    except LogDamaged as damage:
        warn(org_id, "log", damage.code, reading.size_of(org_id), damage.message, at=at)
        raise
    return head


def _batch(cursor: CursorWrapper, org_id: UUID, at: datetime) -> tuple[int, Head]:
    cursor.execute("SET LOCAL lock_timeout = '60s'")
    half = int.from_bytes(org_id.bytes[12:], "big", signed=True)
    cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_CLASS, half])
    signer = _signer(org_id, at)
    base = reading.size_of(org_id)
    cursor.execute(_TAKE, {"org": org_id, "limit": BATCH, "base": base})
    rows = sorted(cursor.fetchall())
    before = queries.head(org_id)
    size = base + len(rows)
    if before is not None and before.size == size:
        return 0, before
    fresh = [leaf_hash(entry_of(kind=k, digest=bytes(d), salt=bytes(s))) for _index, k, d, s in rows]
    _write_tiles(org_id, base, fresh)
    nodes = reading.nodes(org_id)
    _guard(org_id, nodes, size, before, signer)
    head = Checkpoint(signer.name, size, tree.root(nodes, size))
    row = HeadRow.objects.create(
        org_id=org_id, size=size, root=head.root.hex(), text=head.signed(signer), at=at
    )
    start = size - size % WIDTH
    tail = reading.leaves(org_id, start, size)
    transaction.on_commit(lambda: keys.remember(org_id, row.text, start=start, leaves=tail))
    return len(rows), Head(row.size, row.root, row.text, row.at)


def _signer(org_id: UUID, at: datetime) -> NoteSigner:
    signer = keys.signer(org_id, queries.origin_of(org_id))
    public = signer.verifier.public.hex()
    known = Log.objects.filter(org_id=org_id).values_list("public_key", flat=True).first()
    if known is None:
        Log.objects.create(org_id=org_id, origin=signer.name, public_key=public, created_at=at)
    elif known != public:
        raise LogDamaged(_("存证日志的密钥与登记的不一致，请恢复原密钥文件。"), code="key_changed")
    return signer


def _write_tiles(org_id: UUID, base: int, fresh: Sequence[bytes]) -> None:
    """Write every tile that a log of ``base`` entries lacks and one with the fresh leaves has full."""
    start = base - base % WIDTH
    row: Sequence[bytes] = (*reading.leaves(org_id, start, base), *fresh)
    first, level = start // WIDTH, 0
    while True:
        full = [row[at : at + WIDTH] for at in range(0, len(row) - len(row) % WIDTH, WIDTH)]
        if not full:
            return
        roots = [tree.fold(part) for part in full]
        with connection.cursor() as cursor:
            cursor.executemany(
                'INSERT INTO transparency_tile (org_id, level, "index", hashes, root) '
                "VALUES (%s, %s, %s, %s, %s)",
                [(org_id, level, first + n, join(part), roots[n]) for n, part in enumerate(full)],
            )
        level += 1
        start = first - first % WIDTH
        row = (*reading.tile(org_id, level, start // WIDTH, WIDTH)[: first - start], *roots)
        first = start // WIDTH


def _guard(org_id: UUID, nodes: Nodes, size: int, before: Head | None, signer: NoteSigner) -> None:
    """Refuse to sign a head that does not continue what was signed before."""
    signed = [before.text] if before else []
    signed += [text] if (text := keys.remembered(org_id)) else []
    for text in signed:
        try:
            old = heads.opened(text, signer.verifier)
        except BadNote as problem:
            raise LogDamaged(_("上一个检查点的签名无效。"), code="head_forged") from problem
        if old.size > size:
            message = _("存证日志比已签发的检查点短：数据库可能被恢复到较早的状态。")
            raise LogDamaged(message, code="rolled_back")
        try:
            same = tree.root(nodes, old.size) == old.root
        except (LookupError, IndexError):
            same = False
        if not same:
            raise LogDamaged(_("存证日志的内容与已签发的检查点不符：已有条目被改动。"), code="rewritten")
