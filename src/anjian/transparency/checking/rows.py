"""Rows against the log: each row that must be entered is there as it was, and no entry lacks its row.

Which rows those are, and what is entered of them, comes from the installed code (`schema.sources`), not
from the database. Both sides are compared in one statement, so rows written meanwhile do no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from anjian.audit import reading
from anjian.transparency.checking.finding import Finding, Progress
from anjian.transparency.schema import Source, sources

_NAMES = ("title", "no", "sentence", "filename", "text", "act", "label")

_TRIGGERS = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled IN ('O', 'A')
  AND (t.tgname LIKE 'enter_in_log_%%' OR t.tgname = 'append_only')
"""

LOG_TABLES = ("log", "entry", "tile", "checkpoint", "stamp", "cosignature", "alarm")


def look(org_id: UUID, progress: Progress) -> Iterator[Finding]:
    """Yield rows that were changed, inserted or deleted past the platform, and triggers switched off."""
    yield from _triggers()
    known = sources()
    present = {table for (table,) in reading.rows("SELECT tablename FROM pg_tables", [])}
    for source in known:
        if source.table in present:
            yield from _changed(org_id, source, progress)
    for kind in sorted({source.kind for source in known}):
        yield from _orphans(org_id, [s for s in known if s.kind == kind and s.table in present], progress)


def _triggers() -> Iterator[Finding]:
    there = set(reading.rows(_TRIGGERS, []))
    entering = {(table, name.rsplit("_", 1)[0]) for table, name in there}
    for source in sources():
        if (source.table, f"enter_in_log_{source.kind}") not in entering:
            message = "把新记录写入存证日志的触发器不存在或已被停用"
            yield Finding("trigger_off", f"{source.table} enter_in_log_{source.kind}", message)
    for name in LOG_TABLES:
        if (f"transparency_{name}", "append_only") not in there:
            message = "禁止改写的触发器不存在或已被停用"
            yield Finding("trigger_off", f"transparency_{name} append_only", message)


def _changed(org_id: UUID, source: Source, progress: Progress) -> Iterator[Finding]:
    where = f" AND ({source.condition})" if source.condition else ""
    # A digest column may hold anything by now: it is compared as text, never decoded.
    differs = (
        f"e.digest <> {source.digest_sql}"
        if source.columns
        else f"encode(e.digest, 'hex') <> NEW.\"{source.digest}\""
    )
    ((count,),) = reading.rows(
        f'SELECT count(*) FROM "{source.table}" AS NEW WHERE NEW.org_id = %s{where}',  # noqa: S608  our own
        [org_id],
        planned_anew=True,
    )
    progress.expect(count)
    found = reading.rows(
        f"""
        SELECT NEW.id, e.digest IS NULL, to_jsonb(NEW) FROM "{source.table}" AS NEW
        LEFT JOIN LATERAL (
          SELECT digest FROM transparency_entry
          WHERE org_id = NEW.org_id AND kind = '{source.kind}' AND subject_id = NEW.id
          ORDER BY "index" DESC LIMIT 1
        ) e ON true
        WHERE NEW.org_id = %s{where} AND (
          (e.digest IS NULL AND NOT EXISTS (
            SELECT 1 FROM transparency_pending p
            WHERE p.org_id = NEW.org_id AND p.kind = '{source.kind}' AND p.subject_id = NEW.id))
          OR {differs})
        ORDER BY NEW.id
        """,  # noqa: S608  tables and rules of our own code
        [org_id],
        planned_anew=True,
    )
    progress.advance(count)
    for row_id, missing, row in found:
        item, called = f"{source.table} {row_id}", _called(row)
        if missing:
            yield Finding(
                "row_not_entered",
                item,
                "该记录不在存证日志中：它是绕过系统写入的，或其日志条目已被删除",
                called,
            )
        else:
            yield Finding("row_changed", item, "该记录与写入存证日志时不一致：内容已被改动", called)


def _called(row: object) -> str:
    named = reading.parsed(row)
    return next((str(named[name]) for name in _NAMES if named.get(name)), "")[:60]


def _orphans(org_id: UUID, held_by: list[Source], progress: Progress) -> Iterator[Finding]:
    if not held_by:
        return
    kind = held_by[0].kind
    none = " AND ".join(
        f'NOT EXISTS (SELECT 1 FROM "{source.table}" AS NEW WHERE NEW.org_id = e.org_id '  # noqa: S608
        f"AND NEW.id = e.subject_id{f' AND ({source.condition})' if source.condition else ''})"
        for source in held_by
    )
    found = reading.rows(
        f'SELECT e.subject_id, max(e."index") FROM transparency_entry e '  # noqa: S608  rules of our own code
        f"WHERE e.org_id = %s AND e.kind = '{kind}' AND {none} GROUP BY 1 ORDER BY 2",
        [org_id],
        planned_anew=True,
    )
    progress.advance(0)
    tables = "、".join(source.table for source in held_by) if len(held_by) < 4 else kind
    for subject_id, index in found:
        message = f"存证日志第{index}条所记的记录已不存在：记录已被删除"
        yield Finding("row_deleted", f"{tables} {subject_id}", message)
