"""Documents as PDF/A-2b and as pictures.

The same input gives the same bytes: the creation date is the day of issue (a fixed
day for drafts), fonts come from the package, and nothing is read from outside.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

import typst

from anjian.documents.checkmark import qr
from anjian.documents.display import display, display_day
from anjian.documents.fonts import families, fonts
from anjian.documents.issuer import Issuer
from anjian.documents.kinds import DocumentKind, get
from anjian.documents.kinds.copies import copies_note, paper_note
from anjian.documents.remedies import remedy_of

ROOT = Path(__file__).parent
_DRAFT_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_FINAL = frozenset({"issued", "served"})
_local = threading.local()


class RenderError(RuntimeError):
    """A template could not be drawn; the message names the kind and typst's diagnosis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """The mark of one signer at the foot of one page."""

    page: int
    png: bytes | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One mark on a document.

    `slot` is a signature slot or, for an approval, the approving role.  `on` is the
    printed day.  `pages` lists the pages marked (empty: the signature place only),
    `page_marks` what stands on each page where that differs.
    """

    slot: str
    name: str
    role: str = ""
    on: date | None = None
    png: bytes | None = None
    opinion: str = ""
    refused: bool = False
    reason: str = ""
    pages: tuple[int, ...] = ()
    page_marks: tuple[PageMark, ...] = ()

    def data(self) -> dict[str, Any]:
        """The mark as the templates read it."""
        return {
            "slot": self.slot,
            "role": self.role or self.slot,
            "name": self.name,
            "on": display_day(self.on) if self.on else "",
            "image": list(self.png) if self.png else None,
            "opinion": self.opinion,
            "refused": self.refused,
            "reason": self.reason,
        }

    def page_data(self) -> list[dict[str, Any]]:
        """The marks at the foot of pages."""
        marks = self.page_marks or tuple(
            PageMark(page=page, png=self.png, refused=self.refused) for page in self.pages
        )
        return [
            self.data() | {"page": m.page, "image": list(m.png) if m.png else None, "refused": m.refused}
            for m in marks
        ]


def _payload(
    kind: DocumentKind,
    fields: Mapping[str, Any],
    *,
    issuer: Issuer,
    number: str,
    day: date | None,
    status: str,
    signatures: Sequence[Signature],
    approvals: Sequence[Signature],
    seal: bool | None,
    watermark: str | None,
    fonts_folder: str,
    pictures: Mapping[str, bytes],
    verify: str,
) -> dict[str, Any]:
    final = status in _FINAL
    mark = ("" if final else "草稿") if watermark is None else watermark
    if status == "withdrawn" and watermark is None:
        mark = "已撤回"
    return {
        "code": kind.code,
        "name": kind.name,
        "number": number,
        "date": display_day(day) if day else "",
        "day": [day.year, day.month, day.day] if day else None,
        "status": status,
        "issuer": issuer.as_dict(),
        "f": display(kind, fields),
        "pictures": {sha256: list(data) for sha256, data in pictures.items()},
        "raw": {key: value for key, value in fields.items() if isinstance(value, str | int | bool)},
        "signatures": [s.data() for s in signatures],
        "approvals": [s.data() for s in approvals],
        "last_approval": kind.approvals[-1] if kind.approvals else "",
        "page_marks": [mark for s in signatures for mark in s.page_data()],
        "seal": {
            "kind": kind.seal,
            "name": issuer.name,
            "demo": issuer.demo,
            "applied": final if seal is None else seal,
        },
        "watermark": mark,
        "verify": qr(verify) if verify else "",
        "remedy": remedy_of(kind, issuer),
        "copies_note": copies_note(kind),
        "paper_note": paper_note(kind),
        "fonts": families(fonts_folder),
    }


def compiler_of(fonts_folder: str) -> typst.Compiler:
    """One compiler per thread: it keeps the loaded faces and the parsed layout."""
    cached = getattr(_local, "compilers", None)
    if cached is None:
        cached = _local.compilers = {}
    if fonts_folder not in cached:
        cached[fonts_folder] = typst.Compiler(
            root=str(ROOT), font_paths=fonts(fonts_folder), ignore_system_fonts=True
        )
    return cast("typst.Compiler", cached[fonts_folder])


def _compile(
    kind: DocumentKind,
    payload: dict[str, Any],
    *,
    form: Literal["pdf", "png"],
    stamp: datetime,
    ppi: float,
    fonts_folder: str,
) -> list[bytes]:
    source = (
        f'#import "/kinds/{kind.folder}/template.typ": render\n#render(json(bytes(sys.inputs.at("data"))))\n'
    )
    inputs = {"data": json.dumps(payload, ensure_ascii=False, separators=(",", ":"))}
    try:
        made = compiler_of(fonts_folder).compile(
            source.encode(),
            format=form,
            sys_inputs=inputs,
            pdf_standards=["a-2b"] if form == "pdf" else [],
            timestamp=stamp,
            ppi=ppi,
            pdf_tags=False,
        )
    except typst.TypstError as error:
        raise RenderError(f"{kind.code} {kind.name}: {error.message} {error.diagnostic}") from error
    if made is None:
        raise RenderError(f"{kind.code} {kind.name}: nothing was drawn")
    return made if isinstance(made, list) else [made]


def _draw(
    kind: DocumentKind | str,
    fields: Mapping[str, Any],
    *,
    issuer: Issuer,
    number: str = "",
    on: date | None = None,
    status: str = "draft",
    signatures: Sequence[Signature] = (),
    approvals: Sequence[Signature] = (),
    seal: bool | None = None,
    watermark: str | None = None,
    fonts_folder: str = "",
    pictures: Mapping[str, bytes] = MappingProxyType({}),
    verify: str = "",
    form: Literal["pdf", "png"] = "pdf",
    ppi: float = 110,
) -> list[bytes]:
    known = get(kind) if isinstance(kind, str) else kind
    payload = _payload(
        known,
        fields,
        issuer=issuer,
        number=number,
        day=on,
        status=status,
        signatures=signatures,
        approvals=approvals,
        seal=seal,
        watermark=watermark,
        fonts_folder=fonts_folder,
        pictures=pictures,
        verify=verify,
    )
    stamp = datetime(on.year, on.month, on.day, tzinfo=UTC) if on else _DRAFT_DAY
    return _compile(known, payload, form=form, stamp=stamp, ppi=ppi, fonts_folder=fonts_folder)


def render(kind: DocumentKind | str, fields: Mapping[str, Any], *, issuer: Issuer, **options: Any) -> bytes:
    """The document as PDF/A-2b.

    Options: `number`, `on` (day of issue), `status`, `signatures`, `approvals`,
    `seal` (None: as the status demands), `watermark` (None: 草稿 until issued;
    pass 演练 in a rehearsal), `fonts_folder`, `pictures` (by SHA-256), `verify` (the
    address in the QR code).  Raises RenderError.
    """
    return _draw(kind, fields, issuer=issuer, form="pdf", **options)[0]


def render_png(
    kind: DocumentKind | str,
    fields: Mapping[str, Any],
    *,
    issuer: Issuer,
    page: int = 1,
    ppi: float = 110,
    **options: Any,
) -> bytes:
    """One page (counted from 1) as PNG, for previews; IndexError beyond the last page."""
    if page < 1:
        raise IndexError("pages are counted from 1")
    return _draw(kind, fields, issuer=issuer, form="png", ppi=ppi, **options)[page - 1]


def render_pages(
    kind: DocumentKind | str, fields: Mapping[str, Any], *, issuer: Issuer, ppi: float = 90, **options: Any
) -> list[bytes]:
    """Every page as PNG, drawn once."""
    return _draw(kind, fields, issuer=issuer, form="png", ppi=ppi, **options)


def page_count(kind: DocumentKind | str, fields: Mapping[str, Any], *, issuer: Issuer, **options: Any) -> int:
    """How many pages the document has; signatures never change it, their places are fixed."""
    return len(_draw(kind, fields, issuer=issuer, form="png", ppi=8, **options))
