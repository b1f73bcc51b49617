"""Bad input that is no breach of the law: the answer is clear, the typing is safe, nothing has moved."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections

from anjian.audit.actions import close_separate_connection
from anjian.audit.queries import check_chain
from anjian.cases import access, actions
from anjian.cases.queries import steps
from anjian.documents import actions as documents
from anjian.documents import queries as papers_of
from anjian.documents.commands import IssueInstrument, ReviseInstrument
from anjian.evidence.store import store
from anjian.kit.blobs import Digest
from anjian.kit.errors import AnjianError, Conflict, Invalid, NotFound
from anjian.kit.hashing import sha256_hex
from tests.action.faults import scenes, traces
from tests.action.faults.fault import case_of, standing_copy
from tests.action.faults.rows_inquiry import recused
from tests.factories import inputs as i
from tests.factories.town import a_case, found_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anjian.config.demo.play import Play

INVESTIGATING = pytest.mark.parametrize("standing", [("light", "investigating")], indirect=True)


def refused_without_trace(p: Play, attempt: Callable[[], Any], error: type[AnjianError]) -> AnjianError:
    """Try something, expect an answer of that kind in Chinese and the case as it was; return the answer."""
    case = case_of(p)
    before = traces.of_case(p.place.org_id, case.id, case.no)
    with pytest.raises(error) as answer:
        attempt()
    assert traces.of_case(p.place.org_id, case.id, case.no) == before
    assert any("一" <= c <= "鿿" for c in answer.value.message)
    return answer.value


@pytest.mark.django_db
@INVESTIGATING
class TestPages:
    def test_a_stale_page_is_told_so(self, standing: Play) -> None:
        p = standing_copy(standing)
        seen = case_of(p).step_count - 1
        command = actions.TakeStep(
            case_no=p.no, step="confirm_address", inputs={"address": "码头路1号", "phone": "1"}, seen=seen
        )
        answer = refused_without_trace(
            p, lambda: actions.take_step(command, by=p.who("lead"), at=p.now), Conflict
        )
        assert answer.code == "stale"
        assert "已保留" in answer.message

    def test_a_double_click_acts_once(self, standing: Play) -> None:
        p = standing_copy(standing)
        command = actions.TakeStep(
            case_no=p.no,
            step="confirm_address",
            inputs={"address": "码头路1号", "phone": "1", "electronic_consent": False},
        )
        actions.take_step(command, by=p.who("lead"), at=p.now, key="one form")
        answer = refused_without_trace(
            p, lambda: actions.take_step(command, by=p.who("lead"), at=p.now, key="one form"), Conflict
        )
        assert answer.code == "already_done"

    def test_two_people_may_use_the_same_key(self, standing: Play) -> None:
        p = standing_copy(standing)
        for part in ("lead", "co"):
            take_with_key(p, part, "one form")
        assert [s for s in steps_of(p) if s == "summon_interview"] == ["summon_interview"] * 2


def take_with_key(p: Play, part: str, key: str) -> None:
    command = actions.TakeStep(
        case_no=p.no, step="summon_interview", inputs={"person": "张某", "at": p.now, "place": "办案中心"}
    )
    actions.take_step(command, by=p.who(part), at=p.now, key=key)


def steps_of(p: Play) -> list[str]:
    return [row["step"] for row in steps(p.place.org_id, case_of(p).id)]


@pytest.mark.django_db
class TestDocuments:
    @pytest.mark.parametrize("standing", [("light", "notice_due")], indirect=True)
    def test_a_document_with_a_missing_field_is_not_issued(self, standing: Play) -> None:
        p = standing_copy(standing)
        row = scenes.paper(p, "D29")
        fields = {k: v for k, v in papers_of.one(p.place.org_id, row.id).fields.items() if k != "basis"}
        version = documents.revise(
            ReviseInstrument(instrument_id=row.id, expected_version=row.version, fields=fields),
            by=p.who("lead"),
            at=p.now,
        )
        command = IssueInstrument(instrument_id=row.id, expected_version=version)
        answer = refused_without_trace(
            p, lambda: documents.issue(command, by=p.who("lead"), at=p.now), Invalid
        )
        assert isinstance(answer, Invalid)
        assert "basis" in answer.fields

    @pytest.mark.parametrize("standing", [("light", "notice_due")], indirect=True)
    def test_a_stale_version_is_not_issued(self, standing: Play) -> None:
        p = standing_copy(standing)
        row = scenes.paper(p, "D29")
        command = IssueInstrument(instrument_id=row.id, expected_version=row.version + 1)
        answer = refused_without_trace(
            p, lambda: documents.issue(command, by=p.who("lead"), at=p.now), Conflict
        )
        assert answer.code == "stale"


@pytest.mark.django_db
@INVESTIGATING
class TestUploads:
    def test_an_upload_cut_off_leaves_nothing(self, standing: Play) -> None:
        p = standing_copy(standing)

        def broken() -> Any:
            yield b"the first part"
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            store().put_stream(broken(), limit=1 << 20)
        whole = Digest(sha256_hex(b"the first part and the rest"), "0" * 64, 27)
        answer = refused_without_trace(p, lambda: scenes.evidence(p, digest=whole), Invalid)
        assert isinstance(answer, Invalid)
        assert "重新上传" in answer.fields["file"]

    def test_an_altered_upload_is_not_taken_in(self, standing: Play) -> None:
        p = standing_copy(standing)
        promised = sha256_hex(b"as it was taken")

        def put() -> Any:
            return store().put_stream([b"as it was altered"], limit=1 << 20, expected_sha256=promised)

        refused_without_trace(p, put, AnjianError)
        assert promised not in store()

    def test_a_truncated_original_is_not_registered(self, standing: Play) -> None:
        p = standing_copy(standing)
        digest = store().put_stream([b"complete original"], limit=1 << 20)
        short = Digest(digest.sha256, digest.sm3, digest.size + 1)
        answer = refused_without_trace(p, lambda: scenes.evidence(p, digest=short), Invalid)
        assert isinstance(answer, Invalid)
        assert "file" in answer.fields


@pytest.mark.django_db
@INVESTIGATING
class TestTheCaseIsHidden:
    """For these people the case does not exist, so no article is cited to them."""

    def tries(self, p: Play, actor: Any) -> None:
        command = actions.TakeStep(case_no=p.no, step="report", inputs=i.report(p))
        answer = refused_without_trace(p, lambda: actions.take_step(command, by=actor, at=p.now), NotFound)
        assert p.no not in answer.message
        assert traces.refusals_on_record(actor.org_id)[-1][0] == "cases.step.report"

    def test_from_an_officer_of_another_district(self, standing: Play, stages: Any) -> None:
        p = standing_copy(standing)
        self.tries(p, stages.town.district.actor("林远", on=p.today))

    def test_from_an_officer_of_another_brigade(self, standing: Play) -> None:
        p = standing_copy(standing)
        self.tries(p, p.place.actor("许诺", on=p.today))

    def test_from_the_system_administrator(self, standing: Play) -> None:
        p = standing_copy(standing)
        self.tries(p, p.place.actor("沈维", on=p.today))

    def test_from_a_recused_officer(self, standing: Play) -> None:
        p = standing_copy(standing)
        recused(p)
        self.tries(p, p.who("co"))
        assert not access.may_see(p.who("co"), case_of(p).id)


def in_threads(*jobs: Callable[[], None]) -> None:
    """Run jobs together, each on a connection of its own that really commits."""

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            close_separate_connection()
            connections.close_all()

    people = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for one in people:
        one.start()
    for one in people:
        one.join(30)


@pytest.mark.django_db
def test_of_two_people_acting_at_once_one_acts(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    made: list[Play] = []
    in_threads(lambda: made.append(a_case(found_town(committed=True), until="filed")))
    p = made[0]
    seen, together, answers = case_of(p).step_count, threading.Barrier(2), []

    def act(part: str) -> None:
        command = actions.TakeStep(case_no=p.no, step="start_investigation", inputs=i.start(p), seen=seen)
        actor = p.who(part)
        together.wait(10)
        try:
            actions.take_step(command, by=actor, at=p.now)
            answers.append("done")
        except Conflict as late:
            answers.append(late.code)

    in_threads(lambda: act("lead"), lambda: act("co"))
    assert sorted(answers) == ["done", "stale"]
    assert steps_of(p).count("start_investigation") == 1
    assert check_chain(p.place.org_id, case_of(p).id) is None
