"""Pictures, films and sounds: when and where their device says they were taken; likeness of pictures."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any, Final

from PIL import ExifTags, Image, ImageOps

from anjian.evidence.reading.told import Told

if TYPE_CHECKING:
    from pathlib import Path

MOST_PIXELS: Final = 200_000_000
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "MPO")
_EDITORS = re.compile(r"photoshop|gimp|snapseed|lightroom|美图|meitu|picsart|affinity|paint", re.IGNORECASE)
_ISO6709 = re.compile(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)")


def read_picture(path: Path) -> Told:
    """Read dimensions, Exif (CIPA DC-008) and the likeness of a picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path, formats=_FORMATS) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                return Told(width=width, height=height, marks=("bomb",))
            exif = picture.getexif()
            inner = exif.get_ifd(ExifTags.IFD.Exif)
            place = exif.get_ifd(ExifTags.IFD.GPSInfo)
            likeness = difference_hash(picture)
    device = " ".join(filter(None, (_text(exif.get(0x010F)), _text(exif.get(0x0110)))))
    software = _text(exif.get(0x0131))
    taken = _when(inner.get(0x9003) or inner.get(0x9004), inner.get(0x9011) or inner.get(0x9010))
    latitude, longitude = _position(place)
    marks = []
    if _EDITORS.search(software):
        marks.append("edited")
    if not taken and not device:
        marks.append("no_original_data")
    return Told(
        taken_at=taken,
        changed_at=_when(exif.get(0x0132), inner.get(0x9010)),
        latitude=latitude,
        longitude=longitude,
        device=device,
        software=software,
        width=width,
        height=height,
        likeness=likeness,
        marks=tuple(marks),
        more=_satellite_time(place),
    )


def difference_hash(picture: Image.Image) -> str:
    """Return the 64-bit difference hash of a picture, 16 hex digits.

    Each bit says whether a cell of a 9 by 8 grid is brighter than its right neighbour: it survives
    compression, scaling and brightness, so that few differing bits mean "look at these two".
    """
    upright = ImageOps.exif_transpose(picture).convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    cells = upright.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            left = row * 9 + column
            bits = bits << 1 | (cells[left] > cells[left + 1])
    return f"{bits:016x}"


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    text = "" if value is None else str(value)
    return "".join(c for c in text if c.isprintable()).strip()[:120]


def _when(value: Any, offset: Any) -> str:
    text = _text(value)
    found = re.fullmatch(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)", text)
    if not found or text.startswith("0000"):
        return ""
    year, month, day, hour, minute, second = found.groups()
    zone = _text(offset)
    if not re.fullmatch(r"[+-]\d\d:\d\d|Z", zone):
        zone = ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"


def _position(place: Any) -> tuple[float | None, float | None]:
    """Return latitude and longitude (degrees, WGS-84) or None for both."""
    try:
        latitude = _degrees(place[2]) * (-1 if _text(place.get(1)).upper() == "S" else 1)
        longitude = _degrees(place[4]) * (-1 if _text(place.get(3)).upper() == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None, None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or (latitude == 0 and longitude == 0):
        return None, None
    return round(latitude, 6), round(longitude, 6)


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _satellite_time(place: Any) -> dict[str, str]:
    """Return the satellites' own time (UTC), which no clock of the device has touched."""
    try:
        hour, minute, second = (int(float(part)) for part in place[7])
        day = _text(place[29]).replace(":", "-")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return {}
    return {"satellite_time": f"{day}T{hour:02d}:{minute:02d}:{second:02d}Z"} if len(day) == 10 else {}


def read_film(path: Path) -> Told:
    """Read length, dimensions, and what the container says of time, place and device."""
    import av

    with av.open(str(path), mode="r", metadata_errors="replace") as film:
        said = {key.lower(): _text(value) for key, value in film.metadata.items()}
        seconds = float(film.duration or 0) / 1_000_000
        picture = next(iter(film.streams.video), None)
        width, height = (picture.width or 0, picture.height or 0) if picture else (0, 0)
        codecs = ", ".join(stream.codec_context.name for stream in (*film.streams.video, *film.streams.audio))
        for stream in film.streams:
            said |= {k.lower(): _text(v) for k, v in stream.metadata.items() if k.lower() not in said}
    where = _ISO6709.match(said.get("com.apple.quicktime.location.iso6709") or said.get("location", ""))
    device = " ".join(
        filter(
            None,
            (
                said.get("com.apple.quicktime.make") or said.get("make", ""),
                said.get("com.apple.quicktime.model") or said.get("model", ""),
            ),
        )
    )
    return Told(
        taken_at=said.get("com.apple.quicktime.creationdate") or said.get("creation_time", ""),
        latitude=round(float(where[1]), 6) if where else None,
        longitude=round(float(where[2]), 6) if where else None,
        device=device,
        software=said.get("encoder", ""),
        width=width,
        height=height,
        seconds=round(seconds, 3),
        more={"codecs": codecs} if codecs else {},
    )
