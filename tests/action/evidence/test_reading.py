"""The worker reads each registered file; pictures that look alike are found, also in other cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.audit import queries as audit
from anjian.evidence import queries
from anjian.evidence.models import FileReading
from anjian.evidence.tasks import read_file
from anjian.kit.clock import LOCAL_ZONE
from tests.unit.evidence import hostile

if TYPE_CHECKING:
    from anjian.evidence.commands import Registered
    from tests.action.evidence.scene import Scene


def registered(scene: Scene, data: bytes, **changes: object) -> Registered:
    done = scene.register(data, **changes)
    read_file(org_id=str(scene.officer.org_id), item_id=str(done.id))
    return done


def reading(scene: Scene, no: str) -> queries.Reading:
    item = queries.item_of(scene.officer.org_id, scene.case_id, no)
    assert item is not None
    found = queries.reading_of(item, case_id=scene.case_id, org_id=scene.officer.org_id)
    assert found is not None
    return found


def test_what_a_photo_says_stands_beside_the_claim(scene: Scene) -> None:
    done = registered(scene, hostile.photo(), collected_at=hostile.TAKEN)
    found = reading(scene, done.no)
    assert found.told.device == "HUAWEI P60"
    assert found.remarks == ()
    assert queries.positions(scene.officer.org_id, scene.case_id) == [(done.no, 34.2633, 109.0612)]


def test_a_wrong_claim_is_told(scene: Scene) -> None:
    done = registered(
        scene, hostile.photo(taken="2026:10:06 13:05:00"), collected_at=hostile.TAKEN.astimezone(LOCAL_ZONE)
    )
    assert [remark.code for remark in reading(scene, done.no).remarks] == ["time_differs"]


def test_pictures_that_look_alike_are_found(scene: Scene) -> None:
    first = registered(scene, hostile.photo(), collected_at=hostile.TAKEN)
    again = registered(scene, hostile.photo(position=None), collected_at=hostile.TAKEN)
    registered(scene, hostile.photo(seed=5), collected_at=hostile.TAKEN)
    registered(scene, hostile.photo(offset=""), case_id=scene.other_case_id, collected_at=hostile.TAKEN)
    found = reading(scene, first.no)
    assert [(one.no, one.bits) for one in found.alike] == [(again.no, 0)]
    assert found.elsewhere == 1


def test_pictures_of_another_bureau_are_not_compared(scene: Scene, elsewhere: Scene) -> None:
    first = registered(scene, hostile.photo(), collected_at=hostile.TAKEN)
    registered(elsewhere, hostile.photo(offset=""), collected_at=hostile.TAKEN)
    assert (reading(scene, first.no).alike, reading(scene, first.no).elsewhere) == ((), 0)


def test_a_broken_file_is_evidence_all_the_same(scene: Scene) -> None:
    done = registered(scene, b"\xff\xd8\xff" + b"\0" * 50, collected_at=hostile.TAKEN)
    assert "原件不受影响" in reading(scene, done.no).told.failure


def test_reading_twice_changes_nothing(scene: Scene) -> None:
    done = registered(scene, hostile.photo(), collected_at=hostile.TAKEN)
    before = len(audit.activity_of(scene.officer.org_id, scene.case_id))
    read_file(org_id=str(scene.officer.org_id), item_id=str(done.id))
    assert FileReading.objects.filter(org_id=scene.officer.org_id).count() == 1
    assert len(audit.activity_of(scene.officer.org_id, scene.case_id)) == before


def test_the_text_of_an_office_file_can_be_searched(scene: Scene) -> None:
    done = registered(scene, hostile.document(), filename="票.docx", collected_at=hostile.TAKEN)
    assert queries.texts_of(scene.officer.org_id, scene.case_id) == [(done.no, "动火作业票\n第二段\n")]
