"""Reading back, signing every page, refusing with reason, closing."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from pypdf import PdfReader

from anjian.documents import queries as documents
from anjian.interviews import actions, queries, store
from anjian.interviews.models import Seat
from anjian.kit.errors import Invalid, NotFound, Refused
from tests.action.interviews.conftest import finger, png

if TYPE_CHECKING:
    from tests.action.interviews.conftest import Hall


def ready_to_sign(hall: Hall, answers: int = 1) -> UUID:
    session_id = hall.questioning()
    for n in range(answers):
        hall.ask(session_id, f"第{n + 1}个问题？", "那天早上八点，我和另外两名工人到了3号罐区。" * 3)
    lead = hall.pairs[0][0]
    actions.start_read_back(session_id, by=lead, at=hall.now())
    actions.confirm_record(session_id, how="self", by=lead, at=hall.now())
    return session_id


def sign_all(hall: Hall, session_id: UUID) -> None:
    for page in queries.pages_of(hall.session(session_id)):
        for slot in page.slots:
            command = actions.SignPage(
                session_id=session_id,
                page_no=page.no,
                slot=slot.slot,
                sha256=page.sha256,
                image=png(page.no),
                fingerprint=finger() if slot.slot == "person" else b"",
            )
            actions.sign_page(command, by=hall.pairs[0][0], at=hall.now())


class TestReadBack:
    def test_an_empty_record_is_not_read_back(self, hall: Hall) -> None:
        session_id = hall.questioning()
        with pytest.raises(Refused, match="没有任何问答"):
            actions.start_read_back(session_id, by=hall.pairs[0][0], at=hall.now())

    def test_freezes_the_record(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        with pytest.raises(Refused):
            hall.ask(session_id, "还有呢？", "没有了。")

    def test_pages_are_numbered_and_the_last_needs_the_officers(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall, answers=20)
        pages = queries.pages_of(hall.session(session_id))
        assert len(pages) > 2
        assert [s.slot for s in pages[0].slots] == ["person"]
        assert [s.slot for s in pages[-1].slots] == ["person", "lead", "recorder"]
        assert all(len(p.lines) <= 22 for p in pages)


class TestSignPage:
    def test_every_page_must_be_signed_before_the_close(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall, answers=6)
        with pytest.raises(Refused, match="没有签名"):
            actions.close_session(session_id, by=hall.pairs[0][0], at=hall.now())
        sign_all(hall, session_id)
        actions.close_session(session_id, by=hall.pairs[0][0], at=hall.now())
        session = hall.session(session_id)
        assert (session.state, session.live) == ("closed", False)
        assert not Seat.objects.filter(session_id=session_id, present=True).exists()
        fact = queries.facts_of(hall.org_id, hall.case_id)["interviews"][0]
        assert fact.closed
        assert fact.signed
        assert fact.rights_told
        assert not fact.refusal_noted

    def test_the_signature_is_kept_by_hash(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        sign_all(hall, session_id)
        slot = queries.pages_of(hall.session(session_id))[0].slots[0]
        assert store.image(slot.image_sha256).startswith(b"\x89PNG")

    def test_a_correction_unsigns_the_pages_it_changes(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall, answers=20)
        sign_all(hall, session_id)
        lead = hall.pairs[0][0]
        actions.return_to_reading(session_id, by=lead, at=hall.now())
        command = actions.CorrectSegment(
            session_id=session_id, no=20, question="第20个问题？", answer="是九点。", reason="记错",
            initial=png(),
        )  # fmt: skip
        actions.correct_segment(command, by=lead, at=hall.now())
        pages = queries.pages_of(hall.session(session_id))
        assert all(slot.done for slot in pages[0].slots)
        assert not all(slot.done for slot in pages[-1].slots)

    def test_a_page_that_changed_meanwhile_is_not_signed(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        command = actions.SignPage(
            session_id=session_id,
            page_no=1,
            slot="person",
            sha256="0" * 64,
            image=png(),
            fingerprint=finger(),
        )
        with pytest.raises(Refused, match="又有更正"):
            actions.sign_page(command, by=hall.pairs[0][0], at=hall.now())

    def test_refuses_what_is_no_drawing_and_slots_that_do_not_exist(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        sha = queries.pages_of(hall.session(session_id))[0].sha256
        for image in ("", "data:image/png;base64,AAAA", "data:text/html;base64,PGI+"):
            with pytest.raises(Invalid):
                actions.sign_page(
                    actions.SignPage(
                        session_id=session_id, page_no=1, slot="person", sha256=sha, image=image
                    ),
                    by=hall.pairs[0][0],
                    at=hall.now(),
                )
        with pytest.raises(NotFound):
            actions.sign_page(
                actions.SignPage(session_id=session_id, page_no=1, slot="guardian", sha256=sha, image=png()),
                by=hall.pairs[0][0],
                at=hall.now(),
            )


class TestRefuseSignature:
    def test_needs_a_reason_and_both_officers(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        with pytest.raises(Invalid):
            actions.refuse_signature(
                actions.RefuseSignature(
                    session_id=session_id, reason="", lead_image=png(), recorder_image=png()
                ),
                by=hall.pairs[0][0],
                at=hall.now(),
            )
        with pytest.raises(Invalid):
            actions.refuse_signature(
                actions.RefuseSignature(
                    session_id=session_id, reason="不认可", lead_image=png(), recorder_image=""
                ),
                by=hall.pairs[0][0],
                at=hall.now(),
            )
        actions.refuse_signature(
            actions.RefuseSignature(
                session_id=session_id,
                reason="拒绝签名，称要先问律师",
                lead_image=png(),
                recorder_image=png(9),
            ),
            by=hall.pairs[0][0],
            at=hall.now(),
        )
        assert queries.open_signatures(hall.session(session_id)) == []
        actions.close_session(session_id, by=hall.pairs[0][0], at=hall.now())
        fact = queries.facts_of(hall.org_id, hall.case_id)["interviews"][0]
        assert fact.refusal_noted
        assert fact.signed

    def test_refused_already_at_the_reading_it_is_filed_without_words_of_agreement(self, hall: Hall) -> None:
        session_id = hall.questioning()
        hall.ask(session_id, "几点到岗？", "八点。")
        lead = hall.pairs[0][0]
        actions.start_read_back(session_id, by=lead, at=hall.now())
        command = actions.RefuseSignature(
            session_id=session_id, reason="拒绝阅读笔录", lead_image=png(), recorder_image=png(9)
        )
        actions.refuse_signature(command, by=lead, at=hall.now())
        actions.close_session(session_id, by=lead, at=hall.now())
        (row,) = documents.list_of(hall.org_id, hall.case_id)
        text = "".join(
            p.extract_text() for p in PdfReader(BytesIO(documents.pdf_of(hall.org_id, row.id))).pages
        )
        assert row.id == session_id
        assert "与我说的" not in text
        assert "拒绝核对" in "".join(text.split())
