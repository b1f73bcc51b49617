"""The forms with sample particulars, for the gallery: the same that the golden pictures are drawn from."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

from anjian.documents import rendering, word_copy
from anjian.documents.issuer import Issuer
from anjian.documents.kinds import DocumentKind, get
from anjian.kit.canonical import jsonable

DAY = date(2026, 10, 8)


def particulars(code: str) -> dict[str, Any]:
    """The sample beside the form. Raises KeyError for an unknown kind."""
    path = rendering.ROOT / "kinds" / get(code).folder / "sample.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  a safe loader either way
    return loaded


def _options(kind: DocumentKind, issuer: Issuer) -> dict[str, Any]:
    number = f"（{issuer.region}）应急{kind.word}〔2026〕1号" if kind.numbered and kind.word else ""
    return {"issuer": issuer, "number": number, "on": DAY, "status": "draft", "watermark": "样张"}


def pictures(code: str, issuer: Issuer, *, ppi: int = 60) -> tuple[bytes, ...]:
    """The pages of the sample as PNG. Raises KeyError for an unknown kind."""
    return _drawn(code, json.dumps(jsonable(issuer.as_dict()), sort_keys=True), ppi)


@lru_cache(maxsize=256)
def _drawn(code: str, issuer: str, ppi: int) -> tuple[bytes, ...]:
    kind = get(code)
    options = _options(kind, Issuer.from_dict(json.loads(issuer)))
    return tuple(rendering.render_pages(kind, particulars(code), ppi=ppi, **options))


def pdf(code: str, issuer: Issuer) -> bytes:
    """The sample as PDF/A."""
    kind = get(code)
    return rendering.render(kind, particulars(code), **_options(kind, issuer))


def docx(code: str, issuer: Issuer) -> bytes:
    """The sample as Word file."""
    kind = get(code)
    return word_copy.write(kind, particulars(code), **_options(kind, issuer))
