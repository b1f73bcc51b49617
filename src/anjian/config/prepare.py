"""Brings database and static files up to date before anything is served: `python -m anjian.config.prepare`.

One process for all of it, because loading Django is the longest part of a second start. Safe to repeat:
what is up to date is left alone.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SEEDING = "demo-half-made"


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say what is being done and how long it took."""
    started = time.monotonic()
    yield
    print(f"  {name}  {time.monotonic() - started:.1f} s", flush=True)


def migrate() -> None:
    """Apply the migrations that the database does not have yet."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("数据库迁移 migrations"):
            call_command("migrate", interactive=False, verbosity=0)


def check_procedures() -> None:
    """Refuse to serve with an unsound procedure: an uncited step, a dead end, an unknown document."""
    from anjian.documents import kinds
    from anjian.procedures import checks

    found = checks.all_problems(kinds.codes())
    if found:
        raise SystemExit("流程定义有误，不能启动：\n" + "\n".join(found))


def is_empty() -> bool:
    """Whether nobody works here yet."""
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()  # noqa: SLF001  Django's own name for it


def seed(data: Path, *, cases: int) -> None:
    """Found the demo city and play its cases. A run killed half-way leaves a mark; the next begins afresh."""
    from django.db import connection

    from anjian.config.demo.seed import seed as fill_city
    from anjian.kit import clock

    mark = data / SEEDING
    mark.touch()
    # Nothing is promised to anyone before the mark is gone: the city need not wait for the disk.
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    with step("演示城市 demo city"):
        fill_city(cases=cases, today=clock.today(), say=lambda line: print(f"    {line}", flush=True))
    with connection.cursor() as cursor:
        # One durable transaction makes everything before it durable.
        cursor.execute("SET synchronous_commit TO on")
        cursor.execute("SELECT txid_current()")
    mark.unlink()


def _tree_mark(folders: list[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                stat = path.stat()
                digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Gather, compress and name by content the static files, when one of them has changed."""
    import allauth
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    folders = [Path(path) for path in settings.STATICFILES_DIRS] + [Path(allauth.__file__).parent / "static"]
    mark, written = _tree_mark([path for path in folders if path.is_dir()]), root / ".collected"
    if written.exists() and written.read_text(encoding="ascii") == mark:
        return
    with step("静态文件 static files"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=root.exists())
        written.write_text(mark, encoding="ascii")


def main() -> None:
    """Do what is asked for: `--seed CASES` founds the demo city in an empty database."""
    parser = argparse.ArgumentParser(prog="anjian.config.prepare")
    parser.add_argument("--seed", type=int, metavar="CASES")
    parser.add_argument("--no-static", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjian.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from anjian.config.serve import prepare

    prepare()
    check_procedures()
    migrate()
    if options.seed is not None and is_empty():
        seed(Path(settings.DATA_DIR), cases=options.seed)
    if not options.no_static:
        collect_static()


if __name__ == "__main__":
    main()
