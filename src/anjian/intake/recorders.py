"""What a recorder says of a file: in a JSON file beside it, else in its name.

The file beside ``A.MP4`` is ``A.MP4.json`` with any of ``device_no``, ``officer`` (certificate number or
name), ``started_at``, ``ended_at`` (ISO 8601; without offset local time), ``marked``, ``sha256``; further
members are kept as told.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

import yaml

from anjian.kit.clock import LOCAL_ZONE

MOST_TOLD = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A recorder's own words on a file; instants are aware, absent ones None."""

    device_no: str
    officer: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    marked: bool = False
    sha256: str = ""
    raw: dict[str, Any] = field(default_factory=dict)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    text = resources.files("anjian.intake").joinpath("data/recorder_names.yaml").read_text("utf-8")
    return tuple(re.compile(pattern) for pattern in yaml.safe_load(text)["patterns"])


def told_by_name(filename: str) -> Told:
    """Read what a file's name says; an unknown form of name says nothing but is no error.

    >>> told_by_name("DSJ8-0007_610100023_20261001093000_0001.MP4").device_no
    'DSJ8-0007'
    """
    for pattern in _patterns():
        found = pattern.fullmatch(filename)
        if found:
            parts = found.groupdict()
            return Told(
                device_no=parts["device"],
                officer=parts.get("officer") or "",
                started_at=_digits(parts["begin"]),
                marked=bool(parts.get("mark")),
                raw={"filename": filename},
            )
    return Told(device_no="", raw={"filename": filename})


def told_beside(text: str | bytes, filename: str) -> Told:
    """Read the JSON a recorder put beside a file; what it leaves out is taken from the name.

    Raises ValueError when it is no JSON object, too long, or a member cannot be understood.
    """
    if len(text) > MOST_TOLD:
        message = "附带的说明文件过长"
        raise ValueError(message)
    raw = json.loads(text)
    if not isinstance(raw, dict):
        message = "附带的说明不是一个对象"
        raise ValueError(message)  # noqa: TRY004  callers treat it as unreadable content
    named = told_by_name(filename)
    return Told(
        device_no=_line(raw.get("device_no")) or named.device_no,
        officer=_line(raw.get("officer")) or named.officer,
        started_at=_instant(raw.get("started_at")) or named.started_at,
        ended_at=_instant(raw.get("ended_at")),
        marked=raw.get("marked") is True or named.marked,
        sha256=_line(raw.get("sha256")).lower(),
        raw=raw,
    )


def _line(value: Any) -> str:
    text = "" if value is None else str(value)[:200]
    return "".join(character for character in text if character.isprintable()).strip()[:64]


def _instant(value: Any) -> datetime | None:
    if not value:
        return None
    found = datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=LOCAL_ZONE)


def _digits(text: str) -> datetime | None:
    plain = re.sub(r"\D", "", text)
    try:
        return datetime.strptime(plain, "%Y%m%d%H%M%S").replace(tzinfo=LOCAL_ZONE)
    except ValueError:
        return None
