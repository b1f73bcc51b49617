"""Word copies of every form: complete, the same for the same input, with the fonts that officials use."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn

from anjian.documents import samples, word_copy
from anjian.documents.kinds import all_kinds
from anjian.documents.rendering import Signature
from tests.golden.documents.drawing import ISSUER, ON, sample


def text_of(made: bytes) -> str:
    paper = Document(io.BytesIO(made))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


@pytest.mark.parametrize("code", [kind.code for kind in all_kinds()])
def test_every_form_carries_its_name_and_every_long_particular(code: str) -> None:
    kind = next(k for k in all_kinds() if k.code == code)
    fields = sample(code)
    text = re.sub(r"\s", "", text_of(samples.docx(code, ISSUER)))
    assert kind.name in text
    assert ISSUER.name in text
    for field in kind.fields:
        value = fields.get(field.code)
        if field.type in {"text", "longtext"} and value:
            assert re.sub(r"\s", "", str(value)) in text, field.code
        if field.type == "table" and value:
            first = next(str(v) for k, v in value[0].items() if v and k != "id" and isinstance(v, str))
            assert re.sub(r"\s", "", first)[:6] in text or "T" in first or "-" in first, field.code


def test_the_same_paper_is_the_same_file() -> None:
    assert samples.docx("D36", ISSUER) == samples.docx("D36", ISSUER)


def test_marks_and_numbers_stand_on_it() -> None:
    made = word_copy.write(
        "D10",
        sample("D10"),
        issuer=ISSUER,
        number="（示例）应急立〔2026〕3号",
        on=ON,
        status="issued",
        approvals=(Signature(slot="agency_leader", name="陈立", opinion="同意立案。", on=ON),),
    )
    text = text_of(made)
    assert "（示例）应急立〔2026〕3号" in text
    assert "同意立案。" in text
    assert "陈立" in text
    footer = Document(io.BytesIO(made)).sections[0].footer.paragraphs[0].text
    assert "以盖章的PDF正本为准" in footer


def test_a_draft_says_so() -> None:
    footer = Document(io.BytesIO(samples.docx("D29", ISSUER))).sections[0].footer.paragraphs[0].text
    assert "草稿" in footer


def test_east_asian_fonts_are_named() -> None:
    paper = Document(io.BytesIO(samples.docx("D29", ISSUER)))
    fonts = {
        run._element.rPr.rFonts.get(qn("w:eastAsia"))
        for paragraph in paper.paragraphs
        for run in paragraph.runs
    }
    assert {"方正小标宋简体", "仿宋_GB2312", "黑体"} <= fonts


def test_copies_and_the_paper_original_are_told_as_on_the_form() -> None:
    assert "本文书一式两份：一份由应急管理部门备案，一份交被告知人。" in text_of(samples.docx("D29", ISSUER))
    assert "纸质原件存入案卷" in text_of(samples.docx("D21", ISSUER))
    assert "一式" not in text_of(samples.docx("D10", ISSUER))
