"""What a superuser of the database, or somebody at the disk, may do to the records past the platform.

Each mutation says what it did and by which words a check must name it. It is done with the triggers off.
"""

# ruff: noqa: S608  every statement is written here
from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from anjian.transparency.checking import blobs
from anjian.transparency.schema import sources


@dataclass(frozen=True, slots=True)
class Done:
    """A mutation: what was done, and words one of which the item of a finding must contain."""

    what: str
    named: tuple[str, ...]


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run a statement with every trigger of the tables off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values or None)
        found = list(cursor.fetchall()) if cursor.description else []
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return found


_CHANGED = {
    "uuid": "gen_random_uuid()",
    "integer": '"{c}" + 1',
    "bigint": '"{c}" + 1',
    "smallint": '"{c}" + 1',
    "boolean": 'NOT "{c}"',
    "date": '"{c}" + 1',
    "timestamp with time zone": "\"{c}\" + interval '1 second'",
    "numeric": '"{c}" + 1',
    "jsonb": "jsonb_build_object('was', \"{c}\")",
    "bytea": "sha256(\"{c}\" || 'x'::bytea)",
}


class Tamperer:
    """Draws mutations of one organisation's rows, log and stored files."""

    def __init__(self, org_id: UUID, store: Path, seed: int) -> None:
        """Know the organisation, the folder of its store, and from which number to draw."""
        self.org_id, self.store, self.random = org_id, store, Random(seed)
        self.undo: list[Callable[[], None]] = []
        types = sql(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public'"
        )
        self.types = {(table, column): type_ for table, column, type_ in types}
        self.tables = [s for s in sources() if self._ids(s.table, s.condition)]

    def one(self) -> Done:
        """Do one mutation, drawn at random."""
        kinds = (self.edit, self.edit, self.edit, self.delete, self.insert, self.swap, self.entry, self.log)
        while True:
            act = self.random.choice((*kinds, self.log, self.file))
            # What a constraint of the database refuses even now is not done.
            with suppress(IntegrityError), transaction.atomic():
                done = act()
                if done is not None:
                    return done

    def restore_files(self) -> None:
        """Put stored files back as they were; rows are put back by the transaction."""
        while self.undo:
            self.undo.pop()()

    def _ids(self, table: str, condition: str) -> list[UUID]:
        where = f" AND ({condition})" if condition else ""
        rows = sql(f'SELECT id FROM "{table}" AS NEW WHERE org_id = %s{where} ORDER BY id', self.org_id)
        return [row_id for (row_id,) in rows]

    def _columns(self, table: str) -> list[str]:
        covered = {s.digest for s in sources() if s.table == table and s.digest}
        for source in sources():
            if source.table == table:
                covered |= set(source.columns)
        if table == "audit_event":
            covered = {column for name, column in self.types if name == table} - {"org_id"}
        return sorted(covered - {"id"})

    def _new_value(self, table: str, column: str) -> str:
        kind = self.types[table, column]
        if kind == "ARRAY":
            return f'"{column}" || "{column}"[1:1]' if self.random.random() < 0.5 else f'"{column}"[2:]'
        if kind in _CHANGED:
            return _CHANGED[kind].format(c=column)
        return self.random.choice(
            (f"'x' || left(\"{column}\", -1)", f"left(\"{column}\", -1) || '假'", "'f'")
        )

    def edit(self) -> Done | None:
        """Change one column of one row."""
        source = self.random.choice(self.tables)
        column = self.random.choice(self._columns(source.table))
        row_id = self.random.choice(self._ids(source.table, source.condition))
        before = sql(f'SELECT "{column}"::text FROM "{source.table}" WHERE id = %s', row_id)
        sql(
            f'UPDATE "{source.table}" SET "{column}" = {self._new_value(source.table, column)} WHERE id = %s',
            row_id,
        )
        after = sql(f'SELECT "{column}"::text FROM "{source.table}" WHERE id = %s', row_id)
        return (
            Done(f"edit {source.table}.{column}", self._named(source.table, row_id))
            if before != after
            else None
        )

    def _named(self, table: str, row_id: UUID) -> tuple[str, ...]:
        if table != "audit_event":
            return (str(row_id),)
        # An event may be named by its own id or by its chain.
        streams = sql("SELECT stream_id FROM audit_event WHERE id = %s", row_id)
        return (str(row_id), *(str(stream) for (stream,) in streams))

    def delete(self) -> Done:
        """Take one row out."""
        source = self.random.choice(self.tables)
        row_id = self.random.choice(self._ids(source.table, source.condition))
        named = self._named(source.table, row_id)
        sql(f'DELETE FROM "{source.table}" WHERE id = %s', row_id)
        return Done(f"delete {source.table}", named)

    def insert(self) -> Done:
        """Put in a row that the platform never wrote: a copy under another id."""
        source = self.random.choice(self.tables)
        row_id, fresh = self.random.choice(self._ids(source.table, source.condition)), uuid4()
        # Numbers within a case are unique; whoever forges takes a free one.
        unique = [c for c in ("seq", "no", "filename") if (source.table, c) in self.types]
        free = {c: self.types[source.table, c] for c in unique}
        sets = {
            c: "'假' || gen_random_uuid()::text" if t.startswith("char") else f'"{c}" + 30000'
            for c, t in free.items()
        }
        names = [c for t, c in self.types if t == source.table]
        picked = ", ".join(sets.get(c, "%s::uuid" if c == "id" else f'"{c}"') for c in names)
        sql(
            f'INSERT INTO "{source.table}" ({", ".join(chr(34) + c + chr(34) for c in names)}) '
            f'SELECT {picked} FROM "{source.table}" WHERE id = %s',
            fresh,
            row_id,
        )
        return Done(f"insert {source.table}", (str(fresh), *self._named(source.table, fresh)))

    def swap(self) -> Done | None:
        """Let two rows change places: everything that is entered of them, but not the ids."""
        source = self.random.choice(self.tables)
        ids = self._ids(source.table, source.condition)
        if len(ids) < 2:
            return None
        one, two = self.random.sample(ids, 2)
        columns = [
            c for c in self._columns(source.table) if c not in {"seq", "no", "filename", "year", "word"}
        ]
        names = ", ".join(f'"{c}"' for c in columns)
        held = [
            sql(f'SELECT md5(ROW({names})::text) FROM "{source.table}" WHERE id = %s', i) for i in (one, two)
        ]
        if held[0] == held[1]:
            return None
        sets = ", ".join(f'"{c}" = o."{c}"' for c in columns)
        sql(
            f'UPDATE "{source.table}" t SET {sets} FROM "{source.table}" o '
            "WHERE (t.id = %s AND o.id = %s) OR (t.id = %s AND o.id = %s)",
            one, two, two, one,
        )  # fmt: skip
        named = (*self._named(source.table, one), *self._named(source.table, two))
        return Done(f"swap {source.table}", named)

    def entry(self) -> Done | None:
        """Change, drop or reorder entries of the log."""
        ((size,),) = sql("SELECT count(*) FROM transparency_entry WHERE org_id = %s", self.org_id)
        index = self.random.randrange(size)
        where = 'WHERE org_id = %s AND "index" = %s'
        ((subject,),) = sql(f"SELECT subject_id FROM transparency_entry {where}", self.org_id, index)
        named = (f"第{index}条", str(subject))
        how = self.random.choice(("digest", "salt", "kind", "subject_id", "drop", "reorder", "cut"))
        if how == "drop":
            sql(f"DELETE FROM transparency_entry {where}", self.org_id, index)
        elif how == "cut":
            sql('DELETE FROM transparency_entry WHERE org_id = %s AND "index" >= %s', self.org_id, index)
            named = (*named, f"第{size - 1}条")
        elif how == "reorder":
            other = self.random.randrange(size)
            if other == index:
                return None
            sql(
                'UPDATE transparency_entry t SET kind = o.kind, digest = o.digest, salt = o.salt, '
                "subject_id = o.subject_id FROM transparency_entry o WHERE t.org_id = %s AND o.org_id = %s "
                'AND ((t."index" = %s AND o."index" = %s) OR (t."index" = %s AND o."index" = %s))',
                self.org_id, self.org_id, index, other, other, index,
            )  # fmt: skip
            named = (*named, f"第{other}条")
        elif how == "kind":
            sql(f"UPDATE transparency_entry SET kind = kind || 's' {where}", self.org_id, index)
        else:
            value = {"digest": "sha256(digest)", "salt": "sha256(salt)", "subject_id": "gen_random_uuid()"}[
                how
            ]
            sql(f"UPDATE transparency_entry SET {how} = {value} {where}", self.org_id, index)
        return Done(f"entry {how}", named)

    def log(self) -> Done | None:
        """Change or drop tiles, checkpoints, stamps, the log's name; or set the whole log back."""
        how = self.random.choice(
            (
                "tile",
                "tile_root",
                "tile_drop",
                "head",
                "head_root",
                "head_drop",
                "stamp",
                "name",
                "back",
                "forget",
            )
        )
        if how.startswith("tile"):
            return self._tile(how)
        heads = sql("SELECT size FROM transparency_checkpoint WHERE org_id = %s ORDER BY size", self.org_id)
        if not heads:
            return None
        (size,) = self.random.choice(heads)
        where = "WHERE org_id = %s AND size = %s"
        if how == "head":
            sql(
                f"UPDATE transparency_checkpoint SET text = replace(text, 'A', 'B') || '' {where}",
                self.org_id,
                size,
            )
        elif how == "head_root":
            sql(
                f"UPDATE transparency_checkpoint SET root = md5(root) || md5(root) {where}", self.org_id, size
            )
        elif how == "head_drop":
            sql(f"DELETE FROM transparency_checkpoint {where}", self.org_id, size)
        elif how == "stamp":
            sql(
                f"UPDATE transparency_stamp SET token = set_byte(token, length(token) - 9, 1) {where}",
                self.org_id,
                size,
            )
        elif how == "name":
            sql(
                "UPDATE transparency_log SET public_key = md5(public_key) || md5(origin) WHERE org_id = %s",
                self.org_id,
            )
            return Done("log name", ("transparency_log",))
        elif how == "forget":
            sql("DELETE FROM transparency_log WHERE org_id = %s", self.org_id)
            return Done("log forgotten", ("transparency_log",))
        else:
            return self._set_back(size)
        return Done(f"checkpoint {how}", (f"（{size}条）",))

    def _tile(self, how: str) -> Done | None:
        tiles = sql('SELECT level, "index" FROM transparency_tile WHERE org_id = %s', self.org_id)
        if not tiles:
            return None
        level, index = self.random.choice(tiles)
        where = 'WHERE org_id = %s AND level = %s AND "index" = %s'
        if how == "tile_drop":
            sql(f"DELETE FROM transparency_tile {where}", self.org_id, level, index)
        else:
            at = self.random.randrange(32 if how == "tile_root" else 8192)
            column = "root" if how == "tile_root" else "hashes"
            flipped = f"set_byte({column}, {at}, 255 - get_byte({column}, {at}))"
            sql(
                f"UPDATE transparency_tile SET {column} = {flipped} {where}",
                self.org_id, level, index,
            )  # fmt: skip
        return Done(f"{how}", (f"瓦片 {level}/{index}",))

    def _set_back(self, size: int) -> Done | None:
        """Set rows and log back to an earlier day, as an older copy of the database would."""
        newest = sql("SELECT max(size) FROM transparency_checkpoint WHERE org_id = %s", self.org_id)[0][0]
        if size == newest:
            return None
        for table in ("checkpoint", "stamp", "cosignature"):
            sql(f"DELETE FROM transparency_{table} WHERE org_id = %s AND size > %s", self.org_id, size)
        sql('DELETE FROM transparency_entry WHERE org_id = %s AND "index" >= %s', self.org_id, size)
        sql('DELETE FROM transparency_tile WHERE org_id = %s AND ("index" + 1) * 256 > %s', self.org_id, size)
        return Done("set back", (f"（{newest}条）",))

    def file(self) -> Done | None:
        """Flip a bit of a stored file, cut it, take it away, or put another in its place."""
        names = sorted(blobs.named(self.org_id))
        if len(names) < 2:
            return None
        name, other = self.random.sample(names, 2)
        path = self.store / name[:2] / name[2:4] / name
        data = path.read_bytes()
        self.undo.append(lambda: (path.unlink(missing_ok=True), path.write_bytes(data)))
        how = self.random.choice(("flip", "cut", "take", "put", "swap"))
        named = [name]
        path.unlink()
        if how == "flip":
            at = self.random.randrange(len(data))
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << self.random.randrange(8)]) + data[at + 1 :])
        elif how == "cut":
            path.write_bytes(data[: self.random.randrange(len(data))])
        elif how == "put":
            path.write_bytes(data + b"\0")
        elif how == "swap":
            there = self.store / other[:2] / other[2:4] / other
            theirs = there.read_bytes()
            self.undo.append(lambda: (there.unlink(missing_ok=True), there.write_bytes(theirs)))
            there.unlink()
            there.write_bytes(data)
            path.write_bytes(theirs)
            named.append(other)
        return Done(f"file {how}", tuple(named))
