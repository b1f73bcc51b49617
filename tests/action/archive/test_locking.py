"""A file is checked, locked, bound; from then on neither actions nor the database let it change."""

from __future__ import annotations

import io
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from pypdf import PdfReader

from anjian.archive import actions, queries
from anjian.archive.models import ArchivedFile, FiledPaper, PageText, Volume
from anjian.archive.queries import files, search
from anjian.documents import queries as documents
from anjian.evidence.store import store

if TYPE_CHECKING:
    from tests.action.archive.conftest import Room

pytestmark = pytest.mark.django_db


def test_the_step_locks_the_file_with_its_pages_and_its_term(room: Room) -> None:
    file = room.file
    assert (file.no, file.round, file.locked_by_name) == (room.case.no, 1, "杜安")
    assert (file.retention, file.retention_rule) == ("30", "ordinary")
    assert file.begins_on == date(file.closed_on.year + 1, 1, 1)
    assert file.ends_on == date(file.closed_on.year + 30, 12, 31)
    papers = files.papers_of(file)
    assert papers[0].code == "D52"
    numbered = [p for p in papers if p.first_page and p.volume_id == papers[0].volume_id]
    assert [p.first_page for p in numbered][:1] == [1]
    assert all(a.last_page + 1 == b.first_page for a, b in pairwise(numbered))
    assert file.pages == sum(p.last_page - p.first_page + 1 for p in papers if p.first_page)
    assert all(len(p.sha256) == 64 for p in papers)
    main = files.volumes_of(file.org_id, [file.id])[0]
    assert (main.name, main.where) == ("正卷1", "A-03-12")


def test_volumes_are_bound_as_archival_pdf_with_outline_and_numbers(room: Room) -> None:
    file = room.file
    count = Volume.objects.filter(file_id=file.id).count()
    assert actions.bind_file(file.org_id, file.id, at=room.now) == count
    assert actions.bind_file(file.org_id, file.id, at=room.now) == 0
    main = Volume.objects.get(file_id=file.id, kind="正卷", seq=1)
    with store().open(main.pdf_sha256) as stream:
        reader = PdfReader(io.BytesIO(stream.read()))
    papers = [p for p in files.papers_of(file) if p.volume_id == main.id]
    assert [entry.title for entry in reader.outline] == [p.title for p in papers]
    assert len(reader.pages) == sum(p.sheets for p in papers)
    meta = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in meta
    assert "/OutputIntents" in reader.trailer["/Root"]
    first = next(p for p in papers if p.first_page)
    at = sum(p.sheets for p in papers[: papers.index(first)])
    assert reader.pages[at].extract_text().split()[-1] == "1"


def test_bound_volumes_are_sealed_by_the_bureau(room: Room) -> None:
    file = room.file
    bound = actions.bind_file(file.org_id, file.id, at=room.now)
    assert actions.seal_file(file.org_id, file.id, at=room.now) == bound
    assert actions.seal_file(file.org_id, file.id, at=room.now) == 0
    main = Volume.objects.get(file_id=file.id, kind="正卷", seq=1)
    with store().open(main.sealed_sha256) as sealed, store().open(main.pdf_sha256) as plain:
        whole, before = sealed.read(), plain.read()
    assert whole.startswith(before)
    assert b"/ETSI.CAdES.detached" in whole[len(before) :]


def test_words_of_the_volumes_are_found_with_their_page(room: Room) -> None:
    file = room.file
    actions.bind_file(file.org_id, file.id, at=room.now)
    found = search.search(room.who("杜安"), "动火作业")
    assert found.lines
    assert {line.file_no for line in found.lines} == {file.no}
    decision = next(line for line in search.search(room.who("杜安"), "行政处罚决定书").lines if line.page)
    assert any(piece.hit for piece in decision.snippet)
    paged = search.search(room.who("杜安"), "动火作业", size=2)
    assert paged.older is not None
    following = search.search(room.who("杜安"), "动火作业", size=2, before=paged.older)
    assert not {line.id for line in paged.lines} & {line.id for line in following.lines}
    assert search.search(room.who("石磊"), "动火作业").lines == []
    assert search.search(room.who("杜安"), "没有这样的词语").lines == []
    assert search.search(room.who("王虎"), "动火作业").lines


REFUSED = (
    "UPDATE documents_instrument SET title = 'x' WHERE case_id = %s",
    "UPDATE documents_instrument SET status = 'withdrawn' WHERE case_id = %s AND code = 'D36'",
    "DELETE FROM documents_instrument WHERE case_id = %s AND code = 'D52'",
    """INSERT INTO documents_version (org_id, id, instrument_id, no, fields, author_id, author_name, reason,
        at, content_sha256)
    SELECT org_id, gen_random_uuid(), instrument_id, no + 50, fields, author_id, author_name, reason, at,
        content_sha256
    FROM documents_version WHERE instrument_id IN (SELECT id FROM documents_instrument WHERE case_id = %s)""",
    "INSERT INTO evidence_fact SELECT (f).* FROM (SELECT f FROM evidence_fact f WHERE case_id = %s) x",
    "UPDATE archive_file SET retention = '10' WHERE case_id = %s",
    "DELETE FROM archive_file WHERE case_id = %s",
    "UPDATE archive_volume SET seq = 9 WHERE file_id = (SELECT id FROM archive_file WHERE case_id = %s)",
    "UPDATE archive_paper SET title = 'x' WHERE file_id = (SELECT id FROM archive_file WHERE case_id = %s)",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_changes_of_a_locked_file(room: Room, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [room.case.id])


def test_a_reopened_case_gets_a_new_round_and_the_first_lock_stays(room: Room) -> None:
    from anjian.cases.queries import steps

    first = room.file
    seq = next(
        s["seq"] for s in reversed(steps(room.case.org_id, room.case.id)) if s["step"] == "prepare_notice"
    )
    room.p.now += timedelta(days=120)
    room.p.step(
        "reopen",
        "head",
        from_step=seq,
        effective_on=room.p.today,
        ground="judgment",
        authority="云州市中级人民法院",
        paper_no="（2027）云01行终7号",
        for_procedure=True,
        reason="判决以违反法定程序为由撤销，责令重新作出决定。",
    )
    first.refresh_from_db()
    assert first.reopened_at is not None
    withdrawn = [d for d in documents.list_of(first.org_id, first.case_id) if d.status == "withdrawn"]
    assert withdrawn
    leaves = queries.leaves_of(first.org_id, first.case_id)
    apart = [leaf for leaf in leaves if leaf.undone]
    assert {leaf.row.id for leaf in apart} == {d.id for d in withdrawn if d.issued_at}
    assert all(leaf.volume == "副卷" for leaf in apart)
    with pytest.raises(DatabaseError), transaction.atomic():
        ArchivedFile.objects.filter(id=first.id).update(reopened_at=None)


def test_text_and_papers_are_of_the_same_file(room: Room) -> None:
    file = room.file
    actions.bind_file(file.org_id, file.id, at=room.now)
    sources = set(PageText.objects.filter(file_id=file.id, kind="paper").values_list("source_id", flat=True))
    assert sources <= set(FiledPaper.objects.filter(file_id=file.id).values_list("instrument_id", flat=True))
