"""A client of the live line that reads events in a thread, as a browser would."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

if TYPE_CHECKING:
    from tests.live.conftest import Bureau, Server


class Reader:
    """Listens to topics until closed; ``events`` holds (id, type, data, arrival)."""

    def __init__(self, live: Server, bureau: Bureau, *topics: str, last_id: int | None = None) -> None:
        self.path = "/events?" + urlencode([("topic", topic) for topic in topics or (bureau.topic,)])
        self.headers = {"Cookie": bureau.cookie}
        if last_id is not None:
            self.headers["Last-Event-ID"] = str(last_id)
        self.events: list[tuple[int, str, Any, float]] = []
        self.status = 0
        self.ended = threading.Event()
        self._opened = threading.Event()
        self._line = HTTPConnection("127.0.0.1", live.port, timeout=30)
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._line.connect()
        self._thread.start()
        assert self._opened.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._line.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(3)
        self._line.close()

    def _read(self) -> None:
        try:
            self._line.request("GET", self.path, headers=self.headers)
            answer = self._line.getresponse()
            self.status = answer.status
            number, kind = 0, ""
            while answer.status == 200 and (raw := answer.readline()):
                line = raw.decode().rstrip("\n")
                self._opened.set()
                if line.startswith("id: "):
                    number = int(line[4:])
                elif line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: "):
                    self.events.append((number, kind, json.loads(line[6:]), time.monotonic()))
        except (HTTPException, OSError):
            return
        finally:
            self._opened.set()
            self.ended.set()

    @property
    def ids(self) -> list[int]:
        return [event[0] for event in self.events]

    def wait(self, count: int, seconds: float = 10.0) -> None:
        end = time.monotonic() + seconds
        while len(self.events) < count:
            assert time.monotonic() < end, f"{len(self.events)} of {count} events"
            time.sleep(0.005)
