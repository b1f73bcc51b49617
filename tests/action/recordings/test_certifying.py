"""Before anyone leaves: certificate, evidence, closing; and that nobody closes over a gap unseen."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import av
import pytest
from pypdf import PdfReader

from anjian.audit import queries as audit
from anjian.documents import queries as documents
from anjian.evidence import queries as evidence
from anjian.evidence.store import store
from anjian.interviews import actions
from anjian.interviews.actions.recording import certify_recording, check_room, open_part
from anjian.interviews.models import Session
from anjian.interviews.queries import pages_of
from anjian.kit import clock
from anjian.kit.errors import NotFound, Refused
from anjian.proof.recording import BrokenPart, check_export, open_certificate
from anjian.proof.verify import main as verify
from anjian.recordings import actions as recordings
from anjian.recordings import requirement, tasks
from anjian.recordings.models import Absence, Certificate, Gap, Marker, PartEnd
from anjian.recordings.queries import unfiled
from anjian.recordings.shelf import server_ms, vault
from anjian.recordings.vault import Times
from tests.action.interviews.conftest import Hall, found, png
from tests.factories.recorded import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from anjian.kit.actor import Actor

pytestmark = pytest.mark.django_db


class HallClock:
    def __init__(self, hall: Hall) -> None:
        self.hall = hall

    def now(self) -> datetime:
        return self.hall.at


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    made = found("云州")
    restore = clock.install(HallClock(made))
    yield made
    restore()


def officer(hall: Hall) -> Actor:
    return hall.pairs[0][0]


class Recorder:
    """A room's browser: one stream, real chunks over and over, its clock the hall's."""

    def __init__(self, hall: Hall, session: UUID, stream: str = "picture") -> None:
        self.hall, self.session, self.stream = hall, session, stream
        self.part = self.client = UUID(int=0)
        self.sent = 0
        self.at = 0

    def start(self, *, previous: tuple[UUID, str] | None = None) -> None:
        self.client, self.sent, self.at = uuid4(), 0, server_ms()
        cause = previous or (None, "")
        self.part = open_part(
            self.session,
            recordings.OpenPart(
                client_id=self.client,
                stream=self.stream,
                who="全景" if self.stream == "picture" else "被询问人",
                mime="video/webm;codecs=vp8,opus" if self.stream == "picture" else "audio/webm;codecs=opus",
                started_ms=self.at,
                previous_client_id=cause[0],
                previous_cause=cause[1],
            ),
            by=officer(self.hall),
            at=self.hall.at,
        ).part

    def until_now(self) -> None:
        """Send chunks that reach to the hall's present."""
        pieces = chunks("picture" if self.stream == "picture" else "sound")
        while self.at < server_ms():
            lasted = min(30_000, server_ms() - self.at)
            self.at += lasted
            piece = pieces[self.sent][0] if self.sent < len(pieces) else b"\x1f\x43\xb6\x75\xff"
            times = Times(client_ms=self.at, duration_ms=lasted, server_ms=self.at + 30)
            vault().append(self.hall.org_id, self.part, self.sent, piece, times)
            self.sent += 1

    def stop(self, cause: str = "stopped") -> None:
        self.until_now()
        said = {"by": "recorder", "client_ms": self.at}
        vault().end(self.hall.org_id, self.part, chunks=self.sent, cause=cause, said=said)


def signed(hall: Hall, session: UUID) -> None:
    actions.start_read_back(session, by=officer(hall), at=hall.now())
    actions.confirm_record(session, how="self", by=officer(hall), at=hall.now())
    for page in pages_of(hall.session(session)):
        for slot in page.slots:
            actions.sign_page(
                actions.SignPage(
                    session_id=session,
                    page_no=page.no,
                    slot=slot.slot,
                    sha256=page.sha256,
                    image=png(),
                    note="指印仪损坏" if slot.slot == "person" else "",
                ),
                by=officer(hall),
                at=hall.now(),
            )


def interviewed(hall: Hall, recorder: Recorder | None = None) -> UUID:
    """An interview from the first line told to the last signature, recorded throughout when asked."""
    session = hall.prepare()
    hall.enter(session)
    if recorder is not None:
        recorder.session = session
        recorder.start()
    hall.identify(session)
    hall.tell(session)
    actions.begin_questions(session, by=officer(hall), at=hall.now())
    hall.ask(session, "动火作业是谁安排的？", "是李某安排的。")
    return session


def certificate() -> dict[str, Any]:
    return dict(json.loads(Certificate.objects.get().statement)["statement"])


class TestAWholeRecording:
    def test_is_certified_filed_and_checked_by_a_stranger(
        self, hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        picture, sound = (Recorder(hall, UUID(int=0), stream) for stream in ("picture", "mic-1"))
        session = interviewed(hall, picture)
        sound.session = session
        sound.start()
        signed(hall, session)
        picture.stop()
        sound.stop()
        item_id = certify_recording(session, by=officer(hall), at=hall.now())
        said = certificate()
        assert said["complete"] is True
        assert [s["stream"] for s in said["streams"]] == ["picture", "mic-1"]
        assert said["streams"][0]["gaps"] == []
        assert [g["cause"] for g in said["streams"][1]["gaps"]] == ["not_started"]
        assert PartEnd.objects.count() == 2
        assert certify_recording(session, by=officer(hall), at=hall.now()) == item_id
        actions.close_session(session, by=officer(hall), at=hall.now())
        assert hall.session(session).state == "closed"

        assert unfiled(hall.org_id, hall.case_id) == ["E-1"]
        for _again in range(2):
            tasks.file_parts(org_id=str(hall.org_id), certificate_id=str(Certificate.objects.get().id))
        assert unfiled(hall.org_id, hall.case_id) == []
        entries = {entry.path: entry for entry in evidence.entries_of(hall.org_id, hall.case_id)}
        assert sorted(entries) == [
            "originals/E-1.json",
            "originals/E-1/mic-1-1.chain.jsonl",
            "originals/E-1/mic-1-1.play.webm",
            "originals/E-1/mic-1-1.webm",
            "originals/E-1/picture-1.chain.jsonl",
            "originals/E-1/picture-1.play.webm",
            "originals/E-1/picture-1.webm",
        ]
        play = entries["originals/E-1/picture-1.play.webm"]
        assert (play.role, play.about["recipe"]["do"]) == ("derived", "remux")
        with store().local(play.sha256 or "") as file, av.open(str(file)) as seekable:
            assert seekable.duration is not None

        for path, entry in entries.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            with store().open(entry.sha256 or "") as stream:
                (tmp_path / path).write_bytes(stream.read())
        exported = tmp_path / "originals" / "E-1.json"
        assert verify([str(exported)]) == 0
        assert "核验通过" in capsys.readouterr().out
        media = tmp_path / "originals/E-1/picture-1.webm"
        raw = bytearray(media.read_bytes())
        raw[1000] ^= 1
        media.write_bytes(raw)
        assert verify([str(exported)]) == 1
        assert "picture-1.webm：第1块的内容与登记的哈希不符" in capsys.readouterr().out
        media.unlink()
        assert check_export(exported)[1] == ["picture-1.webm：文件缺失或无法读取"]
        exported.write_bytes(exported.read_bytes().replace(b'"complete":true', b'"complete":fals'))
        with pytest.raises(BrokenPart):
            check_export(exported)

    def test_keeps_markers_and_the_check_before(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        checks = [{"code": "camera", "ok": False, "value": "太暗"}]
        check_room(
            session,
            recordings.CheckRoom(checks=checks, override_reason="灯坏了"),
            by=officer(hall),
            at=hall.now(),
        )
        subject_mark = recordings.SetMarker(at_ms=server_ms(), label="改口")
        from anjian.interviews.actions.recording import set_marker

        set_marker(session, subject_mark, by=hall.manager, at=hall.now())
        signed(hall, session)
        recorder.stop()
        certify_recording(session, by=officer(hall), at=hall.now())
        said = certificate()
        assert [m["label"] for m in said["markers"]] == ["改口"]
        assert Marker.objects.get().by_name == hall.manager.name
        assert (said["preflight"]["passed"], said["preflight"]["override_reason"]) == (False, "灯坏了")


class TestGaps:
    def test_are_in_the_certificate_with_their_causes_and_pauses_are_not(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        recorder.until_now()
        crashed, lost_from = recorder.client, recorder.at
        hall.now(2)
        recorder.start(previous=(crashed, "page_crashed"))
        lost_to = recorder.at
        hall.now()
        recorder.stop("paused")
        actions.pause(session, reason="休息", by=officer(hall), at=hall.at)
        hall.now(10)
        actions.resume(session, by=officer(hall), at=hall.at)
        recorder.start(previous=(recorder.client, "paused"))
        signed(hall, session)
        recorder.stop()
        with pytest.raises(Refused) as refused:
            certify_recording(session, by=officer(hall), at=hall.now())
        assert refused.value.refusals[0].code == "recording.unfinished"
        certify_recording(session, by=officer(hall), at=hall.now(), reason="电脑损坏，无法补传")
        (gap,) = Gap.objects.all()
        assert (gap.stream, gap.from_ms, gap.to_ms, gap.cause) == (
            "picture",
            lost_from,
            lost_to,
            "page_crashed",
        )
        said = certificate()
        assert (said["complete"], said["override_reason"]) == (False, "电脑损坏，无法补传")
        assert said["parts"][0]["declared_lost"] == "电脑损坏，无法补传"
        assert len(said["required"]["pauses"]) == 1
        with pytest.raises(Refused) as late:
            recorder.start()
        assert late.value.refusals[0].code == "recording.certified"


class TestClosing:
    def test_is_refused_while_the_recording_runs(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        signed(hall, session)
        recorder.until_now()
        for attempt in (actions.close_session, certify_recording):
            with pytest.raises(Refused) as refused:
                attempt(session, by=officer(hall), at=hall.at)
            (reason,) = refused.value.refusals
            assert reason.code == "recording.unfinished"
            assert "仍在录制" in reason.reason
            assert reason.cites
            assert reason.cure

    def test_is_refused_without_a_certificate(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        signed(hall, session)
        recorder.stop()
        with pytest.raises(Refused) as refused:
            actions.close_session(session, by=officer(hall), at=hall.now())
        assert refused.value.refusals[0].code == "interview.recording_uncertified"
        actions.close_session(session, by=officer(hall), at=hall.now(), recording_reason="系统故障，先行结束")
        assert Certificate.objects.get().complete is True
        assert Session.objects.get(id=session).state == "closed"

    def test_the_filed_record_names_the_recording_by_its_certificate(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        signed(hall, session)
        recorder.stop()
        actions.close_session(session, by=officer(hall), at=hall.now(), recording_reason="系统故障，先行结束")
        filed = documents.one(hall.org_id, session)
        said = f"共1段，完整性证明SHA-256：{Certificate.objects.get().sha256}"
        assert filed.fields["recording"] == said
        drawn = PdfReader(io.BytesIO(documents.pdf_of(hall.org_id, session))).pages
        assert len(drawn) == len(filed.fields["laid_pages"])
        assert said in "".join(drawn[-1].extract_text().split())

    def test_certifies_as_it_is_for_a_reason(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        recorder.until_now()
        signed(hall, session)
        actions.close_session(
            session, by=officer(hall), at=hall.now(), recording_reason="停电，录像电脑无法启动"
        )
        made = Certificate.objects.get()
        assert (made.complete, made.override_reason) == (False, "停电，录像电脑无法启动")
        assert PartEnd.objects.get().by == "officer"

    def test_puts_on_record_that_nothing_was_recorded(self, hall: Hall) -> None:
        session = interviewed(hall)
        check_room(
            session,
            recordings.CheckRoom(checks=[{"code": "camera", "ok": False}], override_reason="设备送修"),
            by=officer(hall),
            at=hall.now(),
        )
        signed(hall, session)
        actions.close_session(session, by=officer(hall), at=hall.now())
        noted = Absence.objects.get()
        assert (noted.subject_id, noted.reason, noted.required) == (session, "设备送修", False)
        sentences = [e["sentence"] for e in audit.chain_of(hall.org_id, hall.case_id)]
        assert "本次询问未录音录像：设备送修" in sentences
        assert documents.one(hall.org_id, session).fields["recording"] == "未录音录像（设备送修）"

    def test_needs_a_reason_where_recording_is_required(
        self, hall: Hall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from anjian.interviews.actions import recording

        strict = requirement.Requirement(interview=True, cites=("本机关规定",), source="测试")
        monkeypatch.setattr(recording, "requirement_on", lambda _day: strict)
        session = interviewed(hall)
        signed(hall, session)
        with pytest.raises(Refused) as refused:
            actions.close_session(session, by=officer(hall), at=hall.now())
        assert refused.value.refusals[0].code == "interview.not_recorded"
        actions.close_session(session, by=officer(hall), at=hall.now(), recording_reason="设备送修")
        assert Absence.objects.get().required is True


class TestAccess:
    def test_only_the_officers_of_the_room_certify(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        for other in (hall.manager, hall.pairs[1][0]):
            with pytest.raises(NotFound):
                certify_recording(session, by=other, at=hall.now())

    def test_not_before_every_page_is_signed(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        recorder.stop()
        with pytest.raises(Refused) as refused:
            certify_recording(session, by=officer(hall), at=hall.now())
        assert {r.code for r in refused.value.refusals} >= {"state"} or refused.value.refusals

    def test_nothing_recorded_is_nothing_to_certify(self, hall: Hall) -> None:
        session = interviewed(hall)
        signed(hall, session)
        with pytest.raises(NotFound):
            certify_recording(session, by=officer(hall), at=hall.now())


class TestLearning:
    def test_the_database_learns_what_the_intake_took_in_without_it(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        interviewed(hall, recorder)
        assert recordings.learn(hall.org_id, at=hall.now()) == 0
        recorder.stop("page_left")
        assert tasks.learn(0) == 1
        assert recordings.learn(hall.org_id, at=hall.now()) == 0
        noted = PartEnd.objects.get()
        assert (noted.chunks, noted.cause, noted.by) == (recorder.sent, "page_left", "recorder")

    def test_a_signed_certificate_opens(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        signed(hall, session)
        recorder.stop()
        certify_recording(session, by=officer(hall), at=hall.now())
        opened = open_certificate(Certificate.objects.get().statement.encode())
        assert opened.statement["subject"]["person"] == "张某"
