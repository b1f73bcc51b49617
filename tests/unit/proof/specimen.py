"""A small sealed bundle for tests: volume, documents, originals, two chains of events."""

from __future__ import annotations

import random
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anjian.proof.bundle import Entry, Sealed, write
from anjian.proof.chain import GENESIS, link
from anjian.proof.signing import Signer

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
SUBJECT = {"案号": "（云州）应急立〔2026〕1号", "当事人": "云州石油储运有限公司"}


def a_signer(seed: int = 1) -> Signer:
    key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return Signer(key=key, org="云州市应急管理局", name="案卷封存专用")


def some_events(count: int = 12, streams: tuple[str, ...] = ("case-1", "room-1")) -> list[dict[str, Any]]:
    records = []
    heads = dict.fromkeys(streams, (0, GENESIS))
    for number in range(count):
        name = streams[number % len(streams)]
        seq, prev = heads[name]
        body = {
            "stream_id": name,
            "seq": seq + 1,
            "type": "cases.step",
            "sentence": f"第{number}步",
            "n": number,
        }
        entry = link(name, seq + 1, prev, body)
        heads[name] = (entry.seq, entry.hash)
        records.append(entry.to_record())
    return records


def some_entries(seed: int = 7) -> list[Entry]:
    rng = random.Random(seed)
    return [
        Entry(path="volume.pdf", source=b"%PDF-1.7\n" + rng.randbytes(900), role="volume", title="案卷",
              media_type="application/pdf"),
        Entry(path="documents/D36-行政处罚决定书.pdf", source=rng.randbytes(700), role="document",
              title="行政处罚决定书", about={"kind": "D36", "no": "（云州）应急罚〔2026〕1号"}),
        Entry(path="originals/E-1.jpg", source=rng.randbytes(800), role="original", about={"no": "E-1"}),
        Entry(path="originals/E-2.wav", source=rng.randbytes(1), role="original", about={"no": "E-2"}),
        Entry(path="originals/E-3.txt", source=b"", role="original", about={"no": "E-3"}),
    ]  # fmt: skip


def a_bundle(path: Path, **changes: Any) -> Sealed:
    options: dict[str, Any] = {"title": "云州石油储运案", "subject": SUBJECT, "at": AT} | changes
    entries = options.pop("entries", None) or some_entries()
    events = options.pop("events", None) or some_events()
    signer = options.pop("signer", None) or a_signer()
    return write(path, entries, events, signer, **options)
