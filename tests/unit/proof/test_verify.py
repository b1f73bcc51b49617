"""No byte, file or event of a bundle can change, vanish, appear or move without being named."""

from __future__ import annotations

import io
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anjian.kit.canonical import canonical_bytes
from anjian.proof.verify import Report, main, verify
from tests.unit.proof.specimen import a_bundle, a_signer, some_entries, some_events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


FIRST_FORMAT = Path(__file__).parents[2] / "data" / "bundle-format-1.zip"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sealed") / "case.zip"
    a_bundle(path)
    return path


@pytest.fixture
def altered(sealed: Path, tmp_path: Path) -> Callable[[bytes], Report]:
    def check(raw: bytes) -> Report:
        target = tmp_path / sealed.name
        target.write_bytes(raw)
        return verify(target)

    return check


def owners(raw: bytes) -> list[str]:
    """Say for every byte of a ZIP whose it is, by the standard library's own reading."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        infos = archive.infolist()
        start = archive.start_dir
    names = ["case.zip"] * len(raw)
    for info, following in zip(infos, [*[i.header_offset for i in infos[1:]], start], strict=True):
        names[info.header_offset : following] = [info.filename] * (following - info.header_offset)
    for info in infos:
        size = 46 + len(info.filename.encode()) + len(info.extra) + len(info.comment)
        names[start : start + size] = [info.filename] * size
        start += size
    return names


def named(report: Report) -> set[str]:
    """Return the files that the findings name (an event's finding names its line of the file)."""
    return {finding.item.split(" ")[0] for finding in report.findings}


def flips(raw: bytes, count: int, seed: int) -> Iterator[tuple[int, bytes]]:
    rng = random.Random(seed)
    for _ in range(count):
        at = rng.randrange(len(raw))
        changed = bytearray(raw)
        changed[at] ^= 1 << rng.randrange(8)
        yield at, bytes(changed)


class TestHonest:
    def test_a_fresh_bundle_passes(self, sealed: Path) -> None:
        report = verify(sealed)
        assert report.findings == ()
        assert (report.files, report.events, report.org) == (9, 12, "云州市应急管理局")

    @pytest.mark.parametrize("seed", range(8))
    def test_no_false_alarm_in_either_form(self, tmp_path: Path, seed: int) -> None:
        for folder in (False, True):
            path = tmp_path / f"case-{folder}"
            a_bundle(path, entries=some_entries(seed), events=some_events(seed * 3 + 1), folder=folder)
            assert verify(path, deep=True).findings == ()

    def test_bundles_of_the_first_format_are_still_accepted(self) -> None:
        report = verify(FIRST_FORMAT, deep=True)
        assert report.findings == ()
        assert (report.files, report.events) == (7, 12)

    def test_an_unpacked_bundle_passes_as_a_folder(self, sealed: Path, tmp_path: Path) -> None:
        with zipfile.ZipFile(sealed) as archive:
            archive.extractall(tmp_path / "unpacked")
        assert verify(tmp_path / "unpacked").ok


class TestEveryByte:
    @pytest.mark.parametrize("seed", range(6))
    def test_a_flipped_bit_anywhere_is_found_and_named(
        self, sealed: Path, altered: Callable[[bytes], Report], seed: int
    ) -> None:
        raw = sealed.read_bytes()
        whose = owners(raw)
        for at, changed in flips(raw, 250, seed):
            report = altered(changed)
            assert not report.ok, f"flip at {at} escaped"
            assert whose[at] in named(report), (at, whose[at], report.findings)

    def test_every_container_byte_counts(self, sealed: Path, altered: Callable[[bytes], Report]) -> None:
        raw = sealed.read_bytes()
        whose = owners(raw)
        with zipfile.ZipFile(sealed) as archive:
            first = archive.infolist()[1].header_offset
            places = [*range(30), *range(first, first + 60), *range(archive.start_dir, len(raw), 3)]
            places += range(len(raw) - 22, len(raw))
        for at in places:
            changed = bytearray(raw)
            changed[at] ^= 1 << at % 8
            report = altered(bytes(changed))
            assert whose[at] in named(report), (at, whose[at], report.findings)

    @pytest.mark.parametrize("seed", range(3))
    def test_a_flip_in_one_original_names_only_that(
        self, sealed: Path, altered: Callable[[bytes], Report], seed: int
    ) -> None:
        raw = bytearray(sealed.read_bytes())
        raw[raw.index(b"originals/E-1.jpg") + 40 + seed] ^= 1
        assert named(altered(bytes(raw))) == {"originals/E-1.jpg"}

    @pytest.mark.parametrize("seed", range(60))
    def test_bytes_put_in_or_taken_out_are_found(
        self, sealed: Path, altered: Callable[[bytes], Report], seed: int
    ) -> None:
        rng = random.Random(seed)
        raw = sealed.read_bytes()
        at, size = rng.randrange(len(raw)), rng.randrange(1, 30)
        added = raw[:at] + rng.randbytes(size) + raw[at:]
        removed = raw[:at] + raw[at + size :]
        swapped = raw[:at] + raw[at : at + 64][::-1] + raw[at + 64 :]
        for changed in (added, removed, raw[:at], swapped):
            assert changed == raw or not altered(changed).ok

    def test_bytes_before_and_behind_are_found(
        self, sealed: Path, altered: Callable[[bytes], Report]
    ) -> None:
        raw = sealed.read_bytes()
        assert named(altered(raw + b"\0")) == {"case.zip"}
        assert not altered(b"#!/bin/sh\n" + raw).ok
        commented = io.BytesIO(raw)
        with zipfile.ZipFile(commented, "a") as archive:
            archive.comment = b"nothing to see"
        assert not altered(commented.getvalue()).ok

    @pytest.mark.parametrize("raw", [b"", b"PK", b"not a zip" * 50, b"PK\x05\x06" + bytes(18)])
    def test_what_is_no_bundle_is_said_to_be_none(
        self, altered: Callable[[bytes], Report], raw: bytes
    ) -> None:
        assert [finding.code for finding in altered(raw).findings] == ["unreadable"]

    def test_an_ordinary_zip_lacks_manifest_and_seal(self, tmp_path: Path) -> None:
        path = tmp_path / "plain.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "a")
        assert named(verify(path)) == {"manifest.json", "manifest.sig"}


def repacked(sealed: Path, target: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Path:
    """Rewrite the container with other members, in the same canonical form."""
    import zlib

    from anjian.proof import zipform

    with zipfile.ZipFile(sealed) as archive:
        members = change({name: archive.read(name) for name in archive.namelist()})
    rows = [(name, len(data), zlib.crc32(data)) for name, data in members.items()]
    directory = b"".join(map(zipform.central_record, zipform.layout(rows)))
    body = b"".join(zipform.local_header(*row) + members[row[0]] for row in rows)
    target.write_bytes(body + directory + zipform.end_records(len(rows), len(directory), len(body)))
    return target


class TestEveryFile:
    def test_repacking_alone_changes_nothing(self, sealed: Path, tmp_path: Path) -> None:
        assert repacked(sealed, tmp_path / "x.zip", lambda m: m).read_bytes() == sealed.read_bytes()

    def test_each_missing_file_is_named(self, sealed: Path, tmp_path: Path) -> None:
        for name in zipfile.ZipFile(sealed).namelist():
            path = repacked(sealed, tmp_path / "x.zip", lambda m, n=name: {k: m[k] for k in m if k != n})
            report = verify(path)
            assert name in named(report)
            assert {finding.code for finding in report.findings if finding.item == name} == {"file_missing"}

    def test_an_added_file_is_named(self, sealed: Path, tmp_path: Path) -> None:
        for place in (0, 3, 99):

            def add(members: dict[str, bytes], place: int = place) -> dict[str, bytes]:
                rows = list(members.items())
                return dict([*rows[:place], ("originals/E-9.jpg", b"planted"), *rows[place:]])

            report = verify(repacked(sealed, tmp_path / "x.zip", add))
            assert [(f.code, f.item) for f in report.findings] == [("file_added", "originals/E-9.jpg")]

    def test_swapped_files_are_named(self, sealed: Path, tmp_path: Path) -> None:
        def swap(members: dict[str, bytes]) -> dict[str, bytes]:
            rows = list(members.items())
            rows[2], rows[3] = rows[3], rows[2]
            return dict(rows)

        report = verify(repacked(sealed, tmp_path / "x.zip", swap))
        assert [(f.code, f.item) for f in report.findings] == [("file_reordered", "originals/E-2.wav")]

    def test_exchanged_contents_name_both(self, sealed: Path, tmp_path: Path) -> None:
        def exchange(members: dict[str, bytes]) -> dict[str, bytes]:
            one, two = "originals/E-1.jpg", "originals/E-2.wav"
            return members | {one: members[two], two: members[one]}

        assert {"originals/E-1.jpg"} <= named(verify(repacked(sealed, tmp_path / "x.zip", exchange)))

    def test_a_second_file_of_the_same_name_is_named(self, sealed: Path, tmp_path: Path) -> None:
        path = tmp_path / "x.zip"
        shutil.copy(sealed, path)
        with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("originals/E-1.jpg", b"another picture")
        report = verify(path)
        assert ("file_duplicate", "originals/E-1.jpg") in {(f.code, f.item) for f in report.findings}

    def test_a_recompressed_container_is_refused(self, sealed: Path, tmp_path: Path) -> None:
        path = tmp_path / "x.zip"
        with zipfile.ZipFile(sealed) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, old.read(name))
        assert not verify(path).ok


class TestEveryEvent:
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda lines: lines[:4] + lines[5:], "event_missing_or_reordered"),
            (lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]], "event_missing_or_reordered"),
            (lambda lines: [*lines[:4], lines[3], *lines[4:]], "event_missing_or_reordered"),
            (lambda lines: [*lines[:4], lines[4].replace("第4步", "第9步"), *lines[5:]], "event_altered"),
            (lambda lines: [*lines[:4], lines[4].replace('"n":4', '"n": 4'), *lines[5:]], "event_altered"),
            (lambda lines: [*lines[:4], "{", *lines[5:]], "event_unreadable"),
            (lambda lines: [*lines[:4], "[1]", *lines[5:]], "event_unreadable"),
        ],
    )  # fmt: skip
    def test_the_first_bad_event_is_named(
        self, tmp_path: Path, change: Callable[[list[str]], list[str]], code: str
    ) -> None:
        sealed = tmp_path / "one-stream.zip"
        a_bundle(sealed, events=some_events(streams=("case-1",)))

        def rewrite(members: dict[str, bytes]) -> dict[str, bytes]:
            lines = members["events.jsonl"].decode().splitlines()
            padded = "\n".join(change(lines)).encode() + b"\n"
            return members | {"events.jsonl": padded}

        folder = tmp_path / "folder"
        with zipfile.ZipFile(repacked(sealed, tmp_path / "x.zip", rewrite)) as archive:
            archive.extractall(folder)
        report = verify(folder)
        assert report.findings[0].code == "file_altered"
        assert (code, "events.jsonl 第5行") in {(f.code, f.item) for f in report.findings}

    def test_events_cut_off_at_the_end_are_named(self, sealed: Path, tmp_path: Path) -> None:
        with zipfile.ZipFile(sealed) as archive:
            archive.extractall(tmp_path / "folder")
        events = tmp_path / "folder" / "events.jsonl"
        events.write_text("".join(events.read_text().splitlines(keepends=True)[:-2]))
        items = {(f.code, f.item) for f in verify(tmp_path / "folder").findings}
        assert {("event_cut_off", "events.jsonl case-1"), ("event_cut_off", "events.jsonl room-1")} <= items


class TestFolder:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        path = tmp_path / "folder"
        a_bundle(path, folder=True)
        return path

    def test_changed_missing_added_and_linked_files_are_named(self, folder: Path) -> None:
        with (folder / "volume.pdf").open("ab") as stream:
            stream.write(b"\n")
        (folder / "originals" / "E-2.wav").unlink()
        (folder / "originals" / "E-3.txt").unlink()
        (folder / "originals" / "E-3.txt").symlink_to("/dev/null")
        (folder / "notes.txt").write_text("added")
        (folder / "empty").mkdir()
        found = {(f.code, f.item) for f in verify(folder).findings}
        assert found == {
            ("file_altered", "volume.pdf"),
            ("file_missing", "originals/E-2.wav"),
            ("file_missing", "originals/E-3.txt"),
            ("file_added", "originals/E-3.txt"),
            ("file_added", "notes.txt"),
            ("file_added", "empty/"),
        }

    def test_each_file_flipped_is_named(self, folder: Path) -> None:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.stat().st_size):
            raw = path.read_bytes()
            path.write_bytes(bytes([raw[0] ^ 1]) + raw[1:])
            assert str(path.relative_to(folder)) in named(verify(folder))
            path.write_bytes(raw)
        assert verify(folder).ok


class TestSeal:
    def test_a_forger_with_another_key_is_told_apart_by_the_fingerprint(self, tmp_path: Path) -> None:
        a_bundle(tmp_path / "forged.zip", signer=a_signer(2))
        own = a_signer(1).key_id
        assert verify(tmp_path / "forged.zip").ok
        report = verify(tmp_path / "forged.zip", trusted=[own])
        assert [f.code for f in report.findings] == ["signer_unknown"]

    def test_a_foreign_seal_over_the_same_manifest_is_found(self, sealed: Path, tmp_path: Path) -> None:
        from anjian.kit.hashing import sha256_hex, sm3_hex

        def reseal(members: dict[str, bytes]) -> dict[str, bytes]:
            raw = members["manifest.json"]
            numbers = {"manifest_sha256": sha256_hex(raw), "manifest_sm3": sm3_hex(raw)}
            seal = a_signer(2).seal(**numbers, timestamp=b"")
            return members | {"manifest.sig": seal}

        report = verify(repacked(sealed, tmp_path / "x.zip", reseal))
        assert [f.code for f in report.findings] == ["signer_mismatch"]

    def test_a_rewritten_manifest_is_named(self, sealed: Path, tmp_path: Path) -> None:
        def retitle(members: dict[str, bytes]) -> dict[str, bytes]:
            manifest = json.loads(members["manifest.json"])
            manifest["files"][0]["title"] = "另一个题名"
            return members | {"manifest.json": canonical_bytes(manifest)}

        report = verify(repacked(sealed, tmp_path / "x.zip", retitle))
        assert [(f.code, f.item) for f in report.findings] == [("manifest_altered", "manifest.json")]

    def test_a_key_out_of_its_time_is_found(self, tmp_path: Path) -> None:
        from dataclasses import replace
        from datetime import date

        signer = replace(a_signer(), valid_to=date(2026, 11, 19))
        a_bundle(tmp_path / "late.zip", signer=signer)
        assert [f.code for f in verify(tmp_path / "late.zip").findings] == ["key_not_valid"]

    def test_the_noted_seal_number_is_compared(self, sealed: Path) -> None:
        number = verify(sealed).manifest_sha256
        assert verify(sealed, expect=number).ok
        assert not verify(sealed, expect="0" * 64).ok


class TestCommand:
    def test_says_passed_and_failed(
        self, sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([str(sealed), "--key", a_signer().key_id]) == 0
        assert "核验通过：云州石油储运案" in capsys.readouterr().out
        bad = tmp_path / "bad.zip"
        raw = bytearray(sealed.read_bytes())
        raw[60] ^= 1
        bad.write_bytes(bytes(raw))
        assert main([str(bad)]) == 1
        assert "[file_altered] volume.pdf" in capsys.readouterr().out
        assert main([str(bad), "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["findings"][0]["item"] == "volume.pdf"
        assert main([str(tmp_path / "absent.zip")]) == 1

    def test_starts_at_once_and_without_django(self, sealed: Path) -> None:
        source = str(Path(verify.__code__.co_filename).parents[2])
        code = (
            "import sys; from anjian.proof.verify import main; status = main(sys.argv[1:]);"
            "assert not {m.split('.')[0] for m in sys.modules} & {'django', 'psycopg'}; sys.exit(status)"
        )
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-c", code, str(sealed)],
            env={**os.environ, "PYTHONPATH": source},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # Processor time, because other tests may keep the clock on the wall waiting.
        assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1.0
