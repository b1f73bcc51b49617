"""Covers areas of a picture (Pillow): the pixels are written anew, and nothing but pixels is carried over."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError
from PIL import __version__ as pillow_version

from anjian.recordings.hiding.made import Made, Unfit
from anjian.recordings.hiding.recipe import pixels

if TYPE_CHECKING:
    from pathlib import Path

    from anjian.recordings.hiding.recipe import Recipe

LARGEST_PIXELS = 120_000_000
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
GRID = 8
COLOUR = (0, 0, 0)
QUALITY = 92


def cover_picture(original: Path, target: Path, recipe: Recipe) -> Made:
    """Write the covered picture to ``target`` as JPEG. Raises Unfit for what is no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(original, formats=FORMATS) as picture:
                if picture.width * picture.height > LARGEST_PIXELS:
                    message = "图像尺寸过大，不能制作遮盖副本"
                    raise Unfit(message)
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        message = "不是可识别的图像，不能制作遮盖副本"
        raise Unfit(message) from problem
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError, ArithmeticError, LookupError) as problem:
        message = "图像已损坏，不能制作遮盖副本"
        raise Unfit(message) from problem
    # A fresh picture: what a file says of itself beside its pixels (place, device, preview) stays behind.
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    draw = ImageDraw.Draw(clean)
    for box in recipe.boxes:
        left, top, right, bottom = pixels(box.keys[0], clean.width, clean.height, grid=GRID)
        draw.rectangle((left, top, right - 1, bottom - 1), fill=COLOUR)
    # Full colour resolution in squares of eight: a covered square is exactly one colour after coding too.
    clean.save(target, "JPEG", quality=QUALITY, subsampling=0, optimize=False, progressive=False)
    return Made(
        media_type="image/jpeg",
        suffix=".jpg",
        tool={"tool": "Pillow", "version": pillow_version, "jpeg": QUALITY},
        frames=1,
        covered=1 if recipe.boxes else 0,
        duration_ms=0,
    )
