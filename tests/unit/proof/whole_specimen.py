"""A bundle with everything that may stand in one: sealed PDFs, marks, a recording, time stamps, log proofs.

All content, keys and certificates are made up; keys are made once per test run.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import random
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anjian.kit.canonical import canonical_bytes
from anjian.proof import pades, pki, recording, sm2, timestamps
from anjian.proof.bundle import Entry, Log, LogProof, Sealed, write
from anjian.proof.chain import GENESIS, link
from anjian.proof.contents import Known
from anjian.proof.tlog.checkpoint import Checkpoint
from anjian.proof.tlog.cosignature import Cosigner, with_cosignatures
from anjian.proof.tlog.entry import entry_of
from anjian.proof.tlog.note import NoteSigner
from anjian.proof.tlog.tree import inclusion_proof, leaf_hash, root_of
from tests.unit.proof.specimen import AT, SUBJECT, a_signer, some_events

ORIGIN = "log.example/yunzhou"


def log_signer(seed: int = 5) -> NoteSigner:
    return NoteSigner(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def witness(seed: int = 6) -> Cosigner:
    return Cosigner("witness.example/justice", Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


@dataclass(frozen=True)
class World:
    """Keys and certificates of a made-up bureau."""

    folder: Path
    authority: pki.Authority
    clock: timestamps.LocalAuthority
    officer_key: ec.EllipticCurvePrivateKey
    officer_pem: str
    sm2_key: sm2.PrivateKey
    sealed_pdf: tuple[bytes, bytes]

    @property
    def roots(self) -> str:
        return pki.pem(self.authority.root)

    @property
    def known(self) -> Known:
        """What the bureau, the operator of the log, the witness and the time authority have published."""
        return Known(logs=(log_signer().verifier,), witnesses=(witness().verifier,), roots=(self.roots,))


@functools.cache
def world(seed: int = 0) -> World:
    del seed  # another seed, another world
    folder = Path(tempfile.mkdtemp(prefix="anjian-specimen-"))
    authority = pki.Authority(folder / "pki")
    clock = timestamps.authority(folder / "pki")
    assert isinstance(clock, timestamps.LocalAuthority)
    now = datetime.now(UTC)
    key, seal_key = pki.new_key(), pki.new_key()
    span = {"valid_from": now - timedelta(days=400), "valid_to": now + timedelta(days=400)}
    officer = authority.issue(key.public_key(), pki.Subject(name="王虎", org="云州市应急管理局"), **span)
    seal = authority.issue(
        seal_key.public_key(), pki.Subject(name="云州市应急管理局", org="云州市应急管理局"), **span
    )
    sealer = pades.Sealer(
        sign=lambda data: seal_key.sign(data, ec.ECDSA(hashes.SHA256())),
        certificate_pem=pki.pem(seal),
        chain_pem=authority.chain_pem(),
        crls=(authority.crl((), at=now), authority.root_crl(at=now)),
        authority=clock,
    )
    drawn = a_pdf()
    return World(
        folder,
        authority,
        clock,
        key,
        pki.pem(officer),
        sm2.generate(),
        (drawn, pades.seal_pdf(drawn, sealer)),
    )


def a_pdf() -> bytes:
    from pypdf import PdfWriter

    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(target)
    return target.getvalue()


def a_recording(rng: random.Random) -> list[Entry]:
    """A certified recording of one part of a few chunks."""
    part = UUID(int=rng.getrandbits(128), version=4)
    chunks = [rng.randbytes(rng.randrange(1, 400)) for _ in range(rng.randrange(1, 6))]
    head, at, lines = recording.genesis(part), 0, b""
    for number, chunk in enumerate(chunks):
        digest = hashlib.sha256(chunk).digest()
        head = recording.next_head(head, digest, number)
        line = recording.Line(
            n=number, at=at, len=len(chunk), sha256=digest, head=head, client_ms=number, duration_ms=9,
            server_ms=number,
        )  # fmt: skip
        lines += line.to_bytes()
        at += len(chunk)
    said = {
        "format": recording.CERTIFICATE,
        "signer": a_signer().describe(),
        "parts": [
            {"part": str(part), "head": head.hex(), "chunks": len(chunks), "bytes": at,
             "chain_sha256": hashlib.sha256(lines).hexdigest()}
        ],
        "streams": [],
        "made_at": AT.isoformat(),
    }  # fmt: skip
    media, chain = "recordings/R-1/room-1.webm", "recordings/R-1/room-1.chain.jsonl"
    return [
        Entry(
            path=media, source=b"".join(chunks), role="derived", media_type="video/webm", about={"no": "E-9"}
        ),
        Entry(path=chain, source=lines, role="derived", about={"no": "E-9"}),
        Entry(
            path="recordings/R-1/certificate.json",
            source=recording.sign_statement(said, a_signer()),
            role="recording",
            about={"no": "E-9", "parts": [{"part": str(part), "media": media, "chain": chain}]},
        ),
    ]


def a_mark(number: int, at: World) -> list[Entry]:
    """One signature of an officer: statement, ECDSA, SM2 beside it, a time stamp."""
    said = canonical_bytes({"n": number, "who": "王虎", "says": "审批同意", "at": AT.isoformat()})
    name = f"marks/{number:03d}"
    signatures = [
        {"algorithm": "ecdsa-p256-sha256", "file": f"{name}.sig", "certificate": "certificates/officer.pem",
         "at": AT.isoformat()},
        {"algorithm": "sm2-sm3", "file": f"{name}.sm2.sig", "certificate": "certificates/officer.sm2.pem"},
    ]  # fmt: skip
    about = {"name": "王虎", "at": AT.isoformat(), "signatures": signatures, "timestamp": f"{name}.tst"}
    return [
        Entry(path=f"{name}.json", source=said, role="mark", title=f"签名声明{number}", about=about),
        Entry(
            path=f"{name}.sig", source=at.officer_key.sign(said, ec.ECDSA(hashes.SHA256())), role="signature"
        ),
        Entry(path=f"{name}.sm2.sig", source=at.sm2_key.sign(said), role="signature"),
        Entry(path=f"{name}.tst", source=at.clock.stamp(hashlib.sha256(said).digest()), role="timestamp"),
    ]


def custody_of(items: list[str], rng: random.Random) -> list[dict[str, Any]]:
    records = []
    for item in items:
        prev = GENESIS
        for seq in range(1, rng.randrange(2, 6)):
            body = {
                "stream_id": item, "seq": seq, "act": "take", "to": "保管员", "by": "王虎",
                "happened_at": AT.isoformat(),
            }  # fmt: skip
            entry = link(item, seq, prev, body)
            prev = entry.hash
            records.append(entry.to_record())
    return records


def entries_of(rng: random.Random, at: World) -> list[Entry]:
    drawn, sealed = at.sealed_pdf
    return [
        Entry(path="volumes/1-main.pdf", source=rng.randbytes(600), role="volume", title="正卷"),
        Entry(path="documents/001-D29.pdf", source=drawn, role="document", title="处罚决定书",
              media_type="application/pdf",
              about={"no": "（云州）应急罚〔2026〕1号", "volume": "正卷", "pages": "1-2",
                     "issued_at": AT.isoformat()}),
        Entry(path="sealed/001-D29.pdf", source=sealed, role="sealed", about={"of": "documents/001-D29.pdf"}),
        *(
            Entry(path=f"originals/E-{n}.bin", source=rng.randbytes(rng.choice([0, 1, 700])), role="original",
                  title=f"E-{n}", about={"no": f"E-{n}", "item": f"item-{n}"})
            for n in range(1, 4)
        ),
        *a_recording(rng),
        Entry(path="certificates/authorities.pem", role="certificate",
              source=at.authority.chain_pem().encode()),
        Entry(path="certificates/officer.pem", source=at.officer_pem.encode(), role="other"),
        Entry(path="certificates/officer.sm2.pem", source=at.sm2_key.public_pem.encode(), role="other"),
        *a_mark(1, at),
        *a_mark(2, at),
        Entry(path="undone.json", role="undone",
              source=canonical_bytes({"format": "anjian-undone/1", "steps": [
            {"stream_id": "case-1", "seq": 2, "undone_by": 3, "sentence": "第2步", "at": AT.isoformat(),
             "undone_at": AT.isoformat(), "reason": "重新告知"}]})),
    ]  # fmt: skip


def log_of(
    entries: list[Entry],
    events: list[dict[str, Any]],
    custody: list[dict[str, Any]],
    rng: random.Random,
    at: World,
    *,
    signer: NoteSigner | None = None,
    cosigner: Cosigner | None = None,
    skip: int = 0,
) -> Log:
    """Enter everything into a log among foreign entries; with ``skip`` the last ones are left out."""
    kinds = {"original": "evidence", "document": "document"}
    items = [("event", str(e["hash"])) for e in events] + [("custody", str(c["hash"])) for c in custody]
    for entry in entries:
        if entry.role in kinds:
            assert isinstance(entry.source, bytes)
            items.append((kinds[entry.role], hashlib.sha256(entry.source).hexdigest()))
    places: list[tuple[str, str, bytes] | None] = [(k, d, rng.randbytes(32)) for k, d in items]
    places += [None] * rng.randrange(0, 40)
    rng.shuffle(places)
    leaves = [
        leaf_hash(
            rng.randbytes(32)
            if one is None
            else entry_of(kind=one[0], digest=bytes.fromhex(one[1]), salt=one[2])
        )
        for one in places
    ]
    size = len(leaves) - skip
    head = Checkpoint(ORIGIN, size, root_of(leaves[:size]))
    cosigner = cosigner or witness()
    signed = head.signed(signer or log_signer())
    signed = with_cosignatures(signed, cosigner.cosign(head.text, time=1_780_000_000).line())
    return Log(
        key=str((signer or log_signer()).verifier),
        checkpoint=signed,
        timestamp=at.clock.stamp(hashlib.sha256(head.text.encode()).digest()),
        witnesses=(str(cosigner.verifier),),
        proofs=[
            LogProof(kind=one[0], subject=f"s{n}", digest=one[1], salt=one[2].hex(), index=n,
                     hashes=tuple(h.hex() for h in inclusion_proof(leaves[:size], n)))
            for n, one in enumerate(places[:size]) if one is not None
        ],
    )  # fmt: skip


def a_whole_bundle(path: Path, *, seed: int = 7, **changes: Any) -> Sealed:
    """Write a bundle of random content in which everything holds, unless ``changes`` say otherwise."""
    rng, at = random.Random(seed), world()
    entries = changes.pop("entries", None) or entries_of(rng, at)
    events = changes.pop("events", None)
    if events is None:
        events = some_events(rng.randrange(6, 25))
        events = [e | {} for e in events]
    custody = changes.pop("custody", None)
    if custody is None:
        custody = custody_of(["item-1", "item-2"], rng)
    log = changes.pop("log", None) or log_of(entries, events, custody, rng, at)
    options: dict[str, Any] = {
        "title": "云州石油储运案",
        "subject": SUBJECT,
        "at": AT,
        "stamp": at.clock.stamp,
    }
    signer = changes.pop("signer", None) or a_signer()
    return write(path, entries, events, signer, custody=custody, log=log, **(options | changes))


def undone_text(raw: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(raw)["steps"]
    return found
