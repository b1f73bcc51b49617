"""The assembly check: each lack is found and named, and only a reasoned word lets the file pass with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anjian.archive import actions, queries
from anjian.archive.models import LacksAccepted
from anjian.documents.models import Instrument
from anjian.evidence.store import store
from anjian.kit.errors import Invalid, Refused

if TYPE_CHECKING:
    from tests.action.archive.conftest import Room

pytestmark = pytest.mark.django_db
UNTIL = "closed"


def assemble(room: Room) -> int:
    pages = actions.assemble_file(actions.AssembleFile(case_no=room.p.no), by=room.who("杜安"), at=room.now)
    room.p.papers("D52", "D53", "D54")
    return pages


def test_a_file_that_was_put_together_is_whole(room: Room) -> None:
    before = queries.report_of(room.case.org_id, room.case.id)
    assert [line.code for line in before.lines if line.level == "stop" and not line.holds] == ["closing"]
    assert assemble(room) > 5
    report = queries.report_of(room.case.org_id, room.case.id)
    assert report.whole
    assert queries.assembly_gaps(room.case.org_id, room.case.id) == ()
    room.p.step("archive", "archivist", shelf="二号库-03柜-2层", retention="permanent")
    assert room.file.retention == "permanent"
    assert room.file.ends_on is None
    assert "长于期限表" in room.file.retention_why["choice"]


def test_a_shorter_term_than_the_schedule_is_not_taken(room: Room) -> None:
    assemble(room)
    room.p.step("archive", "archivist", shelf="A", retention="10")
    assert room.file.retention == "30"
    assert "短于期限表" in room.file.retention_why["choice"]


def test_what_was_taken_away_from_the_database_is_missed(room: Room) -> None:
    assemble(room)
    org = room.case.org_id
    Instrument.objects.filter(org_id=org, case_id=room.case.id, code="D29").update(status="withdrawn")
    lacks = queries.report_of(org, room.case.id).open_lacks
    assert any("行政处罚告知书" in said for said in lacks)
    assert any("重新组卷" in said for said in lacks)
    with pytest.raises(Refused) as problem:
        room.p.step("archive", "archivist", shelf="A", retention="30")
    assert problem.value.refusals[0].code == "assembly_complete"


def test_bytes_that_are_gone_are_missed(room: Room) -> None:
    from anjian.evidence.queries import items_of

    item = items_of(room.case.org_id, room.case.id)[0]
    store().destroy(item.sha256)
    lines = {line.code: line for line in queries.report_of(room.case.org_id, room.case.id).lines}
    assert lines["bytes_there"].found == (f"{item.no} {item.title}",)
    assert lines["bytes_there"].where == "evidence"


def test_a_paper_served_without_proof_is_named(room: Room) -> None:
    rows = Instrument.objects.filter(org_id=room.case.org_id, case_id=room.case.id, code="D36")
    rows.update(service_proof_id=None)
    lines = {line.code: line for line in queries.report_of(room.case.org_id, room.case.id).lines}
    assert any("没有送达回证" in said for said in lines["service"].found)


def test_lacks_are_answered_for_with_a_reason_and_a_new_one_needs_a_new_word(room: Room) -> None:
    assemble(room)
    org = room.case.org_id
    Instrument.objects.filter(org_id=org, case_id=room.case.id, code="D36").update(service_proof_id=None)
    told = {"by": room.who("杜安"), "at": room.now}
    with pytest.raises(Invalid):
        actions.accept_lacks(room.p.no, "丢失", **told)
    with pytest.raises(Refused):
        actions.accept_lacks(
            room.p.no, "回证原件在搬迁中遗失，已登报声明。", by=room.who("王虎"), at=room.now
        )
    count = actions.accept_lacks(room.p.no, "回证原件在搬迁中遗失，已向受送达人核实并说明。", **told)
    assert count == 1
    assert LacksAccepted.objects.get(case_id=room.case.id).lacks[0].endswith("没有送达回证")
    assert queries.assembly_gaps(org, room.case.id) == ()
    Instrument.objects.filter(org_id=org, case_id=room.case.id, code="D29").update(service_proof_id=None)
    assert len(queries.assembly_gaps(org, room.case.id)) == 1
    actions.accept_lacks(room.p.no, "告知书的回证也已遗失，经多方查找未果，已写明经过。", **told)
    assert queries.assembly_gaps(org, room.case.id) == ()


def test_only_what_is_whole_needs_no_word(room: Room) -> None:
    assemble(room)
    with pytest.raises(Invalid):
        actions.accept_lacks(room.p.no, "没有什么缺项，只是想写一句。", by=room.who("杜安"), at=room.now)
