"""The bureau in whose name a document goes out, and what the document must print about it.

Every served document carries the bureau as issuer: the handling team never issues
in its own name (《行政处罚法》第十七条; a team is only the handling unit).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A bureau as printed on its documents.

    `region` is the short name in the number, `（示例）应急罚〔2026〕1号`, and `place` the
    division by which words of a place are found; `words` is what the bureau has set itself
    (``{"D29": "罚告", "D29@2027-01-01": "处告"}``, set as ``word.D29``, ``word.D29@2027-01-01``,
    the pattern as ``number_pattern``).  `review_body` and `court` fill the remedy sentences.
    """

    name: str
    region: str
    place: str = ""
    address: str = ""
    phone: str = ""
    postcode: str = ""
    contact: str = ""
    review_body: str = ""
    court: str = ""
    bank_name: str = ""
    bank_account_name: str = ""
    bank_account_no: str = ""
    demo: bool = False
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, settings: Mapping[str, Any], *, name: str) -> Issuer:
        """Build an issuer from an organisation's settings; unknown keys are ignored."""
        known = {key: str(settings[key]) for key in _TEXT if settings.get(key)}
        region = known.pop("region", "") or name.removesuffix("应急管理局")
        words = {k.removeprefix("word."): str(v) for k, v in settings.items() if k.startswith("word.") and v}
        words |= {
            k.removeprefix("number_pattern"): str(v)
            for k, v in settings.items()
            if k.startswith("number_pattern") and v
        }
        return cls(
            name=name,
            region=region,
            demo=str(settings.get("demo", "")).lower() in {"1", "true", "yes", "是"},
            words=MappingProxyType(words),
            **known,
        )

    def own_wording(self, key: str, *, on: date) -> str:
        """What the bureau itself has set for a kind (or for "", the pattern) by that day, else "".

        The newest dated word that has begun goes before the undated one.
        """
        begun = ""
        chosen = self.words.get(key, "")
        for name, text in self.words.items():
            code, at, day = name.partition("@")
            if at and code == key and begun < day <= on.isoformat():
                begun, chosen = day, text
        return chosen

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON for freezing with an issued document."""
        return {key: getattr(self, key) for key in ("name", *_TEXT, "demo")} | {"words": dict(self.words)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Issuer:
        """The opposite of `as_dict`."""
        blank = cls(name=str(data["name"]), region=str(data["region"]))
        return replace(
            blank,
            demo=bool(data["demo"]),
            words=MappingProxyType(dict(data["words"])),
            **{key: str(data.get(key, "")) for key in _TEXT},
        )


_TEXT = (
    "region",
    "place",
    "address",
    "phone",
    "postcode",
    "contact",
    "review_body",
    "court",
    "bank_name",
    "bank_account_name",
    "bank_account_no",
)
