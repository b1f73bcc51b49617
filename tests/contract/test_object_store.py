"""The second copy in an object store, against a small server that speaks what of S3 is used."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID
from xml.sax.saxutils import escape

import pytest

from anjian.proof.recording import check_part
from anjian.recordings.copying import Copier, restore, target_of
from anjian.recordings.vault import Times, Vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORG, PART = UUID(int=1), UUID(int=2)


class Bucket(BaseHTTPRequestHandler):
    """PUT, GET and ListObjectsV2 of one bucket, in memory."""

    things: dict[str, bytes] = {}
    refusing = False

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        assert "AWS4-HMAC-SHA256" in self.headers["Authorization"]
        if self.refusing:
            self._answer(403, b"<Error><Code>AccessDenied</Code></Error>")
            return
        self.things[unquote(urlsplit(self.path).path)] = body
        self._answer(200, ETag='"1"')

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = parse_qs(parts.query)
        if "list-type" not in asked:
            found = self.things.get(unquote(parts.path))
            if found is None:
                self._answer(404)
            else:
                when = "Mon, 23 Nov 2026 00:00:00 GMT"
                self._answer(200, found, ETag='"1"', Last_Modified=when)
            return
        prefix = "/evidence/" + asked.get("prefix", [""])[0]
        rows = "".join(
            f"<Contents><Key>{escape(name.removeprefix('/evidence/'))}</Key><Size>{len(data)}</Size>"
            "<ETag>1</ETag><LastModified>2026-11-23T00:00:00.000Z</LastModified></Contents>"
            for name, data in sorted(self.things.items())
            if name.startswith(prefix)
        )
        head = "<Name>evidence</Name><IsTruncated>false</IsTruncated>"
        listing = f"<ListBucketResult>{head}{rows}</ListBucketResult>"
        self._answer(200, listing.encode(), Content_Type="application/xml")

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Bucket]]:
    Bucket.things, Bucket.refusing = {}, False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "cn-northwest-1",
    }.items():
        monkeypatch.setenv(name, value)
    yield Bucket
    server.shutdown()
    server.server_close()


def test_copies_lists_and_restores(bucket: type[Bucket], tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    vault.create(ORG, PART, {"part": str(PART)})
    url = "s3://evidence/copies"
    for n in range(3):
        vault.append(ORG, PART, n, b"chunk%d" % n, Times(client_ms=n, duration_ms=1, server_ms=n))
        assert Copier(vault.root, target_of(url), url, lambda: 0).round()
    vault.end(ORG, PART, chunks=3, cause="stopped", said={})
    bucket.refusing = True
    assert not Copier(vault.root, target_of(url), url, lambda: 0).round()
    bucket.refusing = False
    assert Copier(vault.root, target_of(url), url, lambda: 0).round()
    restore(target_of(url), f"{ORG}/{PART}", tmp_path / "back")
    found = check_part(tmp_path / "back")
    assert (found.chunks, found.ended) == (3, True)
    assert all(name.startswith(f"/evidence/copies/{ORG}/{PART}/") for name in bucket.things)
