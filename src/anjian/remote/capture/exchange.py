"""One request and its answer over a checked connection, kept byte for byte as they went over the line."""

from __future__ import annotations

import contextlib
import http.client
import io
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from anjian.kit.hashing import sha256_hex
from anjian.remote.capture.guard import Forbidden, Guard, check_url, port_of

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence

_HOP = frozenset(
    {
        "connection",
        "proxy-connection",
        "keep-alive",
        "upgrade",
        "te",
        "trailer",
        "host",
        "proxy-authorization",
    }
)


class OverLimit(Exception):
    """The capture has reached what it may fetch or how long it may take."""


@dataclass(slots=True)
class Budget:
    """What one capture may cost: bytes in all and of one answer, number of answers, seconds."""

    total: int = 100 * 1024**2
    each: int = 24 * 1024**2
    count: int = 400
    seconds: float = 90.0
    began: float = field(default_factory=time.monotonic)
    spent: int = 0
    made: int = 0

    def left(self) -> float:
        """Return the seconds left. Raises OverLimit when there are none."""
        found = self.seconds - (time.monotonic() - self.began)
        if found <= 0:
            raise OverLimit("采集时间超过限制")
        return found

    def begin(self) -> None:
        """Count an exchange."""
        self.made += 1
        if self.made > self.count:
            raise OverLimit("请求次数超过限制")

    def take(self, size: int) -> None:
        """Count bytes received."""
        self.spent += size
        if self.spent > self.total:
            raise OverLimit("采集总量超过限制")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The connection of an exchange: address, and over TLS what the other side showed."""

    ip: str
    tls: str = ""
    cipher: str = ""
    chain: tuple[bytes, ...] = ()
    trusted: bool = True
    distrust: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer. ``request`` and ``response`` are raw, ``body`` is without chunk lengths."""

    url: str
    method: str
    at: datetime
    ended_at: datetime
    line: Line
    request: bytes
    response: bytes
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header of the answer, empty when it has none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class _Tee(io.RawIOBase):
    """Reads a socket and keeps what it read, within the budget."""

    def __init__(self, line: socket.socket, budget: Budget) -> None:
        self._line, self._budget = line, budget
        self.kept = bytearray()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(min(20.0, self._budget.left()))
        size = self._line.recv_into(buffer)
        self._budget.take(size)
        self.kept += bytes(buffer[:size])
        if len(self.kept) > self._budget.each:
            raise OverLimit("单个文件超过限制")
        return size


class _Source:
    """Gives `http.client` the kept stream in place of the socket's own."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream

    def makefile(self, *_: Any) -> io.BufferedReader:
        return self._stream


def exchange(
    method: str,
    url: str,
    *,
    guard: Guard,
    budget: Budget,
    headers: Sequence[tuple[str, str]] = (),
    body: bytes = b"",
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Exchange:
    """Ask once, following nothing. Raises Forbidden, OverLimit, OSError, http.client.HTTPException."""
    parts = check_url(url)
    host, port = str(parts.hostname), port_of(parts)
    budget.begin()
    at = now()
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    sent = _request(f"{method} {path} HTTP/1.1", f"Host: {parts.netloc}", headers, body)
    line, known = _open(parts.scheme == "https", host, port, guard, budget)
    with contextlib.closing(line):
        line.settimeout(min(20.0, budget.left()))
        line.sendall(sent)
        tee = _Tee(line, budget)
        answer = http.client.HTTPResponse(_Source(io.BufferedReader(tee)), method=method)  # type: ignore[arg-type]
        answer.begin()
        try:
            got = answer.read()
        except http.client.IncompleteRead as problem:
            got = problem.partial
    return Exchange(
        url=url,
        method=method,
        at=at,
        ended_at=now(),
        line=known,
        request=sent,
        response=bytes(tee.kept),
        status=answer.status,
        reason=answer.reason,
        headers=tuple(answer.getheaders()),
        body=got,
    )


def _request(first: str, host: str, headers: Sequence[tuple[str, str]], body: bytes) -> bytes:
    lines = [first, host]
    lines += [
        f"{name}: {value}"
        for name, value in headers
        if name.lower() not in _HOP and name.lower() != "content-length"
    ]
    if body or first.startswith(("POST ", "PUT ", "PATCH ")):
        lines.append(f"Content-Length: {len(body)}")
    lines += ["Connection: close", "", ""]
    if any("\r" in one or "\n" in one for one in lines):
        raise Forbidden("请求头不合规范。")
    return "\r\n".join(lines).encode("latin-1", "replace") + body


def _open(secure: bool, host: str, port: int, guard: Guard, budget: Budget) -> tuple[socket.socket, Line]:
    """Connect; a certificate that cannot be trusted is no reason to see nothing, but it is on record."""
    plain, ip = guard.connect(host, port, timeout=min(15.0, budget.left()))
    if not secure:
        return plain, Line(ip=ip)
    try:
        return _secured(plain, host, ip, ssl.create_default_context(), "")
    except ssl.SSLCertVerificationError as problem:
        plain.close()
        why = problem.verify_message
    plain, ip = guard.connect(host, port, timeout=min(15.0, budget.left()))
    lenient = ssl.create_default_context()
    lenient.check_hostname, lenient.verify_mode = False, ssl.CERT_NONE
    return _secured(plain, host, ip, lenient, why)


def _secured(
    plain: socket.socket, host: str, ip: str, context: ssl.SSLContext, distrust: str
) -> tuple[socket.socket, Line]:
    context.set_alpn_protocols(["http/1.1"])
    try:
        line = context.wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise
    cipher = line.cipher()
    return line, Line(
        ip=ip,
        tls=line.version() or "",
        cipher=cipher[0] if cipher else "",
        chain=_chain(line),
        trusted=not distrust,
        distrust=distrust,
    )


def _chain(line: ssl.SSLSocket) -> tuple[bytes, ...]:
    """Return the certificates the other side sent, in DER; 3.13 makes public what is used here."""
    handle: Any = getattr(line, "_sslobj", None)
    try:
        sent = handle.get_unverified_chain() or ()
        return tuple(ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in sent)
    except (AttributeError, TypeError, ValueError):
        leaf = line.getpeercert(binary_form=True)
        return (leaf,) if leaf else ()


def digest_of(exchanged: Exchange) -> str:
    """Return the SHA-256 of an answer's body as it was transferred (chunk lengths taken out)."""
    return sha256_hex(exchanged.body)
