"""What the files of a bundle say: chains, custody, signatures, time stamps, recordings, proofs of the log.

The bytes have been compared with the manifest before (`verify`); here it is asked whether they fit each
other, so that even whoever holds the sealing key cannot change one thing without the others.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.kit.canonical import canonical_bytes
from anjian.proof import recording
from anjian.proof.authenticity import Broken, Vouchers
from anjian.proof.chain import GENESIS, Link, StreamCheck
from anjian.proof.logproofs import check_log
from anjian.proof.manifest import CUSTODY, EVENTS, FORMAT, LOGGED_AS
from anjian.proof.signing import BrokenSeal, open_seal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from anjian.proof.container import Source
    from anjian.proof.manifest import File, Manifest
    from anjian.proof.signing import Seal
    from anjian.proof.tlog.note import Verifier


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: a stable code, the item, and a Chinese sentence."""

    code: str
    item: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the one who asks knows from elsewhere: keys of logs and witnesses, root certificates (PEM)."""

    logs: tuple[Verifier, ...] = ()
    witnesses: tuple[Verifier, ...] = ()
    roots: tuple[str, ...] = ()


@dataclass(slots=True)
class Contents:
    """One look into a bundle whose files are there; ``altered`` are those whose bytes do not hold."""

    manifest: Manifest
    source: Source
    altered: Collection[str]
    known: Known
    due: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    rows: dict[str, File] = field(default_factory=dict)
    signatures: int = 0
    sealed: int = 0
    proofs: int = 0

    def findings(self, raw: bytes, seal: Seal | None) -> Iterator[Finding]:
        """Yield everything that does not fit; ``raw`` are the bytes of the manifest."""
        self.rows = {row.path: row for row in self.manifest.files}
        for name in (EVENTS, CUSTODY):
            if name in self.rows and name in self.source.names:
                yield from self._chains(name)
        yield from self._custody_in_rows()
        if self.manifest.format != FORMAT:
            return
        vouchers = Vouchers(self.known.roots)
        for row in self._there("certificate"):
            try:
                vouchers.learn(self.source.read(row.path))
            except Broken as broken:
                yield Finding("certificate_broken", row.path, str(broken))
        for row in self.manifest.files:
            if row.path in self.source.names and row.path not in self.altered:
                yield from self._file(row, vouchers)
        if seal is not None and seal.timestamp:
            yield from self._stamp("manifest.sig", seal.timestamp, raw, vouchers)
        for code, item, message in check_log(self, vouchers):
            yield Finding(code, item, message)

    def _there(self, role: str) -> Iterator[File]:
        for row in self.manifest.files:
            if row.role == role and row.path in self.source.names and row.path not in self.altered:
                yield row

    def _chains(self, name: str) -> Iterator[Finding]:
        checks: dict[str, StreamCheck] = {}
        kind = "event" if name == EVENTS else "custody"
        strict = self.manifest.format == FORMAT or name in self.altered
        for number, line in enumerate(self.source.lines(name), 1):
            item = f"{name} 第{number}行"
            try:
                record = json.loads(line)
                entry = Link.from_record(record)
                broken = checks.setdefault(entry.stream, StreamCheck(entry.stream)).feed(entry)
                rewritten = strict and canonical_bytes(record) + b"\n" != line
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                yield Finding("event_unreadable", item, "该条记录无法读取")
                return
            if broken is not None:
                yield Finding(broken.code, item, broken.message)
                return
            if rewritten:
                yield Finding("event_altered", item, "该条记录的书写形式被改动")
            self.due.setdefault((kind, entry.hash), []).append(item)
        listed = {s.stream: (s.count, s.head) for s in self.manifest.streams if s.file == name}
        for stream in sorted(listed.keys() | checks.keys()):
            check = checks.get(stream)
            if listed.get(stream) != ((check.count, check.head) if check else (0, GENESIS)):
                yield Finding("event_cut_off", f"{name} {stream}", "记录的条数或末条哈希与清单不符")

    def _custody_in_rows(self) -> Iterator[Finding]:
        for row in self.manifest.files:
            check = StreamCheck("")
            for number, link in enumerate(row.about.get("custody") or (), 1):
                try:
                    broken = check.feed(Link.from_record(link))
                except (ValueError, TypeError, KeyError, AttributeError):
                    yield Finding("custody_broken", f"{row.path} 保管第{number}环", "该环无法读取")
                    break
                if broken is not None:
                    yield Finding("custody_broken", f"{row.path} 保管第{number}环", broken.message)
                    break

    def _file(self, row: File, vouchers: Vouchers) -> Iterator[Finding]:
        kind = row.about.get("log") or LOGGED_AS.get(row.role)
        if kind:
            self.due.setdefault((str(kind), row.sha256), []).append(row.path)
        if row.role == "sealed":
            problem = vouchers.pdf_problem(self.source.read(row.path))
            self.sealed += not problem
            if problem:
                yield Finding("pdf_signature_broken", row.path, f"PDF 签章不成立：{problem}")
        elif row.role == "recording":
            yield from self._recording(row)
        elif row.role == "undone":
            yield from self._undone(row)
        if "timestamp" in row.about:
            token = self.beside(row.about["timestamp"])
            if token is None:
                yield Finding("reference_missing", row.path, f"清单中没有所指的文件 {row.about['timestamp']}")
            elif token:
                yield from self._stamp(row.path, token, self.source.read(row.path), vouchers)
        for said in row.about.get("signatures") or ():
            yield from self._signature(row, said, vouchers)

    def beside(self, name: object) -> bytes | None:
        """Return the bytes of a file another refers to; None when not listed, b"" when found altered."""
        if not isinstance(name, str) or name not in self.rows or name not in self.source.names:
            return None
        return b"" if name in self.altered else self.source.read(name)

    def _stamp(self, item: str, token: bytes, content: bytes, vouchers: Vouchers) -> Iterator[Finding]:
        try:
            vouchers.check_stamp(token, hashlib.sha256(content).digest())
        except Broken as broken:
            yield Finding("timestamp_broken", item, f"时间戳不成立：{broken}")

    def _signature(self, row: File, said: dict[str, Any], vouchers: Vouchers) -> Iterator[Finding]:
        try:
            signature, holder = self.beside(said["file"]), self.beside(said["certificate"])
            if signature is None or holder is None:
                yield Finding("reference_missing", row.path, "清单中没有签名或证书文件")
                return
            if signature and holder:
                at = str(said.get("at") or self.manifest.created_at)
                vouchers.check_signature(
                    self.source.read(row.path), signature, holder, str(said["algorithm"]), at
                )
                self.signatures += 1
        except (Broken, KeyError, TypeError) as broken:
            yield Finding("signature_broken", row.path, f"签名不成立：{broken}")

    def _undone(self, row: File) -> Iterator[Finding]:
        if EVENTS not in self.source.names:
            return
        try:
            events = {}
            for line in self.source.lines(EVENTS):
                record = json.loads(line)
                events[record["stream_id"], record["seq"]] = record
            for one in json.loads(self.source.read(row.path))["steps"]:
                first = events[one["stream_id"], one["seq"]]
                later = events[one["stream_id"], one["undone_by"]]
                if first["sentence"] != one["sentence"] or later["seq"] <= first["seq"]:
                    raise KeyError(one["seq"])  # noqa: TRY301
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield Finding("undone_wrong", row.path, f"撤销记录与事件记录不符：{error}")

    def _recording(self, row: File) -> Iterator[Finding]:
        try:
            certified = recording.open_certificate(self.source.read(row.path))
            parts = {part["part"]: part for part in certified.statement["parts"]}
            named = [(parts[one["part"]], one["media"], one["chain"]) for one in row.about.get("parts") or ()]
        except (recording.BrokenPart, KeyError, TypeError) as broken:
            yield Finding("recording_broken", row.path, f"完整性证明不成立：{broken}")
            return
        for part, media, chain in named:
            if {media, chain} & set(self.altered):
                continue
            problem = self._part_problem(part, media, chain)
            if problem:
                yield Finding("recording_broken", media, problem)

    def _part_problem(self, part: dict[str, Any], media: str, chain: str) -> str:
        if any(name not in self.rows or name not in self.source.names for name in (media, chain)):
            return "清单或卷宗中没有录音录像的媒体或哈希链"
        head, count, offset, whole = recording.genesis(UUID(part["part"])), 0, 0, hashlib.sha256()
        try:
            for raw in self.source.lines(chain):
                whole.update(raw)
                line = recording.Line.read(raw)
                found = self.source.digest(media, offset, line.len)
                head = recording.next_head(head, found, count)
                if (line.n, line.at, line.sha256, line.head) != (count, offset, found, head):
                    return f"第{count + 1}块与哈希链不符"
                count, offset = count + 1, offset + line.len
        except recording.BrokenPart as broken:
            return str(broken)
        if (head.hex(), count, offset) != (part["head"], part["chunks"], part["bytes"]):
            return "与完整性证明所载的块数或哈希不符"
        if offset != self.rows[media].size or whole.hexdigest() != part["chain_sha256"]:
            return "录像长度或时间记录与完整性证明不符"
        return ""


def check_seal_form(manifest: Manifest, seal: Seal) -> bool:
    """Whether seal and manifest are of the same version."""
    return (seal.timestamp is not None) == (manifest.format == FORMAT)


__all__ = ["BrokenSeal", "Contents", "Finding", "Known", "check_seal_form", "open_seal"]
