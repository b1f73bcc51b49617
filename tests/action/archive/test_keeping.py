"""What happens to a locked file: lending, reading rights, holds, supplements, places, scans."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from PIL import Image, ImageDraw
from pypdf import PdfReader

from anjian.archive import access, actions
from anjian.archive.models import Hold, Loan, Reading, Scan, ScanSheet, Supplement
from anjian.archive.queries import files, places, scans, search
from anjian.evidence.store import store
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.action.archive.conftest import Room

pytestmark = pytest.mark.django_db


def ask(room: Room, name: str, **traits: Any) -> UUID:
    told = {"file_no": room.file.no, "form": "paper", "purpose": "复查同类案件", "days": 10} | traits
    return actions.ask_loan(actions.AskLoan(**told), by=room.who(name), at=room.now)


def decide(
    room: Room, loan: UUID, name: str = "陈立", *, approve: bool = True, opinion: str = "同意"
) -> None:
    actions.decide_loan(loan, approve=approve, opinion=opinion, by=room.who(name), at=room.now)


class TestLending:
    def test_paper_goes_out_and_comes_back_with_its_condition(self, room: Room) -> None:
        loan = ask(room, "方知")
        with pytest.raises(Refused):
            decide(room, loan, "方知")
        decide(room, loan)
        actions.hand_over(loan, by=room.who("杜安"), at=room.now)
        row = Loan.objects.get(id=loan)
        assert row.due_on == room.now.date() + timedelta(days=10)
        assert files.overdue_of(room.who("方知"), today=row.due_on, keeper=False) == []
        late = files.overdue_of(room.who("方知"), today=row.due_on + timedelta(days=1), keeper=False)
        assert [(late_row.id, no) for late_row, no in late] == [(loan, room.file.no)]
        second = ask(room, "高明")
        decide(room, second)
        with pytest.raises(Conflict) as problem:
            actions.hand_over(second, by=room.who("杜安"), at=room.now)
        assert problem.value.code == "already_out"
        back = actions.TakeBack(loan_id=loan, condition="missing", note="第3页")
        actions.take_back(back, by=room.who("杜安"), at=room.now)
        line = files.volumes_of(room.case.org_id, [room.file.id])[0]
        assert [(n.kind, n.pages) for n in line.notes] == [("missing", "第3页")]
        actions.hand_over(second, by=room.who("杜安"), at=room.now)

    def test_nobody_decides_on_their_own_and_a_refusal_says_why(self, room: Room) -> None:
        loan = ask(room, "陈立")
        with pytest.raises(Refused) as problem:
            decide(room, loan, "陈立")
        assert problem.value.refusals[0].code == "loan.own"
        with pytest.raises(Invalid):
            decide(room, loan, "郑国安", approve=False, opinion="")
        decide(room, loan, "郑国安", approve=False, opinion="与职责无关")
        assert Loan.objects.get(id=loan).state == "refused"
        with pytest.raises(Conflict):
            actions.hand_over(loan, by=room.who("杜安"), at=room.now)

    def test_outsiders_read_for_a_time_and_never_the_side_volume(self, room: Room) -> None:
        stranger = room.who("石磊")
        today = room.now.date()
        with pytest.raises(NotFound):
            access.readable(stranger, room.file.id, today=today)
        with pytest.raises(Refused) as problem:
            ask(room, "石磊", form="digital", with_side=True)
        assert problem.value.refusals[0].code == "loan.side_volume"
        loan = ask(room, "石磊", form="digital", days=3)
        with pytest.raises(NotFound):
            access.readable(stranger, room.file.id, today=today)
        decide(room, loan)
        row, right = access.readable(stranger, room.file.id, today=today)
        assert right is not None
        actions.record_reading(row, right, "处罚决定书 第1页", by=stranger, at=room.now)
        assert Reading.objects.get(loan_id=loan).reader_name == "石磊"
        with pytest.raises(NotFound):
            access.readable(stranger, room.file.id, today=today, side=True)
        with pytest.raises(NotFound):
            access.file_for(stranger, room.file.id)
        with pytest.raises(NotFound):
            access.readable(stranger, room.file.id, today=right.due_on + timedelta(days=1))
        assert actions.end_readings(at=room.now + timedelta(days=5)) == 1
        assert Loan.objects.get(id=loan).state == "ended"
        with pytest.raises(NotFound):
            access.readable(stranger, room.file.id, today=today)

    def test_a_number_that_is_not_there_is_not_found(self, room: Room) -> None:
        with pytest.raises(NotFound):
            ask(room, "方知", file_no="1999-0001")


class TestHolds:
    def test_are_laid_and_lifted_with_reasons(self, room: Room) -> None:
        told = {"file_id": room.file.id, "kind": "litigation", "body": "云州市中级人民法院"}
        with pytest.raises(Invalid):
            actions.lay_hold(actions.LayHold(**told, reason=""), by=room.who("杜安"), at=room.now)
        with pytest.raises(Refused):
            actions.lay_hold(actions.LayHold(**told, reason="法院通知"), by=room.who("王虎"), at=room.now)
        hold = actions.lay_hold(
            actions.LayHold(**told, reason="法院通知保全"), by=room.who("杜安"), at=room.now
        )
        assert [h.id for h, _file in files.standing_holds(room.who("杜安"))] == [hold]
        actions.lift_hold(room.file.id, hold, "判决已经生效", by=room.who("杜安"), at=room.now)
        assert files.standing_holds(room.who("杜安")) == []
        with pytest.raises(DatabaseError), transaction.atomic():
            Hold.objects.filter(id=hold).update(reason="x")


def picture(*, blank: bool = False, turn: float = 0) -> bytes:
    sheet = Image.new("RGB", (1240, 1754), "white")
    if not blank:
        pen = ImageDraw.Draw(sheet)
        for top in range(160, 1560, 44):
            pen.rectangle((140, top, 1100, top + 16), fill="black")
    out = io.BytesIO()
    sheet.rotate(turn, fillcolor="white").save(out, "PNG")
    return out.getvalue()


def scanned(room: Room, *pictures: bytes, **traits: Any) -> UUID:
    uploads = tuple((f"{i}.png", store().put_bytes(p)) for i, p in enumerate(pictures, start=1))
    told = {"case_no": room.p.no, "title": "补交的缴款凭证", "uploads": uploads} | traits
    return actions.add_scan(actions.AddScan(**told), by=room.who("杜安"), at=room.now)


class TestScans:
    def test_sheets_are_looked_at_ordered_turned_dropped_retaken_and_bound(self, room: Room) -> None:
        org = room.case.org_id
        scan = scanned(room, picture(), picture(blank=True), picture(turn=4), b"\xff\xd8\xff not a picture")
        assert actions.look_at_scan(org, scan, at=room.now) == 4
        first, blank, skewed, broken = ScanSheet.objects.filter(scan_id=scan).order_by("place")
        assert (first.hints, blank.hints, skewed.hints) == ([], ["blank"], ["skewed"])
        assert "损坏" in broken.failure
        retake = scanned(room, picture(), scan_id=scan, replaces_id=skewed.id)
        assert retake == scan
        actions.look_at_scan(org, scan, at=room.now)
        sheets = scans.sheets_of(Scan.objects.get(id=scan))
        assert [s.place for s in sheets] == [1, 2, 3, 4]
        assert skewed.id not in {s.id for s in sheets}
        orders = [
            actions.SheetOrder(sheet_id=s.id, place=9 - s.place, turn=90 if s.place == 1 else 0,
                               dropped=s.id in {blank.id, broken.id})
            for s in sheets
        ]  # fmt: skip
        told = {"by": room.who("杜安"), "at": room.now}
        actions.order_scan(room.p.no, scan, orders, bind=True, **told)
        sha256 = actions.bind_scan(org, scan, at=room.now)
        with store().open(sha256) as stream:
            pages = PdfReader(io.BytesIO(stream.read())).pages
        assert len(pages) == 2
        assert [p.mediabox.width > p.mediabox.height for p in pages] == [False, True]
        with pytest.raises(Conflict):
            scanned(room, picture(), scan_id=scan)

    def test_what_is_no_picture_is_not_taken(self, room: Room) -> None:
        with pytest.raises(Invalid):
            scanned(room, b"#!/bin/sh\necho no")
        with pytest.raises(Refused):
            actions.add_scan(
                actions.AddScan(case_no=room.p.no, title="x", uploads=()), by=room.who("王虎"), at=room.now
            )


class TestSupplements:
    def test_join_the_file_on_pages_of_their_own_after_approval_by_another(self, room: Room) -> None:
        scan = scanned(room, picture(), picture())
        actions.look_at_scan(room.case.org_id, scan, at=room.now)
        told = {"file_id": room.file.id, "title": "缴款凭证", "reason": "当事人归档后补交。", "scan_id": scan}
        with pytest.raises(Invalid):
            actions.ask_supplement(actions.AskSupplement(**told), by=room.who("杜安"), at=room.now)
        orders = [
            actions.SheetOrder(sheet_id=s.id, place=s.place, turn=0, dropped=False)
            for s in scans.sheets_of(Scan.objects.get(id=scan))
        ]
        actions.order_scan(room.p.no, scan, orders, bind=True, by=room.who("杜安"), at=room.now)
        actions.bind_scan(room.case.org_id, scan, at=room.now)
        before = [(p.place, p.first_page) for p in files.papers_of(room.file)]
        assert (
            actions.ask_supplement(actions.AskSupplement(**told), by=room.who("杜安"), at=room.now) == "补-1"
        )
        row = Supplement.objects.get(file_id=room.file.id)
        with pytest.raises(Refused):
            actions.decide_supplement(
                room.file.id, row.id, approve=True, opinion="", by=room.who("杜安"), at=room.now
            )
        actions.decide_supplement(
            room.file.id, row.id, approve=True, opinion="同意", by=room.who("陈立"), at=room.now
        )
        row.refresh_from_db()
        last = max(p.last_page for p in files.papers_of(room.file))
        assert (row.first_page, row.last_page) == (last + 1, last + 2)
        assert [(p.place, p.first_page) for p in files.papers_of(room.file)] == before
        assert [f.title for f in search.search(room.who("杜安"), "缴款凭证", kind="supplement").lines] == [
            "补-1 缴款凭证"
        ]
        with pytest.raises(DatabaseError), transaction.atomic():
            Supplement.objects.filter(id=row.id).update(title="x")


class TestPlaces:
    def test_a_volume_moves_and_its_way_stays_known(self, room: Room) -> None:
        volume = files.volumes_of(room.case.org_id, [room.file.id])[0].row
        for shelf in ("1层", "2层"):
            place = actions.PlaceVolume(
                file_id=room.file.id, volume_id=volume.id, room="一号库", cabinet="01柜", shelf=shelf
            )
            actions.place_volume(place, by=room.who("杜安"), at=room.now)
        assert files.volumes_of(room.case.org_id, [room.file.id])[0].where == "一号库-01柜-2层"
        assert [p.shelf for p in places.history_of(volume)][:2] == ["2层", "1层"]
        racks = {(r.room, r.cabinet): r.volumes for r in places.plan_of_places(room.case.org_id)}
        assert racks["一号库", "01柜"] == 1
        assert places.on_shelf(room.case.org_id, "一号库", "01柜", "2层")[0][0] == room.file.no
        with pytest.raises(Refused):
            actions.place_volume(place, by=room.who("王虎"), at=room.now)
