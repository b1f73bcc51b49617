"""What the person says of each page, fingerprints, refusal with a witness, self-written papers, places."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from pypdf import PdfReader

from anjian.documents import queries as documents
from anjian.evidence import queries as evidence
from anjian.interviews import actions, queries, rules
from anjian.interviews.models import Mark, PageReading, PageSignature, Segment
from anjian.kit.errors import Invalid, NotFound, Refused

from .conftest import Hall, finger, png
from .test_reading import ready_to_sign, sign_all


def picture(kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (600, 800), (240, 240, 236)).save(target, kind)
    return target.getvalue()


def read_back(hall: Hall, answers: int = 1) -> UUID:
    session_id = hall.questioning()
    for n in range(answers):
        hall.ask(session_id, f"第{n + 1}个问题？", "那天早上八点，我和另外两名工人到了3号罐区。" * 3)
    actions.start_read_back(session_id, by=hall.pairs[0][0], at=hall.now())
    return session_id


def look(hall: Hall, session_id: UUID, verdict: str, no: int = 1, **more: str) -> None:
    sha = more.get("sha256") or queries.pages_of(hall.session(session_id))[no - 1].sha256
    command = actions.LookAtPage(
        session_id=session_id, page_no=no, sha256=sha, verdict=verdict, note=more.get("note", "")
    )
    actions.look_at_page(command, by=hall.pairs[0][0], at=hall.now())


def text_of(hall: Hall) -> str:
    row = next(r for r in documents.list_of(hall.org_id, hall.case_id) if r.code == "D12")
    drawn = PdfReader(io.BytesIO(documents.pdf_of(hall.org_id, row.id))).pages
    return "".join("".join(sheet.extract_text().split()) for sheet in drawn)


class TestAskedAt:
    def test_is_kept_between_the_start_and_the_arrival(self, hall: Hall) -> None:
        session_id = hall.questioning()
        started = hall.session(session_id).started_at
        assert started is not None
        said = hall.at + timedelta(seconds=20)
        hall.ask(session_id, "几点？", "八点。", asked_at=said)
        hall.ask(session_id, "和谁？", "一个人。", asked_at=hall.at + timedelta(hours=3))
        hall.ask(session_id, "做什么？", "焊管。", asked_at=hall.at - timedelta(days=2))
        hall.ask(session_id, "还有？", "没有了。")
        rows = list(Segment.objects.filter(session_id=session_id).order_by("no"))
        assert rows[0].asked_at == said
        assert rows[1].asked_at == rows[1].committed_at
        assert rows[2].asked_at == started
        assert rows[3].asked_at is None


class TestLookAtPage:
    def test_what_the_person_says_of_a_page_is_on_record(self, hall: Hall) -> None:
        session_id = read_back(hall, 12)
        look(hall, session_id, "read")
        look(hall, session_id, "wrong", 2, note="不是八点，是九点")
        pages = queries.pages_of(hall.session(session_id))
        assert [p.reading.verdict if p.reading else "" for p in pages[:2]] == ["read", "wrong"]
        assert PageReading.objects.filter(session_id=session_id).count() == 2

    def test_a_page_called_wrong_holds_up_the_confirmation(self, hall: Hall) -> None:
        session_id = read_back(hall)
        look(hall, session_id, "wrong", note="数字错了")
        with pytest.raises(Refused, match="第1页有错误"):
            actions.confirm_record(session_id, how="self", by=hall.pairs[0][0], at=hall.now())
        look(hall, session_id, "read")
        actions.confirm_record(session_id, how="self", by=hall.pairs[0][0], at=hall.now())
        assert hall.session(session_id).state == "signing"

    def test_reading_aloud_is_marked_once(self, hall: Hall) -> None:
        session_id = read_back(hall, 12)
        look(hall, session_id, "aloud")
        look(hall, session_id, "aloud", 2)
        assert Mark.objects.filter(session_id=session_id, kind="aloud").count() == 1

    def test_only_pages_as_they_stand_and_only_while_reading(self, hall: Hall) -> None:
        session_id = read_back(hall)
        with pytest.raises(Refused, match="又有更正"):
            look(hall, session_id, "read", sha256="0" * 64)
        with pytest.raises(Invalid):
            look(hall, session_id, "perhaps")
        with pytest.raises(NotFound):
            actions.look_at_page(
                actions.LookAtPage(session_id=session_id, page_no=9, sha256="0" * 64, verdict="read"),
                by=hall.pairs[0][0],
                at=hall.now(),
            )
        with pytest.raises(NotFound):
            actions.look_at_page(
                actions.LookAtPage(session_id=session_id, page_no=1, sha256="0" * 64, verdict="read"),
                by=hall.pairs[1][0],
                at=hall.now(),
            )
        actions.confirm_record(session_id, how="self", by=hall.pairs[0][0], at=hall.now())
        with pytest.raises(Refused):
            look(hall, session_id, "read")


class TestFingerprints:
    def sign(self, hall: Hall, session_id: UUID, **given: Any) -> PageSignature:
        sha = queries.pages_of(hall.session(session_id))[0].sha256
        command = actions.SignPage(
            session_id=session_id, page_no=1, slot="person", sha256=sha, **({"image": png()} | given)
        )
        actions.sign_page(command, by=hall.pairs[0][0], at=hall.now())
        return PageSignature.objects.get(session_id=session_id, page_no=1, slot="person")

    def test_signature_and_fingerprint_bind_to_the_page(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        row = self.sign(hall, session_id, fingerprint=picture("JPEG"))
        assert row.page_sha256 == queries.pages_of(hall.session(session_id))[0].sha256
        assert row.image_sha256
        assert row.fingerprint_sha256

    def test_one_of_them_may_be_missing_for_a_written_reason(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        with pytest.raises(Invalid) as problem:
            self.sign(hall, session_id)
        assert "fingerprint" in problem.value.fields
        row = self.sign(hall, session_id, image="", fingerprint=finger(), note="不会写字，仅捺指印")
        assert (row.image_sha256, row.note) == ("", "不会写字，仅捺指印")

    def test_a_reason_alone_is_no_signature(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        with pytest.raises(Invalid):
            self.sign(hall, session_id, image="", note="不想签")

    @pytest.mark.parametrize(
        "data", [b"GIF89a", b"\x89PNG\r\n\x1a\n broken", picture()[:200], b"x" * 13 * 1024**2]
    )
    def test_what_is_no_picture_is_refused(self, hall: Hall, data: bytes) -> None:
        session_id = ready_to_sign(hall)
        with pytest.raises(Invalid):
            self.sign(hall, session_id, fingerprint=data)

    def test_the_document_carries_them(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall, answers=9)
        sign_all(hall, session_id)
        actions.close_session(session_id, by=hall.pairs[0][0], at=hall.now())
        assert "指印" in text_of(hall)


class TestRefusalWithWitness:
    def test_the_witness_signs_and_the_moment_is_marked(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall, answers=9)
        refusal = actions.RefuseSignature(
            session_id=session_id, reason="称要先问律师", lead_image=png(), recorder_image=png(9),
            witness="郑证（社区干部，13800000007）", witness_image=png(3),
        )  # fmt: skip
        actions.refuse_signature(refusal, by=hall.pairs[0][0], at=hall.now())
        mark = Mark.objects.get(session_id=session_id, kind="refused")
        assert (mark.note, mark.at) == ("称要先问律师", hall.at)
        pages = queries.pages_of(hall.session(session_id))
        assert all("witness" in {s.slot for s in p.slots} for p in pages)
        actions.close_session(session_id, by=hall.pairs[0][0], at=hall.now())
        assert "见证人" in text_of(hall)

    def test_a_named_witness_must_sign(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        with pytest.raises(Invalid):
            actions.refuse_signature(
                actions.RefuseSignature(
                    session_id=session_id,
                    reason="不签",
                    lead_image=png(),
                    recorder_image=png(),
                    witness="郑证",
                ),
                by=hall.pairs[0][0],
                at=hall.now(),
            )


class TestSelfWritten:
    def take(self, hall: Hall, session_id: UUID, **more: Any) -> str:
        given: dict[str, Any] = {
            "title": "关于10月8日动火的说明",
            "sheets": 2,
            "data": picture(),
            "filename": "说明.png",
            "signed": True,
        }
        command = actions.TakeStatement(session_id=session_id, **(given | more))
        return actions.take_statement(command, by=hall.pairs[0][0], at=hall.now())

    def test_becomes_evidence_of_the_case_and_is_named_in_the_record(self, hall: Hall) -> None:
        session_id = hall.questioning()
        hall.ask(session_id, "几点到岗？", "八点。")
        no = self.take(hall, session_id)
        item = evidence.item_of(hall.org_id, hall.case_id, no)
        assert item is not None
        assert (item.kind, item.title) == ("witness_testimony", "关于10月8日动火的说明")
        actions.start_read_back(session_id, by=hall.pairs[0][0], at=hall.now())
        text = "".join(x.text for p in queries.pages_of(hall.session(session_id)) for x in p.lines)
        assert "共2页，登记为证据E-1" in text

    def test_taken_at_the_read_back_the_record_is_laid_out_again(self, hall: Hall) -> None:
        session_id = read_back(hall)
        before = hall.session(session_id).record_version
        self.take(hall, session_id)
        assert hall.session(session_id).record_version == before + 1
        text = "".join(x.text for p in queries.pages_of(hall.session(session_id)) for x in p.lines)
        assert "自书材料" in text

    @pytest.mark.parametrize(
        ("field", "value"),
        [("title", " "), ("sheets", 0), ("signed", False), ("data", b""), ("data", b"MZ executable")],
    )
    def test_needs_title_sheets_signature_and_a_picture(self, hall: Hall, field: str, value: Any) -> None:
        session_id = hall.questioning()
        with pytest.raises(Invalid):
            self.take(hall, session_id, **{field: value})
        assert evidence.items_of(hall.org_id, hall.case_id) == []

    def test_not_once_signing_has_begun(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        with pytest.raises(Refused):
            self.take(hall, session_id)


class TestPlaces:
    def remote(self, hall: Hall, kind: str, **identity: Any) -> UUID:
        room = actions.set_up_room(
            actions.SetUpRoom(name=f"{kind}席", kind=kind), by=hall.manager, at=hall.now()
        )
        session_id = hall.prepare(room_id=room)
        hall.enter(session_id)
        hall.identify(session_id, **identity)
        hall.tell(session_id)
        actions.begin_questions(session_id, by=hall.pairs[0][0], at=hall.now())
        return session_id

    def test_a_remote_person_is_identified_where_he_sits(self, hall: Hall) -> None:
        with pytest.raises(Refused) as problem:
            self.remote(hall, "remote")
        assert {r.code for r in problem.value.refusals} == {"interview.place", "interview.remote_identity"}

    def test_a_remote_record_is_read_aloud(self, hall: Hall) -> None:
        session_id = self.remote(
            hall,
            "remote",
            place="海州市应急管理局三楼询问室",
            checked_by="海州局 郑某",
            checked_how="核对居民身份证",
        )
        hall.ask(session_id, "几点到岗？", "八点。")
        lead = hall.pairs[0][0]
        actions.start_read_back(session_id, by=lead, at=hall.now())
        with pytest.raises(Refused, match="宣读"):
            actions.confirm_record(session_id, how="self", by=lead, at=hall.now())
        actions.confirm_record(session_id, how="aloud", by=lead, at=hall.now())
        text = "".join(x.text for p in queries.pages_of(hall.session(session_id)) for x in p.lines)
        assert "远程视频询问，被询问人在海州市应急管理局三楼询问室" in text
        assert "由海州局 郑某在被询问人所在地核对（核对居民身份证）" in text

    def test_a_portable_kit_says_where_it_stands(self, hall: Hall) -> None:
        with pytest.raises(Refused, match="实际地点"):
            self.remote(hall, "portable")


class TestSigningIn:
    def test_declares_that_nothing_speaks_for_recusal(self, hall: Hall) -> None:
        session_id = hall.prepare()
        hall.enter(session_id)
        notes = set(Mark.objects.filter(session_id=session_id, kind="came").values_list("note", flat=True))
        assert notes == {rules.DECLARATION}


class TestEarlierInterviews:
    def test_are_numbered_and_named_in_the_later_record(self, hall: Hall) -> None:
        first = ready_to_sign(hall)
        sign_all(hall, first)
        actions.close_session(first, by=hall.pairs[0][0], at=hall.now())
        second = hall.prepare(person_id=hall.session(first).person_id)
        session = hall.session(second)
        assert session.no == 2
        (earlier,) = queries.earlier_of(session)
        assert (earlier.id, earlier.no, earlier.state) == (first, 1, "closed")
        passages = queries.passages_of(session, org_name="云州应急管理局", until=hall.at)
        assert any(p.text.startswith("此前询问：第1次：2026年10月09日") for p in passages)


class TestFactsOfManyInterviews:
    def test_queries_do_not_grow_with_closed_interviews(
        self, hall: Hall, django_assert_max_num_queries: Any
    ) -> None:
        for _n in range(3):
            session_id = ready_to_sign(hall)
            sign_all(hall, session_id)
            actions.close_session(session_id, by=hall.pairs[0][0], at=hall.now())
        with django_assert_max_num_queries(10):
            facts = queries.facts_of(hall.org_id, hall.case_id)["interviews"]
        assert [f.signed for f in facts] == [True] * 3
