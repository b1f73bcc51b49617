"""What is hidden in a copy: boxes that move from key to key, and stretches of sound. Data of a fixed form.

Places are ten-thousandths of the upright picture's width and height, times milliseconds from the beginning
of the file. A box covers its area with one colour: what is covered is gone, not blurred.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as _

from anjian.kit.canonical import canonical_bytes
from anjian.kit.errors import Invalid
from anjian.kit.hashing import sha256_hex

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = "anjian/redaction/1"
WHOLE = 10_000
BOXES, KEYS, SPANS = 200, 600, 400
"""At most so many boxes, keys of one box, stretches of sound."""
LONGEST_MS = 24 * 3600 * 1000

KINDS = {
    "face": _("人脸"),
    "plate": _("号牌"),
    "name": _("姓名、证件号码"),
    "screen": _("屏幕、文件"),
    "other": _("其他"),
}
SOUNDS = {"mute": _("静音"), "distort": _("变声")}


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Where a box is at an instant."""

    at_ms: int
    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """An area that is covered from one instant to another; between two keys it moves evenly."""

    kind: str
    from_ms: int
    to_ms: int
    keys: tuple[Key, ...]

    def at(self, ms: int) -> Key | None:
        """Return where the box is at an instant, None while it covers nothing."""
        if not self.from_ms <= ms < self.to_ms:
            return None
        n = bisect_right(self.keys, ms, key=lambda key: key.at_ms)
        if n == 0:
            return self.keys[0]
        if n == len(self.keys):
            return self.keys[-1]
        before, after = self.keys[n - 1], self.keys[n]
        span, gone = after.at_ms - before.at_ms, ms - before.at_ms
        # Between two keys the box grows to hold both roundings: a face at its rim stays covered.
        low = [(a * (span - gone) + b * gone) // span for a, b in ((before.x, after.x), (before.y, after.y))]
        far = [
            -(-((a + c) * (span - gone) + (b + d) * gone) // span)
            for a, c, b, d in ((before.x, before.w, after.x, after.w), (before.y, before.h, after.y, after.h))
        ]
        return Key(ms, low[0], low[1], far[0] - low[0], far[1] - low[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A stretch of sound that is silent or distorted in the copy."""

    how: str
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What is hidden in one copy."""

    boxes: tuple[Box, ...]
    sounds: tuple[Sound, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the recipe as it is kept and hashed."""
        return {
            "version": VERSION,
            "boxes": [
                {
                    "kind": box.kind,
                    "from_ms": box.from_ms,
                    "to_ms": box.to_ms,
                    "keys": [[k.at_ms, k.x, k.y, k.w, k.h] for k in box.keys],
                }
                for box in self.boxes
            ],
            "sounds": [{"how": s.how, "from_ms": s.from_ms, "to_ms": s.to_ms} for s in self.sounds],
        }

    @property
    def sha256(self) -> str:
        """The digest of the recipe in canonical form."""
        return sha256_hex(canonical_bytes(self.as_json()))


def parse(said: Mapping[str, Any], *, picture: bool = False) -> Recipe:
    """Return a recipe as a page or a row holds it. Raises Invalid, naming the box or stretch that is wrong.

    For a still ``picture`` times mean nothing: its boxes hold at instant 0.
    """
    boxes, sounds = said.get("boxes"), said.get("sounds")
    if not isinstance(boxes, list) or not isinstance(sounds, list):
        raise Invalid({"recipe": "没有可以识别的遮盖内容。"})
    if len(boxes) > BOXES or len(sounds) > SPANS:
        raise Invalid({"recipe": "遮盖过多：请分成几份副本制作。"})
    if picture and sounds:
        raise Invalid({"recipe": "图片没有声音。"})
    made = Recipe(
        boxes=tuple(_box(n, said) for n, said in enumerate(boxes, start=1)),
        sounds=tuple(_sound(n, said) for n, said in enumerate(sounds, start=1)),
    )
    if not made.boxes and not made.sounds:
        raise Invalid({"recipe": "还没有画出遮盖框，也没有选定要处理的声音。"})
    if picture:
        still = tuple(Box(kind=b.kind, from_ms=0, to_ms=1, keys=(_at_zero(b.keys[0]),)) for b in made.boxes)
        return Recipe(boxes=still, sounds=())
    return made


def _at_zero(key: Key) -> Key:
    return Key(0, key.x, key.y, key.w, key.h)


def _check(holds: bool) -> None:
    if not holds:
        raise ValueError


def _whole(value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError
    return value


def _span(said: Mapping[str, Any]) -> tuple[int, int]:
    start = _whole(said["from_ms"], 0, LONGEST_MS)
    return start, _whole(said["to_ms"], start + 1, LONGEST_MS)


def _box(n: int, said: Any) -> Box:
    try:
        start, end = _span(said)
        keys = tuple(_key(key) for key in said["keys"])
        kind = said["kind"]
        _check(said["kind"] in KINDS and 0 < len(keys) <= KEYS)
        _check(all(a.at_ms < b.at_ms for a, b in pairwise(keys)))
    except (KeyError, TypeError, ValueError) as problem:
        raise Invalid({"recipe": f"第{n}个遮盖框不完整：请重新画出位置并核对起止时间。"}) from problem
    return Box(kind=kind, from_ms=start, to_ms=end, keys=keys)


def _key(said: Any) -> Key:
    at, x, y, w, h = said
    x, y = _whole(x, 0, WHOLE - 1), _whole(y, 0, WHOLE - 1)
    return Key(_whole(at, 0, LONGEST_MS), x, y, _whole(w, 1, WHOLE - x), _whole(h, 1, WHOLE - y))


def _sound(n: int, said: Any) -> Sound:
    try:
        start, end = _span(said)
        how = said["how"]
        _check(how in SOUNDS)
    except (KeyError, TypeError, ValueError) as problem:
        raise Invalid({"recipe": f"第{n}段声音不完整：请核对起止时间和处理方式。"}) from problem
    return Sound(how=how, from_ms=start, to_ms=end)


def pixels(key: Key, width: int, height: int, *, grid: int) -> tuple[int, int, int, int]:
    """Return the area of a box in pixels (left, top, right, bottom), widened to whole squares of ``grid``.

    Codecs treat such squares as one, so that nothing of what is covered shows through at its rim.

    >>> pixels(Key(0, 1000, 1000, 1000, 1000), 640, 480, grid=16)
    (64, 48, 128, 96)
    """
    left = key.x * width // WHOLE // grid * grid
    top = key.y * height // WHOLE // grid * grid
    right = ceil(Fraction((key.x + key.w) * width, WHOLE * grid)) * grid
    bottom = ceil(Fraction((key.y + key.h) * height, WHOLE * grid)) * grid
    return left, top, min(right, width), min(bottom, height)
