"""A web page fixed by a real Chromium: drawn from what the WARC holds, and there is no way around."""

from __future__ import annotations

import io
import socket
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from warcio.archiveiterator import ArchiveIterator

from anjian.remote.capture.guard import Guard
from anjian.remote.capture.run import capture
from tests.e2e.conftest import CHROMIUM
from tests.unit.remote.test_capture import guard_for, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHOP = """<!doctype html><meta charset="utf-8"><title>烟花爆竹网店</title>
<style>body{{margin:0;height:2600px}}
div{{height:1300px;background:#c22936}}</style><h1>夜明珠 每箱 380 元</h1><div></div>
<img src="/late.png" loading="lazy"><p id="p">写入前</p>
<script>fetch('/stock').then(r=>r.text()).then(t=>document.getElementById('p').textContent='库存'+t);
for (const a of ['{inner}/img','{inner}/beacon']) new Image().src=a;
fetch('{inner}/fetch',{{mode:'no-cors'}}).catch(()=>0); navigator.sendBeacon('{inner}/beacon2','x');
try {{ new WebSocket('{ws}') }} catch (e) {{}}
const c=new RTCPeerConnection({{iceServers:[{{urls:'stun:127.0.0.1:{udp}'}}]}}); c.createDataChannel('x');
c.createOffer().then(o=>c.setLocalDescription(o));</script>
<link rel="dns-prefetch" href="//leak.example"><link rel="preconnect" href="{inner}">
<iframe src="{inner}/frame"></iframe>"""


def dot() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4), "blue").save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def ear() -> Iterator[tuple[int, list[bytes]]]:
    """A UDP port that hears whether anybody speaks to it past the proxy."""
    heard: list[bytes] = []
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                heard.append(line.recv(2048))
            except OSError:
                return

    threading.Thread(target=listen, daemon=True).start()
    yield line.getsockname()[1], heard
    line.close()


def test_the_picture_is_of_what_was_kept_and_nothing_goes_around(
    tmp_path: Path, ear: tuple[int, list[bytes]]
) -> None:
    udp, heard = ear
    with served({}) as (inner, asked_inside):
        page = SHOP.format(inner=inner, ws=inner.replace("http", "ws") + "/socket", udp=udp).encode()
        pages = {
            "/": (200, {"Content-Type": "text/html"}, page),
            "/stock": (200, {"Content-Type": "text/plain; charset=utf-8"}, "12箱".encode()),
            "/late.png": (200, {"Content-Type": "image/png"}, dot()),
        }
        with served(pages) as (site, asked):
            made = capture(f"{site}/", tmp_path, guard=guard_for(site), chromium=CHROMIUM)
    assert {"/", "/stock", "/late.png"} <= set(asked)
    assert (asked_inside, heard) == ([], [])
    assert {one["url"] for one in made.log["blocked"]} >= {f"{inner}/img", f"{inner}/fetch", f"{inner}/frame"}
    assert made.log["title"] == "烟花爆竹网店"
    assert made.log["browser"].startswith(("Chrome/", "HeadlessChrome/"))
    assert "库存12箱" in made.text
    picture = Image.open(made.files["page.png"])
    assert picture.width == 1280
    assert picture.height >= 2600
    assert picture.getpixel((600, 900)) == (194, 41, 54)
    assert made.files["page.pdf"].read_bytes().startswith(b"%PDF")
    with made.files["page.warc.gz"].open("rb") as stream:
        kept = {
            record.rec_headers["WARC-Target-URI"]: record.content_stream().read()
            for record in ArchiveIterator(stream, check_digests="raise")
            if record.rec_type == "response"
        }
    assert kept[f"{site}/"] == page
    assert kept[f"{site}/stock"].decode() == "12箱"
    # Every thing the server gave out is in the WARC, and the other way round.
    assert sorted(url.removeprefix(site) for url in kept) == sorted(set(asked))


def test_a_secure_page_keeps_the_certificates_of_the_site(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=shop.local", "-keyout", str(key), "-out", str(tmp_path / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write("<title>安全页</title>你好".encode())

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"127.0.0.1:{server.server_port}"
    try:
        made = capture(f"https://{place}/", tmp_path, guard=Guard(frozenset({place})), chromium=CHROMIUM)
    finally:
        server.shutdown()
        server.server_close()
    assert (made.log["title"], made.text) == ("安全页", "你好")
    assert made.log["tls"] == "TLSv1.3"
    assert not made.log["trusted"]
    assert made.log["distrust"] == "self-signed certificate"
    sent = (tmp_path / "cert.pem").read_text()
    assert made.files["certificates.pem"].read_text().strip() == sent.strip()
    assert len(made.log["certificates"][place]) == 1
