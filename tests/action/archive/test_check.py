"""The assembly check: each lack is found and named, and only a reasoned word lets the file pass with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anjian.archive import actions, queries
from anjian.archive.models import LacksAccepted
from anjian.documents.actions import ensure_sealed
from anjian.documents.models import Instrument
from anjian.documents.sealed import seal_of
from anjian.evidence.store import store
from anjian.kit.errors import Invalid, Refused
from tests.factories.tampering import sql

if TYPE_CHECKING:
    from uuid import UUID

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


def seals_rule(room: Room) -> tuple[str, ...]:
    report = queries.report_of(room.case.org_id, room.case.id)
    return next(line.found for line in report.lines if line.code == "seals")


def a_signed_paper(room: Room) -> tuple[UUID, str]:
    """The first signature on a paper of the case, and the paper's title."""
    (found,) = sql(
        "SELECT s.id, i.title FROM credentials_signature s "
        "JOIN documents_instrument i ON i.id = s.subject_id "
        "WHERE i.case_id = %s AND i.status <> 'withdrawn' ORDER BY s.id LIMIT 1",
        room.case.id,
    )
    return found[0], found[1]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("statement = statement || ' '", "签名声明与登记的摘要不符"),
        ("signer_name = '别人'", "签名声明与签名记录或者证书不符"),
        ("at = at + interval '1 second'", "签名声明与签名记录或者证书不符"),
        ("signature = sm2_signature", "签名验证不通过"),
        ("sm2_signature = signature", "签名验证不通过"),
        ("signature = 'zz'", "签名验证不通过"),
        ("certificate_id = gen_random_uuid()", "没有签名所用的证书"),
    ],
)
def test_a_signature_altered_past_the_platform_is_named(room: Room, change: str, why: str) -> None:
    row_id, title = a_signed_paper(room)
    assert seals_rule(room) == ()
    sql(f"UPDATE credentials_signature SET {change} WHERE id = %s", row_id)  # noqa: S608  written above
    (found,) = seals_rule(room)
    assert found.startswith(f"《{title}》上")
    assert found.endswith(why)


def test_a_certificate_that_did_not_count_on_the_day_is_named(room: Room) -> None:
    row_id, title = a_signed_paper(room)
    sql(
        "INSERT INTO credentials_revocation (org_id, id, certificate_id, reason, note, revoked_by, at) "
        "SELECT org_id, gen_random_uuid(), certificate_id, 'key_compromise', '', 'x', at "
        "FROM credentials_signature WHERE id = %s",
        row_id,
    )
    found = seals_rule(room)
    assert any(one.startswith(f"《{title}》上") for one in found)
    assert all(one.endswith("签名时证书无效") for one in found)


def test_a_sealed_document_that_is_gone_is_named(room: Room) -> None:
    paper = Instrument.objects.get(org_id=room.case.org_id, case_id=room.case.id, code="D29")
    ensure_sealed(room.case.org_id, paper.id, at=room.now)
    seal = seal_of(room.case.org_id, paper.id)
    assert seal is not None
    assert seals_rule(room) == ()
    store().destroy(seal.sealed_sha256)
    assert seals_rule(room) == (f"《{paper.title}》的签章文本不在存储中",)


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
