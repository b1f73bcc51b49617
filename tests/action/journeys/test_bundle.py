"""The bundle of a real archived case: everything in it, proven by the log, and passed by both checkers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from anjian.archive import actions as archive
from anjian.audit.queries import chain_of
from anjian.cases.queries import steps
from anjian.journeys import contents, queries
from anjian.journeys.actions import seal_bundle
from anjian.kit.canonical import canonical_bytes
from anjian.people.keys import signer_for
from anjian.proof.bundle import Entry, write
from anjian.proof.contents import Known
from anjian.proof.tlog.note import Verifier
from anjian.proof.verify import verify
from anjian.transparency import queries as transparency

if TYPE_CHECKING:
    from tests.action.journeys.conftest import Room

pytestmark = pytest.mark.django_db(transaction=False)


def sealed(room: Room, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """Seal the case's bundle and unpack it; returns the folder and its manifest."""
    path = tmp_path / "case.zip"
    keeper = room.who("杜安")
    seal_bundle(room.case.no, path, signer_for(keeper.org_id), by=keeper, at=room.now)
    with zipfile.ZipFile(path) as archive_file:
        archive_file.extractall(tmp_path / "case")
    return tmp_path / "case", json.loads((tmp_path / "case" / "manifest.json").read_bytes())


def run(folder: Path, *options: str) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-I", str(folder / "verify.py"), str(folder), "--json", *options]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode, json.loads(done.stdout)


def test_a_stranger_finds_everything_proven(room: Room, tmp_path: Path) -> None:
    archive.bind_file(room.file.org_id, room.file.id, at=room.now)
    folder, manifest = sealed(room, tmp_path)
    rows = manifest["files"]
    by_role: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_role.setdefault(row["role"], []).append(row)
    assert {"volume", "document", "sealed", "original", "mark", "certificate", "log", "checker"} <= set(
        by_role
    )
    assert [row["title"] for row in by_role["volume"]][:1] == ["正卷"]
    assert {row["about"]["of"] for row in by_role["sealed"]} <= {row["path"] for row in by_role["document"]}
    assert all(row["about"]["signatures"] for row in by_role["mark"])
    assert {stream["file"] for stream in manifest["streams"]} == {"events.jsonl", "custody.jsonl"}

    key = transparency.log_key(room.case.org_id)
    status, said = run(folder, "--key", manifest["signer"]["key_id"], "--log", key)
    assert (status, said["findings"]) == (0, [])
    assert said["events"] == sum(s["count"] for s in manifest["streams"] if s["file"] == "events.jsonl")
    assert said["sealed"] == len(by_role["sealed"]) > 5
    assert said["signatures"] == len(by_role["mark"]) > 5
    assert said["proofs"] > said["events"]
    assert [what for what, _, _ in said["timestamps"]] == ["manifest", "checkpoint"]

    known = Known(logs=(Verifier.parse(key),))
    report = verify(tmp_path / "case.zip", trusted=[manifest["signer"]["key_id"]], known=known)
    assert report.findings == ()
    assert (report.sealed, report.proofs) == (said["sealed"], said["proofs"])

    page = (folder / "index.html").read_text()
    assert "<script" not in page
    assert "http" not in page
    for words in ("卷内目录", "办理经过", "防篡改日志", "怎样核验", room.case.party_name):
        assert words in page


def test_what_the_log_lacks_is_said_openly(room: Room, tmp_path: Path) -> None:
    folder, manifest = sealed(room, tmp_path)
    lacking = {one["digest"] for one in manifest["log"]["without"]}
    internal = [
        row for row in manifest["files"] if row["role"] == "document" and not row["about"]["issued_at"]
    ]
    assert {row["sha256"] for row in manifest["files"] if row["sha256"] in lacking} <= {
        row["sha256"] for row in internal
    }
    _, said = run(folder)
    assert bool(lacking) == any("not in the log" in note["message_en"] for note in said["notes"])


def test_anything_changed_is_named(room: Room, tmp_path: Path) -> None:
    folder, manifest = sealed(room, tmp_path)
    for role in ("document", "sealed", "original", "mark", "volume", "log", "checker"):
        row = next(row for row in manifest["files"] if row["role"] == role)
        path = folder / row["path"]
        raw = path.read_bytes()
        path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
        checker = tmp_path / "checker"
        checker.mkdir(exist_ok=True)
        shutil.copy(folder / "verify.py", checker)
        if role == "checker":
            (checker / "verify.py").write_bytes(raw)
        command = [sys.executable, "-I", str(checker / "verify.py"), str(folder), "--json"]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 1
        assert row["path"] in {one["item"] for one in json.loads(done.stdout)["findings"]}
        path.write_bytes(raw)


def test_steps_undone_stand_apart_and_are_still_on_record(room: Room, tmp_path: Path) -> None:
    case = room.case
    first = next(s["seq"] for s in reversed(steps(case.org_id, case.id)) if s["step"] == "prepare_notice")
    room.p.now += timedelta(days=120)
    room.p.step(
        "reopen",
        "head",
        from_step=first,
        effective_on=room.p.today,
        ground="judgment",
        authority="云州市中级人民法院",
        paper_no="（2027）云01行终7号",
        for_procedure=True,
        reason="判决以违反法定程序为由撤销，责令重新作出决定。",
    )
    (told,) = contents.undone(case)
    assert isinstance(told.source, bytes)
    listed = json.loads(told.source)["steps"]
    events = {row["seq"]: row for row in chain_of(case.org_id, case.id)}
    assert len(listed) > 5
    for one in listed:
        assert events[one["seq"]]["sentence"] == one["sentence"]
        assert events[one["undone_by"]]["payload"]["step"] == "reopen"
        assert one["reason"].startswith("判决以违反法定程序为由")

    path, signer = tmp_path / "case", signer_for(case.org_id)

    def written(entries: list[Entry]) -> None:
        events = chain_of(case.org_id, case.id)
        write(path, entries, events, signer, title=case.title, subject={}, at=room.now, folder=True)

    entries = list(queries.bundle_entries(case))
    apart = [e for e in entries if e.role == "document" and "已撤销" in str(e.about["volume"])]
    assert apart
    written(entries)
    page = (path / "index.html").read_text()
    assert page.count('class="tag gone"') == len(listed)
    assert "已撤销的步骤" in page
    assert verify(path).findings == ()
    assert run(path)[0] == 0
    lying = json.loads(told.source)
    lying["steps"][0]["sentence"] = "从未有过的步骤"
    entries = [replace(e, source=canonical_bytes(lying)) if e.role == "undone" else e for e in entries]
    shutil.rmtree(path)
    written(entries)
    assert [(f.code, f.item) for f in verify(path).findings] == [("undone_wrong", "undone.json")]
    assert [one["code"] for one in run(path)[1]["findings"]] == ["undone_wrong"]
