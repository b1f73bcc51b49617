"""The one form in which a bundle's ZIP container may be written (PKWARE APPNOTE 6.3).

Every header follows from name, size and CRC alone: no compression, no times, no extra
fields, no comments, no gaps. A checker therefore re-creates all container bytes and
compares, and no byte is left in which something could be changed or hidden. Members of
4 GiB and more use the ZIP64 records that the standard prescribes, smaller ones never do.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMIT = 0xFFFFFFFF
"""Sizes and offsets from here on need ZIP64."""

_COUNT_LIMIT = 0xFFFF
_UTF8_NAME = 0x0800
_EPOCH = (0, 0x21)  # 1980-01-01 00:00:00, the earliest instant a ZIP can name
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR = struct.Struct("<4sIQI")
_REGULAR_FILE = 0o100444 << 16
_MADE_BY_UNIX = 3 << 8
_SEARCH_WINDOW = 0xFFFF + _END.size


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside the container: its name, and where its header begins."""

    name: str
    size: int
    crc32: int
    offset: int


class Unreadable(ValueError):
    """The bytes cannot be read as a ZIP at all."""


def local_header(name: str, size: int, crc32: int, *, limit: int = LIMIT) -> bytes:
    """Return the header that stands before a member's bytes."""
    raw = name.encode()
    large = size >= limit
    extra = struct.pack("<2H2Q", 1, 16, size, size) if large else b""
    shown = LIMIT if large else size
    head = _LOCAL.pack(
        b"PK\x03\x04", _version(large), _UTF8_NAME, 0, *_EPOCH, crc32, shown, shown, len(raw), len(extra)
    )  # fmt: skip
    return head + raw + extra


def central_record(member: Member, *, limit: int = LIMIT) -> bytes:
    """Return a member's line in the central directory."""
    raw = member.name.encode()
    wide: list[int] = []
    size, offset = member.size, member.offset
    if size >= limit:
        wide += [size, size]
        size = LIMIT
    if offset >= limit:
        wide.append(offset)
        offset = LIMIT
    extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    version = _version(bool(wide))
    head = _CENTRAL.pack(
        b"PK\x01\x02", _MADE_BY_UNIX | version, version, _UTF8_NAME, 0, *_EPOCH, member.crc32, size, size,
        len(raw), len(extra), 0, 0, 0, _REGULAR_FILE, offset,
    )  # fmt: skip
    return head + raw + extra


def end_records(count: int, directory_size: int, directory_offset: int, *, limit: int = LIMIT) -> bytes:
    """Return what closes the container; nothing may follow it."""
    tail = b""
    shown = (count, directory_size, directory_offset)
    if count >= _COUNT_LIMIT or directory_size >= limit or directory_offset >= limit:
        at = directory_offset + directory_size
        tail += _END64.pack(
            b"PK\x06\x06", _END64.size - 12, _MADE_BY_UNIX | 45, 45, 0, 0, count, count,
            directory_size, directory_offset,
        )  # fmt: skip
        tail += _LOCATOR.pack(b"PK\x06\x07", 0, at, 1)
        shown = (_COUNT_LIMIT, LIMIT, LIMIT)
    return tail + _END.pack(b"PK\x05\x06", 0, 0, shown[0], *shown, 0)


def layout(files: Iterable[tuple[str, int, int]], *, limit: int = LIMIT) -> list[Member]:
    """Place members (name, size, crc32) one directly behind the other."""
    members: list[Member] = []
    offset = 0
    for name, size, crc32 in files:
        members.append(Member(name, size, crc32, offset))
        offset += len(local_header(name, size, crc32, limit=limit)) + size
    return members


def data_offset(stream: BinaryIO, member: Member) -> int:
    """Return where a member's bytes begin, by its own local header; Unreadable if it is not there."""
    stream.seek(member.offset)
    head = stream.read(_LOCAL.size)
    if len(head) != _LOCAL.size or head[:4] != b"PK\x03\x04":
        message = f"no local header of {member.name}"
        raise Unreadable(message)
    *_, name_length, extra_length = _LOCAL.unpack(head)
    if stream.read(name_length) != member.name.encode():
        message = f"another file lies where {member.name} should"
        raise Unreadable(message)
    return member.offset + _LOCAL.size + int(name_length) + int(extra_length)


def scan_headers(stream: BinaryIO, length: int) -> list[Member]:
    """Walk from local header to local header, as far as they go; for a container whose end is damaged."""
    members: list[Member] = []
    offset = 0
    while offset + _LOCAL.size <= length:
        stream.seek(offset)
        head = stream.read(_LOCAL.size)
        if head[:4] != b"PK\x03\x04":
            break
        *_, crc32, size, _, name_length, extra_length = _LOCAL.unpack(head)
        raw = stream.read(name_length)
        extra = stream.read(extra_length)
        if size == LIMIT and len(extra) >= 12:
            size = struct.unpack_from("<Q", extra, 4)[0]
        members.append(Member(raw.decode(errors="replace"), size, crc32, offset))
        offset += _LOCAL.size + name_length + extra_length + size
    return members


def read_directory(stream: BinaryIO, length: int) -> list[Member]:
    """Read the central directory of any ordinary ZIP; [] when there is none to be read.

    Lenient on purpose: it only finds the members, strictness comes from comparing bytes.
    """
    try:
        return list(_directory(stream, length))
    except (struct.error, UnicodeDecodeError, Unreadable):
        return []


def _version(large: bool) -> int:
    return 45 if large else 20


def _directory(stream: BinaryIO, length: int) -> Iterator[Member]:
    window = min(length, _SEARCH_WINDOW)
    stream.seek(length - window)
    tail = stream.read(window)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        message = "no end record"
        raise Unreadable(message)
    end = length - window + at
    _, _, _, _, count, size, offset, _ = _END.unpack_from(tail, at)
    if LIMIT in (size, offset) or count == _COUNT_LIMIT:
        if end < _LOCATOR.size + _END64.size:
            message = "no room for the ZIP64 end record"
            raise Unreadable(message)
        stream.seek(end - _LOCATOR.size - _END64.size)
        *_, size, offset = _END64.unpack(stream.read(_END64.size))
        end -= _LOCATOR.size + _END64.size
    # Bytes put in front of the container move everything by the same distance.
    moved = end - size - offset
    if size > end or moved < 0:
        message = "directory out of range"
        raise Unreadable(message)
    stream.seek(end - size)
    directory = stream.read(size)
    place = 0
    while place + _CENTRAL.size <= len(directory) and directory[place : place + 4] == b"PK\x01\x02":
        fields = _CENTRAL.unpack_from(directory, place)
        crc32, member_size, name_length, extra_length, comment_length = (
            fields[7], fields[9], fields[10], fields[11], fields[12],
        )  # fmt: skip
        start = place + _CENTRAL.size
        name = directory[start : start + name_length].decode()
        extra = directory[start + name_length : start + name_length + extra_length]
        member_offset = fields[16]
        if len(extra) >= 4 and extra[:2] == b"\x01\x00":
            count = (len(extra) - 4) // 8
            wide = list(struct.unpack_from(f"<{count}Q", extra, 4))
            if member_size == LIMIT and len(wide) >= 2:
                member_size = wide[0]
                wide = wide[2:]
            if member_offset == LIMIT and wide:
                member_offset = wide[0]
        yield Member(name, member_size, crc32, member_offset + moved)
        place = start + name_length + extra_length + comment_length
