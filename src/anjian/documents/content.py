"""What exactly a document says: the frozen content its number, seal and PDF stand for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from anjian.documents.checkmark import address_for, code_for
from anjian.documents.issuer import Issuer
from anjian.documents.kinds import DocumentKind, get
from anjian.documents.models import Instrument, InstrumentMark
from anjian.documents.pictures import pictures_of
from anjian.documents.remedies import remedy_of
from anjian.documents.rendering import ROOT, PageMark, Signature
from anjian.documents.store import read
from anjian.kit.canonical import canonical_bytes, plain
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.hashing import sha256_hex


def digest_of(code: str, fields: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of one version's particulars."""
    return sha256_hex(canonical_bytes({"code": code, "fields": dict(fields)}))


@cache
def template_digest(code: str) -> str:
    """SHA-256 over the template and the shared layouts a document is drawn with."""
    hasher = hashlib.sha256()
    for path in (*sorted((ROOT / "typst").glob("*.typ")), ROOT / "kinds" / get(code).folder / "template.typ"):
        hasher.update(path.read_bytes())
    return hasher.hexdigest()


def _mark(mark: InstrumentMark) -> dict[str, Any]:
    return {
        "slot": mark.slot,
        "name": mark.signer_name,
        "role": mark.signer_role,
        "on": mark.at.astimezone(LOCAL_ZONE).date().isoformat(),
        "opinion": mark.opinion,
        "refused": mark.refused,
        "reason": mark.reason,
        "png_sha256": mark.png_sha256,
        "pages": list(mark.pages),
        "page_marks": [
            {"page": page, "png_sha256": one.png_sha256, "refused": one.refused}
            for page, one in sorted(getattr(mark, "by_page", {}).items())
        ],
    }


def signature_of(data: Mapping[str, Any]) -> Signature:
    """A mark of the frozen content with its picture read from the store."""
    return Signature(
        slot=data["slot"],
        name=data["name"],
        role=data["role"],
        on=date.fromisoformat(data["on"]),
        png=read(data["png_sha256"]) if data["png_sha256"] else None,
        opinion=data["opinion"],
        refused=data["refused"],
        reason=data["reason"],
        pages=tuple(data["pages"]),
        page_marks=tuple(
            PageMark(
                page=one["page"],
                png=read(one["png_sha256"]) if one["png_sha256"] else None,
                refused=one["refused"],
            )
            for one in data["page_marks"]
        ),
    )


def latest_marks(marks: Iterable[InstrumentMark], version: int) -> dict[str, list[InstrumentMark]]:
    """The marks that count for a version, by kind: one per slot, per attendee the last one.

    Marks on pages are merged: a slot signed page by page is one signature.
    """
    last: dict[tuple[str, str, str], InstrumentMark] = {}
    pages: dict[tuple[str, str, str], dict[int, InstrumentMark]] = {}
    for mark in sorted(marks, key=lambda m: (m.at, m.id)):
        if mark.version != version:
            continue
        who = mark.signer_name if mark.slot == "attendees" else ""
        key = (mark.kind, mark.slot, who)
        last[key] = mark
        pages.setdefault(key, {}).update(dict.fromkeys(mark.pages, mark))
    counted: dict[str, list[InstrumentMark]] = {"approval": [], "signature": [], "return": []}
    for key, mark in last.items():
        mark.pages = sorted(pages[key])
        mark.by_page = pages[key]
        counted[mark.kind].append(mark)
    return counted


def freeze(
    instrument: Instrument,
    fields: Mapping[str, Any],
    marks: Mapping[str, list[InstrumentMark]],
    *,
    issuer: Issuer,
    number: str,
    on: date,
    watermark: str,
) -> dict[str, Any]:
    """Everything the finished document is drawn from, as JSON.

    A document that leaves the house carries the address where anybody can check it.
    """
    frozen = plain(
        {
            "code": instrument.code,
            "title": instrument.title,
            "fields": dict(fields),
            "version": instrument.version,
            "number": number,
            "on": on,
            "issuer": issuer.as_dict(),
            "approvals": [_mark(m) for m in marks["approval"]],
            "signatures": [_mark(m) for m in marks["signature"]],
            "watermark": watermark,
            "template_sha256": template_digest(instrument.code),
        }
    )
    if get(instrument.code).served:
        code = code_for(frozen)
        frozen["verify"] = {"code": code, "address": address_for(instrument.id, code)}
    return frozen


def render_options(instrument: Instrument) -> dict[str, Any]:
    """The options `rendering.render` takes for the frozen content of an issued document."""
    frozen: Mapping[str, Any] = instrument.frozen or {}
    return {
        "issuer": Issuer.from_dict(frozen["issuer"]),
        "number": frozen["number"],
        "on": date.fromisoformat(frozen["on"]),
        "status": "issued",
        "approvals": [signature_of(m) for m in frozen["approvals"]],
        "signatures": [signature_of(m) for m in frozen["signatures"]],
        "watermark": frozen["watermark"],
        "verify": frozen.get("verify", {}).get("address", ""),
        "pictures": pictures_of(get(instrument.code), frozen["fields"], of=instrument),
    }


def draft_options(
    instrument: Instrument, fields: Mapping[str, Any], marks: Iterable[InstrumentMark], issuer: Issuer
) -> dict[str, Any]:
    """The options for drawing a document that is not yet issued, with the marks it has."""
    counted = latest_marks(marks, instrument.version)
    return {
        "issuer": issuer,
        "status": instrument.status,
        "approvals": [signature_of(_mark(m)) for m in counted["approval"]],
        "signatures": [signature_of(_mark(m)) for m in counted["signature"]],
        "pictures": pictures_of(get(instrument.code), fields, of=instrument),
    }


def derived(kind: DocumentKind, fields: Mapping[str, Any], issuer: Issuer) -> dict[str, Any]:
    """Particulars together with what the template itself prints (penalty in words, manner, remedy)."""
    full = dict(fields)
    if "penalty" not in full and fields.get("penalties"):
        full["penalty"] = "；".join(f"{row.get('kind')}：{row.get('content')}" for row in fields["penalties"])
    if full.get("manner"):
        full.setdefault("performance", full["manner"])
    if kind.remedy and issuer.review_body and issuer.court:
        full.setdefault("remedy", remedy_of(kind, issuer))
    return full


def local_day(at: datetime) -> date:
    """The calendar day of an instant in the bureau's zone."""
    return at.astimezone(LOCAL_ZONE).date()
