"""The manifest: the signed list of everything a bundle holds, in its order.

Whatever is not in the list may not be in the bundle, and whatever is in the list must be
there with exactly these bytes. The list of events gives length and head of every chain,
so that a chain cut off at its end is noticed as well.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from anjian.kit.canonical import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "anjian-bundle/2"
OLDER = "anjian-bundle/1"
MANIFEST = "manifest.json"
SEAL = "manifest.sig"
EVENTS = "events.jsonl"
CUSTODY = "custody.jsonl"
INDEX = "index.html"
CHECKER = "verify.py"
CHECKPOINT, PROOFS = "log/checkpoint", "log/proofs.jsonl"
RESERVED = frozenset({MANIFEST, SEAL, EVENTS, CUSTODY, INDEX, CHECKER, CHECKPOINT, PROOFS})

_FIRST_ROLES = frozenset({"volume", "document", "original", "derived", "events", "index", "other"})
GIVEN_ROLES = frozenset(
    {"volume", "document", "sealed", "original", "derived", "recording", "mark", "signature", "certificate",
     "timestamp", "undone", "other"}
)  # fmt: skip
"""Roles of files that the caller gives; the rest is written by the bundle itself."""

LOGGED_AS = {"original": "evidence", "document": "document"}
"""What the log must hold: files of these roles, under these kinds; others where ``about.log`` says so."""

ROLES = GIVEN_ROLES | {"events", "custody", "log", "index", "checker"}

_HEX64 = re.compile(r"[0-9a-f]{64}")
_HEX8 = re.compile(r"[0-9a-f]{8}")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')


class Malformed(ValueError):
    """The manifest does not follow the format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of the bundle: place, identity, and what it is in the case."""

    order: int
    path: str
    size: int
    sha256: str
    sm3: str
    crc32: str
    role: str
    media_type: str
    title: str
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One chain: the file it stands in, how many entries it has and the hash of the last."""

    stream: str
    count: int
    head: str
    file: str = EVENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything the seal answers for.

    ``log`` tells which checkpoint of which log the proofs lead to, and what the log does not hold; None
    where there are no proofs.
    """

    title: str
    created_at: str
    subject: dict[str, Any]
    signer: dict[str, Any]
    files: tuple[File, ...]
    streams: tuple[Stream, ...]
    log: dict[str, Any] | None = None
    format: str = FORMAT

    def to_bytes(self) -> bytes:
        """Return the canonical bytes that are signed."""
        return canonical_bytes(asdict(self))


def path_fault(path: str) -> str | None:
    """Say in Chinese why a path may not be used inside a bundle; None when it may.

    A path must mean the same file on every system: no way out of the folder, no
    characters or forms that some file system changes.
    """
    parts = path.split("/")
    if not path or len(path.encode(errors="replace")) > 1000:
        return "路径为空或过长"
    if any(part in {"", ".", ".."} for part in parts):
        return "路径含空段或越出文件夹"
    if _FORBIDDEN.search(path) or any(part[-1] in " ." for part in parts):
        return "路径含不允许的字符"
    if not path.isprintable() or unicodedata.normalize("NFC", path) != path:
        return "路径的文字编码不是规范形式"
    return None


def same_place(path: str) -> str:
    """Return the key under which two paths would collide on a case-blind file system."""
    return unicodedata.normalize("NFC", path).casefold()


_MEMBERS = {"format", "title", "created_at", "subject", "signer", "files", "streams"}


def parse(raw: bytes) -> Manifest:
    """Read a manifest of either version; raises Malformed on anything the format does not know."""
    try:
        data = json.loads(raw)
        newer = data["format"] == FORMAT
        members = _MEMBERS | {"log"} if newer else _MEMBERS
        stream_members = {"stream", "count", "head"} | ({"file"} if newer else set())
        files = tuple(File(**row) for row in data.pop("files"))
        rows = data.pop("streams")
        manifest = Manifest(files=files, streams=tuple(Stream(**row) for row in rows), **data)
        faults = [f"format {data['format']!r}"] * (data["format"] not in {FORMAT, OLDER})
        faults += ["unexpected members"] * (set(data) | {"files", "streams"} != members)
        faults += ["unexpected members of a stream"] * any(set(row) != stream_members for row in rows)
        faults += ["not in canonical form"] * (newer and manifest.to_bytes() != raw)
        faults += _faults(manifest)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Malformed(str(error)) from error
    if faults:
        raise Malformed("; ".join(faults))
    return manifest


def _faults(manifest: Manifest) -> Iterator[str]:
    taken = {same_place(MANIFEST), same_place(SEAL)}
    roles = ROLES if manifest.format == FORMAT else _FIRST_ROLES
    for order, row in enumerate(manifest.files, 1):
        if path_fault(row.path) or same_place(row.path) in taken:
            yield f"path {row.path!r} may not be used"
        taken.add(same_place(row.path))
        if row.order != order or row.role not in roles or not _is_count(row.size):
            yield f"file {order} is not described properly"
        if not (_HEX64.fullmatch(row.sha256) and _HEX64.fullmatch(row.sm3) and _HEX8.fullmatch(row.crc32)):
            yield f"file {order} has no proper hash"
    paths = {row.path for row in manifest.files}
    for stream in manifest.streams:
        if not _is_count(stream.count) or not _HEX64.fullmatch(stream.head) or stream.file not in paths:
            yield f"stream {stream.stream!r} is not described properly"
    about: list[object] = [manifest.subject, manifest.signer, *(row.about for row in manifest.files)]
    if not all(isinstance(value, dict) for value in about) or not isinstance(manifest.log, dict | None):
        yield "subject, signer, log and about must be objects"


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0
