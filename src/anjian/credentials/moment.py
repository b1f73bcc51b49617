"""The moment of a signature on a tablet: its place, a picture of it, or why there is none.

The Electronic Signature Law asks of a reliable signature that it be the signer's own and that later
changes be found (article 13). A party has no key: the strokes, the place, the picture and the statement
sealed with the bureau's evidence key take that part. None of it may keep anybody from signing.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ABSENCES = {
    "refused": "未获允许",
    "unavailable": "设备不支持",
    "failed": "没有取得",
    "timeout": "等待超时",
    "not_asked": "没有采集",
}
_LARGEST_FORM = 400_000
_LARGEST_PICTURE = 256 * 1024
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the tablet told: position (WGS-84 degrees, accuracy in metres), the still (JPEG), the reasons."""

    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    no_place: str = "not_asked"
    picture: bytes | None = None
    no_picture: str = "not_asked"
    told_at: str = ""

    def statement(self, picture_sha256: str) -> dict[str, Any]:
        """As it stands in the signed statement; numbers as text, so that everybody writes them alike."""
        place: dict[str, Any] = {"absent": self.no_place}
        if self.latitude is not None and self.longitude is not None:
            place = {"latitude": f"{self.latitude:.6f}", "longitude": f"{self.longitude:.6f}"}
            place |= {"accuracy_m": f"{self.accuracy or 0:.0f}", "datum": "WGS-84"}
        picture = {"sha256": picture_sha256} if picture_sha256 else {"absent": self.no_picture}
        return {"place": place, "picture": picture, "device_time": self.told_at}


def read(told: str) -> Moment:
    """Read what a signing form sent along; whatever is malformed becomes an absence, never an error."""
    if not told or len(told) > _LARGEST_FORM:
        return Moment()
    try:
        known = json.loads(told)
    except ValueError:
        return Moment(no_place="failed", no_picture="failed")
    if not isinstance(known, Mapping):
        return Moment(no_place="failed", no_picture="failed")
    latitude, longitude = _number(known.get("latitude"), 90), _number(known.get("longitude"), 180)
    picture = _picture(known.get("picture"))
    return Moment(
        latitude=latitude if longitude is not None else None,
        longitude=longitude if latitude is not None else None,
        accuracy=_number(known.get("accuracy"), 1e7),
        no_place=_absence(known.get("no_place")),
        picture=picture,
        no_picture=_absence(known.get("no_picture")),
        told_at=str(known.get("at") or "")[:40],
    )


def _number(value: object, limit: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and abs(value) <= limit else None


def _picture(value: object) -> bytes | None:
    if not isinstance(value, str) or not value.startswith("data:image/jpeg;base64,"):
        return None
    try:
        raw = base64.b64decode(value.partition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if raw.startswith(_JPEG) and len(raw) <= _LARGEST_PICTURE else None


def _absence(value: object) -> str:
    return value if isinstance(value, str) and value in ABSENCES else "failed"
