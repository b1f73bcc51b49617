"""Pictures of the photo sheet D60: files of the case are shown, others stay unknown."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from pypdf import PdfReader

from anjian.documents import pictures, queries
from anjian.documents.store import store

from .conftest import Bureau, sample

pytestmark = pytest.mark.django_db


def photo(colour: str) -> str:
    """A picture in the installation's store; returns its hash."""
    held = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(held, "JPEG")
    return store().put_bytes(held.getvalue()).sha256


def sheet(*hashes: str) -> dict[str, Any]:
    rows = [dict(sample("D60")["pictures"][0], sha256=sha256) for sha256 in hashes]
    return {"pictures": rows}


def shown(bureau: Bureau, instrument: UUID) -> int:
    pdf = PdfReader(io.BytesIO(queries.pdf_of(bureau.org_id, instrument)))
    # Signatures are pictures too, but small ones.
    drawn = [one.image for page in pdf.pages for one in page.images]
    return sum(1 for one in drawn if one is not None and one.width > 100)


@pytest.fixture
def files() -> Iterator[dict[UUID, set[str]]]:
    """The files of cases as the layer above would know them."""
    known: dict[UUID, set[str]] = {}

    def of_case(org_id: UUID, case_id: UUID, hashes: Collection[str]) -> Collection[str]:
        del org_id
        return [sha256 for sha256 in hashes if sha256 in known.get(case_id, set())]

    former = list(pictures._sources)
    pictures.use_case_files(of_case)
    yield known
    pictures._sources[:] = former


def test_a_file_of_the_case_is_shown_in_draft_and_when_issued(
    bureau: Bureau, files: dict[UUID, set[str]]
) -> None:
    own = photo("teal")
    files[bureau.case_id] = {own}
    draft = bureau.draft("D60", **sheet(own))
    assert shown(bureau, draft) == 1
    issued = bureau.issued("D60", **sheet(own))
    assert queries.pdf_of(bureau.org_id, issued) == queries.pdf_of(bureau.org_id, issued)
    assert shown(bureau, issued) == 1


def test_a_hash_from_elsewhere_shows_nothing(bureau: Bureau, files: dict[UUID, set[str]]) -> None:
    files[bureau.case_id] = set()
    assert shown(bureau, bureau.draft("D60", **sheet(photo("red")))) == 0


def test_what_is_no_picture_or_is_gone_leaves_its_place_empty(
    bureau: Bureau, files: dict[UUID, set[str]]
) -> None:
    text = store().put_bytes(b"no picture").sha256
    gone = "0" * 64
    files[bureau.case_id] = {text, gone, "nonsense"}
    assert shown(bureau, bureau.draft("D60", **sheet(text, gone, "nonsense"))) == 0


def test_the_evidence_of_the_case_answers(bureau: Bureau) -> None:
    """Without a stand-in: nothing has been taken up as evidence, so nothing is shown."""
    assert shown(bureau, bureau.draft("D60", **sheet(photo("blue")))) == 0
