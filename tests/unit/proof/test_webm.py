"""Places to seek to, found in what a browser recorded, however it is cut."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjian.proof.recording import INDEX
from anjian.proof.webm import Key, Scanner
from anjian.recordings.vault import Times, Vault
from tests.factories.recorded import chunks

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = b"".join(chunk for chunk, _ms in chunks())
# As a demuxer (FFmpeg's) finds them: time of the key frame, byte of the cluster it lies in.
KEYS = [Key(3, 188), Key(2035, 34970), Key(4035, 77400), Key(6085, 118654)]


def scan(*pieces: bytes) -> Scanner:
    scanner = Scanner()
    for piece in pieces:
        scanner.feed(piece)
    return scanner


class TestScanner:
    def test_finds_header_key_frames_and_end(self) -> None:
        scanner = scan(PICTURE)
        assert (scanner.init, scanner.keys, scanner.last_ms) == (188, KEYS, 6135)
        assert PICTURE[:4] == bytes.fromhex("1a45dfa3")
        assert all(PICTURE[key.cluster :].startswith(bytes.fromhex("1f43b675")) for key in KEYS)

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.integers(0, len(PICTURE)), max_size=40).map(sorted))
    def test_does_not_care_where_the_pieces_are_cut(self, cuts: list[int]) -> None:
        edges = [0, *cuts, len(PICTURE)]
        scanner = scan(*(PICTURE[a:b] for a, b in pairwise(edges)))
        assert (scanner.init, scanner.keys, scanner.at) == (188, KEYS, len(PICTURE))

    def test_sound_has_a_place_every_so_often(self) -> None:
        scanner = scan(*(chunk for chunk, _ms in chunks("sound")))
        assert scanner.init == 146
        assert [key.ms for key in scanner.keys][:4] == [0, 420, 840, 1260]

    @pytest.mark.parametrize("key", KEYS)
    def test_goes_on_from_a_place_it_knows(self, key: Key) -> None:
        first = scan(PICTURE)
        again = Scanner()
        again.resume(key.cluster, init=first.init, video=first.video, scale=first.scale)
        again.feed(PICTURE[key.cluster :])
        assert again.keys == KEYS[KEYS.index(key) :]

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=300))
    def test_survives_anything(self, noise: bytes) -> None:
        scan(noise, PICTURE[:500], noise)


class TestTheVaultsIndex:
    @pytest.mark.parametrize("index", ["kept", "lost", "torn"])
    def test_is_the_same_after_a_restart(self, tmp_path: Path, index: str) -> None:
        org, part = UUID(int=1), UUID(int=2)
        vault = Vault(tmp_path)
        vault.create(org, part, {"part": str(part)})
        for n, (chunk, lasted) in enumerate(chunks()):
            vault.append(org, part, n, chunk, Times(client_ms=n, duration_ms=lasted, server_ms=n))
            if n == 7:
                path = vault.folder(org, part) / INDEX
                if index == "lost":
                    path.unlink()
                elif index == "torn":
                    path.write_bytes(path.read_bytes()[:-5])
                vault = Vault(tmp_path)
        for kept in (vault.kept(org, part), Vault(tmp_path).kept(org, part)):
            assert (kept.init, list(kept.keys), kept.media_ms) == (188, KEYS, 6135)
