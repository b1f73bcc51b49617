"""A small tus 1.0 client and a server that is nothing but the intake of files."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import threading
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from anjian.live.uploads import Uploads

BODY = "application/offset+octet-stream"


def metadata(**said: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes = b""

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def offset(self) -> int:
        return int(self.headers["upload-offset"])


@dataclass
class Client:
    """Asks one server with one ticket, each request on a line of its own."""

    port: int
    ticket: str
    timeout: float = 30
    version: str = "1.0.0"
    extra: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        given = {"Tus-Resumable": self.version, "Authorization": f"Bearer {self.ticket}", **self.extra}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            line.request(method, path, body, given)
            answer = line.getresponse()
            said = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, said, answer.read())
        finally:
            line.close()

    def create(self, length: int | str, body: bytes | None = None, **said: str) -> Answer:
        said.setdefault("filename", "现场.mp4")
        headers = {"Upload_Length": str(length), "Upload_Metadata": metadata(**said)}
        if body is not None:
            headers["Content_Type"] = BODY
        return self.ask("POST", "/uploads/", body, **headers)

    def patch(self, url: str, offset: int, body: Any, **headers: str) -> Answer:
        return self.ask("PATCH", url, body, Upload_Offset=str(offset), Content_Type=BODY, **headers)

    def head(self, url: str) -> Answer:
        return self.ask("HEAD", url)

    def begin(self, url: str, offset: int, announced: int, body: bytes, more: str = "") -> socket.socket:
        """Send the head of a PATCH and some of its body, and leave the line open."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout)
        head = (
            f"PATCH {url} HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\n"
            f"Authorization: Bearer {self.ticket}\r\nUpload-Offset: {offset}\r\n"
            f"Content-Type: {BODY}\r\nContent-Length: {announced}\r\n{more}\r\n"
        )
        line.sendall(head.encode() + body)
        return line


class Server:
    """The uploads alone under uvicorn."""

    def __init__(self, application: Any = None) -> None:
        self.ending = False
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.uploads = Uploads(lambda: self.ending)
        config = uvicorn.Config(
            application or self.uploads, lifespan="off", log_level="error", http="httptools", loop="uvloop"
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.ending = self.server.should_exit = True
        self.thread.join(10)
        assert not self.thread.is_alive()
        self.socket.close()
