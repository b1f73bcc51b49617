"""Whatever is done to records, log or files past the platform is found and named; nothing else is.

The same with thousands of mutations: `./anjian bench tamper_log`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction

from anjian.audit.actions import close_separate_connection
from anjian.config.demo.play import Play
from anjian.kit import clock
from anjian.kit.errors import Conflict
from anjian.transparency import checking, queries, tasks
from anjian.transparency.actions import ask_for_check, integrate, run_check
from anjian.transparency.checking import Progress, blobs
from tests.factories.tampering import Done, Tamperer, sql
from tests.factories.town import a_case, a_town, go_on

pytestmark = pytest.mark.django_db
AT = clock.now()


@pytest.fixture(scope="module")
def closed(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    """A case from lead to archive, its log signed in three steps."""
    folder = tmp_path_factory.mktemp("tampering")
    with django_db_blocker.unblock(), a_town(folder) as town:
        played = a_case(town, until="investigating")
        signed(played.place.org_id)
        go_on(played, "decided")
        signed(played.place.org_id)
        go_on(played, "archived")
        signed(played.place.org_id)
        connection.check_constraints()
        yield played
    close_separate_connection()


def signed(org_id: UUID) -> None:
    """Sign as a commit would: the memory beside the database is written too."""
    before = len(connection.run_on_commit)
    integrate(org_id, at=AT)
    for _ids, remember, _robust in connection.run_on_commit[before:]:
        remember()


def found(org_id: UUID) -> list[checking.Finding]:
    return list(checking.findings(org_id, Progress()))


def tamperer(closed: Play, seed: int) -> Tamperer:
    return Tamperer(closed.place.org_id, Path(settings.DATA_DIR) / "blobs", seed)


def is_named(done: Done, findings: list[checking.Finding]) -> bool:
    said = "\n".join(f"{one.item} {one.message}" for one in findings)
    return any(name in said for name in done.named)


class TestUntouched:
    def test_nothing_is_found(self, closed: Play) -> None:
        progress = Progress()
        assert list(checking.findings(closed.place.org_id, progress)) == []
        assert set(progress.counts) == {"log", "rows", "chains", "blobs"}
        assert min(progress.counts.values()) > 1

    def test_nor_in_an_organisation_without_records(self, closed: Play) -> None:
        assert found(UUID(int=1)) == []

    def test_nor_while_entries_wait(self, closed: Play) -> None:
        sql("DELETE FROM transparency_pending WHERE org_id = %s", closed.place.org_id)
        with transaction.atomic():
            go_on_writing(closed)
            assert queries.waiting(closed.place.org_id) > 0
            assert found(closed.place.org_id) == []


def go_on_writing(closed: Play) -> None:
    from anjian.audit.actions import transaction as action
    from anjian.kit.actor import system_actor
    from anjian.library.events import TextImported

    org_id = closed.place.org_id
    with action(by=system_actor(org_id, "测试局"), at=AT) as tx:
        tx.record(
            TextImported(
                stream_id=org_id, statute="WSL", title="安全生产法", valid_from="2021-09-01", article_count=1,
                sha256="0" * 64, source_name="text.md",
            )
        )  # fmt: skip


class TestTampered:
    @pytest.mark.parametrize("seed", range(60))
    def test_is_found_and_named(self, closed: Play, seed: int) -> None:
        tampering = tamperer(closed, seed)
        with transaction.atomic():
            try:
                done = tampering.one()
                findings = found(closed.place.org_id)
            finally:
                tampering.restore_files()
                transaction.set_rollback(True)
        assert findings, done
        assert is_named(done, findings), (done, findings[:5])

    def test_a_trigger_switched_off_is_found(self, closed: Play) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE evidence_item DISABLE TRIGGER enter_in_log_row_insert")
            cursor.execute("ALTER TABLE transparency_entry DISABLE TRIGGER append_only")
        assert [one.item for one in found(closed.place.org_id)] == [
            "evidence_item enter_in_log_row",
            "transparency_entry append_only",
        ]


def test_every_column_that_is_read_for_stored_files_is_there() -> None:
    there = set(
        sql("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    )
    assert {(table, column) for table, column, _title in blobs.COLUMNS} - there == set()
    assert blobs.TOMBSTONES in there


class TestDestroyed:
    def test_bytes_with_a_tombstone_may_be_gone(self, closed: Play) -> None:
        org_id = closed.place.org_id
        name, (item, _called) = min(blobs.named(org_id).items())
        path = Path(settings.DATA_DIR) / "blobs" / name[:2] / name[2:4] / name
        data = path.read_bytes()
        path.unlink()
        try:
            assert [(one.code, one.item) for one in found(org_id)] == [("file_missing", item)]
            sql(
                "INSERT INTO archive_tombstone"
                " (org_id, id, file_id, list_id, sha256, size, what, rule, approved_by, at, hash) VALUES"
                " (%s, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), %s, 1, '', '', '',"
                " now(), %s)",
                org_id,
                name,
                "0" * 64,
            )
            assert "file_missing" not in {one.code for one in found(org_id)}
        finally:
            path.write_bytes(data)


class TestChecks:
    def test_one_that_passes_is_kept(self, closed: Play) -> None:
        org_id = closed.place.org_id
        check_id = ask_for_check(org_id, asked_by="杜安", at=AT)
        with pytest.raises(Conflict, match="正在进行"):
            ask_for_check(org_id, asked_by="杜安", at=AT)
        assert tasks.check_records(str(org_id), str(check_id)) == 0
        kept = queries.checks(org_id)[0]
        assert (kept.status, kept.findings, kept.asked_by_name) == ("passed", [], "杜安")
        assert kept.counts["rows"] > 10
        assert run_check(org_id, check_id, at=AT).finished_at == kept.finished_at

    def test_one_that_fails_names_what_it_found(self, closed: Play) -> None:
        org_id = closed.place.org_id
        done = tamperer(closed, 3).edit()
        assert done is not None
        check_id = ask_for_check(org_id, asked_by="", at=AT)
        assert tasks.check_records(str(org_id), str(check_id)) >= 1
        kept = queries.check(org_id, check_id)
        assert kept is not None
        assert kept.status == "failed"
        assert any(name in one["item"] for name in done.named for one in kept.findings)

    def test_one_whose_worker_died_makes_way(self, closed: Play) -> None:
        org_id = closed.place.org_id
        first = ask_for_check(org_id, asked_by="", at=AT)
        ask_for_check(org_id, asked_by="", at=AT + timedelta(hours=13))
        kept = queries.check(org_id, first)
        assert kept is not None
        assert kept.status == "broken"

    def test_one_that_breaks_says_so(self, closed: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        org_id = closed.place.org_id
        check_id = ask_for_check(org_id, asked_by="", at=AT)
        monkeypatch.setattr(checking, "findings", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tasks.check_records(str(org_id), str(check_id))
        kept = queries.check(org_id, check_id)
        assert kept is not None
        assert kept.status == "broken"
