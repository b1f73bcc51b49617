"""Entries are made by the database with their rows, get their place once, and are signed for."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from anjian.audit.actions import transaction as action
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.library.events import TextImported
from anjian.proof.tlog import tree
from anjian.proof.tlog.checkpoint import opened
from anjian.proof.tlog.entry import entry_of
from anjian.proof.tlog.note import Verifier
from anjian.proof.tlog.proof_text import Extra, ProofText
from anjian.transparency import keys, queries, reading
from anjian.transparency.actions import LogDamaged, integrate, sequencing
from anjian.transparency.schema import sources

pytestmark = pytest.mark.django_db
AT = clock.now()


def queue(org_id: UUID, count: int, *, kind: str = "event", first: int = 0) -> list[UUID]:
    """Pending entries as a trigger makes them, for subjects that have no row."""
    ids = [uuid4() for _ in range(count)]
    rows = [
        (org_id, kind, ids[n], hashlib.sha256(b"%d" % (first + n)).digest(), bytes([7]) * 32)
        for n in range(count)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO transparency_pending (org_id, kind, subject_id, digest, salt) "
            "VALUES (%s, %s, %s, %s, %s)",
            rows,
        )
    return ids


def behind_the_triggers(sql: str, *values: object) -> None:
    """What a superuser of the database can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values or None)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def org_id() -> UUID:
    return uuid4()


def event_of(org_id: UUID) -> UUID:
    by = system_actor(org_id, "测试局")
    with action(by=by, at=AT) as tx:
        tx.record(
            TextImported(
                stream_id=org_id,
                statute="WSL",
                title="安全生产法",
                valid_from="2021-09-01",
                article_count=119,
                sha256="0" * 64,
                source_name="text.md",
            )
        )
    return org_id


class TestEntering:
    def test_an_event_is_entered_by_the_database(self, org_id: UUID) -> None:
        event_of(org_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, hash FROM audit_event WHERE org_id = %s", [org_id])
            ((event_id, hash_),) = cursor.fetchall()
        assert queries.waiting(org_id) == 1
        assert org_id in queries.logs()
        integrate(org_id, at=AT)
        proof = queries.proof_of(org_id, "event", event_id)
        assert proof is not None
        assert proof.digest == hash_
        assert len(proof.salt) == 64
        assert queries.kinds_of(org_id, event_id) == {"event": 0}

    def test_a_row_that_is_undone_leaves_no_entry(self, org_id: UUID) -> None:
        with transaction.atomic():
            event_of(org_id)
            transaction.set_rollback(True)
        assert queries.waiting(org_id) == 0

    def test_the_code_knows_what_is_entered(self) -> None:
        entered = {(source.table, source.kind) for source in sources()}
        assert entered >= {
            ("audit_event", "event"),
            ("evidence_item", "evidence"),
            ("evidence_item", "row"),
            ("evidence_item_file", "file"),
            ("evidence_custody", "custody"),
            ("documents_instrument", "document"),
            ("documents_instrument", "row"),
        }

    def test_every_rule_has_its_trigger(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE t.tgname LIKE 'enter_in_log_%'"
            )
            there = {(table, name.split("_")[3]) for table, name in cursor.fetchall()}
        assert there == {(source.table, source.kind) for source in sources()}

    @pytest.mark.parametrize("table", ["log", "entry", "tile", "checkpoint", "stamp", "cosignature", "alarm"])
    def test_the_log_itself_cannot_be_rewritten(self, org_id: UUID, table: str) -> None:
        queue(org_id, 300)
        integrate(org_id, at=AT)
        truncate = f"TRUNCATE transparency_{table} CASCADE"
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(truncate)


class TestPlaces:
    @pytest.mark.parametrize("batches", [(1,), (255, 1), (256,), (257, 300), (1, 600, 255, 1), (1000,)])
    def test_the_root_is_the_one_of_the_leaves(
        self, org_id: UUID, batches: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sequencing, "BATCH", 400)
        for count in batches:
            queue(org_id, count, first=reading.size_of(org_id))
            head = integrate(org_id, at=AT)
        size = sum(batches)
        assert head.size == size == reading.size_of(org_id)
        expected = [
            tree.leaf_hash(
                entry_of(kind="event", digest=hashlib.sha256(b"%d" % n).digest(), salt=bytes([7]) * 32)
            )
            for n in range(size)
        ]
        assert head.root == tree.root_of(expected).hex()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT level, count(*) FROM transparency_tile WHERE org_id = %s GROUP BY 1", [org_id]
            )
            assert dict(cursor.fetchall()) == ({0: size // 256} if size >= 256 else {})

    def test_a_second_level_of_tiles(self, org_id: UUID) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO transparency_pending (org_id, kind, subject_id, digest, salt) "
                "SELECT %s, 'event', gen_random_uuid(), sha256(n::text::bytea), sha256('s'::bytea) "
                "FROM generate_series(0, 65999) n",
                [org_id],
            )
        head = integrate(org_id, at=AT)
        leaves = [
            tree.leaf_hash(
                entry_of(
                    kind="event",
                    digest=hashlib.sha256(b"%d" % n).digest(),
                    salt=hashlib.sha256(b"s").digest(),
                )
            )
            for n in range(66_000)
        ]
        assert (head.size, head.root) == (66_000, tree.root_of(leaves).hex())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT level, count(*) FROM transparency_tile WHERE org_id = %s GROUP BY 1", [org_id]
            )
            assert dict(cursor.fetchall()) == {0: 257, 1: 1}
        assert reading.published(org_id, 66_000, 1, 0, 256) is not None
        assert reading.published(org_id, 66_000, 1, 1, 1) == (tree.fold(leaves[65536:65792]),)
        assert reading.published(org_id, 66_000, 1, 1, 2) is None
        assert reading.published(org_id, 66_000, 2, 0, 1) == (tree.fold(leaves[:65536]),)

    def test_nothing_new_signs_nothing(self, org_id: UUID) -> None:
        queue(org_id, 3)
        first = integrate(org_id, at=AT)
        assert integrate(org_id, at=AT + timedelta(hours=1)) == first

    def test_two_organisations_have_two_logs(self, org_id: UUID) -> None:
        other = uuid4()
        queue(org_id, 3)
        queue(other, 5)
        assert (integrate(org_id, at=AT).size, integrate(other, at=AT).size) == (3, 5)
        assert queries.log_key(org_id) != queries.log_key(other)


class TestProofs:
    def test_hold_for_whoever_has_the_key(self, org_id: UUID) -> None:
        subjects = queue(org_id, 700)
        integrate(org_id, at=AT)
        verifier = Verifier.parse(queries.log_key(org_id))
        signed = queries.checkpoint(org_id)
        assert signed is not None
        assert opened(signed.text, verifier).size == signed.size == 700
        proofs = queries.proofs_of(org_id, [("event", subject) for subject in subjects])
        assert len(proofs) == 700
        for proof in proofs.values():
            parsed = ProofText.parse(proof.text)
            assert parsed.proves(Extra.parse(parsed.extra).entry, verifier).size == 700

    def test_are_all_against_one_checkpoint(self, org_id: UUID) -> None:
        old = queue(org_id, 10)
        integrate(org_id, at=AT)
        new = queue(org_id, 10)
        assert queries.proofs_of(org_id, [("event", new[0])]) == {}
        integrate(org_id, at=AT)
        found = queries.proofs_of(org_id, [("event", old[0]), ("event", new[0])])
        assert {proof.size for proof in found.values()} == {20}
        assert queries.proof_of(org_id, "file", old[0]) is None
        assert queries.proof_of(uuid4(), "event", old[0]) is None

    def test_checkpoints_are_consistent_with_each_other(self, org_id: UUID) -> None:
        heads = []
        for count in (5, 250, 3, 400):
            queue(org_id, count)
            heads.append(integrate(org_id, at=AT))
        for old in heads:
            assert tree.check_consistency(
                old=old.size,
                new=heads[-1].size,
                proof=queries.consistency(org_id, old.size, heads[-1].size),
                old_root=bytes.fromhex(old.root),
                new_root=bytes.fromhex(heads[-1].root),
            )


class TestDamage:
    def codes(self, org_id: UUID) -> list[str]:
        return [alarm.code for alarm in queries.alarms(org_id)]

    def signed(self, org_id: UUID, django_capture_on_commit_callbacks: object) -> None:
        queue(org_id, 300)
        with django_capture_on_commit_callbacks(execute=True):
            integrate(org_id, at=AT)
        assert keys.remembered(org_id)

    def test_a_rewritten_entry_stops_the_log(self, org_id: UUID) -> None:
        queue(org_id, 30)
        integrate(org_id, at=AT)
        behind_the_triggers(
            'UPDATE transparency_entry SET digest = salt WHERE org_id = %s AND "index" = 4', org_id
        )
        queue(org_id, 1)
        for _ in range(2):
            with pytest.raises(LogDamaged, match="改动"):
                integrate(org_id, at=AT)
        assert self.codes(org_id) == ["rewritten"]
        assert queries.waiting(org_id) == 1

    def test_a_log_set_back_is_noticed(
        self, org_id: UUID, django_capture_on_commit_callbacks: object
    ) -> None:
        self.signed(org_id, django_capture_on_commit_callbacks)
        for table in ("entry", "tile", "checkpoint"):
            behind_the_triggers(f"DELETE FROM transparency_{table} WHERE org_id = %s", org_id)  # noqa: S608
        queue(org_id, 20)
        with pytest.raises(LogDamaged, match="较早"):
            integrate(org_id, at=AT)
        queue(org_id, 400)
        with pytest.raises(LogDamaged, match="改动"):
            integrate(org_id, at=AT)

    def test_another_key_is_noticed(self, org_id: UUID) -> None:
        queue(org_id, 2)
        integrate(org_id, at=AT)
        (keys._folder() / f"log-{org_id}.pem").unlink()
        queue(org_id, 2)
        with pytest.raises(LogDamaged, match="密钥"):
            integrate(org_id, at=AT)

    def test_a_forged_checkpoint_is_noticed(self, org_id: UUID) -> None:
        queue(org_id, 2)
        integrate(org_id, at=AT)
        behind_the_triggers(
            "UPDATE transparency_checkpoint SET text = replace(text, E'\\n2\\n', E'\\n1\\n') "
            "WHERE org_id = %s",
            org_id,
        )
        queue(org_id, 2)
        with pytest.raises(LogDamaged, match="签名"):
            integrate(org_id, at=AT)
