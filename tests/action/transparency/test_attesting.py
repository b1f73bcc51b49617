"""Others attest a checkpoint: a time authority stamps it, witnesses cosign it or raise the alarm."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from anjian.config.cli.witness import server_of
from anjian.kit import clock
from anjian.proof import timestamps
from anjian.proof.tlog import note
from anjian.proof.tlog.checkpoint import read
from anjian.proof.tlog.witness import Witness
from anjian.transparency import keys, queries, tasks, witnesses
from anjian.transparency.actions import ask_witnesses, integrate, stamp
from tests.action.transparency.test_sequencing import behind_the_triggers, queue

pytestmark = pytest.mark.django_db
AT = clock.now()


@pytest.fixture
def org_id() -> UUID:
    return uuid4()


class Running:
    """A witness behind its HTTP side."""

    def __init__(self, folder: Path, name: str) -> None:
        self.verifier = Witness.create(folder, name)
        self.witness = Witness(folder, clock=time.time)
        self.server = server_of(self.witness, host="127.0.0.1", port=0)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def setting(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/ {self.verifier}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.witness.close()


@pytest.fixture
def justice(tmp_path: Path, settings: object) -> Iterator[Running]:
    running = Running(tmp_path / "justice", "justice.example/w")
    settings.WITNESSES = running.setting
    yield running
    running.stop()


class TestStamps:
    def test_the_local_authority_stamps_at_once(self, org_id: UUID) -> None:
        queue(org_id, 3)
        integrate(org_id, at=AT)
        signed = queries.checkpoint(org_id)
        digest = sha256(read(signed.text)[0].text.encode()).digest()
        said = timestamps.verify(signed.token, digest, roots=keys.stamp_roots())
        assert said.local
        assert signed.stamp.local
        assert abs(said.at - datetime.now(UTC)) < timedelta(minutes=2)
        assert not stamp(org_id, at=AT)

    def test_another_authority_is_asked_only_now_and_then(
        self, org_id: UUID, settings: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Far:
            local = False
            asked = 0

            def stamp(self, digest: bytes) -> bytes:
                Far.asked += 1
                return timestamps.authority(Path(settings.DATA_DIR) / "keys").stamp(digest)

        monkeypatch.setattr(keys, "time_authority", Far)
        queue(org_id, 3)
        integrate(org_id, at=AT)
        assert (Far.asked, queries.checkpoint(org_id).token) == (0, b"")
        # A token tells the authority's own time, which is that of this machine.
        now = clock.now()
        assert stamp(org_id, at=now)
        queue(org_id, 3)
        integrate(org_id, at=AT)
        assert not stamp(org_id, at=now + timedelta(minutes=5))
        assert stamp(org_id, at=now + timedelta(minutes=12))
        assert Far.asked == 2


class TestWitnesses:
    def test_cosign_what_grows(self, org_id: UUID, justice: Running) -> None:
        queue(org_id, 3)
        integrate(org_id, at=AT)
        justice.witness.add_log(queries.log_key(org_id))
        for _ in range(3):
            queue(org_id, 200)
            integrate(org_id, at=AT)
            assert ask_witnesses(org_id, at=AT) == 1
        signed = queries.checkpoint(org_id)
        known = [note.Verifier.parse(queries.log_key(org_id)), justice.verifier]
        assert len(note.verified(read(signed.text)[1], known)) == 2
        assert [one.witness for one in signed.witnesses] == ["justice.example/w"]
        assert signed.size == 603
        assert queries.alarms(org_id) == []
        assert witnesses.quorum() == 1
        proof = queries.proofs_of(org_id, [("event", queue(org_id, 1)[0])])
        assert proof == {}

    def test_one_that_lost_its_answers_is_asked_from_where_it_stands(
        self, org_id: UUID, justice: Running
    ) -> None:
        queue(org_id, 30)
        integrate(org_id, at=AT)
        justice.witness.add_log(queries.log_key(org_id))
        assert ask_witnesses(org_id, at=AT) == 1
        behind_the_triggers("DELETE FROM transparency_cosignature WHERE org_id = %s", org_id)
        queue(org_id, 30)
        integrate(org_id, at=AT)
        assert ask_witnesses(org_id, at=AT) == 1

    def test_one_that_does_not_know_the_log_raises_an_alarm_once(
        self, org_id: UUID, justice: Running
    ) -> None:
        queue(org_id, 3)
        integrate(org_id, at=AT)
        assert ask_witnesses(org_id, at=AT) == ask_witnesses(org_id, at=AT) == 0
        assert [(one.source, one.code) for one in queries.alarms(org_id)] == [
            ("justice.example/w", "not_followed")
        ]

    def test_one_that_is_away_stops_nothing(self, org_id: UUID, settings: object, tmp_path: Path) -> None:
        gone = Running(tmp_path / "gone", "gone.example/w")
        settings.WITNESSES = gone.setting
        gone.stop()
        queue(org_id, 3)
        tasks.keep_log(org_id)
        assert queries.head(org_id).size == 3
        assert queries.alarms(org_id) == []

    def test_a_log_set_back_is_found_by_the_witness(self, org_id: UUID, justice: Running) -> None:
        queue(org_id, 50)
        integrate(org_id, at=AT)
        justice.witness.add_log(queries.log_key(org_id))
        queue(org_id, 50)
        integrate(org_id, at=AT)
        assert ask_witnesses(org_id, at=AT) == 1
        # Somebody puts an older copy of the database back: everything after entry 50 is gone.
        for table in ("checkpoint", "stamp", "cosignature"):
            behind_the_triggers(f"DELETE FROM transparency_{table} WHERE org_id = %s AND size > 50", org_id)  # noqa: S608
        behind_the_triggers('DELETE FROM transparency_entry WHERE org_id = %s AND "index" >= 50', org_id)
        assert ask_witnesses(org_id, at=AT) == 0
        assert [one.code for one in queries.alarms(org_id)] == ["rolled_back"]

    def test_a_rewritten_log_is_found_by_the_witness(self, org_id: UUID, justice: Running) -> None:
        queue(org_id, 50)
        integrate(org_id, at=AT)
        justice.witness.add_log(queries.log_key(org_id))
        assert ask_witnesses(org_id, at=AT) == 1
        # Somebody with the key rewrites an entry and everything that was signed, and goes on.
        behind_the_triggers(
            'UPDATE transparency_entry SET digest = salt WHERE org_id = %s AND "index" = 4', org_id
        )
        for table in ("checkpoint", "stamp", "cosignature"):
            behind_the_triggers(f"DELETE FROM transparency_{table} WHERE org_id = %s", org_id)  # noqa: S608
        queue(org_id, 5)
        integrate(org_id, at=AT)
        assert ask_witnesses(org_id, at=AT) == 0
        assert [one.code for one in queries.alarms(org_id)] == ["forked"]
        assert justice.witness.refusals() >= 1

    def test_an_answer_that_is_no_cosignature_is_an_alarm(
        self, org_id: UUID, justice: Running, settings: object
    ) -> None:
        queue(org_id, 5)
        integrate(org_id, at=AT)
        justice.witness.add_log(queries.log_key(org_id))
        url, vkey = justice.setting.split(" ")
        other = note.Verifier(justice.verifier.name, bytes(32), note.COSIGNATURE)
        settings.WITNESSES = f"{url} {other}"
        assert vkey != str(other)
        assert ask_witnesses(org_id, at=AT) == 0
        assert [one.code for one in queries.alarms(org_id)] == ["witness_answer"]


class TestSetting:
    def test_says_what_is_wrong(self) -> None:
        key = str(note.Verifier("w.example", bytes(32), note.COSIGNATURE))
        assert witnesses.unusable(f"http://a {key}, https://b/x {key}") == ""
        assert "网址" in witnesses.unusable(f"ftp://a {key}")
        assert "无法识别" in witnesses.unusable("http://a nonsense")
        log_key = str(note.Verifier("w.example", bytes(32)))
        assert "不是见证程序" in witnesses.unusable(f"http://a {log_key}")

    def test_the_majority_must_sign(self, settings: object) -> None:
        key = str(note.Verifier("w.example", bytes(32), note.COSIGNATURE))
        for count, needed in ((0, 0), (1, 1), (2, 2), (3, 2), (5, 3)):
            settings.WITNESSES = ", ".join([f"http://a {key}"] * count)
            assert witnesses.quorum() == needed
