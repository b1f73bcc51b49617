"""The second copy: seconds behind, honest about failing, complete when the other place is back."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from anjian.proof.recording import check_part
from anjian.recordings import copying
from anjian.recordings.copying import COPIED, STATE, Copier, FolderTarget, restore
from anjian.recordings.vault import Times, Vault

if TYPE_CHECKING:
    from pathlib import Path

ORG, PART = UUID(int=1), UUID(int=2)
NAME = f"{ORG}/{PART}"


class Place:
    """A vault with one part, and a folder on "another disk"."""

    def __init__(self, root: Path) -> None:
        self.vault = Vault(root / "vault")
        self.vault.create(ORG, PART, {"part": str(PART)})
        self.other = root / "other"
        self.other.mkdir()
        self.now = 1_000_000
        self.sent = 0
        self.copier = self.fresh()

    def fresh(self, url: str = "file:///other") -> Copier:
        return Copier(self.vault.root, FolderTarget(self.other), url, lambda: self.now)

    def send(self, *chunks: bytes) -> None:
        for chunk in chunks:
            self.vault.append(
                ORG, PART, self.sent, chunk, Times(client_ms=self.sent, duration_ms=1, server_ms=self.sent)
            )
            self.sent += 1

    @property
    def state(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((self.vault.root / STATE).read_text())
        return found

    def restored(self, to: Path) -> int:
        restore(FolderTarget(self.other), NAME, to)
        return check_part(to).chunks


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


class TestCopying:
    def test_each_round_adds_what_is_new(self, place: Place, tmp_path: Path) -> None:
        place.send(b"one", b"two")
        assert place.copier.round()
        place.send(b"three")
        assert place.copier.round()
        assert place.copier.round()
        assert sorted(p.name for p in (place.other / NAME / "media").iterdir()) == [
            "00000000-00000001",
            "00000002-00000002",
        ]
        assert place.restored(tmp_path / "back") == 3

    def test_the_end_comes_last(self, place: Place, tmp_path: Path) -> None:
        place.send(b"one")
        place.vault.end(ORG, PART, chunks=1, cause="stopped", said={})
        place.copier.round()
        restore(FolderTarget(place.other), NAME, tmp_path / "back")
        found = check_part(tmp_path / "back")
        assert (found.ended, found.cause) == (True, "stopped")
        shutil.rmtree(place.other)
        assert place.copier.round(), "a part that is done is not asked for again"

    def test_a_backlog_goes_in_pieces(
        self, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(copying, "PIECE", 10)
        place.send(*[b"12345"] * 7)
        place.copier.round()
        assert len(list((place.other / NAME / "media").iterdir())) == 4
        assert place.restored(tmp_path / "back") == 7

    def test_failing_is_told_with_its_cause_and_filled_up_later(self, place: Place, tmp_path: Path) -> None:
        place.send(b"one")
        place.copier.round()
        away = tmp_path / "unplugged"
        place.other.rename(away)
        place.send(b"two")
        place.now += 1000
        assert not place.copier.round()
        place.now += 5000
        assert not place.copier.round()
        assert (place.state["problem"], place.state["failing_since_ms"]) == ("目录不存在", 1_001_000)
        away.rename(place.other)
        place.send(b"three")
        assert place.copier.round()
        assert (place.state["problem"], place.state["failing_since_ms"]) == ("", 0)
        assert place.restored(tmp_path / "back") == 3

    def test_goes_on_after_a_restart_and_anew_on_an_empty_disk(self, place: Place, tmp_path: Path) -> None:
        place.send(b"one", b"two")
        place.copier.round()
        place.send(b"three")
        place.fresh().round()
        assert len(list((place.other / NAME / "media").iterdir())) == 2
        shutil.rmtree(place.other)
        place.other.mkdir()
        place.fresh().round()
        assert place.restored(tmp_path / "back") == 3

    @pytest.mark.parametrize("noted", ["before the piece", "half of it"])
    def test_a_killed_copier_leaves_no_doubles(self, place: Place, tmp_path: Path, noted: str) -> None:
        place.send(b"one")
        place.copier.round()
        copied = place.vault.folder(ORG, PART) / COPIED
        before = copied.read_text()
        place.send(b"two", b"three")
        place.copier.round()
        copied.write_text(before)
        if noted == "half of it":
            (place.other / NAME / "chain" / "00000001-00000002").unlink()
        place.send(b"four")
        place.fresh().round()
        assert place.restored(tmp_path / "back") == 4

    def test_another_target_gets_everything(self, place: Place) -> None:
        place.send(b"one")
        place.copier.round()
        copied = place.vault.folder(ORG, PART) / COPIED
        assert json.loads(copied.read_text())["target"] == "file:///other"
        shutil.rmtree(place.other)
        place.other.mkdir()
        place.fresh("file:///elsewhere").round()
        assert json.loads(copied.read_text())["target"] == "file:///elsewhere"
        assert (place.other / NAME / "media" / "00000000-00000000").read_bytes() == b"one"

    def test_what_is_half_written_waits(self, place: Place, tmp_path: Path) -> None:
        place.send(b"one")
        with (place.vault.folder(ORG, PART) / "chain.jsonl").open("ab") as chain:
            chain.write(b'{"n":1')
        place.copier.round()
        assert place.restored(tmp_path / "back") == 1
