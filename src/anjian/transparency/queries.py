"""Reads of the log: its newest checkpoint, proofs of items, what witnesses and checks said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.conf import settings

from anjian.audit import reading as plain
from anjian.proof.tlog import tree
from anjian.proof.tlog.cosignature import with_cosignatures
from anjian.proof.tlog.note import Verifier
from anjian.transparency import reading
from anjian.transparency.models import Alarm, Check, Cosignature, Log, Stamp
from anjian.transparency.models import Head as HeadRow
from anjian.transparency.records import Checked, Cosigned, Head, ItemProof, SignedCheckpoint, Stamped, Warned

_CHECKED = tuple(part.name for part in fields(Checked))
_NEWEST = (
    'SELECT DISTINCT ON (subject_id, kind) kind, subject_id, digest, salt, "index" FROM transparency_entry '
    'WHERE org_id = %s AND "index" < %s AND subject_id = ANY(%s) ORDER BY subject_id, kind, "index" DESC'
)


def origin_of(org_id: UUID) -> str:
    """Return the name under which a log signs; before its first checkpoint, the one it will have."""
    found = Log.objects.filter(org_id=org_id).values_list("origin", flat=True).first()
    return found or f"{settings.LOG_HOST}/log/{org_id}"


def log_key(org_id: UUID) -> str:
    """Return the vkey text of the log, empty before its first checkpoint."""
    found = Log.objects.filter(org_id=org_id).values_list("origin", "public_key").first()
    return str(Verifier(found[0], bytes.fromhex(found[1]))) if found else ""


def logs() -> list[UUID]:
    """Return every organisation that has a log or has something to enter into one."""
    found = plain.rows(
        "SELECT org_id FROM transparency_log UNION SELECT DISTINCT org_id FROM transparency_pending", []
    )
    return sorted(org_id for (org_id,) in found)


def waiting(org_id: UUID) -> int:
    """Return how many entries wait for their place."""
    ((count,),) = plain.rows("SELECT count(*) FROM transparency_pending WHERE org_id = %s", [org_id])
    return int(count)


def head(org_id: UUID) -> Head | None:
    """Return the newest signed state of the log; None before the first."""
    row = HeadRow.objects.filter(org_id=org_id).order_by("-size").first()
    return Head(row.size, row.root, row.text, row.at) if row else None


def checkpoint(org_id: UUID, size: int | None = None) -> SignedCheckpoint | None:
    """Return the newest checkpoint (or the one of a size) with its stamp and its witnesses; None if none."""
    rows = HeadRow.objects.filter(org_id=org_id)
    row = (rows if size is None else rows.filter(size=size)).order_by("-size").first()
    if row is None:
        return None
    return _completed([row], org_id)[0]


def _completed(rows: list[HeadRow], org_id: UUID) -> list[SignedCheckpoint]:
    sizes = [row.size for row in rows]
    stamps: dict[int, Stamped] = {}
    for stamp in Stamp.objects.filter(org_id=org_id, size__in=sizes).order_by("-local", "id"):
        stamps[stamp.size] = Stamped(bytes(stamp.token), stamp.authority, stamp.local, stamp.stamped_at)
    witnesses: dict[int, list[Cosigned]] = {}
    for line in Cosignature.objects.filter(org_id=org_id, size__in=sizes).order_by("witness"):
        witnesses.setdefault(line.size, []).append(Cosigned(line.witness, line.line, line.at))
    found = []
    for row in rows:
        signed, stamped = tuple(witnesses.get(row.size, ())), stamps.get(row.size)
        lines = "".join(one.line for one in signed)
        text = with_cosignatures(row.text, lines) if lines else row.text
        token = stamped.token if stamped else b""
        found.append(SignedCheckpoint(text, row.size, row.root, token, row.at, stamped, signed))
    return found


def checkpoints(org_id: UUID, *, limit: int = 30) -> list[SignedCheckpoint]:
    """Return the newest checkpoints, newest first."""
    return _completed(list(HeadRow.objects.filter(org_id=org_id).order_by("-size")[:limit]), org_id)


def daily_heads(org_id: UUID, *, limit: int = 60) -> list[SignedCheckpoint]:
    """Return the last checkpoint of each day (local time), newest first."""
    found = plain.rows(
        "SELECT max(size) FROM transparency_checkpoint WHERE org_id = %s "
        "GROUP BY (at AT TIME ZONE 'Asia/Shanghai')::date ORDER BY 1 DESC LIMIT %s",
        [org_id, limit],
    )
    sizes = [size for (size,) in found]
    rows = HeadRow.objects.filter(org_id=org_id, size__in=sizes).order_by("-size")
    return _completed(list(rows), org_id)


def proofs_of(org_id: UUID, pairs: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], ItemProof]:
    """Return proofs of items, by (kind, subject id), all against one checkpoint: the newest.

    What is not in the log yet, or not under its newest checkpoint, is left out: `actions.integrate` first.
    """
    wanted = set(pairs)
    signed = checkpoint(org_id)
    if signed is None or not wanted:
        return {}
    rows = plain.rows(_NEWEST, [org_id, signed.size, sorted({subject for _, subject in wanted})])
    nodes = reading.nodes(org_id)
    found = {}
    for kind, subject_id, digest, salt, index in rows:
        if (kind, subject_id) not in wanted:
            continue
        hashes = tuple(part.hex() for part in tree.path(nodes, index, signed.size))
        found[kind, subject_id] = ItemProof(
            kind=kind,
            subject_id=subject_id,
            digest=bytes(digest).hex(),
            salt=bytes(salt).hex(),
            index=index,
            size=signed.size,
            hashes=hashes,
            checkpoint=signed.text,
        )
    return found


def proof_of(org_id: UUID, kind: str, subject_id: UUID) -> ItemProof | None:
    """Return the proof of one item; None when it is not in the log, or not under a checkpoint yet."""
    return proofs_of(org_id, [(kind, subject_id)]).get((kind, subject_id))


def consistency(org_id: UUID, old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that the log of ``new`` entries continues the one of ``old``."""
    return tree.consistency(reading.nodes(org_id), old, new)


def alarms(org_id: UUID, *, limit: int = 20) -> list[Warned]:
    """Return the newest alarms about the log, newest first."""
    rows = Alarm.objects.filter(org_id=org_id).order_by("-at", "-id")[:limit]
    return [Warned(row.source, row.code, row.size, row.detail, row.at) for row in rows]


def growth(org_id: UUID, *, days: int = 60) -> list[tuple[str, int]]:
    """Return how long the log was at the end of each day it grew (ISO date, entries), oldest first."""
    found = plain.rows(
        "SELECT (at AT TIME ZONE 'Asia/Shanghai')::date::text AS day, max(size) FROM transparency_checkpoint "
        "WHERE org_id = %s GROUP BY day ORDER BY day DESC LIMIT %s",
        [org_id, days],
    )
    return [(day, int(size)) for day, size in reversed(found)]


def checks(org_id: UUID, *, limit: int = 20) -> list[Checked]:
    """Return the newest integrity checks, newest first."""
    rows = Check.objects.filter(org_id=org_id).order_by("-started_at", "-id")
    return [Checked(**values) for values in rows.values(*_CHECKED)[:limit]]


def check(org_id: UUID, check_id: UUID) -> Checked | None:
    """Return one integrity check."""
    values = Check.objects.filter(org_id=org_id, id=check_id).values(*_CHECKED).first()
    return Checked(**values) if values else None


def kinds_of(org_id: UUID, subject_id: UUID) -> Mapping[str, Any]:
    """Return under which kinds a subject stands in the log, with its newest index."""
    rows = plain.rows(
        'SELECT kind, max("index") FROM transparency_entry WHERE org_id = %s AND subject_id = %s '
        "GROUP BY kind",
        [org_id, subject_id],
    )
    return dict(rows)
