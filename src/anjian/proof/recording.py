"""A part of a recording as files: the chunks in order, and a chain in which each answers for all before it.

One folder per part (one run of one recorder):

- ``part.json``: which part of which recording it is, whose sound or picture, since when;
- ``media.webm``: the chunks one behind the other, byte for byte as the recorder cut them;
- ``chain.jsonl``: one line a chunk with offset, length, SHA-256, head, and three times in milliseconds:
  the recorder's clock when it was cut, how long it lasted by a clock that never jumps, the server's clock;
- ``end.json``: how many chunks there are in all and why the run ended (absent while it goes on).

``head_n = SHA-256(head_{n-1} ‖ SHA-256(chunk_n) ‖ n as 8 bytes, big-endian)``; before the first chunk stands
SHA-256 of a label and the part's id, so that a chain cannot be passed off as another part's.
A certificate names the last head of every part; anybody can check a folder against it with this module.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.kit.canonical import canonical_bytes
from anjian.kit.hashing import sha256_hex, sm3_hex
from anjian.proof.signing import open_seal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.proof.signing import Signer

PART, MEDIA, CHAIN, INDEX, END = "part.json", "media.webm", "chain.jsonl", "index.jsonl", "end.json"
FORMAT = "anjian-recording-part/1"
_LABEL = b"anjian/recording-part/1\x00"
_LINE = {"n", "at", "len", "sha256", "head", "client_ms", "duration_ms", "server_ms"}


class BrokenPart(ValueError):
    """A part's files do not fit each other; the message says where (Chinese)."""


def genesis(part: UUID) -> bytes:
    """Return what stands before the first chunk of this part."""
    return hashlib.sha256(_LABEL + part.bytes).digest()


def next_head(head: bytes, chunk_sha256: bytes, number: int) -> bytes:
    """Return the head after chunk ``number`` (from 0), given the head before it."""
    return hashlib.sha256(head + chunk_sha256 + number.to_bytes(8, "big")).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One chunk as the chain tells of it. Times are milliseconds; ``at`` and ``len`` are bytes."""

    n: int
    at: int
    len: int
    sha256: bytes
    head: bytes
    client_ms: int
    duration_ms: int
    server_ms: int

    def to_bytes(self) -> bytes:
        """Return the line as written, ending in a newline."""
        record = {
            "n": self.n,
            "at": self.at,
            "len": self.len,
            "sha256": self.sha256.hex(),
            "head": self.head.hex(),
            "client_ms": self.client_ms,
            "duration_ms": self.duration_ms,
            "server_ms": self.server_ms,
        }
        return json.dumps(record, separators=(",", ":")).encode() + b"\n"

    @classmethod
    def read(cls, raw: bytes) -> Line:
        """Read a line. Raises BrokenPart when it is no such line."""
        try:
            record = json.loads(raw)
            if not isinstance(record, dict) or set(record) != _LINE:
                raise BrokenPart("哈希链中有无法识别的行")
            numbers = {name: record[name] for name in _LINE - {"sha256", "head"}}
            if any(type(value) is not int for value in numbers.values()):
                raise BrokenPart("哈希链中有无法识别的行")
            return cls(sha256=bytes.fromhex(record["sha256"]), head=bytes.fromhex(record["head"]), **numbers)
        except (ValueError, TypeError) as error:
            raise BrokenPart("哈希链中有无法识别的行") from error


def lines_of(raw: bytes) -> Iterator[Line]:
    """Yield the whole lines of a chain file; a torn last line (no newline) is not one."""
    for piece in raw.split(b"\n")[:-1]:
        yield Line.read(piece)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a part's folder proves by itself."""

    part: UUID
    about: dict[str, Any]
    chunks: int
    bytes: int
    duration_ms: int
    head: str
    media_sha256: str
    chain_sha256: str
    ended: bool
    cause: str


def check_part(
    folder: Path, *, media: Path | None = None, chain: Path | None = None, part: UUID | None = None
) -> Checked:
    """Read a part in full and check every chunk against the chain. Raises BrokenPart at the first fault.

    ``media`` and ``chain`` name the files when they lie elsewhere (in a bundle); then ``part``
    must be given, since it is the certificate that says which part they are.
    """
    about: dict[str, Any] = {}
    if part is None:
        about = _json(folder / PART)
        part = UUID(str(about.get("part")))
    end = _json(folder / END) if media is None and (folder / END).exists() else {}
    raw = (chain or folder / CHAIN).read_bytes()
    if raw and not raw.endswith(b"\n"):
        raise BrokenPart("哈希链最后一行不完整")
    head, count, offset, duration = genesis(part), 0, 0, 0
    whole = hashlib.sha256()
    with (media or folder / MEDIA).open("rb") as stream:
        for line in lines_of(raw):
            chunk = stream.read(line.len)
            found = hashlib.sha256(chunk).digest()
            whole.update(chunk)
            if line.n != count or line.at != offset:
                raise BrokenPart(f"第{count + 1}块缺失或次序被改动")
            if len(chunk) != line.len:
                raise BrokenPart(f"第{count + 1}块不完整，录像文件被截短")
            if found != line.sha256:
                raise BrokenPart(f"第{count + 1}块的内容与登记的哈希不符")
            head = next_head(head, found, count)
            if head != line.head:
                raise BrokenPart(f"第{count + 1}块与前面的哈希链不衔接")
            count, offset, duration = count + 1, offset + line.len, duration + line.duration_ms
        if stream.read(1):
            raise BrokenPart(f"录像文件在第{count}块之后多出内容")
    if end and end.get("chunks") != count:
        raise BrokenPart(f"应有{end.get('chunks')}块，现有{count}块")
    return Checked(
        part=part,
        about=about,
        chunks=count,
        bytes=offset,
        duration_ms=duration,
        head=head.hex(),
        media_sha256=whole.hexdigest(),
        chain_sha256=hashlib.sha256(raw).hexdigest(),
        ended=bool(end),
        cause=str(end.get("cause", "")),
    )


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BrokenPart(f"{path.name}无法读取") from error
    if not isinstance(found, dict):
        raise BrokenPart(f"{path.name}无法读取")
    return found


CERTIFICATE = "anjian-recording-certificate/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """A completeness certificate whose signature holds: what was said, and by which key."""

    statement: dict[str, Any]
    sha256: str
    key_id: str


def sign_statement(statement: dict[str, Any], signer: Signer) -> bytes:
    """Return a certificate: the statement with the agency's signature over its canonical bytes."""
    said = canonical_bytes(statement)
    seal = signer.seal(manifest_sha256=sha256_hex(said), manifest_sm3=sm3_hex(said))
    return canonical_bytes({"statement": statement, "seal": json.loads(seal)})


def open_certificate(raw: bytes) -> Certified:
    """Check a certificate in itself. Raises BrokenPart when any byte of it was changed."""
    try:
        found = json.loads(raw)
        statement = found["statement"]
        if canonical_bytes(found) != raw or set(found) != {"statement", "seal"}:
            raise BrokenPart("证明书不是规范格式，可能被改动")
        seal = open_seal(canonical_bytes(found["seal"]))
        said = canonical_bytes(statement)
        if (seal.manifest_sha256, seal.manifest_sm3) != (sha256_hex(said), sm3_hex(said)):
            raise BrokenPart("证明书的内容与签名不符")
        if statement.get("format") != CERTIFICATE or statement["signer"]["key_id"] != seal.key_id:
            raise BrokenPart("证明书的格式或密钥不符")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, BrokenPart):
            raise
        raise BrokenPart("证明书无法读取或签名无效") from error
    return Certified(statement=statement, sha256=sha256_hex(raw), key_id=seal.key_id)


def names_of(part: dict[str, Any]) -> tuple[str, str]:
    """Return the file names under which a certified part is handed out: media and chain."""
    name = f"{part['stream']}-{part['no']}"
    suffix = "mp4" if "/mp4" in str(part["mime"]) else "webm"
    return f"{name}.{suffix}", f"{name}.chain.jsonl"


def check_export(certificate: Path) -> tuple[Certified, list[str]]:
    """Check an exported recording: the certificate, and the files of its parts in the folder beside it.

    The folder has the certificate's name without its ending, or the parts lie next to it. Returns the
    certificate and every fault found, each as one Chinese sentence. Raises BrokenPart when the
    certificate itself does not hold.
    """
    certified = open_certificate(certificate.read_bytes())
    folder = certificate.with_suffix("")
    folder = folder if folder.is_dir() else certificate.parent
    faults: list[str] = []
    for part in certified.statement["parts"]:
        media, chain = (folder / name for name in names_of(part))
        if not part["chunks"]:
            continue
        try:
            found = check_part(folder, media=media, chain=chain, part=UUID(part["part"]))
        except OSError:
            faults.append(f"{media.name}：文件缺失或无法读取")
            continue
        except BrokenPart as broken:
            faults.append(f"{media.name}：{broken}")
            continue
        if (found.head, found.chunks, found.bytes) != (part["head"], part["chunks"], part["bytes"]):
            faults.append(f"{media.name}：与证明书所载的块数或哈希不符")
        elif found.chain_sha256 != part["chain_sha256"]:
            faults.append(f"{chain.name}：时间记录与证明书不符")
    return certified, faults
