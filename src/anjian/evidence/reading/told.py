"""The frozen picture of what a file says of itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

READER = "anjian-reader/1"
"""Version of the reader; a later version reads again and its reading is a further row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A file's own words. Instants are ISO 8601; without offset they are local time of the device.

    ``family`` is image, video, audio, pdf, archive, text or other. ``likeness`` is the difference hash
    of a picture (16 hex digits). ``marks`` are codes of what is peculiar about the bytes. ``failure``
    says why nothing could be read; the file is evidence all the same.
    """

    family: str = "other"
    taken_at: str = ""
    changed_at: str = ""
    latitude: float | None = None
    longitude: float | None = None
    device: str = ""
    software: str = ""
    author: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    pages: int = 0
    members: int = 0
    unpacked: int = 0
    likeness: str = ""
    text: str = ""
    marks: tuple[str, ...] = ()
    failure: str = ""
    more: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON; `of` reads it back."""
        return asdict(self)

    @classmethod
    def of(cls, content: dict[str, Any]) -> Told:
        """Read it back from JSON; members of later versions are left out."""
        known = {name: content[name] for name in cls.__dataclass_fields__ if name in content}
        return cls(**{**known, "marks": tuple(known.get("marks", ()))})
