"""How the golden documents are drawn: sample particulars, a fixed bureau, fixed signatures."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from typing import Any

import yaml
from PIL import Image, ImageChops, ImageDraw

from anjian.documents.issuer import Issuer
from anjian.documents.kinds import DocumentKind, get
from anjian.documents.numbering import number_text
from anjian.documents.pictures import named
from anjian.documents.rendering import ROOT, Signature, render_pages

ON = date(2026, 10, 8)
ISSUER = Issuer(
    name="示例市应急管理局",
    region="示例",
    address="示例市政务路8号",
    phone="029-00000000",
    review_body="示例市人民政府",
    court="示例市临江区人民法院",
    bank_name="示例银行市政支行",
    bank_account_name="示例市财政局",
    bank_account_no="6100 0000 0000 0001",
    demo=True,
)
_NAMES = {"party": "张伟", "officer": "王虎", "officer2": "李晨", "chair": "周正", "reviewer": "何静",
          "agency_head": "马建国", "recorder": "郑玥", "keeper": "秦赟"}  # fmt: skip


def sample(code: str) -> dict[str, Any]:
    """The sample particulars beside the form."""
    loaded: dict[str, Any] = yaml.safe_load(
        (ROOT / "kinds" / get(code).folder / "sample.yaml").read_text(encoding="utf-8")
    )
    return loaded


PPI = 30
"""Of the golden pictures: enough to see places of text, tables, seals and signatures by eye."""


@cache
def photo() -> bytes:
    """A stand-in for a photograph of a scene."""
    scene = Image.new("RGB", (640, 480), (176, 190, 197))
    pen = ImageDraw.Draw(scene)
    pen.rectangle((0, 330, 640, 480), fill=(109, 99, 90))
    pen.rectangle((210, 250, 430, 400), fill=(58, 66, 72), outline=(240, 200, 60), width=8)
    pen.ellipse((70, 230, 170, 330), fill=(205, 92, 60))
    held = io.BytesIO()
    scene.save(held, "JPEG", quality=80)
    return held.getvalue()


def picture(kind: DocumentKind, fields: dict[str, Any]) -> Image.Image:
    """All pages of a document side by side, in sixteen greys."""
    pages = [
        Image.open(io.BytesIO(data)).convert("L")
        for data in render_pages(kind, fields, ppi=PPI, **options(kind, fields))
    ]
    sheet = Image.new("L", (sum(page.width for page in pages), pages[0].height), 255)
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width
    return sheet.point([round(value / 17) * 17 for value in range(256)])


def difference(one: Image.Image, other: Image.Image) -> int:
    """How far two pictures differ at the place where they differ most: 0 the same, 255 black for white.

    Judged over squares of eight pixels, so that the hinting of another machine does not count and
    a moved line, a lost seal or a wider column does.
    """
    if one.size != other.size:
        return 255
    apart = ImageChops.difference(one, other)
    coarse = apart.resize((max(1, apart.width // 8), max(1, apart.height // 8)), Image.Resampling.BOX)
    return max(coarse.tobytes())


def options(kind: DocumentKind, fields: dict[str, Any]) -> dict[str, Any]:
    """An issued, fully signed document."""
    signatures = [
        Signature(slot=s, name=_NAMES[s], on=ON, pages=(1, 2) if s in kind.every_page else ())
        for s in kind.signatures
        if s != "attendees"
    ]
    signatures += [Signature(slot="attendees", name=r["name"], on=ON) for r in fields.get("attendees", ())]
    shown = list(named(kind, fields))
    return {
        # All but the last: its place stays empty, for a print to be pasted in.
        "pictures": dict.fromkeys(shown[:-1], photo()),
        "issuer": ISSUER,
        "number": number_text(region="示例", word=kind.word, year=2026, seq=3) if kind.numbered else "",
        "on": ON,
        "status": "issued",
        "signatures": signatures,
        "approvals": [
            Signature(slot=r, role="大队长", name="刘强", opinion="同意。", on=ON) for r in kind.approvals
        ],
    }
