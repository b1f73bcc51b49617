"""The recording proxy that stands between Chromium and the network, inside the worker.

Chromium reaches nothing but this proxy. Every request goes through the same guard as our own and into
the WARC before the browser gets the answer, so that the WARC holds what the picture was drawn from.
Secure connections end here (Chromium is told to accept this proxy's one key and no other) and are made
anew to the site, whose own certificates are kept.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import io
import socket
import ssl
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from anjian.remote.capture.exchange import Exchange, OverLimit, exchange
from anjian.remote.capture.guard import Forbidden

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.remote.capture.exchange import Budget
    from anjian.remote.capture.guard import Guard

_LONGEST = 256 * 1024
_DROPPED = frozenset({"transfer-encoding", "connection", "keep-alive", "content-length", "alt-svc"})

# What Chromium asks for by itself whatever the page: not fetched, and no part of what the page wanted.
_ITS_OWN = (
    "clients2.google.com/time/",
    "update.googleapis.com/service/update2",
    "accounts.google.com/ListAccounts?gpsia",
    "optimizationguide-pa.googleapis.com/",
    "safebrowsing.googleapis.com/",
    "content-autofill.googleapis.com/",
)


class Proxy:
    """Listens on loopback while entered; ``kept`` hears of each exchange, ``blocked`` of each refusal."""

    def __init__(
        self,
        guard: Guard,
        budget: Budget,
        kept: Callable[[Exchange], None],
        blocked: Callable[[str, str], None],
    ) -> None:
        """Make the key that Chromium will be told to accept."""
        self._guard, self._budget, self._kept, self._blocked = guard, budget, kept, blocked
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._folder = tempfile.TemporaryDirectory(prefix="anjian-proxy-")
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = threading.Lock()
        self._ending = False
        self.in_flight = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]

    @property
    def key_pin(self) -> str:
        """The digest of the key as Chromium's switch wants it."""
        public = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return base64.b64encode(hashlib.sha256(public).digest()).decode()

    def __enter__(self) -> Self:
        """Begin to listen."""
        threading.Thread(target=self._accept, name="capture-proxy", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening; what is under way finds its line closed."""
        self._ending = True
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._folder.cleanup()

    def _accept(self) -> None:
        while not self._ending:
            try:
                line, _where = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError, ssl.SSLError), contextlib.closing(line):
            line.settimeout(60)
            stream = line.makefile("rb")
            first = stream.readline(_LONGEST).decode("latin-1")
            method, _space, rest = first.partition(" ")
            target = rest.rpartition(" ")[0]
            if method == "CONNECT":
                _headers(stream)
                line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                secured = self._context(target.rpartition(":")[0]).wrap_socket(line, server_side=True)
                with contextlib.closing(secured):
                    inner = secured.makefile("rb")
                    while asked := inner.readline(_LONGEST).decode("latin-1"):
                        verb, _space, rest = asked.partition(" ")
                        path = rest.rpartition(" ")[0]
                        if not self._answer(
                            secured, inner, verb, f"https://{target.removesuffix(':443')}{path}"
                        ):
                            return
            elif method:
                self._answer(line, stream, method, target)

    def _answer(self, line: socket.socket, stream: BinaryIO, method: str, url: str) -> bool:
        headers = _headers(stream)
        length = next((value for name, value in headers if name.lower() == "content-length"), "0")
        if not length.isdigit() or int(length) > self._budget.each:
            line.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return False
        body = stream.read(int(length))
        with self._lock:
            self.in_flight += 1
        try:
            _refuse(url, headers)
            made = exchange(method, url, guard=self._guard, budget=self._budget, headers=headers, body=body)
            # On record first: what could not be kept is not shown either.
            self._kept(made)
            line.sendall(_relayed(made, head=method == "HEAD"))
        except (Forbidden, OverLimit, OSError, http.client.HTTPException, ValueError) as problem:
            if not url.partition("://")[2].startswith(_ITS_OWN):
                self._blocked(url, str(problem) or type(problem).__name__)
            line.sendall(b"HTTP/1.1 502 Not Captured\r\nContent-Length: 0\r\n\r\n")
        finally:
            with self._lock:
                self.in_flight -= 1
        return True

    def _context(self, host: str) -> ssl.SSLContext:
        """Return a certificate for a host, made with the one key."""
        name = host.strip("[]")[:253]
        with self._lock:
            if name not in self._contexts:
                self._contexts[name] = self._made(name)
            return self._contexts[name]

    def _made(self, name: str) -> ssl.SSLContext:
        now = datetime.now(UTC)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "anjian capture")])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        file = Path(self._folder.name) / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.pem"
        file.touch(mode=0o600)
        file.write_bytes(
            self._key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        context.load_cert_chain(file)
        return context


def _refuse(url: str, headers: list[tuple[str, str]]) -> None:
    if url.partition("://")[2].startswith(_ITS_OWN):
        raise Forbidden(url)
    if any(name.lower() == "upgrade" for name, _value in headers):
        raise Forbidden("不采集持续连接（WebSocket）")


def _headers(stream: BinaryIO) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    while (line := stream.readline(_LONGEST)) not in {b"\r\n", b"\n", b""}:
        name, _colon, value = line.decode("latin-1").partition(":")
        found.append((name.strip(), value.strip()))
        if len(found) > 200:
            raise ValueError("too many headers")
    return found


def _relayed(made: Exchange, *, head: bool) -> bytes:
    out = io.BytesIO()
    out.write(f"HTTP/1.1 {made.status} {made.reason}\r\n".encode("latin-1", "replace"))
    for name, value in made.headers:
        if name.lower() not in _DROPPED:
            out.write(f"{name}: {value}\r\n".encode("latin-1", "replace"))
    length = made.header("content-length") if head else str(len(made.body))
    if made.status not in {204, 304} and length:
        out.write(f"Content-Length: {length}\r\n".encode())
    out.write(b"\r\n" + (b"" if head else made.body))
    return out.getvalue()
