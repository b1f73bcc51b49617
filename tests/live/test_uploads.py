"""Files are taken in by a real server, resumably, without a database, through everything that breaks off."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import threading
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from anjian.evidence.store import store
from anjian.intake.uploads import shelf as shelves
from anjian.intake.uploads.place import case_subject, make_ticket, shelf
from anjian.intake.uploads.tickets import Subject
from anjian.kit.hashing import sm3_hex
from anjian.live import bodies
from tests.live.tus import Client, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORG, CASE, OFFICER = UUID(int=5), UUID(int=6), UUID(int=7)
WHO = case_subject(ORG, CASE, OFFICER)
DATA = b"recorder" * 40_000


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Server]:
    settings.DATA_DIR = tmp_path
    made = Server()
    yield made
    made.stop()


@pytest.fixture
def client(server: Server) -> Client:
    return Client(server.port, make_ticket(WHO))


def stored(data: bytes) -> bool:
    with store().open(hashlib.sha256(data).hexdigest()) as stream:
        return stream.read() == data


def begun(client: Client, length: int = len(DATA), **said: str) -> str:
    answer = client.create(length, **said)
    assert answer.status == 201, answer.body
    return answer.headers["location"]


def wait_for(offset: int) -> None:
    """Wait until the one upload has this many bytes on the disk."""
    until = time.monotonic() + 10
    while [u.offset for u in shelf().uploads(WHO)] != [offset]:
        assert time.monotonic() < until, shelf().uploads(WHO)
        time.sleep(0.02)


def wait_until_written(server: Server) -> None:
    """Wait until a file is arriving."""
    until = time.monotonic() + 10
    while not server.uploads.writing:
        assert time.monotonic() < until
        time.sleep(0.01)


class TestTheProtocol:
    def test_tells_what_it_speaks(self, client: Client) -> None:
        answer = client.ask("OPTIONS", "/uploads/")
        assert (answer.status, answer.headers["tus-version"]) == (204, "1.0.0")
        spoken = set(answer.headers["tus-extension"].split(","))
        assert spoken == {"creation", "creation-with-upload", "checksum", "termination", "expiration"}
        assert int(answer.headers["tus-max-size"]) == 20 * 1024**3
        assert "sha256" in answer.headers["tus-checksum-algorithm"]

    def test_takes_a_file_in_portions_and_tells_both_hashes(self, client: Client) -> None:
        url, half = begun(client, relativePath="DCIM/现场.mp4", modified="2026-11-20T10:00:00Z"), 100_000
        first = client.patch(url, 0, DATA[:half])
        assert (first.status, first.offset) == (204, half)
        assert client.head(url).offset == half
        last = client.patch(url, half, DATA[half:])
        assert (last.status, last.offset) == (204, len(DATA))
        assert last.headers["upload-sha256"] == hashlib.sha256(DATA).hexdigest()
        assert last.headers["upload-sm3"] == sm3_hex(DATA)
        assert stored(DATA)
        told = client.ask("GET", url).said
        assert (told["name"], told["path"], told["offset"]) == ("现场.mp4", "DCIM/现场.mp4", len(DATA))
        assert told["sha256"] == hashlib.sha256(DATA).hexdigest()

    def test_takes_a_file_in_the_request_that_announces_it(self, client: Client) -> None:
        answer = client.create(len(DATA), DATA)
        assert (answer.status, answer.offset) == (201, len(DATA))
        assert answer.headers["upload-sha256"] == hashlib.sha256(DATA).hexdigest()
        assert "upload-expires" in answer.headers

    def test_lists_what_this_ticket_has_sent(self, client: Client, server: Server) -> None:
        url = begun(client)
        client.patch(url, 0, DATA[:10])
        client.create(len(DATA), DATA, filename="b.jpg")
        listed = client.ask("GET", "/uploads/").said["uploads"]
        assert sorted((row["name"], row["offset"]) for row in listed) == [
            ("b.jpg", len(DATA)),
            ("现场.mp4", 10),
        ]
        for other in (case_subject(ORG, CASE, UUID(int=8)), Subject(kind="link", org_id=ORG, id=CASE)):
            stranger = Client(server.port, make_ticket(other))
            assert stranger.ask("GET", "/uploads/").said["uploads"] == []
            assert stranger.head(url).status == 404
            assert stranger.patch(url, 10, b"x").status == 404
            assert stranger.ask("DELETE", url).status == 404
        assert client.head(url).offset == 10

    def test_gives_up_an_upload(self, client: Client) -> None:
        url = begun(client)
        client.patch(url, 0, DATA[:10])
        assert client.ask("DELETE", url).status == 204
        assert client.head(url).status == 404
        assert shelf().uploads(WHO) == []

    def test_a_checked_portion_is_taken_whole_or_not(self, client: Client) -> None:
        url = begun(client)
        client.patch(url, 0, DATA[:10])
        right = base64.b64encode(hashlib.sha256(DATA[10:]).digest()).decode()
        wrong = base64.b64encode(bytes(32)).decode()
        refused = client.patch(url, 10, DATA[10:], Upload_Checksum=f"sha256 {wrong}")
        assert (refused.status, refused.said["code"]) == (460, "checksum")
        assert client.head(url).offset == 10
        answer = client.patch(url, 10, DATA[10:], Upload_Checksum=f"sha-256 {right}")
        assert (answer.status, answer.offset) == (204, len(DATA))
        assert stored(DATA)

    def test_content_that_is_not_what_was_announced_is_not_kept(self, client: Client) -> None:
        url = begun(client, sha256="0" * 64)
        refused = client.patch(url, 0, DATA)
        assert (refused.status, refused.said["code"]) == (460, "upload_altered")
        assert "校验值" in refused.said["message"]
        assert client.head(url).status == 404
        assert hashlib.sha256(DATA).hexdigest() not in store()

    def test_the_same_content_twice_is_stored_once(self, client: Client) -> None:
        for name in ("a.jpg", "b.jpg"):
            assert client.create(len(DATA), DATA, filename=name).status == 201
        assert [u.wish.name for u in shelf().finished(WHO)] == ["a.jpg", "b.jpg"]
        assert len(list((shelf().root.parent / "blobs").glob("??/??/*"))) == 1


class TestBreakingOff:
    def test_keeps_what_came_before_the_line_broke(self, client: Client) -> None:
        url = begun(client)
        line = client.begin(url, 0, len(DATA), DATA[:200_000])
        time.sleep(0.3)
        line.close()
        wait_for(200_000)
        assert client.head(url).offset == 200_000
        assert client.patch(url, 200_000, DATA[200_000:]).status == 204
        assert stored(DATA)

    def test_who_asks_how_far_it_is_ends_a_line_that_hangs(self, client: Client, server: Server) -> None:
        url = begun(client)
        line = client.begin(url, 0, len(DATA), DATA[:150_000])
        wait_until_written(server)
        assert client.patch(url, 0, DATA).status == 423
        offset = client.head(url).offset
        assert offset <= 150_000
        assert client.patch(url, offset, DATA[offset:]).status == 204
        assert stored(DATA)
        line.close()

    def test_a_silent_sender_is_given_up(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bodies, "SILENT_S", 0.5)
        url = begun(client)
        line = client.begin(url, 0, len(DATA), DATA[:1000])
        assert b" 503 " in line.recv(4096)
        assert client.patch(url, 1000, DATA[1000:]).status == 204
        line.close()

    def test_a_portion_with_a_checksum_that_broke_off_is_not_kept(
        self, client: Client, server: Server
    ) -> None:
        url = begun(client)
        sums = base64.b64encode(hashlib.sha256(DATA).digest()).decode()
        line = client.begin(url, 0, len(DATA), DATA[:70_000], f"Upload-Checksum: sha256 {sums}\r\n")
        wait_until_written(server)
        line.close()
        while server.uploads.writing:
            time.sleep(0.01)
        assert client.head(url).offset == 0

    def test_goes_on_after_the_server_was_stopped(self, client: Client, server: Server) -> None:
        url = begun(client)
        line = client.begin(url, 0, len(DATA), DATA[:120_000])
        time.sleep(0.3)
        server.stop()
        line.close()
        shelf().hashes.drop(shelf().folder(WHO, url.rpartition("/")[2]))
        fresh = Server()
        try:
            client.port = fresh.port
            assert client.head(url).offset == 120_000
            last = client.patch(url, 120_000, DATA[120_000:])
            assert last.headers["upload-sm3"] == sm3_hex(DATA)
        finally:
            fresh.stop()
            server.socket = fresh.socket

    def test_a_file_that_was_whole_but_not_told_is_finished_by_the_next_question(
        self, client: Client
    ) -> None:
        url = begun(client)
        folder = shelf().folder(WHO, url.rpartition("/")[2])
        (folder / shelves.BYTES).write_bytes(DATA)
        answer = client.head(url)
        assert (answer.offset, answer.headers["upload-sha256"]) == (
            len(DATA),
            hashlib.sha256(DATA).hexdigest(),
        )
        assert stored(DATA)

    def test_killed_between_store_and_note_loses_nothing(self, client: Client, monkeypatch: Any) -> None:
        from anjian.intake.uploads import writing

        url = begun(client)

        def killed(*_: object) -> None:
            raise OSError(5, "gone")

        with monkeypatch.context() as patched:
            patched.setattr(writing, "write_durably", killed)
            assert client.patch(url, 0, DATA).status == 503
        assert stored(DATA)
        assert client.patch(url, len(DATA), b"").status == 204
        assert stored(DATA)
        assert client.ask("GET", url).said["sha256"] == hashlib.sha256(DATA).hexdigest()

    def test_two_writers_at_once(self, client: Client) -> None:
        url, answers = begun(client), []

        def send() -> None:
            answers.append(client.patch(url, 0, DATA).status)

        threads = [threading.Thread(target=send) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers.count(204) == 1
        assert set(answers) <= {204, 409, 423}
        assert stored(DATA)


class TestRefusals:
    @pytest.mark.parametrize(
        ("length", "status", "code"),
        [
            ("0", 422, "empty"),
            ("-1", 400, "length"),
            ("", 400, "length"),
            ("１２", 400, "length"),
            ("9" * 30, 400, "length"),
            (str(20 * 1024**3 + 1), 413, "upload_too_large"),
        ],
    )
    def test_sizes(self, client: Client, length: str, status: int, code: str) -> None:
        headers = {"Upload_Length": length.encode("latin-1", "replace").decode("latin-1")}
        answer = client.ask("POST", "/uploads/", None, Upload_Metadata="filename YQ==", **headers)
        assert (answer.status, answer.said["code"]) == (status, code)
        assert "没有" in answer.said["message"]
        assert shelf().uploads(WHO) == []

    @pytest.mark.parametrize(
        "name",
        [
            "",
            "..",
            "../../etc/passwd",
            "a\\b",
            "a\0b",
            "a\nb",
            "x" * 256,
            "photo\u202egpj.exe",
            "\u2066a",
            "長" * 256,
        ],
    )
    def test_names(self, client: Client, name: str) -> None:
        answer = client.create(5, filename=name)
        assert (answer.status, answer.said["code"]) == (422, "name")
        assert shelf().uploads(WHO) == []

    @pytest.mark.parametrize(
        "path", ["../a", "/etc/a", "a//b", "a/./b", "c:\\a", "a/\u202eb", "d/" * 50 + "a"]
    )
    def test_folders(self, client: Client, path: str) -> None:
        answer = client.create(5, relativePath=path)
        assert (answer.status, answer.said["code"]) == (422, "path")

    @pytest.mark.parametrize("said", ["filename", "filename ###", "filename " + "A" * 9000, "filename /w=="])
    def test_metadata(self, client: Client, said: str) -> None:
        answer = client.ask("POST", "/uploads/", None, Upload_Length="5", Upload_Metadata=said)
        assert answer.status in {400, 422, 431}
        assert answer.said["message"]

    def test_lying_offsets(self, client: Client) -> None:
        url = begun(client)
        client.patch(url, 0, DATA[:100])
        for offset in ("0", "99", "101", str(2**31), str(2**63), "-1", "x", "1e3"):
            answer = client.ask(
                "PATCH", url, b"lie", Upload_Offset=offset, Content_Type="application/offset+octet-stream"
            )
            assert answer.status in {400, 409}, offset
        assert client.head(url).offset == 100

    def test_more_than_was_announced(self, client: Client) -> None:
        url = begun(client, 100)
        assert client.patch(url, 0, DATA[:101]).status == 413
        assert client.head(url).offset == 0
        chunks = iter([DATA[:60], DATA[60:120]])
        answer = client.ask(
            "PATCH", url, chunks, Upload_Offset="0", Content_Type="application/offset+octet-stream"
        )
        assert (answer.status, answer.said["code"]) == (413, "too_long")
        rest = client.head(url).offset
        assert client.patch(url, rest, DATA[rest:100]).headers["upload-sha256"]
        assert stored(DATA[:100])

    def test_tickets_versions_types(self, client: Client, server: Server) -> None:
        url = begun(client)
        for text in ("", "x", make_ticket(WHO) + "0", "case.1.2.3", "票"):
            stranger = Client(server.port, text.encode().decode("latin-1"))
            assert stranger.ask("GET", "/uploads/").status == 401
        old = Client(server.port, client.ticket, version="0.2.2")
        assert old.head(url).status == 412
        wrong = client.ask("PATCH", url, b"x", Upload_Offset="0", Content_Type="text/plain")
        assert wrong.status == 415
        assert client.ask("PUT", url, b"x").status == 405
        for strange in (
            "/uploads/../../secret-key",
            "/uploads/.git",
            "/uploads/" + "0" * 32 + "-0",
            "/uploads/a/b",
        ):
            assert client.head(strange).status == 404

    def test_a_huge_header_does_no_harm(self, client: Client) -> None:
        answer = client.ask("POST", "/uploads/", None, Upload_Length="5", Upload_Metadata="a " + "A" * 60_000)
        assert answer.status in {400, 431}
        assert begun(client)

    def test_how_many_and_how_much(self, server: Server) -> None:
        few = Client(server.port, make_ticket(WHO, limit=100, total=150, files=3))
        assert few.create(101).said["code"] == "upload_too_large"
        assert few.create(100).status == 201
        assert few.create(60).said["code"] == "quota"
        assert few.create(20).status == few.create(20).status == 201
        assert few.create(5).said["code"] == "too_many"

    def test_a_full_disk_is_said_before(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        usage = shutil.disk_usage("/")
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=shelves.RESERVE + 4))
        answer = client.create(5)
        assert (answer.status, answer.said["code"]) == (507, "storage_full")
        assert "存储空间不足" in answer.said["message"]

    def test_a_disk_that_fills_on_the_way_keeps_what_came(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url, real = begun(client), os.pwrite

        def full(handle: int, block: Any, at: int) -> int:
            if at + len(block) > 200_000:
                raise OSError(28, "No space left on device")
            return real(handle, block, at)

        with monkeypatch.context() as patched:
            patched.setattr(os, "pwrite", full)
            assert client.patch(url, 0, DATA[:150_000]).status == 204
            assert client.patch(url, 150_000, DATA[150_000:]).status == 507
        assert client.patch(url, client.head(url).offset, DATA[client.head(url).offset :]).status == 204
        assert stored(DATA)


def test_what_nobody_continues_is_cleared_away(client: Client) -> None:
    url = begun(client)
    client.create(len(DATA), DATA)
    assert shelf().clear() == 0
    old = time.time() - shelves.KEPT_S - 60
    bytes_of = shelf().folder(WHO, url.rpartition("/")[2]) / shelves.BYTES
    os.utime(bytes_of, (old, old))
    assert shelf().clear() == 1
    assert client.head(url).status == 404
    assert len(shelf().finished(WHO)) == 1
