"""Fixing a web page without a browser: what is fetched, what is kept, and where nobody is let in."""

from __future__ import annotations

import json
import socket
import threading
import zlib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from anjian.kit.hashing import sha256_hex
from anjian.remote.capture.exchange import Budget
from anjian.remote.capture.guard import Forbidden, Guard, check_url, is_public
from anjian.remote.capture.run import NotCaptured, capture, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = """<html><head><title>招标公告</title><link rel="stylesheet" href="/s.css"></head>
<body><h1>有限空间作业外包</h1><img src="/a.png"><script src="{other}/x.js"></script></body></html>"""


@contextmanager
def served(pages: dict[str, tuple[int, dict[str, str], bytes]]) -> Iterator[tuple[str, list[str]]]:
    """A web site on this machine; yields its address and the paths that were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = pages.get(self.path, (404, {}, b"no"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def guard_for(*addresses: str) -> Guard:
    return Guard(frozenset(one.removeprefix("http://") for one in addresses))


class TestWhereACaptureMayGo:
    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1",
            "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
            "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        ],
    )  # fmt: skip
    def test_no_inner_address_is_public(self, address: str) -> None:
        assert not is_public(address)

    @pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1"])
    def test_public_ones_are(self, address: str) -> None:
        assert is_public(address)

    @pytest.mark.parametrize(
        "url",
        [
            "file:///etc/passwd", "ftp://a.b/", "http://", "http://a:b@c.d/", "gopher://x", "http://a b/",
            "http://x:99999/", "javascript:1", "http://x/\r\nHost: y", "//x/", "http://[::1", "http://x:0/",
        ],
    )  # fmt: skip
    def test_no_other_address_is_accepted(self, url: str) -> None:
        with pytest.raises(Forbidden):
            check_url(url)

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "127.1"])
    def test_every_way_to_write_loopback_is_refused(self, host: str) -> None:
        with pytest.raises(Forbidden):
            Guard().addresses(host.strip("[]"), 80)

    def test_a_name_with_one_inner_answer_is_refused_whole(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def answers(*_: Any, **__: Any) -> list[Any]:
            return [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.8", 80))]

        monkeypatch.setattr(socket, "getaddrinfo", answers)
        with pytest.raises(Forbidden, match="内部网络"):
            Guard().addresses("two-faced.example", 80)

    def test_the_setting_opens_one_port_and_no_other(self) -> None:
        guard = Guard(frozenset({"127.0.0.1:8099"}))
        assert guard.addresses("127.0.0.1", 8099) == ["127.0.0.1"]
        with pytest.raises(Forbidden):
            guard.addresses("127.0.0.1", 8100)


class TestACapture:
    def test_keeps_page_and_parts_byte_for_byte(self, tmp_path: Path) -> None:
        with served({"/x.js": (200, {}, b"secret")}) as (other, asked_there):
            html = PAGE.format(other=other).encode()
            pages = {
                "/": (200, {"Content-Type": "text/html; charset=utf-8"}, html),
                "/s.css": (200, {"Content-Type": "text/css"}, b"h1{color:red}"),
                "/a.png": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
            }
            with served(pages) as (site, asked):
                made = capture(f"{site}/", tmp_path, guard=guard_for(site), chromium="")
        assert asked == ["/", "/s.css", "/a.png"]
        assert asked_there == []
        assert made.log["blocked"] == [
            {"url": f"{other}/x.js", "why": "127.0.0.1 指向内部网络地址，不予采集。"}
        ]
        assert [r["status"] for r in made.log["resources"]] == [200, 200, 200]
        assert made.log["resources"][0]["sha256"] == sha256_hex(html)
        assert made.log["no_picture"] == "没有找到浏览器，只保存了网页内容，没有画面"
        assert made.text.splitlines() == ["招标公告", "有限空间作业外包"]
        assert set(made.files) == {"page.warc.gz", "headers.json"}
        assert abs(made.log["skew_ms"]) < 5000
        self._holds(made.files["page.warc.gz"], f"{site}/", html)
        headers = json.loads(made.files["headers.json"].read_bytes())
        assert headers[0]["request"].startswith("GET / HTTP/1.1\r\nHost: 127.0.0.1:")
        assert headers[0]["response"].startswith("HTTP/1.1 200 OK\r\n")

    def _holds(self, path: Path, url: str, html: bytes) -> None:
        kinds: list[str] = []
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                kinds.append(record.rec_type)
                if record.rec_type == "response" and record.rec_headers["WARC-Target-URI"] == url:
                    assert record.content_stream().read() == html
                    assert record.rec_headers["WARC-IP-Address"] == "127.0.0.1"
                    assert record.rec_headers["WARC-Block-Digest"].startswith("sha1:")
                else:
                    record.content_stream().read()
        assert kinds == ["warcinfo", *["response", "request"] * 3, "resource"]

    def test_follows_a_redirect_but_not_inside(self, tmp_path: Path) -> None:
        with served({"/in": (200, {}, b"inner")}) as (inner, asked_inside):
            pages: dict[str, tuple[int, dict[str, str], bytes]] = {
                "/": (302, {"Location": "/next"}, b""),
                "/next": (302, {"Location": f"{inner}/in"}, b""),
            }
            with served(pages) as (site, asked):
                made = capture(f"{site}/", tmp_path, guard=guard_for(site), chromium="")
        assert asked == ["/", "/next"]
        assert asked_inside == []
        assert [one["url"] for one in made.log["blocked"]] == [f"{inner}/in"]

    def test_that_had_nothing_says_why(self, tmp_path: Path) -> None:
        with pytest.raises(NotCaptured, match="内部网络"):
            capture("http://127.0.0.1:9/", tmp_path, guard=Guard(), chromium="")
        with pytest.raises(NotCaptured, match="http"):
            capture("file:///etc/passwd", tmp_path, guard=Guard(), chromium="")

    def test_stops_at_its_limits(self, tmp_path: Path) -> None:
        pages = {"/": (200, {"Content-Type": "text/html"}, b"x" * 300_000)}
        with served(pages) as (site, _asked), pytest.raises(NotCaptured, match="超过限制"):
            capture(f"{site}/", tmp_path, guard=guard_for(site), chromium="", budget=Budget(each=100_000))
        loop = {"/": (302, {"Location": "/"}, b"")}
        with served(loop) as (site, asked):
            made = capture(f"{site}/", tmp_path, guard=guard_for(site), chromium="")
        assert len(asked) == 10
        assert made.log["blocked"][-1]["why"] == "重定向次数过多"

    def test_a_compressed_bomb_stays_small(self) -> None:
        bomb = zlib.compress(b"\0" * 50_000_000, 9)
        assert len(plain(bomb, "deflate")) == 8 * 1024**2
        assert plain(b"not gzip", "gzip") == b""
