"""The closed record lies among the documents of the case as it was signed."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from anjian.documents import queries as documents
from anjian.interviews import actions, queries

from .conftest import Hall, png
from .test_reading import ready_to_sign, sign_all

pytestmark = pytest.mark.django_db


class TestFileRecord:
    def test_the_same_lines_on_the_same_pages_each_with_its_mark(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall, answers=20)
        sign_all(hall, session_id)
        signed = queries.pages_of(hall.session(session_id))
        actions.close_session(session_id, by=hall.pairs[0][0], at=hall.now())
        (row,) = documents.list_of(hall.org_id, hall.case_id)
        assert (row.code, row.status, row.title) == ("D12", "issued", "询问笔录（张某，第1次）")
        drawn = PdfReader(io.BytesIO(documents.pdf_of(hall.org_id, row.id))).pages
        assert len(drawn) == len(signed)
        for page, sheet in zip(signed, drawn, strict=True):
            text = "".join(sheet.extract_text().split())
            for line in page.lines:
                assert "".join(line.text.split()) in text

    def test_a_refusal_is_filed_with_its_reason(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall, answers=6)
        refusal = actions.RefuseSignature(
            session_id=session_id, reason="称要先问律师", lead_image=png(), recorder_image=png(9)
        )
        actions.refuse_signature(refusal, by=hall.pairs[0][0], at=hall.now())
        actions.close_session(session_id, by=hall.pairs[0][0], at=hall.now())
        (row,) = documents.list_of(hall.org_id, hall.case_id)
        pages = PdfReader(io.BytesIO(documents.pdf_of(hall.org_id, row.id))).pages
        assert "拒绝签名（称要先问律师）" in "".join(pages[-1].extract_text().split())
