"""Files as they come in on a bad day: broken, lying, or made to harm whoever opens them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import datetime
from typing import TYPE_CHECKING

from PIL import ExifTags, Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

if TYPE_CHECKING:
    from pathlib import Path


def scene(*, seed: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture with enough in it to look like something."""
    picture = Image.new("RGB", size, (40 * seed % 256, 90, 160))
    draw = ImageDraw.Draw(picture)
    width, height = size
    for n in range(24):
        x, y = (n * 97 * seed) % width, (n * 61 * seed + 13 * n) % height
        box = (x, y, x + width // 6, y + height // 5)
        draw.rectangle(box, fill=((n * 37 * seed) % 256, (n * 83) % 256, (n * 11 * seed) % 256))
    return picture


def photo(
    *,
    taken: str = "2026:10:08 13:05:00",
    offset: str = "+08:00",
    position: tuple[float, float] | None = (34.2633, 109.0612),
    software: str = "",
    seed: int = 1,
) -> bytes:
    """A JPEG as a phone writes it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "HUAWEI", "P60"
    if software:
        exif[0x0131] = software
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    if taken:
        inner[0x9003] = taken
    if offset:
        inner[0x9011] = offset
    if position:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        for at, value, positive, negative in (
            (1, position[0], "N", "S"),
            (3, position[1], "E", "W"),
        ):
            place[at] = positive if value >= 0 else negative
            place[at + 1] = _parts(abs(value))
    out = io.BytesIO()
    scene(seed=seed).save(out, "JPEG", exif=exif, quality=88)
    return out.getvalue()


def _parts(value: float) -> tuple[IFDRational, ...]:
    degrees = int(value)
    minutes = int((value - degrees) * 60)
    seconds = ((value - degrees) * 60 - minutes) * 60
    return (IFDRational(degrees), IFDRational(minutes), IFDRational(round(seconds * 10_000), 10_000))


def png_of(width: int, height: int) -> bytes:
    """A tiny file that claims an enormous picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def zip_of(members: dict[str, bytes]) -> bytes:
    """A ZIP with these members, compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def zip_bomb(megabytes: int = 300) -> bytes:
    """A small ZIP that would unpack to this many megabytes."""
    out = io.BytesIO()
    block = b"\0" * 1024 * 1024
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as member:
        for _ in range(megabytes):
            member.write(block)
    return out.getvalue()


def document(*, created: str = "2026-10-01T08:00:00Z") -> bytes:
    """An office file, as far as a reader looks."""
    core = (
        "<cp:coreProperties><dc:creator>张三</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created></cp:coreProperties>'
    )
    body = "<w:document><w:p><w:t>动火作业票</w:t></w:p><w:p><w:t>第二段</w:t></w:p></w:document>"
    return zip_of({"docProps/core.xml": core.encode(), "word/document.xml": body.encode()})


def sparse(path: Path, size: int) -> None:
    """A file that is this long and holds nothing."""
    with path.open("wb") as stream:
        stream.truncate(size)


TAKEN = datetime.fromisoformat("2026-10-08T13:05:00+08:00")
