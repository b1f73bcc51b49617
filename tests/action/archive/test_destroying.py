"""Destruction: only what has ended and nobody holds, by many hands, with a stone for every byte."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from anjian.archive import actions
from anjian.archive.models import ArchivedFile, DestructionList, Tombstone
from anjian.archive.queries import destruction
from anjian.audit.queries import check_chain
from anjian.evidence.queries import items_of
from anjian.evidence.store import store
from anjian.kit.canonical import canonical_bytes
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Conflict, NotFound, Refused
from anjian.kit.hashing import sha256_hex
from anjian.transparency.checking import Progress, blobs
from tests.factories.tampering import sql

if TYPE_CHECKING:
    from uuid import UUID

    from tests.action.archive.conftest import Room

pytestmark = pytest.mark.django_db


def after_term(room: Room) -> datetime:
    assert room.file.ends_on is not None
    return datetime.combine(date(room.file.ends_on.year + 1, 2, 1), time(9), LOCAL_ZONE)


def approved(room: Room, at: datetime) -> UUID:
    listed = actions.propose(by=room.who("杜安"), at=at)
    actions.appraise(listed, {}, "没有保存价值", by=room.who("方知"), at=at)
    with pytest.raises(Refused):
        actions.appraise(listed, {}, "再看一次", by=room.who("方知"), at=at)
    actions.appraise(listed, {}, "同意", by=room.who("何清"), at=at)
    with pytest.raises(Refused):
        actions.approve(listed, "同意", by=room.who("郑国安"), at=at)
    assert actions.approve(listed, "同意", by=room.who("陈立"), at=at) == "office"
    assert actions.approve(listed, "同意", by=room.who("郑国安"), at=at) == "head"
    return listed


def test_nothing_goes_before_its_term(room: Room) -> None:
    with pytest.raises(Conflict):
        actions.propose(by=room.who("杜安"), at=room.now)
    with pytest.raises(Refused):
        actions.propose(by=room.who("王虎"), at=after_term(room))


def test_bytes_go_and_rows_events_list_and_stones_stay(room: Room) -> None:
    at, org = after_term(room), room.case.org_id
    actions.bind_file(org, room.file.id, at=room.now)
    own = [c for c in destruction.contents_of(org, room.case.id) if not c.used_elsewhere]
    evidence = {item.sha256 for item in items_of(org, room.case.id)}
    assert evidence <= {c.sha256 for c in own}
    listed = approved(room, at)
    assert actions.supervise(listed, "在场", by=room.who("杜安"), at=at) is False
    with pytest.raises(Refused):
        actions.supervise(listed, "在场", by=room.who("陈立"), at=at)
    assert actions.supervise(listed, "在场", by=room.who("方知"), at=at) is True
    assert all(c.sha256 in store() for c in own)
    assert actions.destroy_bytes(org, listed) == len(own)
    assert not any(c.sha256 in store() for c in own)
    assert actions.destroy_bytes(org, listed) == 0
    stones = {s.sha256: s for s in Tombstone.objects.filter(list_id=listed)}
    assert stones.keys() == {c.sha256 for c in own}
    stone = next(iter(stones.values()))
    body = {name: getattr(stone, name) for name in
            ("file_id", "list_id", "sha256", "size", "what", "rule", "approved_by", "at")}  # fmt: skip
    body["at"] = at
    assert stone.hash == sha256_hex(canonical_bytes(body))
    assert stone.approved_by == "陈立、郑国安"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM transparency_pending WHERE kind = 'tombstone' AND org_id = %s", [org]
        )
        assert cursor.fetchone()[0] == len(stones)
    assert ArchivedFile.objects.get(id=room.file.id).destroyed_at == at
    assert [item.no for item in items_of(org, room.case.id)]
    assert check_chain(org, room.case.id) is None
    assert DestructionList.objects.get(id=listed).state == "executed"
    with pytest.raises(NotFound):
        actions.ask_loan(
            actions.AskLoan(file_no="没有", form="paper", purpose="参考同类", days=3),
            by=room.who("方知"),
            at=at,
        )


def test_the_integrity_check_accepts_what_was_destroyed_and_misses_what_was_not(room: Room) -> None:
    at, org = after_term(room), room.case.org_id
    listed = approved(room, at)
    actions.supervise(listed, "", by=room.who("杜安"), at=at)
    actions.supervise(listed, "", by=room.who("方知"), at=at)
    gone = {item.sha256 for item in items_of(org, room.case.id)}
    assert actions.destroy_bytes(org, listed) >= len(gone) > 0
    assert gone.isdisjoint(name for name in blobs.named(org) if name in store())
    assert list(blobs.look(org, Progress())) == []
    stone = Tombstone.objects.filter(org_id=org, sha256__in=gone)[0]
    sql("DELETE FROM archive_tombstone WHERE id = %s", stone.id)
    (finding,) = blobs.look(org, Progress())
    assert finding.code == "file_missing"
    assert stone.sha256 in finding.message


def test_a_hold_beats_an_approved_list(room: Room) -> None:
    at = after_term(room)
    listed = approved(room, at)
    told = actions.LayHold(file_id=room.file.id, kind="complaint", body="信访局", reason="信访复查中")
    actions.lay_hold(told, by=room.who("杜安"), at=at)
    actions.supervise(listed, "", by=room.who("杜安"), at=at)
    actions.supervise(listed, "", by=room.who("方知"), at=at)
    entry = destruction.listed(DestructionList.objects.get(id=listed)).entries[0]
    assert "保全" in entry.outcome
    assert Tombstone.objects.count() == 0
    assert room.file.destroyed_at is None
    with pytest.raises(Conflict):
        actions.propose(by=room.who("杜安"), at=at)


def test_a_content_that_another_case_uses_stays(room: Room) -> None:
    at, org = after_term(room), room.case.org_id
    item = items_of(org, room.case.id)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registers_meeting (org_id, id, topic, held_at, place, host, participants, minutes, "
            "opened_by, opened_by_name, opened_at, closed_by_name, sha256) VALUES (%s, gen_random_uuid(), "
            "'x', now(), 'x', 'agency', '[]', '', %s, 'x', now(), '', %s)",
            [org, room.who("杜安").id, item.sha256],
        )
    by_hash = {c.sha256: c.used_elsewhere for c in destruction.contents_of(org, room.case.id)}
    assert by_hash[item.sha256] is True
    listed = approved(room, at)
    actions.supervise(listed, "", by=room.who("杜安"), at=at)
    actions.supervise(listed, "", by=room.who("方知"), at=at)
    actions.destroy_bytes(org, listed)
    assert item.sha256 in store()


def test_one_word_to_keep_is_enough(room: Room) -> None:
    at = after_term(room)
    listed = actions.propose(by=room.who("杜安"), at=at)
    entry = destruction.listed(DestructionList.objects.get(id=listed)).entries[0]
    actions.appraise(listed, {entry.id: "典型案例，有研究价值"}, "", by=room.who("方知"), at=at)
    actions.appraise(listed, {}, "同意销毁", by=room.who("何清"), at=at)
    entry.refresh_from_db()
    assert entry.verdict == "keep"
    assert "典型案例" in entry.verdict_reason
