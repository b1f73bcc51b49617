"""A copy with hidden parts: who asked for it, for whom and why; made by a worker; the original stays."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from anjian.audit import queries as audit
from anjian.evidence import queries as evidence
from anjian.evidence.store import store
from anjian.kit.actor import system_actor
from anjian.kit.errors import Invalid, NotFound, Refused
from anjian.recordings import overview
from anjian.recordings.actions import occasions, redactions
from anjian.recordings.actions.redactions import OrderRedaction
from anjian.recordings.clips import measure
from anjian.recordings.models import Redaction, RedactionRun
from tests.action.evidence.scene import AT, Scene, found
from tests.factories.films import brightness, film, loudness

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

pytestmark = pytest.mark.django_db
RECIPE = {
    "boxes": [{"kind": "face", "from_ms": 0, "to_ms": 9000, "keys": [[0, 2500, 2500, 2500, 2500]]}],
    "sounds": [{"how": "mute", "from_ms": 500, "to_ms": 1500}],
}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def scene(db: None) -> Scene:
    return found("云州")


def filmed(scene: Scene, tmp_path: Path) -> str:
    data = film(tmp_path / "film.webm", seconds=2).read_bytes()
    return scene.register(data, kind="audiovisual", title="现场录像", filename="VID_0007.webm").no


def order(scene: Scene, no: str, **changes: Any) -> UUID:
    said: dict[str, Any] = {
        "case_id": scene.case_id, "no": no, "filename": "", "recipe": RECIPE,
        "purpose": "听证前提供给当事人", "recipient": "云州石油储运有限公司",
    }  # fmt: skip
    return redactions.order_redaction(OrderRedaction(**said | changes), by=scene.officer, at=AT)


def make(scene: Scene, redaction: UUID) -> str:
    org = scene.officer.org_id
    return redactions.make_redaction(org, redaction, by=system_actor(org, "系统"), now=lambda: AT)


def sentences(scene: Scene) -> list[str]:
    return [line.sentence for line in audit.activity_of(scene.officer.org_id, scene.case_id, limit=9)]


def test_a_copy_is_made_beside_the_original_which_stays_what_it_was(scene: Scene, tmp_path: Path) -> None:
    no = filmed(scene, tmp_path)
    item = evidence.item_of(scene.officer.org_id, scene.case_id, no)
    assert item
    with store().local(item.sha256) as path:
        before = path.read_bytes()
    redaction = order(scene, no)
    assert make(scene, redaction) == "done"
    assert make(scene, redaction) == "done"
    with store().local(item.sha256) as path:
        assert path.read_bytes() == before
    assert hashlib.sha256(before).hexdigest() == item.sha256
    view = overview.redaction_of(scene.officer.org_id, scene.case_id, redaction)
    assert (view.state, view.percent, view.checked["original"], view.checked["covered"]) == (
        "done", 100, "same", 50,
    )  # fmt: skip
    (file,) = evidence.files_of(scene.officer.org_id, [item.id])
    assert (file.role, file.of_sha256, file.sha256) == ("derived", item.sha256, view.sha256)
    assert file.recipe["recipe_sha256"] == view.recipe_sha256
    with store().local(view.sha256) as path:
        assert all(high - low <= 10 for _ms, low, high in brightness(path, lambda _ms: (80, 48, 160, 96)))
        assert loudness(path, 500, 1450) < 100
    assert sentences(scene)[0] == f"证据{no}的第1份遮盖副本制作完成，原件未变"
    assert any("听证前提供给当事人" in line and "静音1段" in line for line in sentences(scene))


def test_the_copy_can_be_made_again_from_original_and_recipe(scene: Scene, tmp_path: Path) -> None:
    redaction = order(scene, filmed(scene, tmp_path))
    make(scene, redaction)
    assert redactions.check_redaction(scene.officer.org_id, redaction, at=AT)
    again = overview.redaction_of(scene.officer.org_id, scene.case_id, redaction).checked["again"]
    assert (again["same"], again["same_tool"]) == (True, True)
    RedactionRun.objects.filter(id=redaction).update(sha256="0" * 64)
    assert not redactions.check_redaction(scene.officer.org_id, redaction, at=AT)


def test_an_order_can_be_cancelled_until_it_is_made(scene: Scene, tmp_path: Path) -> None:
    no = filmed(scene, tmp_path)
    redaction = order(scene, no)
    redactions.cancel_redaction(scene.case_id, redaction, by=scene.officer, at=AT)
    assert make(scene, redaction) == "cancelled"
    item = evidence.item_of(scene.officer.org_id, scene.case_id, no)
    assert item and evidence.files_of(scene.officer.org_id, [item.id]) == []  # noqa: PT018
    with pytest.raises(Refused):
        redactions.cancel_redaction(scene.case_id, redaction, by=scene.officer, at=AT)


def test_cancelling_stops_the_work_in_the_middle(scene: Scene, tmp_path: Path) -> None:
    redaction = order(scene, filmed(scene, tmp_path))
    org, calls = scene.officer.org_id, 0

    def now() -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            RedactionRun.objects.filter(id=redaction).update(state="cancelled")
        return AT

    assert redactions.make_redaction(org, redaction, by=system_actor(org, "系统"), now=now) == "cancelled"
    assert RedactionRun.objects.get(id=redaction).sha256 == ""


def test_what_cannot_be_read_fails_in_words_and_on_record(scene: Scene) -> None:
    no = scene.register(
        b"\x1a\x45\xdf\xa3 not a film", kind="audiovisual", filename="VID.webm", media_type="video/webm"
    ).no
    redaction = order(scene, no)
    assert make(scene, redaction) == "failed"
    view = overview.redaction_of(scene.officer.org_id, scene.case_id, redaction)
    assert view.failure
    assert "未能制作" in sentences(scene)[0]


def test_the_order_says_for_whom_and_what_for(scene: Scene, tmp_path: Path) -> None:
    no = filmed(scene, tmp_path)
    for changes in ({"purpose": " "}, {"recipient": ""}, {"recipe": {"boxes": [], "sounds": []}}):
        with pytest.raises(Invalid):
            order(scene, no, **changes)
    with pytest.raises(NotFound):
        order(scene, no, filename="nowhere.webm")
    with pytest.raises(Refused):
        redactions.order_redaction(
            OrderRedaction(
                case_id=scene.case_id, no=no, filename="", recipe=RECIPE, purpose="用途", recipient="某人"
            ),
            by=scene.reviewer,
            at=AT,
        )
    assert not Redaction.objects.exists()


def test_a_handed_out_link_lasts_as_long_as_was_said(scene: Scene, tmp_path: Path) -> None:
    redaction = order(scene, filmed(scene, tmp_path))
    with pytest.raises(NotFound):
        redactions.hand_out(scene.case_id, redaction, recipient="甲", days=3, by=scene.officer, at=AT)
    make(scene, redaction)
    with pytest.raises(Invalid):
        redactions.hand_out(scene.case_id, redaction, recipient="甲", days=99, by=scene.officer, at=AT)
    given = redactions.hand_out(
        scene.case_id, redaction, recipient="甲律师事务所", days=3, by=scene.officer, at=AT
    )
    org = scene.officer.org_id
    held = overview.handed_out(org, given, at=AT + timedelta(days=2))
    assert held and held[1].id == redaction  # noqa: PT018
    assert overview.handed_out(org, given, at=AT + timedelta(days=3)) is None
    assert "甲律师事务所" in sentences(scene)[0]


def test_a_clip_joins_the_clock_with_what_its_device_was_off(scene: Scene, tmp_path: Path) -> None:
    no = filmed(scene, tmp_path)
    shown = round(AT.timestamp() * 1000)
    said = {"case_id": scene.case_id, "no": no, "filename": "", "shown_ms": shown, "basis": "compared"}
    with pytest.raises(Invalid):
        occasions.set_clip_clock(occasions.SetClipClock(**said, drift_ms=90_000), by=scene.officer, at=AT)
    for drift, note in ((90_000, "与报时台比对"), (-5000, "重新比对")):
        occasions.set_clip_clock(
            occasions.SetClipClock(**said, drift_ms=drift, note=note, kind="inspection"),
            by=scene.officer,
            at=AT,
        )
    item = evidence.item_of(scene.officer.org_id, scene.case_id, no)
    assert item
    with store().local(item.sha256) as path:
        occasions.keep_facts(scene.officer.org_id, item.sha256, measure(path), at=AT)
    (clip,) = overview.clips_of(scene.officer.org_id, scene.case_id)
    assert (clip.started_ms, clip.note) == (shown + 5000, "重新比对")
    assert 1900 < clip.duration_ms < 2200
    assert overview.recorded_kinds(scene.officer.org_id, scene.case_id) == {"inspection"}
    assert sentences(scene)[0] == f"核定证据{no}的起始时间（依据：当场与标准时间比对，设备时钟慢5秒）"


def test_why_a_step_was_not_recorded_is_said_once(scene: Scene) -> None:
    occasions.excuse(scene.case_id, "hearing", "当事人申请不公开且记录仪故障", by=scene.officer, at=AT)
    assert overview.reasons_of(scene.officer.org_id, scene.case_id) == {
        "hearing": "当事人申请不公开且记录仪故障"
    }
    with pytest.raises(Refused):
        occasions.excuse(scene.case_id, "hearing", "改口", by=scene.officer, at=AT)
    with pytest.raises(Invalid):
        occasions.excuse(scene.case_id, "dancing", "理由", by=scene.officer, at=AT)
