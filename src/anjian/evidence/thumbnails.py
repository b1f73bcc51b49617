"""Small pictures of originals, made by a stated recipe; runs in a worker because files may be hostile."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL import __version__ as pillow_version

if TYPE_CHECKING:
    from pathlib import Path

BOX = (640, 640)
LARGEST_FILE = 200 * 1024 * 1024
LARGEST_PIXELS = 120_000_000
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")


@dataclass(frozen=True, slots=True)
class Made:
    """A thumbnail, or in ``failure`` why there is none."""

    data: bytes
    size: tuple[int, int]
    recipe: dict[str, Any]
    failure: str = ""


def make(original: Path) -> Made:
    """Return the first picture of a file, upright, within BOX, as WebP without any metadata.

    Never raises over the content of the file: a broken or oversized one gives a failure.
    """
    recipe: dict[str, Any] = {
        "tool": f"Pillow {pillow_version}",
        "steps": ["first_frame", "exif_transpose", "rgb", f"fit {BOX[0]}x{BOX[1]} lanczos", "webp q80"],
    }
    try:
        if original.stat().st_size > LARGEST_FILE:
            return Made(b"", (0, 0), recipe, "文件过大，未生成缩略图")
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(original, formats=FORMATS) as picture:
                if picture.width * picture.height > LARGEST_PIXELS:
                    return Made(b"", (0, 0), recipe, "图像尺寸过大，未生成缩略图")
                picture.draft("RGB", BOX)
                upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail(BOX, Image.Resampling.LANCZOS)
        out = io.BytesIO()
        upright.save(out, "WEBP", quality=80)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Made(b"", (0, 0), recipe, "不是可识别的图像，未生成缩略图")
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError, ArithmeticError, LookupError):
        return Made(b"", (0, 0), recipe, "图像已损坏，未生成缩略图")
    return Made(out.getvalue(), upright.size, recipe)
