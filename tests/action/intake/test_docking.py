"""Recorders' files come in once, by folder or key, and find the case their wearer worked on."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from anjian.evidence.store import store
from anjian.intake import actions, queries, scanning, watching
from anjian.intake.commands import Dock, FoundStation
from anjian.intake.models import DockedFile, FileCheck
from anjian.intake.tasks import check_file, empty_folders
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Invalid, Refused
from anjian.people import queries as people
from tests.action.evidence.scene import AT, Scene

BEGIN = datetime(2026, 10, 8, 12, 50, tzinfo=LOCAL_ZONE)


def station(scene: Scene, code: str = "D1") -> Any:
    command = FoundStation(code=code, name="一楼采集站", place="值班室")
    return actions.found_station(command, by=scene.administrator, at=AT)


def docked(scene: Scene, station_id: Any, **changes: Any) -> tuple[Any, bool]:
    told = {
        "station_id": station_id,
        "digest": store().put_bytes(b"\x1aE\xdf\xa3 film"),
        "filename": "A.webm",
        "device_no": "DSJ-7",
        "officer": scene.officer.name,
        "started_at": BEGIN,
        "ended_at": BEGIN + timedelta(minutes=40),
    }
    return actions.dock(Dock(**(told | changes)), by=scene.administrator, at=AT)


class TestDocking:
    def test_the_same_file_again_changes_nothing(self, scene: Scene) -> None:
        where, _key = station(scene)
        first, new = docked(scene, where)
        again, second = docked(scene, where)
        assert (new, second, first) == (True, False, again)
        row = DockedFile.objects.get(org_id=scene.officer.org_id)
        assert (row.officer_id, row.media_type, row.late_hours) == (scene.officer.id, "video/webm", 1)

    def test_the_wearer_is_also_known_by_certificate(self, scene: Scene) -> None:
        docked(scene, station(scene)[0], officer="云州-赵敏")
        row = DockedFile.objects.get(org_id=scene.officer.org_id)
        assert row.officer_id == scene.colleague.id

    def test_an_unknown_wearer_is_kept_as_told(self, scene: Scene) -> None:
        docked(scene, station(scene)[0], officer="没有此人")
        row = DockedFile.objects.get(org_id=scene.officer.org_id)
        assert (row.officer_id, row.officer_name) == (None, "没有此人")

    def test_an_end_before_the_beginning_is_refused(self, scene: Scene) -> None:
        with pytest.raises(Invalid):
            docked(scene, station(scene)[0], ended_at=BEGIN - timedelta(minutes=1))

    def test_only_the_keeper_sets_up_stations(self, scene: Scene) -> None:
        with pytest.raises(Refused):
            actions.found_station(FoundStation(code="D2", name="x", place="y"), by=scene.officer, at=AT)

    def test_the_case_worked_on_at_that_time_is_proposed(self, scene: Scene) -> None:
        scene.register(at=BEGIN + timedelta(minutes=20), collected_at=BEGIN)
        file_id, _new = docked(scene, station(scene)[0])
        row = DockedFile.objects.get(org_id=scene.officer.org_id, id=file_id)
        (found,) = queries.candidates(row)
        assert (found.case_no, found.acts) == ("2026-0001", 2)
        row.started_at = BEGIN - timedelta(days=1)
        row.ended_at = None
        assert queries.candidates(row) == []


class TestWatchedFolder:
    def folder(self, scene: Scene) -> Path:
        station(scene)
        from django.conf import settings

        return watching.folder_of(Path(settings.DOCK_DIR), "990100", "D1")

    def put(self, folder: Path, name: str, data: bytes, beside: object = None, *, age_s: int = 60) -> None:
        (folder / name).write_bytes(data)
        if beside is not None:
            (folder / f"{name}.json").write_text(
                beside if isinstance(beside, str) else json.dumps(beside), encoding="utf-8"
            )
        then = (folder / name).stat().st_mtime - age_s
        os.utime(folder / name, (then, then))

    def empty(self, scene: Scene) -> int:
        return empty_folders(people.agency(scene.officer.org_id))

    def test_quiet_files_are_taken_and_kept(self, scene: Scene) -> None:
        folder = self.folder(scene)
        self.put(folder, "DSJ8-0007_610100_20261001093000_0001_IMP.MP4", b"film one")
        self.put(folder, "B.MP4", b"film two", {"device_no": "K9", "started_at": "2026-10-01T09:00:00"})
        self.put(folder, "growing.MP4", b"not yet", age_s=0)
        assert self.empty(scene) == 2
        rows = {row.device_no: row for row in DockedFile.objects.filter(org_id=scene.officer.org_id)}
        assert rows["DSJ8-0007"].marked
        assert rows["DSJ8-0007"].started_at == datetime(2026, 10, 1, 9, 30, tzinfo=LOCAL_ZONE)
        assert rows["K9"].told["device_no"] == "K9"
        assert sorted(path.name for path in folder.iterdir() if path.is_file()) == ["growing.MP4"]
        assert (folder / "imported" / "B.MP4").read_bytes() == b"film two"
        assert self.empty(scene) == 0

    def test_what_cannot_be_read_is_set_aside_with_the_reason(self, scene: Scene) -> None:
        folder = self.folder(scene)
        self.put(folder, "bad.MP4", b"film", "{ no json")
        self.put(folder, "other.MP4", b"film", {"sha256": "0" * 64})
        assert self.empty(scene) == 0
        reasons = sorted(path.name for path in (folder / "refused").glob("*.reason.txt"))
        assert reasons == ["bad.MP4.reason.txt", "other.MP4.reason.txt"]
        assert not DockedFile.objects.filter(org_id=scene.officer.org_id).exists()

    def test_a_link_out_of_the_folder_is_not_followed(self, scene: Scene, tmp_path: Path) -> None:
        folder = self.folder(scene)
        (tmp_path / "secret").write_bytes(b"key")
        (folder / "inside.MP4").symlink_to(tmp_path / "secret")
        assert self.empty(scene) == 0
        assert (folder / "inside.MP4").is_symlink()


class TestVirusCheck:
    def test_a_site_without_checker_says_nothing(self, scene: Scene, settings: Any) -> None:
        settings.VIRUS_CHECK = ""
        check_file(org_id=str(scene.officer.org_id), sha256=store().put_bytes(b"x").sha256)
        assert not FileCheck.objects.filter(org_id=scene.officer.org_id).exists()

    @pytest.mark.parametrize(
        ("command", "verdict"),
        [
            ("/bin/sh -c 'exit 0'", "clean"),
            ("/bin/sh -c 'echo Eicar FOUND; exit 1'", "suspicious"),
            ("/bin/sh -c 'exit 2'", "failed"),
            ("/no/such/program {path}", "failed"),
        ],
    )
    def test_a_command_is_believed(self, scene: Scene, settings: Any, command: str, verdict: str) -> None:
        settings.VIRUS_CHECK = command
        digest = store().put_bytes(b"content")
        check_file(org_id=str(scene.officer.org_id), sha256=digest.sha256)
        assert FileCheck.objects.get(org_id=scene.officer.org_id, sha256=digest.sha256).verdict == verdict
        assert digest.sha256 in store()

    def test_a_file_called_like_an_option_stays_one_word(self, tmp_path: Path) -> None:
        strange = tmp_path / "a b; exit 1"
        strange.write_bytes(b"x")
        said = scanning.check(strange, "/bin/cat {path}")
        assert said is not None
        assert said.state == "clean"
