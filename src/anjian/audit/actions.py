"""Writing the record: one transaction per action, its events chained and published in it.

The algorithm of a transaction, in order:

1. open a database transaction with a lock timeout of three seconds;
2. claim the request key, so that a second click finds it taken and does nothing;
3. let the action lock, check and change;
4. append each event to its stream's hash chain under the lock of the stream's head;
5. last, take the organisation's advisory lock, write the outbox rows and notify. Serial
   numbers are not commit order; under this lock they are, so that replay has no gaps.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db import transaction as database
from django.db.backends.utils import CursorWrapper

from anjian.audit.events import Event, instant_text, is_registered
from anjian.audit.models import OutboxRow
from anjian.kit.errors import AnjianError, Conflict, NotFound, Refused
from anjian.kit.hashing import sha256_hex
from anjian.kit.ids import uuid7
from anjian.proof.chain import GENESIS, entry_hash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.backends.base.base import BaseDatabaseWrapper

    from anjian.kit.actor import Actor

LOCK_TIMEOUT = "3s"
OUTBOX_CHANNEL = "anjian_outbox"
KEY_LENGTH = 43


class Transaction:
    """The open action: who acts, since when, and the events it has recorded so far."""

    def __init__(self, *, by: Actor, at: datetime, recorded_at: datetime | None = None) -> None:
        """Keep the actor and the instant; ``recorded_at`` differs only for late reports."""
        if at.tzinfo is None:
            message = "an action needs an aware instant"
            raise ValueError(message)
        self.by = by
        self.at = at
        self.recorded_at = recorded_at or at
        self.act_id = uuid7()
        self.what = ""
        self.subject_id: UUID | None = None
        self._events: list[Event] = []
        self._announced: list[tuple[str, tuple[str, ...], Mapping[str, Any]]] = []

    @property
    def org_id(self) -> UUID:
        """The organisation in which everything of this action happens."""
        return self.by.org_id

    def about(self, what: str, subject_id: UUID | None = None) -> None:
        """Name what is attempted and on which subject, for the record of a refusal."""
        self.what, self.subject_id = what or self.what, subject_id or self.subject_id

    def record(self, happened: Event) -> None:
        """Put an event on the record. Raises ValueError for an unregistered type."""
        if not is_registered(happened.type):
            message = f"{type(happened).__name__} is not a registered event"
            raise ValueError(message)
        self._events.append(happened)

    def announce(self, type_: str, topics: tuple[str, ...], data: Mapping[str, Any]) -> None:
        """Tell live pages, at the commit, of what is no part of the record (ids only)."""
        self._announced.append((type_, topics, data))

    @property
    def events(self) -> tuple[Event, ...]:
        """The events recorded so far."""
        return tuple(self._events)

    def _flush(self) -> None:
        if not self._events and not self._announced:
            return
        with connection.cursor() as cursor:
            self._take_heads(cursor)
            for happened in self._events:
                self._chain(cursor, happened)
            self._publish(cursor)

    def _take_heads(self, cursor: CursorWrapper) -> None:
        """Take the heads of several chains in one order for everybody: in two orders they deadlock."""
        streams = sorted({happened.stream_id for happened in self._events})
        if len(streams) > 1:
            cursor.execute(
                "INSERT INTO audit_chain_head AS head (org_id, id, seq, hash) "
                "SELECT %s, taken.id, 0, %s FROM unnest(%s::uuid[]) WITH ORDINALITY AS taken (id, place) "
                "ORDER BY taken.place ON CONFLICT (org_id, id) DO UPDATE SET seq = head.seq",
                [self.org_id, GENESIS, streams],
            )

    def _chain(self, cursor: CursorWrapper, happened: Event) -> None:
        # One statement creates the head if absent, locks it, and returns what it holds.
        cursor.execute(
            "INSERT INTO audit_chain_head AS head (org_id, id, seq, hash) VALUES (%s, %s, 0, %s) "
            "ON CONFLICT (org_id, id) DO UPDATE SET seq = head.seq RETURNING seq, hash",
            [self.org_id, happened.stream_id, GENESIS],
        )
        seq, prev_hash = cursor.fetchone()
        body = {
            "id": str(uuid7()),
            "stream_id": str(happened.stream_id),
            "seq": seq + 1,
            "type": happened.type,
            "payload": happened.payload(),
            "sentence": happened.sentence(),
            "actor": self.by.snapshot(),
            "occurred_at": instant_text(self.at),
            "recorded_at": instant_text(self.recorded_at),
            "cites": list(happened.cites),
            "procedure": happened.procedure,
            "act_id": str(self.act_id),
        }
        hash_ = entry_hash(prev_hash, body)
        cursor.execute(
            "INSERT INTO audit_event (org_id, id, stream_id, seq, type, payload, sentence, actor, actor_id,"
            " occurred_at, recorded_at, cites, procedure, act_id, prev_hash, hash)"
            " VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)",
            [
                self.org_id,
                body["id"],
                happened.stream_id,
                seq + 1,
                happened.type,
                json.dumps(body["payload"], ensure_ascii=False),
                body["sentence"],
                json.dumps(body["actor"], ensure_ascii=False),
                self.by.id,
                self.at,
                self.recorded_at,
                list(happened.cites),
                happened.procedure,
                self.act_id,
                prev_hash,
                hash_,
            ],
        )
        cursor.execute(
            "UPDATE audit_chain_head SET seq = %s, hash = %s WHERE org_id = %s AND id = %s",
            [seq + 1, hash_, self.org_id, happened.stream_id],
        )

    def _publish(self, cursor: CursorWrapper) -> None:
        rows: list[Any] = []
        values: list[str] = []
        for happened in self._events:
            topics = list(happened.topics())
            if topics:
                values.append("(%s, %s, %s, %s, %s)")
                data = {"stream": str(happened.stream_id), **happened.live()}
                rows += [self.org_id, topics, happened.type, json.dumps(data), self.at]
        for type_, heard_by, said in self._announced:
            values.append("(%s, %s, %s, %s, %s)")
            rows += [self.org_id, list(heard_by), type_, json.dumps(dict(said)), self.at]
        if not rows:
            return
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_number(self.org_id)])
        cursor.execute(
            "WITH added AS (INSERT INTO audit_outbox (org_id, topics, type, data, created_at) VALUES "  # noqa: S608
            + ", ".join(values)
            + " RETURNING id) SELECT pg_notify(%s, max(id)::text) FROM added",
            [*rows, OUTBOX_CHANNEL],
        )


def _lock_number(org_id: UUID) -> int:
    return int.from_bytes(org_id.bytes[8:], "big", signed=True)


_open: ContextVar[Transaction | None] = ContextVar("anjian_transaction", default=None)


@contextmanager
def transaction(
    *, by: Actor, at: datetime, key: str | None = None, recorded_at: datetime | None = None
) -> Iterator[Transaction]:
    """Run one action: atomic, chained, published. An inner call joins the outer action.

    Raises Conflict (``already_done``) when ``key`` was used before, Conflict (``busy``) when
    somebody else holds the rows for longer than three seconds; then nothing has happened.
    A refusal, and an attempt on what is hidden, is put on record when the whole action fails of it.
    """
    outer = _open.get()
    if outer is not None:
        if outer.org_id != by.org_id:
            message = "an action may not reach into another organisation"
            raise AnjianError(message, code="cross_organisation")
        yield outer
        return
    opened = Transaction(by=by, at=at, recorded_at=recorded_at)
    token = _open.set(opened)
    try:
        with _busy_as_conflict(), database.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
                if key:
                    _claim(cursor, opened, key)
            yield opened
            opened._flush()  # noqa: SLF001  same module
    except (Refused, NotFound) as refused:
        _keep_attempt(opened, refused)
        raise
    finally:
        _open.reset(token)


def _keep_attempt(opened: Transaction, refused: Refused | NotFound) -> None:
    if refused.on_record:
        return
    code = refused.refusals[0].code if isinstance(refused, Refused) and refused.refusals else refused.code
    record_access(
        by=opened.by,
        at=opened.at,
        what=(opened.what or f"refused.{code}")[:80],
        subject_id=opened.subject_id,
        detail=str(refused),
        refused=True,
    )
    refused.on_record = True


@contextmanager
def _busy_as_conflict() -> Iterator[None]:
    from django.db.utils import OperationalError

    try:
        yield
    except OperationalError as problem:
        if getattr(problem.__cause__, "sqlstate", None) in {"55P03", "40P01"}:
            message = "另一位同事正在办理同一事项，请稍候再试；您的输入没有丢失。"
            raise Conflict(message, code="busy") from problem
        raise


def _claim(cursor: CursorWrapper, opened: Transaction, key: str) -> None:
    cursor.execute(
        "INSERT INTO audit_request_key (org_id, key, act_id, at) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT DO NOTHING",
        [opened.org_id, f"{opened.by.id}:{_short(key)}", opened.act_id, opened.at],
    )
    if cursor.rowcount == 0:
        message = "这项操作已经办理过，没有重复办理。"
        raise Conflict(message, code="already_done")


def _short(key: str) -> str:
    """Return a key as it fits beside the officer's id; a long one as its digest, never cut off."""
    return key if len(key) <= KEY_LENGTH else sha256_hex(key.encode())[:KEY_LENGTH]


_own_line = threading.local()


def _separate_connection() -> BaseDatabaseWrapper:
    """Return this thread's second connection, which no caller's rollback can reach."""
    line: BaseDatabaseWrapper | None = getattr(_own_line, "connection", None)
    if line is None or line.settings_dict["NAME"] != connection.settings_dict["NAME"]:
        line = connection.copy()
        _own_line.connection = line
    line.close_if_unusable_or_obsolete()
    return line


def close_separate_connection() -> None:
    """Close this thread's second connection (end of a worker, end of a test session)."""
    line: BaseDatabaseWrapper | None = getattr(_own_line, "connection", None)
    if line is not None:
        line.close()
        del _own_line.connection


def record_access(
    *, by: Actor, at: datetime, what: str, subject_id: UUID | None, detail: str = "", refused: bool = False
) -> None:
    """Record a sensitive read or a refused attempt at once, on a connection of its own.

    It stays even when the surrounding transaction rolls back.
    """
    with _separate_connection().cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_access (org_id, id, actor, actor_id, what, subject_id, detail, refused, at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                by.org_id,
                uuid7(),
                json.dumps(by.snapshot(), ensure_ascii=False),
                by.id,
                what,
                subject_id,
                detail,
                refused,
                at,
            ],
        )


def forget_messages(*, before: datetime) -> int:
    """Remove outbox rows older than an instant; returns how many.

    The outbox only serves live pages: the record itself keeps every event for ever.
    """
    removed, _ = OutboxRow.objects.filter(created_at__lt=before).delete()
    return removed
