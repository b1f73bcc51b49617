"""Every form drawn with its sample: page count and text are compared with the kept golden file.

`ANJIAN_GOLDEN=write pytest tests/golden/documents` rewrites the files after a wanted change;
the difference is then read in review like any other change of wording.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from anjian.documents.kinds import all_kinds, codes, get
from anjian.documents.reference import markdown
from anjian.documents.rendering import page_count, render, render_pages, render_png
from anjian.documents.validation import validate

from .drawing import PPI, difference, options, picture, sample

EXPECTED = Path(__file__).parent / "expected"
TOLERANCE = 40
"""Of 255 in a square of eight pixels: less than one line of small type that has moved."""


def text_of(pdf: bytes) -> str:
    """Pages of text without the blanks that typesetting puts between characters."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    lines = [f"== 共{len(pages)}页"]
    for number, page in enumerate(pages, start=1):
        lines.append(f"== 第{number}页")
        lines += [re.sub(r"\s+", "", line) for line in page.extract_text().splitlines() if line.strip()]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("code", codes())
class TestEachForm:
    def test_looks_as_it_did(self, code: str) -> None:
        kind, fields = get(code), sample(code)
        pdf = render(kind, fields, **options(kind, fields))
        found, kept = text_of(pdf), EXPECTED / f"{code}.txt"
        if os.environ.get("ANJIAN_GOLDEN") == "write":
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(found, encoding="utf-8")
        assert found == kept.read_text(encoding="utf-8")

    def test_the_picture_is_as_it_was(self, code: str) -> None:
        """The golden picture beside the text: a person can look at it, and a moved seal shows."""
        kind, fields = get(code), sample(code)
        found, kept = picture(kind, fields), EXPECTED / f"{code}.png"
        if os.environ.get("ANJIAN_GOLDEN") == "write" and not (
            kept.exists() and difference(found, Image.open(kept).convert("L")) <= TOLERANCE
        ):
            found.save(kept, optimize=True, bits=4)
        assert difference(found, Image.open(kept).convert("L")) <= TOLERANCE

    def test_sample_is_complete(self, code: str) -> None:
        assert validate(get(code), sample(code)) == {}

    def test_prints_every_particular(self, code: str) -> None:
        kind, fields = get(code), sample(code)
        text = text_of(render(kind, fields, **options(kind, fields)))
        joined = "".join(line for line in text.splitlines() if not line.startswith("=="))
        for field in kind.fields:
            value = fields.get(field.code)
            if field.type != "longtext" or not value:
                continue
            for part in str(value).splitlines():
                start = re.sub(r"\s+", "", part)[:12]
                assert start in joined, f"{field.label} is not printed"

    def test_same_input_same_bytes(self, code: str) -> None:
        kind, fields = get(code), sample(code)
        chosen = options(kind, fields)
        assert render(kind, fields, **chosen) == render(kind, fields, **chosen)

    def test_an_empty_draft_can_be_looked_at(self, code: str) -> None:
        kind = get(code)
        issuer = options(kind, {})["issuer"]
        assert page_count(kind, {}, issuer=issuer) >= 1
        assert render_png(kind, {}, issuer=issuer, ppi=30).startswith(b"\x89PNG")
        draft = PdfReader(io.BytesIO(render(kind, {}, issuer=issuer)))
        assert "草稿" in re.sub(r"\s+", "", draft.pages[0].extract_text())


def test_a_moved_seal_and_a_lost_line_are_seen() -> None:
    kind = get("D36")
    kept = picture(kind, sample("D36"))
    without_seal = Image.open(
        io.BytesIO(render_pages(kind, sample("D36"), ppi=PPI, **{**options(kind, {}), "seal": False})[-1])
    ).convert("L")
    last = kept.crop((kept.width - without_seal.width, 0, kept.width, kept.height))
    assert difference(last, without_seal) > TOLERANCE
    changed = picture(kind, sample("D36") | {"discretion": "从轻。"})
    assert difference(kept, changed) > TOLERANCE


def test_every_kind_claims_pdf_a() -> None:
    kind = all_kinds()[0]
    pdf = render(kind, sample(kind.code), **options(kind, sample(kind.code)))
    metadata = PdfReader(io.BytesIO(pdf)).xmp_metadata
    assert metadata is not None
    assert b"pdfaid:part>2<" in pdf or "2" in str(metadata.pdfaid_part)


def test_the_reference_page_is_fresh() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "documents.md"
    if os.environ.get("ANJIAN_GOLDEN") == "write":
        page.write_text(markdown(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == markdown()
