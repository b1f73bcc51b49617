"""The WARC of a capture (ISO 28500): every request and answer as it went over the line."""

from __future__ import annotations

import base64
import hashlib
import io
import threading
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anjian.remote.capture.exchange import Exchange


def _stamp(exchanged: Exchange) -> str:
    return exchanged.at.strftime("%Y-%m-%dT%H:%M:%SZ")


class Warc:
    """Writes one gzip-compressed WARC; several threads of the recording proxy may write at once."""

    def __init__(self, out: BinaryIO, about: Mapping[str, str]) -> None:
        """Begin with a warcinfo record that says who captured what with which tools."""
        self._writer: Any = WARCWriter(out, gzip=True)
        self._lock = threading.Lock()
        self._writer.write_record(self._writer.create_warcinfo_record("", dict(about)))

    def add(self, exchanged: Exchange) -> None:
        """Write the request and the answer, each raw, linked to each other."""
        answer_id, request_id = f"<urn:uuid:{uuid4()}>", f"<urn:uuid:{uuid4()}>"
        common = [
            ("WARC-Target-URI", exchanged.url),
            ("WARC-Date", _stamp(exchanged)),
            ("WARC-IP-Address", exchanged.line.ip),
        ]
        with self._lock:
            self._write("response", exchanged.response, answer_id, common)
            self._write(
                "request", exchanged.request, request_id, [*common, ("WARC-Concurrent-To", answer_id)]
            )

    def note(self, name: str, data: bytes, media_type: str) -> None:
        """Write a resource of ours beside the traffic: certificates, the log of the capture."""
        with self._lock:
            self._write(
                "resource",
                data,
                f"<urn:uuid:{uuid4()}>",
                [("WARC-Target-URI", f"urn:anjian:{name}"), ("WARC-Date", self._writer.curr_warc_date())],
                media_type,
            )

    def _write(
        self, kind: str, raw: bytes, record_id: str, more: list[tuple[str, str]], media_type: str = ""
    ) -> None:
        payload = raw if kind == "resource" else raw.partition(b"\r\n\r\n")[2]
        # The format's own digest, as its readers check it; ours of every part stands in the log record.
        found = base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()
        more = [*more, ("WARC-Payload-Digest", f"sha1:{found}")]
        headers = StatusAndHeaders(
            "", [("WARC-Type", kind), ("WARC-Record-ID", record_id), *more], protocol="WARC/1.0"
        )
        content = media_type or f"application/http; msgtype={kind}"
        # Without parsed headers the writer leaves the bytes alone.
        record = ArcWarcRecord("warc", kind, headers, io.BytesIO(raw), None, content, len(raw))
        self._writer.write_record(record)
