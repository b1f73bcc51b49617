"""Sheets of paper as pictures: small views, hints about poor ones, one PDF of them all.

Runs in the worker only: what is uploaded may be hostile. Limits: bytes, pixels, pages; a file that
cannot be read gives a failure in words, never an exception.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from PIL.Image import Image as Picture

LARGEST_FILE: Final = 200 * 1024 * 1024
LARGEST_PIXELS: Final = 120_000_000
MOST_PAGES: Final = 500
_PREVIEW: Final = (900, 1200)
_SMALL: Final = 1000
_FORMATS: Final = ("JPEG", "PNG", "TIFF", "WEBP", "BMP")
_BROKEN: Final = "文件已损坏或者不是可识别的图像、PDF，未能处理"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sheet looks like: its small view (WebP, empty for PDFs), pages, hints, or why it failed."""

    preview: bytes = b""
    pages: int = 0
    hints: tuple[str, ...] = ()
    failure: str = ""


def look(path: Path, media_type: str) -> Seen:
    """Look at an uploaded sheet. Never raises over its content."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Seen(failure="文件过大，未能处理")
        if media_type == "application/pdf":
            return _look_at_pdf(path)
        return _look_at_picture(path)
    except Exception:  # noqa: BLE001  a parser may raise anything over a hostile file
        return Seen(failure=_BROKEN)


def _look_at_pdf(path: Path) -> Seen:
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted:
        return Seen(failure="PDF 有密码保护，请去除密码后重新上传")
    count = len(reader.pages)
    if count > MOST_PAGES:
        return Seen(failure=f"页数超过{MOST_PAGES}页，请分开上传")
    hints = ("blank",) if any(_empty(page) for page in reader.pages) else ()
    return Seen(pages=count, hints=hints)


def _empty(page: object) -> bool:
    contents = page.get_contents()  # type: ignore[attr-defined]
    return contents is None or not contents.get_data().strip()


def _look_at_picture(path: Path) -> Seen:
    picture = _opened(path)
    grey = picture.convert("L")
    grey.thumbnail((700, 700))
    small = picture.copy()
    small.thumbnail(_PREVIEW)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=78)
    return Seen(preview=out.getvalue(), pages=1, hints=_hints(grey, picture.size))


def _opened(path: Path) -> Picture:
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(path, formats=_FORMATS) as found:
            if found.width * found.height > LARGEST_PIXELS:
                message = "too many pixels"
                raise ValueError(message)
            return ImageOps.exif_transpose(found).convert("RGB")


def _hints(grey: Picture, size: tuple[int, int]) -> tuple[str, ...]:
    """Say what is poor about a sheet: blank, dark, blurred, small, skewed. Hints, never judgements."""
    from PIL import ImageFilter, ImageStat

    hints = []
    stat = ImageStat.Stat(grey)
    mean, spread = stat.mean[0], stat.stddev[0]
    ink = sum(grey.histogram()[:128]) / (grey.width * grey.height)
    if mean > 200 and ink < 0.002:
        return ("blank",)
    if mean < 70:
        hints.append("dark")
    if ImageStat.Stat(grey.filter(ImageFilter.FIND_EDGES)).stddev[0] < 8 and spread > 5:
        hints.append("blurred")
    if min(size) < _SMALL:
        hints.append("small")
    if abs(skew_of(grey)) >= 2:
        hints.append("skewed")
    return tuple(hints)


def skew_of(grey: Picture) -> int:
    """Return by how many degrees lines of print lean: the turn at which rows differ most from each other."""
    from PIL import Image

    small = grey.copy()
    small.thumbnail((360, 360))
    dark = small.point([255 if level < 128 else 0 for level in range(256)])

    def sharpness(angle: int) -> float:
        turned = dark.rotate(angle, resample=Image.Resampling.NEAREST, fillcolor=0)
        column = turned.resize((1, turned.height), Image.Resampling.BOX)
        rows = list(column.tobytes())
        return float(sum((a - b) ** 2 for a, b in pairwise(rows)))

    level = sharpness(0)
    best = max(range(-6, 7), key=lambda angle: (sharpness(angle), -abs(angle)))
    return -best if sharpness(best) > level * 1.25 else 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be bound: where it lies, what it is, by how many degrees it is turned (clockwise)."""

    path: Path
    media_type: str
    turn: int = 0


def bind(sheets: Iterable[Sheet]) -> tuple[bytes, int]:
    """Return the sheets as one PDF with its number of pages. Raises ValueError when one cannot be read.

    Pictures become A4 pages of 150 dots an inch, upright or lying; pages of PDFs stay as they are.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for sheet in sheets:
        try:
            if sheet.media_type == "application/pdf":
                for page in PdfReader(sheet.path).pages:
                    added = writer.add_page(page)
                    if sheet.turn:
                        added.rotate(sheet.turn)
            else:
                drawn = io.BytesIO(_page_of(sheet))
                writer.add_page(PdfReader(drawn).pages[0])
        except Exception as problem:  # a parser may raise anything over a hostile file
            raise ValueError(_BROKEN) from problem
        if len(writer.pages) > MOST_PAGES:
            message = f"页数超过{MOST_PAGES}页，请分成几件"
            raise ValueError(message)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue(), len(writer.pages)


def _page_of(sheet: Sheet) -> bytes:
    from PIL import Image

    picture = _opened(sheet.path)
    if sheet.turn:
        picture = picture.rotate(-sheet.turn, expand=True)
    dots = 150
    box = (round(8.27 * dots), round(11.69 * dots))
    if picture.width > picture.height:
        box = (box[1], box[0])
    picture.thumbnail(box)
    page = Image.new("RGB", box, "white")
    page.paste(picture, ((box[0] - picture.width) // 2, (box[1] - picture.height) // 2))
    out = io.BytesIO()
    page.save(out, "PDF", resolution=dots, quality=82)
    return out.getvalue()


def order_of(places: Sequence[int]) -> list[int]:
    """Return places renumbered 1, 2, 3 … in the order they say; equals keep theirs.

    >>> order_of([3, 1, 1])
    [3, 1, 2]
    """
    ranked = sorted(range(len(places)), key=lambda i: (places[i], i))
    result = [0] * len(places)
    for rank, index in enumerate(ranked, start=1):
        result[index] = rank
    return result
