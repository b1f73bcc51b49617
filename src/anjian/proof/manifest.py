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

FORMAT = "anjian-bundle/1"
MANIFEST = "manifest.json"
SEAL = "manifest.sig"
EVENTS = "events.jsonl"
INDEX = "index.html"
RESERVED = frozenset({MANIFEST, SEAL, EVENTS, INDEX})

ROLES: tuple[str, ...] = ("volume", "document", "original", "derived", "events", "index", "other")

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
    """One chain of events: how many entries it has and the hash of the last."""

    stream: str
    count: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything the seal answers for."""

    title: str
    created_at: str
    subject: dict[str, Any]
    signer: dict[str, Any]
    files: tuple[File, ...]
    streams: tuple[Stream, ...]

    def to_bytes(self) -> bytes:
        """Return the canonical bytes that are signed."""
        return canonical_bytes({"format": FORMAT, **asdict(self)})


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


def parse(raw: bytes) -> Manifest:
    """Read a manifest; raises Malformed on anything the format does not know."""
    try:
        data = json.loads(raw)
        format_ = data.pop("format")
        files = tuple(File(**row) for row in data.pop("files"))
        streams = tuple(Stream(**row) for row in data.pop("streams"))
        manifest = Manifest(files=files, streams=streams, **data)
        faults = [f"format {format_!r}"] * (format_ != FORMAT) + list(_faults(manifest))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Malformed(str(error)) from error
    if faults:
        raise Malformed("; ".join(faults))
    return manifest


def _faults(manifest: Manifest) -> Iterator[str]:
    taken = {same_place(MANIFEST), same_place(SEAL)}
    for order, row in enumerate(manifest.files, 1):
        if path_fault(row.path) or same_place(row.path) in taken:
            yield f"path {row.path!r} may not be used"
        taken.add(same_place(row.path))
        if row.order != order or row.role not in ROLES or not _is_count(row.size):
            yield f"file {order} is not described properly"
        if not (_HEX64.fullmatch(row.sha256) and _HEX64.fullmatch(row.sm3) and _HEX8.fullmatch(row.crc32)):
            yield f"file {order} has no proper hash"
    for stream in manifest.streams:
        if not _is_count(stream.count) or not _HEX64.fullmatch(stream.head):
            yield f"stream {stream.stream!r} is not described properly"
    about: list[object] = [manifest.subject, manifest.signer, *(row.about for row in manifest.files)]
    if not all(isinstance(value, dict) for value in about):
        yield "subject, signer and about must be objects"


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0
