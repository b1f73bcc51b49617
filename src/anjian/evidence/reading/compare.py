"""What a file says beside what was claimed of it: where they differ, in words, how gravely.

The tolerances are those of everyday devices, not of law: clocks of recorders run minutes wrong, satellite
positions tens of metres. They are parameters (`evidence.time_tolerance`, `evidence.place_tolerance`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from anjian.evidence.reading.shape import MARKS
from anjian.kit.clock import LOCAL_ZONE

if TYPE_CHECKING:
    from anjian.evidence.reading.told import Told

_COORDINATES = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{3,8})\s*[,，、\s]\s*(-?\d{1,3}\.\d{3,8})(?![\d.])")
_EARTH_M = 6_371_008.8
_GRAVE = frozenset({"program", "double", "bomb", "unsafe_names", "script", "edited"})
_KNOWN_TO_DEVICE = frozenset({"image", "video", "audio"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What officers wrote of an item, and where the other pictures of its case say they are."""

    collected_at: datetime
    registered_at: datetime
    place: str = ""
    form: str = "original"
    others: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing a person should look at: ``tone`` info, warn or bad; ``code`` names its kind."""

    code: str
    tone: str
    sentence: str


def compare(told: Told, claim: Claim, *, minutes: int, metres: int) -> tuple[Remark, ...]:
    """Return what differs between a file's own words and the claim; empty when nothing does."""
    remarks = [*_times(told, claim, minutes), *_places(told, claim, metres)]
    for mark in told.marks:
        if mark == "no_original_data" and claim.form != "original":
            continue
        tone = "warn" if mark in _GRAVE else "info"
        remarks.append(Remark(mark, tone, f"{MARKS[mark]}。"))
    if told.failure:
        remarks.append(Remark("unreadable", "info", f"{told.failure}。"))
    return tuple(remarks)


def taken(told: Told) -> datetime | None:
    """Return when the file says it was taken; a time without offset is the device's local one."""
    text = told.more.get("satellite_time") or told.taken_at
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=LOCAL_ZONE)


def _times(told: Told, claim: Claim, minutes: int) -> list[Remark]:
    if told.family not in _KNOWN_TO_DEVICE:
        return []
    said = taken(told)
    if said is None:
        return []
    if said > claim.registered_at + timedelta(minutes=minutes):
        return [
            Remark(
                "time_after",
                "bad",
                f"文件记载的拍摄时间{_clock(said)}晚于登记时间，设备的时钟不准或者信息被改过。",
            )
        ]
    if said.astimezone(UTC).year < 2005:
        return [Remark("time_unset", "info", "设备的时钟没有设置，文件记载的时间不可用。")]
    apart = abs(said - claim.collected_at)
    if apart > timedelta(minutes=minutes):
        return [
            Remark(
                "time_differs",
                "warn",
                f"文件记载拍摄于{_clock(said)}，登记的取证时间是{_clock(claim.collected_at)}，"
                f"相差{_span(apart)}；请核对设备时钟，或者更正取证时间。",
            )
        ]
    return []


def _places(told: Told, claim: Claim, metres: int) -> list[Remark]:
    if told.latitude is None or told.longitude is None:
        return []
    here = (told.latitude, told.longitude)
    written = _COORDINATES.search(claim.place)
    if written:
        away = distance(here, (float(written[1]), float(written[2])))
        if away > metres:
            return [
                Remark(
                    "place_differs",
                    "warn",
                    f"文件记载的位置与登记的取证地点相距{_length(away)}，请核对。",
                )
            ]
        return []
    near = sorted((distance(here, (lat, lon)), no) for no, lat, lon in claim.others)
    if near and near[0][0] > 10 * metres:
        return [
            Remark(
                "place_apart",
                "info",
                f"文件记载的位置离本案其他有位置的证据都在{_length(near[0][0])}以上（最近的是{near[0][1]}）。",
            )
        ]
    return []


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return metres between two positions (latitude, longitude in degrees) on the mean sphere."""
    lat1, lon1, lat2, lon2 = (radians(value) for value in (*a, *b))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_M * asin(sqrt(half))


def _clock(moment: datetime) -> str:
    return moment.astimezone(LOCAL_ZONE).strftime("%Y-%m-%d %H:%M")


def _span(apart: timedelta) -> str:
    minutes = round(apart.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes}分钟"
    return f"{minutes // 60}小时" if minutes < 48 * 60 else f"{apart.days}天"


def _length(metres: float) -> str:
    return f"{metres:.0f}米" if metres < 1000 else f"{metres / 1000:.1f}公里"
