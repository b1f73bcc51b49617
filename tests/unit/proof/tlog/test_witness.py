"""The witness cosigns what continues a log and refuses forks and rollbacks, also over kill -9."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anjian.proof.tlog import note, tree
from anjian.proof.tlog.checkpoint import Checkpoint, read
from anjian.proof.tlog.cosignature import time_of, with_cosignatures
from anjian.proof.tlog.note import BadNote, NoteSigner
from anjian.proof.tlog.witness import SIZE_TYPE, Request, Witness

ORIGIN = "anjian.example/log/1"
KEY = NoteSigner(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32))
LEAVES = [tree.leaf_hash(n.to_bytes(2, "big")) for n in range(900)]
FORK = [*LEAVES[:3], tree.leaf_hash(b"another"), *LEAVES[4:]]


def body(old: int, new: int, leaves: list[bytes] = LEAVES, signer: NoteSigner = KEY) -> bytes:
    head = Checkpoint(signer.name, new, tree.root_of(leaves[:new]))
    proof = tree.consistency_proof(leaves, old, new) if old <= new else ()
    return str(Request(old, proof, head.signed(signer))).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Witness.create(tmp_path / "w", "justice.example/witness")
    return tmp_path / "w"


@pytest.fixture
def witness(folder: Path) -> Iterator[Witness]:
    opened = Witness(folder, clock=lambda: 1_800_000_000.0)
    opened.add_log(str(KEY.verifier))
    yield opened
    opened.close()


class TestCosigning:
    def test_the_first_head_and_those_that_continue_it(self, witness: Witness) -> None:
        for old, new in ((0, 5), (5, 5), (5, 128), (128, 200)):
            answer = witness.add_checkpoint(body(old, new))
            assert answer.status == 200
            _, signed = read(with_cosignatures(Request.parse(body(old, new)).checkpoint, answer.body))
            ((who, signature),) = note.verified(signed, [witness.cosigner.verifier])
            assert who.name == "justice.example/witness"
            assert time_of(signature) == 1_800_000_000
        known = witness.known(ORIGIN)
        assert known is not None
        assert (known.size, known.root) == (200, tree.root_of(LEAVES[:200]).hex())

    def test_another_old_size_is_told_the_right_one(self, witness: Witness) -> None:
        witness.add_checkpoint(body(0, 5))
        answer = witness.add_checkpoint(body(0, 9))
        assert (answer.status, answer.body, answer.type) == (409, "5\n", SIZE_TYPE)
        assert witness.refusals() == 0

    def test_a_rollback_is_refused_and_kept(self, witness: Witness) -> None:
        witness.add_checkpoint(body(0, 50))
        assert witness.add_checkpoint(body(0, 40)).status == 409
        assert witness.refusals() == 1
        assert witness.add_checkpoint(body(50, 40)).status == 400

    def test_a_fork_of_the_same_size_is_refused_and_kept(self, witness: Witness) -> None:
        witness.add_checkpoint(body(0, 50))
        answer = witness.add_checkpoint(body(50, 50, FORK))
        assert (answer.status, answer.body) == (409, "50\n")
        assert witness.refusals() == 1

    def test_a_fork_that_grew_is_refused_and_kept(self, witness: Witness) -> None:
        witness.add_checkpoint(body(0, 50))
        assert witness.add_checkpoint(body(50, 60, FORK)).status == 422
        assert witness.refusals() == 1
        assert witness.known(ORIGIN).size == 50

    def test_strangers_are_refused(self, witness: Witness) -> None:
        stranger = NoteSigner("other.example/log", KEY.key)
        assert witness.add_checkpoint(body(0, 5, signer=stranger)).status == 404
        forger = NoteSigner(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32))
        assert witness.add_checkpoint(body(0, 5, signer=forger)).status == 403
        broken = body(0, 5).replace(b"\n5\n", b"\n6\n")
        assert witness.add_checkpoint(broken).status == 403

    @pytest.mark.parametrize(
        "raw",
        [b"", b"old 0\n", b"old 01\n\n", b"old -1\n\nx", b"new 0\n\nx", b"\xff\n\n", b"old 0\nAAAA\n\nx\n"],
    )
    def test_what_is_no_submission_is_a_bad_request(self, witness: Witness, raw: bytes) -> None:
        assert witness.add_checkpoint(raw).status == 400

    def test_too_long_a_proof_is_a_bad_request(self, witness: Witness) -> None:
        request = Request(0, (bytes(32),) * 64, Request.parse(body(0, 5)).checkpoint)
        assert witness.add_checkpoint(str(request).encode()).status == 400
        filled = Request(0, (bytes(32),), Request.parse(body(0, 5)).checkpoint)
        assert witness.add_checkpoint(str(filled).encode()).status == 422

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.booleans()), max_size=12))
    def test_whatever_is_sent_it_never_cosigns_two_histories(
        self, witness: Witness, sent: list[tuple[int, int, bool]]
    ) -> None:
        for old, new, forked in sent:
            before = witness.known(ORIGIN)
            answer = witness.add_checkpoint(body(old, new, FORK if forked else LEAVES))
            after = witness.known(ORIGIN)
            if answer.status != 200:
                assert after == before
                continue
            assert after.size >= before.size
            seen = [read(one.checkpoint)[0] for one in (before, after) if one.checkpoint]
            for history in (LEAVES, FORK):
                if all(one.root == tree.root_of(history[: one.size]) for one in seen):
                    break
            else:
                pytest.fail("two histories were cosigned")


class TestFolder:
    def test_only_one_process_holds_it(self, witness: Witness, folder: Path) -> None:
        with pytest.raises(BlockingIOError):
            Witness(folder, clock=lambda: 0.0)

    def test_it_remembers(self, witness: Witness, folder: Path) -> None:
        witness.add_checkpoint(body(0, 50))
        witness.close()
        again = Witness(folder, clock=lambda: 0.0)
        assert again.add_checkpoint(body(0, 40)).status == 409
        assert again.add_checkpoint(body(50, 60)).status == 200
        again.close()

    def test_its_key_stays(self, folder: Path) -> None:
        first = Witness.create(folder, "another.name")
        assert first == Witness.create(folder, "justice.example/witness")
        assert first.name == "justice.example/witness"
        assert (folder / "witness.pem").stat().st_mode & 0o077 == 0

    def test_a_log_keeps_its_key(self, witness: Witness) -> None:
        other = NoteSigner(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32))
        with pytest.raises(BadNote, match="another key"):
            witness.add_log(str(other.verifier))
        assert witness.add_log(str(KEY.verifier)).vkey == str(KEY.verifier)
        assert len(witness.logs()) == 1

    def test_a_log_may_be_added_beside_a_witness_at_work(self, witness: Witness, folder: Path) -> None:
        witness.add_checkpoint(body(0, 5))
        assert Witness.follow(folder, str(KEY.verifier)).size == 5
        other = NoteSigner("other.example/log", KEY.key)
        Witness.follow(folder, str(other.verifier))
        assert witness.add_checkpoint(body(0, 5, signer=other)).status == 200
        with pytest.raises(FileNotFoundError):
            Witness.follow(folder / "none", str(other.verifier))

    def test_a_name_must_fit_a_note(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="spaces"):
            Witness.create(tmp_path, "a b")


PROGRAM = (sys.executable, "-m", "anjian.config.cli", "witness")


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": "src"}
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


class Served:
    """`./anjian witness serve` as a process of its own."""

    def __init__(self, data: Path) -> None:
        self.process = subprocess.Popen(
            [*PROGRAM, "serve", "--data", str(data), "--port", "0"],
            env={**os.environ, "PYTHONPATH": "src"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line = self.process.stdout.readline()
        self.port = int(line.rsplit(":", 1)[1].split()[0])

    def post(self, data: bytes, path: str = "/add-checkpoint") -> tuple[int, str, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as asked:
            asked.request("POST", path, data)
            answer = asked.getresponse()
            return answer.status, answer.getheader("Content-Type", ""), answer.read().decode()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


class TestProgram:
    def test_what_was_cosigned_is_never_forgotten_by_kill_9(self, tmp_path: Path) -> None:
        data = tmp_path / "w"
        made = command("init", "--data", str(data), "--name", "justice.example/w")
        verifier = note.Verifier.parse(made.stdout)
        assert command("add-log", str(KEY.verifier), "--data", str(data)).returncode == 0
        size = 0
        for _ in range(6):
            served = Served(data)
            try:
                for step in range(1, 6):
                    status, _type, lines = served.post(body(size, size + step))
                    assert status == 200
                    signed = read(
                        with_cosignatures(Request.parse(body(size, size + step)).checkpoint, lines)
                    )[1]
                    assert note.verified(signed, [verifier])
                    size += step
            finally:
                served.kill()
            served = Served(data)
            try:
                # A log set back to an earlier day, and one with another past, find the witness awake.
                assert served.post(body(0, size - 1))[::2] == (409, f"{size}\n")
                assert served.post(body(size, size + 9, FORK))[0] == 422
                assert served.post(b"", "/other")[0] == 404
            finally:
                served.kill()
        told = command("status", "--data", str(data)).stdout
        assert f"共{size}条" in told
        assert "拒绝过的提交 12 次" in told

    def test_a_kill_in_the_middle_loses_nothing_that_was_answered(self, tmp_path: Path) -> None:
        data = tmp_path / "w"
        command("init", "--data", str(data), "--name", "justice.example/w")
        command("add-log", str(KEY.verifier), "--data", str(data))
        acknowledged = 0
        for wait in (0.03, 0.05, 0.08, 0.13):
            served = Served(data)
            killer = threading.Timer(wait, served.process.send_signal, (signal.SIGKILL,))
            killer.start()
            # Killed at any moment; what came back as 200 before is what counts.
            with contextlib.suppress(OSError, http.client.HTTPException):
                while True:
                    status, _type, said = served.post(body(acknowledged, acknowledged + 1))
                    acknowledged = int(said) if status == 409 else acknowledged + 1
            killer.join()
            served.kill()
            (state,) = (data / "logs").glob("*.json")
            assert json.loads(state.read_text())["size"] in {acknowledged, acknowledged + 1}
        assert acknowledged > 4

    def test_wrong_use_is_told_in_words(self, tmp_path: Path) -> None:
        missing = command("status", "--data", str(tmp_path / "none"))
        assert (missing.returncode, "init" in missing.stderr) == (1, True)
        data = str(tmp_path / "w")
        command("init", "--data", data, "--name", "a")
        assert command("add-log", "nonsense", "--data", data).returncode == 1
        assert command("init", "--data", data + "2", "--name", "a b").returncode == 1
