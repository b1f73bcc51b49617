"""The bureau in whose name a document goes out, and what the document must print about it.

Every served document carries the bureau as issuer: the handling team never issues
in its own name (《行政处罚法》第十七条; a team is only the handling unit).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A bureau as printed on its documents.

    `region` is the short name in the number, `（示例）应急罚〔2026〕1号`; `words`
    replaces the default word of a kind (``{"D29": "罚告"}``, set as ``word.D29``),
    because words differ from place to place.  `review_body` and `court` fill the remedy sentences.
    """

    name: str
    region: str
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
        return cls(
            name=name,
            region=region,
            demo=str(settings.get("demo", "")).lower() in {"1", "true", "yes", "是"},
            words=MappingProxyType(words),
            **known,
        )

    def word(self, code: str, default: str) -> str:
        """The word (字) that this bureau uses for a kind."""
        return self.words.get(code, default)

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
            **{key: str(data[key]) for key in _TEXT},
        )


_TEXT = (
    "region",
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
