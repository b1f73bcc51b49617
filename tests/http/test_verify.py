"""The public check: a served document is valid, one changed byte is not, and nothing is kept or told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anjian.documents import actions as documents
from anjian.documents import queries as papers
from anjian.documents.checkmark import address_for, code_for, qr
from anjian.documents.models import Instrument
from anjian.documents.sealed import sealed_pdf_of
from anjian.kit import clock
from tests.action.faults import scenes
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


class Paper:
    """A prior notice as it was issued, with its file."""

    def __init__(self, p: Any) -> None:
        self.p = p
        row = Instrument.objects.get(org_id=p.place.org_id, id=scenes.paper(p, "D29").id)
        documents.ensure_pdf(row.org_id, row.id, at=clock.now())
        self.drawn = papers.drawn_pdf_of(row.org_id, row.id)
        documents.ensure_sealed(row.org_id, row.id, at=clock.now())
        self.row = Instrument.objects.get(org_id=row.org_id, id=row.id)
        assert self.row.frozen is not None
        self.frozen: dict[str, Any] = self.row.frozen
        sealed = sealed_pdf_of(row.org_id, row.id)
        assert sealed is not None
        self.sealed = sealed

    @property
    def path(self) -> str:
        return str(self.frozen["verify"]["address"]).split("/", 3)[3]


@pytest.fixture(scope="module")
def paper(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Paper]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("verify")) as town:
        yield Paper(a_case(town, until="notice_served"))


def checked(data: bytes, path: str = "/verify/") -> str:
    answer = Client().post(path, {"file": SimpleUploadedFile("x.pdf", data, "application/pdf")})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_sealed_file_is_valid_and_names_the_paper(paper: Paper) -> None:
    page = checked(paper.sealed)
    assert "vf-ok" in page
    assert paper.row.no in page
    assert "本地测试机构" in page


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_one_changed_byte_is_found(paper: Paper, share: float) -> None:
    data = bytearray(paper.sealed)
    data[int(len(data) * share)] ^= 1
    page = checked(bytes(data))
    assert "vf-ok" not in page
    assert "vf-bad" in page


def test_bytes_behind_the_end_are_found(paper: Paper) -> None:
    assert "vf-ok" not in checked(paper.sealed + b"\n%added")


def test_the_drawn_file_is_known_but_not_sealed(paper: Paper) -> None:
    assert "尚无电子签章" in checked(paper.drawn)


def test_a_strange_file_is_neither(paper: Paper) -> None:
    assert "无法认定" in checked(b"%PDF-1.7\n%%EOF")
    assert "无法认定" in checked(b"\x00" * 1000)


def test_the_code_on_the_paper_leads_to_it(paper: Paper) -> None:
    page = Client().get(f"/{paper.path}").content.decode()
    assert paper.row.no in page
    # Neither the party nor the facts: a code may be seen by anybody who walks past.
    assert paper.frozen["fields"]["party_name"] not in page
    assert "vf-ok" in checked(paper.sealed, f"/{paper.path}")


def test_a_made_up_code_leads_nowhere(paper: Paper) -> None:
    wrong = paper.path.replace(paper.frozen["verify"]["code"], "0" * 20)
    assert Client().get(f"/{wrong}").status_code == 404


def test_the_code_is_bound_to_the_content(paper: Paper) -> None:
    assert code_for(paper.frozen) == paper.frozen["verify"]["code"]
    assert code_for({**paper.frozen, "number": "别的文号"}) != paper.frozen["verify"]["code"]
    assert paper.frozen["verify"]["address"] == address_for(paper.row.id, code_for(paper.frozen))
    assert qr(paper.frozen["verify"]["address"]).startswith("<svg")


def test_nothing_is_kept(paper: Paper, settings: Any) -> None:
    def kept() -> set[Path]:
        return {path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()}

    before = kept()
    checked(paper.sealed + b"\n" + b"x" * 3_000_000)
    assert kept() == before


def test_no_file_and_too_large_a_file_are_told_so(paper: Paper) -> None:
    assert Client().post("/verify/", {}).status_code == 422
    big = SimpleUploadedFile("x.pdf", b"%PDF" + b"0" * (51 * 1024 * 1024), "application/pdf")
    assert Client().post("/verify/", {"file": big}).status_code == 422


def test_a_withdrawn_paper_says_so(paper: Paper) -> None:
    from dataclasses import replace

    from anjian.documents.verification import by_file
    from anjian.proof.pades import check_pdf
    from anjian.web.verify.views import answer

    verdict = check_pdf(paper.sealed)
    card = by_file(verdict.sha256)
    assert card is not None
    said = answer(verdict, replace(card, state="withdrawn"), None, filename="x.pdf")
    assert (said.tone, said.headline) == ("bad", "文书已经撤回")
