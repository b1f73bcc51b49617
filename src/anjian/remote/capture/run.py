"""A capture from beginning to end: page and parts into a WARC, picture and print where there is a browser."""

from __future__ import annotations

import hashlib
import http.client
import json
import ssl
import threading
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

from warcio.archiveiterator import ArchiveIterator

from anjian.kit.canonical import canonical_bytes
from anjian.remote.capture import browser
from anjian.remote.capture.exchange import Budget, Exchange, OverLimit, digest_of, exchange
from anjian.remote.capture.guard import Forbidden, Guard, check_url
from anjian.remote.capture.proxy import Proxy
from anjian.remote.capture.warc import Warc

if TYPE_CHECKING:
    from pathlib import Path

TOOL = "案件管理系统网页取证"
HOPS = 10
_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
)
_HEADERS = (
    ("User-Agent", _AGENT),
    ("Accept", "*/*"),
    ("Accept-Language", "zh-CN,zh"),
    ("Accept-Encoding", "gzip"),
)


class NotCaptured(Exception):
    """Nothing could be fixed; the message says why, in Chinese."""


@dataclass(slots=True)
class Captured:
    """What came of a capture. ``log`` is everything said about it; the files lie in the folder given."""

    log: dict[str, Any]
    text: str
    files: dict[str, Path] = field(default_factory=dict)


@dataclass(slots=True)
class _Book:
    """What has been exchanged so far; several threads write."""

    warc: Warc
    rows: list[dict[str, Any]] = field(default_factory=list)
    chains: dict[str, list[str]] = field(default_factory=dict)
    blocked: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, Any]] = field(default_factory=list)
    skew: int | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, made: Exchange) -> None:
        self.warc.add(made)
        with self.lock:
            self.rows.append(_row(made))
            self.headers.append(
                {
                    "url": made.url,
                    "at": made.at.isoformat(),
                    "ip": made.line.ip,
                    "request": made.request.partition(b"\r\n\r\n")[0].decode("latin-1"),
                    "response": made.response.partition(b"\r\n\r\n")[0].decode("latin-1"),
                }
            )
            host = check_url(made.url).netloc
            if made.line.chain and host not in self.chains:
                self.chains[host] = [ssl.DER_cert_to_PEM_cert(one) for one in made.line.chain]
            if self.skew is None:
                self.skew = _skew(made)

    def refuse(self, url: str, why: str) -> None:
        with self.lock:
            self.blocked.append({"url": url[:2000], "why": why[:200]})


def _row(made: Exchange) -> dict[str, Any]:
    return {
        "url": made.url,
        "method": made.method,
        "status": made.status,
        "media_type": made.header("content-type").partition(";")[0],
        "bytes": len(made.body),
        "sha256": digest_of(made),
        "ip": made.line.ip,
        "tls": made.line.tls,
        "trusted": made.line.trusted,
        "distrust": made.line.distrust,
        "at": made.at.isoformat(),
    }


def _skew(made: Exchange) -> int | None:
    """Return by how many milliseconds the other side's clock is ahead of ours, if its Date header tells."""
    try:
        theirs = parsedate_to_datetime(made.header("date"))
    except (TypeError, ValueError):
        return None
    ours = made.at + (made.ended_at - made.at) / 2
    return round((theirs - ours).total_seconds() * 1000) if theirs.tzinfo else None


def capture(url: str, folder: Path, *, guard: Guard, chromium: str, budget: Budget | None = None) -> Captured:
    """Fix an address. Raises NotCaptured when not even the page itself could be had."""
    budget = budget or Budget()
    began = datetime.now(UTC)
    try:
        check_url(url)
    except Forbidden as problem:
        raise NotCaptured(str(problem)) from problem
    about = {
        "software": f"{TOOL}; warcio/{version('warcio')}",
        "format": "WARC File Format 1.0",
        "description": url,
    }
    seen: browser.Seen | None = None
    why_no_picture = "" if chromium else "没有找到浏览器，只保存了网页内容，没有画面"
    with (folder / "page.warc.gz").open("wb") as out:
        book = _Book(Warc(out, about))
        if chromium:
            try:
                with Proxy(guard, budget, book.keep, book.refuse) as proxy:
                    seen = browser.look(chromium, url, proxy, seconds=budget.left)
            except (browser.BrowserProblem, OverLimit) as problem:
                why_no_picture = f"{problem}，没有画面"
        if not any(urldefrag(row["url"]).url == urldefrag(url).url for row in book.rows):
            _by_hand(url, guard, budget, book)
        if not book.rows:
            raise NotCaptured(book.blocked[0]["why"] if book.blocked else "没有取得任何内容")
        for host, chain in book.chains.items():
            book.warc.note(f"certificates:{host}", "".join(chain).encode(), "application/x-pem-file")
        log = _log(url, began, book, seen=seen, no_picture=why_no_picture)
        book.warc.note("log", canonical_bytes(log), "application/json")
    made = Captured(log=log, text=seen.text if seen else _text_of(folder / "page.warc.gz"))
    made.files["page.warc.gz"] = folder / "page.warc.gz"
    contents = {"headers.json": json.dumps(book.headers, ensure_ascii=False, indent=1).encode()}
    if book.chains:
        contents["certificates.pem"] = "".join(
            one for chain in book.chains.values() for one in chain
        ).encode()
    if seen:
        contents |= {"page.png": seen.png, "page.pdf": seen.pdf}
    for name, data in contents.items():
        (folder / name).write_bytes(data)
        made.files[name] = folder / name
    return made


def _log(
    url: str, began: datetime, book: _Book, *, seen: browser.Seen | None, no_picture: str
) -> dict[str, Any]:
    main = next((r for r in book.rows if urldefrag(r["url"]).url == urldefrag(url).url), book.rows[0])
    return {
        "url": url,
        "final_url": seen.url if seen else _arrived(url, book.headers),
        "title": seen.title if seen else "",
        "began_at": began.isoformat(),
        "ended_at": datetime.now(UTC).isoformat(),
        "status": main["status"],
        "ip": main["ip"],
        "tls": main["tls"],
        "trusted": main["trusted"],
        "distrust": main["distrust"],
        "certificates": {
            host: [hashlib.sha256(ssl.PEM_cert_to_DER_cert(one)).hexdigest() for one in chain]
            for host, chain in book.chains.items()
        },
        "tool": f"{TOOL}（warcio {version('warcio')}）",
        "browser": seen.version if seen else "",
        "no_picture": no_picture,
        "time_source": "采集服务器系统时钟",
        "skew_ms": book.skew,
        "bytes": sum(row["bytes"] for row in book.rows),
        "resources": book.rows,
        "blocked": book.blocked,
    }


def _arrived(url: str, headers: list[dict[str, Any]]) -> str:
    """Return where the redirects from an address ended."""
    known = {one["url"]: one["response"] for one in headers}
    for _hop in range(HOPS):
        lines = known.get(url, "").split("\r\n")
        to = next((one.partition(":")[2].strip() for one in lines if one.lower().startswith("location:")), "")
        if not to:
            break
        url = urldefrag(urljoin(url, to)).url
    return url


class _Parts(HTMLParser):
    """The addresses of what a page shows: pictures, style sheets, scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        link = tag == "link" and (known.get("rel") or "").lower() in {"stylesheet", "icon", "shortcut icon"}
        address = (
            known.get("href") if link else known.get("src") if tag in {"img", "script", "iframe"} else None
        )
        if address:
            self.found.append(address)


def _by_hand(url: str, guard: Guard, budget: Budget, book: _Book) -> None:
    """Fetch a page and its parts without a browser, each redirect checked anew."""
    page = _followed(url, guard, budget, book)
    if page is None or "html" not in page.header("content-type"):
        return
    parts = _Parts()
    parts.feed(plain(page.body, page.header("content-encoding")).decode("utf-8", "replace"))
    for address in dict.fromkeys(urldefrag(urljoin(page.url, one)).url for one in parts.found):
        if address.startswith(("http://", "https://")):
            _followed(address, guard, budget, book)


def _followed(url: str, guard: Guard, budget: Budget, book: _Book) -> Exchange | None:
    for _hop in range(HOPS):
        try:
            made = exchange("GET", url, guard=guard, budget=budget, headers=_HEADERS)
        except (Forbidden, OverLimit, OSError, http.client.HTTPException) as problem:
            book.refuse(url, str(problem) or type(problem).__name__)
            return None
        book.keep(made)
        if made.status not in {301, 302, 303, 307, 308} or not made.header("location"):
            return made
        url = urldefrag(urljoin(url, made.header("location"))).url
    book.refuse(url, "重定向次数过多")
    return None


def plain(body: bytes, encoding: str, *, most: int = 8 * 1024**2) -> bytes:
    """Return a body without its compression, no further than ``most``: a bomb stays small.

    >>> plain(b"abc", "")
    b'abc'
    """
    if encoding.lower() not in {"gzip", "deflate"}:
        return body[:most]
    try:
        return zlib.decompressobj(wbits=47).decompress(body, most)
    except zlib.error:
        return b""


class _Words(HTMLParser):
    """The words of a page without its scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in {"script", "style", "noscript"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style", "noscript"} and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.words.append(data.strip())


def _text_of(warc: Path) -> str:
    """Return the words of the page itself, for captures without a browser."""
    with warc.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            if "html" in (record.http_headers.get_header("Content-Type") or ""):
                words = _Words()
                # The stream takes chunk lengths and compression away; a bomb stays small.
                words.feed(record.content_stream().read(8 * 1024**2).decode("utf-8", "replace"))
                return "\n".join(words.words)[: browser.LONGEST_TEXT]
    return ""
