"""Sealed PDFs are valid for pdfsig and pyHanko's own judgement, and no changed byte stays unseen."""

from __future__ import annotations

import io
import random
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from anjian.proof import pades, pki
from anjian.proof.timestamps import TimestampError
from tests.unit.proof.seals import BUREAU, drawn, sealer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def roots(folder: Path) -> list[str]:
    return [pki.pem(pki.Authority(folder).root)]


@pytest.fixture(scope="module")
def sealed(folder: Path) -> bytes:
    return pades.seal_pdf(drawn(), sealer(folder), reason="制发文书", location="示例市")


def pdfsig(folder: Path, pdf: bytes) -> str:
    path = folder / "sealed.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False)
    return done.stdout


def test_pdfsig_finds_the_signature_valid_and_the_stamp_over_the_whole_file(
    tmp_path: Path, sealed: bytes
) -> None:
    shown = pdfsig(tmp_path, sealed)
    assert "Signature Validation: Signature is Valid." in shown
    assert f"Signer Certificate Common Name: {BUREAU.name}" in shown
    assert "Signature Type: ETSI.CAdES.detached" in shown
    assert shown.count("Signature #") == 2
    assert shown.rindex("Total document signed") > shown.index("Signature #2")


def test_pyhanko_judges_it_valid_to_the_end_by_the_long_term_rules(sealed: bytes, roots: list[str]) -> None:
    verdict = pades.check_pdf(sealed, roots=roots)
    assert (verdict.valid, verdict.intact, verdict.trusted, verdict.problem) == (True, True, True, "")
    (one,) = verdict.signatures
    assert (one.signer, one.org, one.level) == (BUREAU.name, BUREAU.org, "PAdES-B-LTA")
    assert (one.local, one.stamp_authority) == (True, "本地测试时间戳机构")
    assert verdict.local
    moment = datetime.fromisoformat(one.stamped_at)
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=5)


def test_the_drawn_file_is_the_beginning_of_the_sealed_one(sealed: bytes) -> None:
    assert sealed.startswith(drawn())


def test_stays_what_pdf_a_asks_for(sealed: bytes) -> None:
    """What a seal could break of PDF/A-2b: its declaration, the field's flags, appearances on demand."""
    reader = PdfReader(io.BytesIO(sealed))
    metadata = reader.xmp_metadata
    assert metadata is not None
    assert b"pdfaid:part" in metadata.stream.get_data()
    form = reader.trailer["/Root"]["/AcroForm"].get_object()
    assert "/NeedAppearances" not in form
    assert not reader.is_encrypted
    for field in (one.get_object() for one in form["/Fields"]):
        assert field["/F"] & 4, "an annotation must be printable"
        assert not field["/F"] & (1 | 2 | 32), "and neither hidden nor invisible"
        left, bottom, right, top = (float(n) for n in field["/Rect"])
        assert (left - right, bottom - top) == (0, 0), "an empty rectangle needs no appearance"


def test_of_any_flipped_bit_the_file_is_not_intact(sealed: bytes, roots: list[str]) -> None:
    dice = random.Random(20261123)
    gaps = [found.span(1) for found in re.finditer(rb"/Contents\s*(<[0-9a-fA-F]{200,}>)", sealed)]
    assert len(gaps) == 2
    # Bytes no digest covers are tried as often as those it covers.
    places = [dice.randrange(len(sealed)) for _ in range(25)]
    places += [dice.randrange(*dice.choice(gaps)) for _ in range(25)]
    for place in places:
        changed = bytearray(sealed)
        changed[place] ^= 1 << dice.randrange(8)
        verdict = pades.check_pdf(bytes(changed), roots=roots)
        assert not verdict.intact, f"byte {place}"
        assert verdict.problem


def test_what_is_added_or_cut_off_is_seen(sealed: bytes, roots: list[str]) -> None:
    for changed in (sealed + b"\n", sealed + drawn(), sealed[:-1], sealed[: len(drawn())]):
        assert not pades.check_pdf(changed, roots=roots).valid


def test_a_page_added_over_the_seal_is_seen(sealed: bytes, roots: list[str]) -> None:
    writer = PdfWriter(io.BytesIO(sealed), incremental=True)
    writer.add_blank_page(200, 200)
    made = io.BytesIO()
    writer.write(made)
    verdict = pades.check_pdf(made.getvalue(), roots=roots)
    assert not verdict.intact
    assert not verdict.valid


def test_another_authority_is_not_trusted_and_said_so(
    tmp_path: Path, sealed: bytes, roots: list[str]
) -> None:
    stranger = [pki.pem(pki.Authority(tmp_path).root)]
    for trusted in ([], stranger):
        verdict = pades.check_pdf(sealed, roots=trusted)
        assert (verdict.intact, verdict.trusted, verdict.valid) == (True, False, False)
        assert "受信任的机构" in verdict.problem
    resigned = pades.seal_pdf(drawn(), sealer(tmp_path))
    assert not pades.check_pdf(resigned, roots=roots).valid


def test_a_seal_revoked_before_it_was_used_is_not_trusted(folder: Path, roots: list[str]) -> None:
    gone = sealer(folder, revoked=datetime.now(UTC) - timedelta(hours=2))
    verdict = pades.check_pdf(pades.seal_pdf(drawn(), gone), roots=roots)
    assert (verdict.intact, verdict.trusted, verdict.valid) == (True, False, False)
    assert "吊销" in verdict.problem


def test_lists_of_an_hour_ago_still_do(folder: Path, roots: list[str]) -> None:
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    sealed = pades.seal_pdf(drawn(), sealer(folder, lists_at=hour_ago))
    assert pades.check_pdf(sealed, roots=roots).valid


class _Away:
    name, local, roots_pem = "away", True, ()

    def stamp(self, sha256: bytes) -> bytes:
        raise TimestampError("没有应答")


def test_without_time_there_is_no_seal(folder: Path) -> None:
    with pytest.raises(pades.SealingFailed, match="时间戳"):
        pades.seal_pdf(drawn(), sealer(folder, time=_Away()))


@pytest.mark.parametrize("junk", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_neither_sealed_nor_judged(folder: Path, junk: bytes) -> None:
    with pytest.raises(pades.SealingFailed):
        pades.seal_pdf(junk, sealer(folder))
    verdict = pades.check_pdf(junk)
    assert (verdict.valid, verdict.signatures) == (False, ())
    assert verdict.problem == "文件不是可以读取的 PDF，或内容已损坏。"


def test_a_pdf_without_seal_is_said_to_have_none(roots: list[str]) -> None:
    assert pades.check_pdf(drawn(), roots=roots).problem == "文件没有电子签章。"


def test_in_a_process_of_its_own_the_verdict_is_the_same(sealed: bytes, roots: list[str]) -> None:
    assert pades.check_apart(sealed, roots=roots) == pades.check_pdf(sealed, roots=roots)
    assert not pades.check_apart(b"%PDF-1.7 \xff\xff", roots=roots).valid


def test_a_file_that_takes_too_long_is_given_up(roots: list[str]) -> None:
    # One page that refers to itself as its parent many thousand times over.
    objects = b"".join(
        b"%d 0 obj<</Type/Pages/Count 1/Kids[%d 0 R]>>endobj\n" % (n, n + 1) for n in range(1, 60_000)
    )
    hostile = b"%PDF-1.7\n" + objects + b"trailer<</Root 1 0 R>>\n%%EOF"
    verdict = pades.check_apart(hostile, roots=roots, seconds=3)
    assert not verdict.valid
    assert verdict.problem
