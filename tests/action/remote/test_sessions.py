"""A remote session from the link to the filed evidence, and everything that is not let through on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection

from anjian.audit.actions import close_separate_connection
from anjian.documents import queries as papers
from anjian.evidence.queries import items_of
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from anjian.recordings.actions.signals import SendSignal
from anjian.recordings.queries import parts_of
from anjian.remote import access, actions, queries
from anjian.remote.actions.guest import WrongCode
from tests.factories.distant import Distant, arranged, clock_of
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session", autouse=True)
def record_line(django_db_setup: None) -> Iterator[None]:
    """Close the record's own connection before the test database is dropped."""
    yield
    close_separate_connection()


@pytest.fixture(scope="module")
def play(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("town")) as town:
        yield a_case(town, until="investigating")


@pytest.fixture
def d(play: Play) -> Iterator[Distant]:
    made = arranged(play)
    restore = clock_of(made)
    yield made
    restore()


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.code for one in refused.value.refusals}


class TestTheLink:
    def test_keeps_no_secret(self, d: Distant) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(s)::text FROM remote_session s WHERE id = %s", [d.id])
            row = str(cursor.fetchone()[0])
            cursor.execute(
                "SELECT string_agg(payload::text, '') FROM audit_event WHERE stream_id = %s",
                [d.session.case_id],
            )
            told = str(cursor.fetchone()[0])
        assert len(d.made.token) == 43
        assert d.made.token not in row + told
        assert f'"{d.made.code}"' not in row + told

    def test_locks_after_five_wrong_codes(self, d: Distant) -> None:
        wrong = "000000" if d.made.code != "000000" else "000001"
        for left in (4, 3, 2, 1):
            with pytest.raises(WrongCode, match=f"再试{left}次"):
                actions.enter_by_code(d.made.token, wrong, at=d.now())
        with pytest.raises(access.Closed, match="锁定"):
            actions.enter_by_code(d.made.token, wrong, at=d.now())
        with pytest.raises(access.Closed, match="锁定"):
            actions.enter_by_code(d.made.token, d.made.code, at=d.now())
        happened = [one.code for one in queries.happenings_of(d.session)]
        assert happened == ["wrong_code"] * 5 + ["locked"]
        d.made = actions.invite_again(d.id, hours=2, by=d.lead, at=d.now())
        d.enter()
        assert d.session.state == "checked"

    def test_belongs_to_one_device(self, d: Distant) -> None:
        d.enter()
        with pytest.raises(access.Closed, match="另一台设备"):
            actions.enter_by_code(d.made.token, d.made.code, at=d.now())
        with pytest.raises(NotFound):
            access.guest_session(d.made.token, "x" * 43, at=d.at)

    def test_can_be_taken_back_and_ends_by_itself(self, d: Distant) -> None:
        d.enter()
        with pytest.raises(access.Closed, match="失效"):
            access.invited_session(d.made.token, at=d.at + timedelta(hours=25))
        actions.revoke_link(d.id, by=d.lead, at=d.now())
        with pytest.raises(access.Closed, match="失效"):
            access.guest_session(d.made.token, d.device, at=d.at)
        with pytest.raises(NotFound):
            access.invited_session("a" * 43, at=d.at)

    def test_needs_two_certified_officers(self, play: Play) -> None:
        helper = play.place.officers["许助"]
        with pytest.raises(Refused) as refused:
            arranged(play, second_id=helper)
        assert codes(refused) == {"certificate"}
        with pytest.raises(Refused) as refused:
            arranged(play, second_id=play.place.officers["王虎"])
        assert codes(refused) == {"two_officers"}

    def test_is_made_for_a_purpose(self, play: Play) -> None:
        with pytest.raises(Invalid) as problem:
            arranged(play, purpose=" ", matter="火", guest_name="", kind="phone", hours=5)
        assert set(problem.value.fields) == {"purpose", "matter", "guest_name", "kind", "hours"}


class TestTheCourse:
    def test_a_whole_session_becomes_evidence(self, d: Distant) -> None:
        d.enter()
        d.identify()
        d.record(seconds=600)
        d.inform()
        assert d.session.state == "working"
        d.ask()
        shot = d.take("shot", b"\x89PNG shot", "3号罐照片")
        file = d.take("file", b"work permit", "动火作业票", by_guest=True)
        for one in (shot, file):
            actions.confirm_item(d.guest, one, at=d.now())
        d.read()
        d.sign()
        with pytest.raises(Refused) as refused:
            actions.close_session(d.id, by=d.lead, at=d.now())
        assert codes(refused) == {"remote.uncertified"}
        d.stop()
        actions.certify_session(d.id, by=d.lead, at=d.now())
        document = actions.close_session(d.id, by=d.lead, at=d.now())
        self._is_filed(d, document)

    def _is_filed(self, d: Distant, document: Any) -> None:
        session = d.session
        assert session.state == "closed"
        items = [i for i in items_of(session.org_id, session.case_id) if "远程" in i.source]
        assert sorted((i.kind, i.title) for i in items) == [
            ("audiovisual", "罗小文远程取证同步录音录像"),
            ("electronic", "3号罐照片"),
            ("electronic", "identity"),
            ("electronic", "动火作业票"),
        ]
        paper = next(one for one in papers.list_of(session.org_id, session.case_id) if one.id == document)
        assert (paper.code, paper.status, paper.title) == ("D12", "issued", "询问笔录（罗小文，远程）")
        found = queries.recorded(session)
        assert found.complete
        assert found.gaps == ()
        with pytest.raises(Refused) as refused:
            actions.write_line(d.id, question="", answer="再补一句", by=d.lead, at=d.now())
        assert codes(refused) == {"remote.state"}

    def test_a_site_is_filed_as_a_scene_record(self, play: Play) -> None:
        d = arranged(play, kind="site", capacity="现场负责人", guest_name="陶工")
        restore = clock_of(d)
        d.enter()
        d.identify(employer="云州石油储运有限公司", post="安全员")
        d.record(seconds=600)
        actions.note_position(d.guest, {"lat": 30.25, "lon": 120.16, "accuracy_m": 9.6}, at=d.now())
        d.inform()
        actions.write_line(d.id, question="", answer="3号罐东侧未设置警戒线。", by=d.lead, at=d.now())
        d.take("shot", b"\x89PNG site", "3号罐东侧")
        assert queries.items_of(d.session)[-1].position == {"lat": 30.25, "lon": 120.16, "accuracy_m": 10.0}
        d.read()
        d.sign()
        d.stop()
        actions.certify_session(d.id, by=d.lead, at=d.now())
        document = actions.close_session(d.id, by=d.lead, at=d.now())
        paper = next(one for one in papers.list_of(d.session.org_id, d.session.case_id) if one.id == document)
        assert (paper.code, paper.status) == ("D13", "issued")
        assert paper.no
        restore()

    def test_nothing_goes_out_of_turn(self, d: Distant) -> None:
        org = d.lead.org_name
        with pytest.raises(Refused) as refused:
            actions.tell(d.id, "identity", by=d.lead, at=d.now())
        assert codes(refused) == {"remote.state", "remote.unrecorded"}
        d.enter()
        with pytest.raises(Refused) as refused:
            actions.identify(
                actions.Identify(session_id=d.id, id_no="x", sex="男", address="y"), by=d.lead, at=d.now()
            )
        assert codes(refused) == {"remote.absent"}
        with pytest.raises(Refused):
            actions.consent(d.guest, org_name=org, at=d.now())
        d.identify()
        with pytest.raises(Refused) as refused:
            actions.tell(d.id, "identity", by=d.lead, at=d.now())
        assert codes(refused) == {"remote.unrecorded"}
        d.record()
        with pytest.raises(Invalid) as problem:
            actions.agree_point(d.guest, "identity", org_name=org, at=d.now())
        assert problem.value.fields == {"point": "这一条还没有宣读。"}
        with pytest.raises(Invalid) as problem:
            actions.consent(d.guest, org_name=org, at=d.now())
        assert problem.value.fields == {"consent": "还有7条没有确认。"}

    def test_the_card_is_checked(self, d: Distant) -> None:
        d.enter()
        for officer in (d.lead, d.second):
            actions.present(d.id, by=officer, at=d.now())
        wrong = {
            "610102198506150014": "校验位",
            "11010519491231002X": "不一致",
            "": "请填写",
        }
        for number, said in wrong.items():
            cmd = actions.Identify(session_id=d.id, id_no=number, sex="", address="某路1号", same_person=True)
            with pytest.raises(Invalid) as problem:
                actions.identify(cmd, by=d.lead, at=d.now())
            assert said in problem.value.fields["id_no"]
            assert "picture" in problem.value.fields
        with pytest.raises(Invalid) as problem:
            d.identify(same_person=False)
        assert set(problem.value.fields) == {"same_person"}

    def test_who_refuses_goes_in_peace(self, d: Distant) -> None:
        d.enter()
        actions.refuse_session(d.guest, reason="想当面谈", at=d.now())
        session = d.session
        assert (session.state, session.recording) == ("refused", False)
        assert queries.happenings_of(session)[-1].note == "对方不同意远程取证：想当面谈"
        assert d.guest.state == "refused"

    def test_a_correction_is_a_fact_of_its_own(self, d: Distant) -> None:
        d.enter()
        d.identify()
        d.record(seconds=600)
        d.inform()
        d.ask()
        actions.read_record(d.id, by=d.lead, at=d.now())
        first = queries.pages_of(d.session)
        d.see()
        actions.correct_record(d.guest, 1, "不是班组长，是车间主任安排的。", at=d.now())
        pages = queries.pages_of(d.session)
        assert d.session.version == 2
        assert any("更正（第1页）：不是班组长" in text for page in pages for _kind, text in page.lines)
        assert any("是班组长安排的" in text for page in pages for _kind, text in page.lines)
        kept = [page for page in pages if page.sha256 in {one.sha256 for one in first}]
        assert all(page.seen_at for page in kept)
        assert len(kept) < len(pages)
        with pytest.raises(Invalid) as problem:
            actions.confirm_record(d.guest, at=d.now())
        assert set(problem.value.fields) == {"confirm"}
        with pytest.raises(Conflict, match="更正过"):
            actions.see_page(d.guest, pages[-1].no, "0" * 64, at=d.now())
        d.see()
        actions.confirm_record(d.guest, at=d.now())
        assert d.session.state == "signing"

    def test_a_refused_signature_has_a_reason(self, d: Distant) -> None:
        d.enter()
        d.identify()
        d.record(seconds=600)
        d.inform()
        d.ask()
        d.read()
        page = queries.pages_of(d.session)[0]
        cmd = actions.SignPage(slot="party", page_no=1, sha256=page.sha256, refusal="认为记录太简单")
        with pytest.raises(NotFound):
            actions.sign_page(d.guest, cmd, by=actions.guest_actor(d.session), at=d.now())
        actions.sign_page(d.session, cmd, by=d.lead, at=d.now())
        signed = queries.pages_of(d.session)[0].signed["party"]
        assert (signed.refused, signed.reason) == (True, "认为记录太简单")

    def test_losing_the_guest_is_a_gap_with_its_cause(self, d: Distant) -> None:
        d.enter()
        d.identify()
        d.record(seconds=20)
        first = d.parts["guest"][0]
        client = queries.subject_of(d.session)
        known = next(p.client_id for p in parts_of(client) if p.id == first)
        d.inform()
        d.now(60)
        d.part(
            "guest", actions.guest_actor(d.session), previous_client_id=known, previous_cause="page_crashed"
        )
        d.send(5, "guest")
        live = queries.recorded(d.session, at=d.now()).gaps
        assert ("guest", "浏览器或页面崩溃") in [(stream, label) for stream, _from, _ms, label in live]
        d.ask()
        gaps = [(stream, label) for stream, _from, _ms, label in queries.recorded(d.session).gaps]
        assert ("guest", "浏览器或页面崩溃") in gaps
        actions.note_seen(d.guest, at=d.now(30))
        assert queries.happenings_of(d.session)[-1].code == "back"

    def test_the_same_file_is_kept_once(self, d: Distant) -> None:
        d.enter()
        d.identify()
        d.record()
        d.inform()
        d.take("file", b"one", by_guest=True)
        with pytest.raises(Conflict, match="完全相同"):
            d.take("file", b"one", by_guest=True)


class TestWhoMay:
    def test_others_of_the_case_see_but_do_not_act(self, d: Distant, play: Play) -> None:
        head = play.place.actor("刘建军", on=play.today)
        assert access.session_for(head, d.id).id == d.id
        with pytest.raises(Refused) as refused:
            actions.end_session(d.id, reason="x", by=head, at=d.now())
        assert codes(refused) == {"remote.seat"}

    def test_strangers_find_nothing(self, d: Distant, play: Play) -> None:
        stranger = play.place.actor("石磊", on=play.today)
        with pytest.raises(NotFound):
            access.session_for(stranger, d.id)

    def test_each_side_sends_its_own_stream_and_speaks_in_its_own_name(self, d: Distant) -> None:
        d.enter()
        d.identify()
        with pytest.raises(NotFound):
            d.part("picture", actions.guest_actor(d.session))
        said = SendSignal(sender="officer.12345678", recipient="officer", kind="want", data={})
        with pytest.raises(NotFound):
            actions.send_signal(d.session, said, by=actions.guest_actor(d.session), at=d.now())


@pytest.mark.parametrize("table", ["happening", "line", "item", "page", "signature"])
def test_what_happened_cannot_be_changed(table: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE remote_{table}")
