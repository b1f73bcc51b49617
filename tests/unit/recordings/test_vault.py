"""The files of a part: what was answered for stays, what was not leaves no trace."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjian.proof.recording import CHAIN, MEDIA, BrokenPart, check_part, genesis, next_head
from anjian.recordings import vault as module
from anjian.recordings.vault import (
    Damaged,
    Differs,
    DiskFull,
    Ended,
    OutOfOrder,
    Times,
    UnknownPart,
    Vault,
)

if TYPE_CHECKING:
    from pathlib import Path

ORG, PART = UUID(int=1), UUID(int=2)


def times(n: int = 0) -> Times:
    return Times(client_ms=1_000_000 + 1000 * (n + 1), duration_ms=1000, server_ms=1_000_050 + 1000 * (n + 1))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = Vault(tmp_path)
    made.create(ORG, PART, {"part": str(PART), "mime": "video/webm"})
    return made


def put(vault: Vault, *chunks: bytes, first: int = 0) -> int:
    for n, chunk in enumerate(chunks, start=first):
        answered = vault.append(ORG, PART, n, chunk, times(n))
    return answered.next


class TestTakingIn:
    def test_keeps_chunks_in_order_with_their_chain(self, vault: Vault) -> None:
        import hashlib

        assert put(vault, b"one", b"two", b"three") == 3
        head = genesis(PART)
        for n, chunk in enumerate((b"one", b"two", b"three")):
            head = next_head(head, hashlib.sha256(chunk).digest(), n)
        assert vault.kept(ORG, PART).head == head.hex()
        assert (vault.folder(ORG, PART) / MEDIA).read_bytes() == b"onetwothree"
        assert vault.kept(ORG, PART).duration_ms == 3000

    def test_the_same_chunk_again_is_answered_and_not_kept_twice(self, vault: Vault) -> None:
        put(vault, b"one", b"two")
        assert vault.append(ORG, PART, 0, b"one", times()).next == 2
        assert vault.append(ORG, PART, 1, b"two", times()).next == 2
        assert (vault.folder(ORG, PART) / MEDIA).read_bytes() == b"onetwo"

    def test_another_chunk_of_the_same_number_is_refused(self, vault: Vault) -> None:
        put(vault, b"one", b"two")
        with pytest.raises(Differs) as told:
            vault.append(ORG, PART, 0, b"eins", times())
        assert told.value.next == 2

    def test_a_chunk_too_early_learns_which_is_awaited(self, vault: Vault) -> None:
        put(vault, b"one")
        with pytest.raises(OutOfOrder) as told:
            vault.append(ORG, PART, 5, b"six", times())
        assert told.value.next == 1

    def test_a_part_of_another_organisation_is_not_there(self, vault: Vault) -> None:
        put(vault, b"one")
        with pytest.raises(UnknownPart):
            vault.append(UUID(int=9), PART, 1, b"two", times())
        with pytest.raises(UnknownPart):
            vault.append(ORG, uuid4(), 0, b"one", times())


class TestEnding:
    def test_needs_every_chunk(self, vault: Vault) -> None:
        put(vault, b"one")
        with pytest.raises(OutOfOrder):
            vault.end(ORG, PART, chunks=2, cause="stopped", said={})
        put(vault, b"two", first=1)
        assert vault.end(ORG, PART, chunks=2, cause="stopped", said={}).next == 2
        assert vault.end(ORG, PART, chunks=2, cause="stopped", said={}).next == 2
        with pytest.raises(Ended):
            vault.append(ORG, PART, 2, b"three", times())
        with pytest.raises(Ended):
            vault.end(ORG, PART, chunks=1, cause="stopped", said={})
        assert vault.append(ORG, PART, 1, b"two", times()).next == 2


class TestAfterAKill:
    @pytest.mark.parametrize("torn", [b"", b'{"n":2,"at"', b'{"n":2'])
    def test_what_was_not_answered_for_is_cut(self, vault: Vault, torn: bytes) -> None:
        put(vault, b"one", b"two")
        folder = vault.folder(ORG, PART)
        with (folder / MEDIA).open("ab") as media, (folder / CHAIN).open("ab") as chain:
            media.write(b"thr")
            chain.write(torn)
        again = Vault(vault.root)
        assert again.kept(ORG, PART).chunks == 2
        assert again.append(ORG, PART, 2, b"three", times(2)).next == 3
        assert (folder / MEDIA).read_bytes() == b"onetwothree"
        assert check_part(folder).chunks == 3

    def test_another_process_is_noticed(self, vault: Vault) -> None:
        put(vault, b"one")
        other = Vault(vault.root)
        assert other.append(ORG, PART, 1, b"two", times(1)).next == 2
        assert vault.append(ORG, PART, 2, b"three", times(2)).next == 3
        assert other.kept(ORG, PART).chunks == 3

    def test_a_file_shorter_than_its_chain_is_told(self, vault: Vault) -> None:
        put(vault, b"one", b"two")
        os.truncate(vault.folder(ORG, PART) / MEDIA, 4)
        with pytest.raises(Damaged):
            Vault(vault.root).append(ORG, PART, 2, b"three", times(2))

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_killed_anywhere_keeps_what_was_answered(
        self, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        """Cut both files back to any point a kill can leave, and go on: the answered chunks are whole."""
        vault = Vault(tmp_path_factory.mktemp("kill"))
        vault.create(ORG, PART, {"part": str(PART)})
        chunks = data.draw(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=8))
        answered = data.draw(st.integers(0, len(chunks) - 1))
        folder = vault.folder(ORG, PART)
        if answered:
            put(vault, *chunks[:answered])
        sure_media, sure_chain = (folder / MEDIA).stat().st_size, (folder / CHAIN).stat().st_size
        put(vault, chunks[answered], first=answered)
        full_media, full_chain = (folder / MEDIA).stat().st_size, (folder / CHAIN).stat().st_size
        # The line is written only when the chunk is on the disk.
        if data.draw(st.booleans()):
            os.truncate(folder / MEDIA, data.draw(st.integers(sure_media, full_media)))
            os.truncate(folder / CHAIN, sure_chain)
        else:
            os.truncate(folder / CHAIN, data.draw(st.integers(sure_chain, full_chain)))
        again = Vault(vault.root)
        kept = again.kept(ORG, PART).chunks
        assert kept in {answered, answered + 1}
        for n in range(kept, len(chunks)):
            again.append(ORG, PART, n, chunks[n], times(n))
        assert (folder / MEDIA).read_bytes() == b"".join(chunks)
        assert check_part(folder).chunks == len(chunks)


class TestAFullDisk:
    @pytest.mark.parametrize("after", [0, 2])
    def test_leaves_nothing_behind(self, vault: Vault, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        put(vault, b"one")
        folder = vault.folder(ORG, PART)
        before = (folder / MEDIA).read_bytes(), (folder / CHAIN).read_bytes()

        def full(handle: int, data: bytes, offset: int) -> int:
            os.pwrite(handle, data[:after], offset)
            raise OSError(errno.ENOSPC, "no space")

        with monkeypatch.context() as patched:
            patched.setattr(module, "write_at", full)
            with pytest.raises(DiskFull) as told:
                vault.append(ORG, PART, 1, b"two", times(1))
        assert told.value.next == 1
        assert before == ((folder / MEDIA).read_bytes(), (folder / CHAIN).read_bytes())
        assert put(vault, b"two", first=1) == 2

    def test_of_the_chain_takes_the_chunk_back(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        put(vault, b"one")

        def full(handle: int, data: bytes) -> None:
            os.write(handle, data[:7])
            raise OSError(errno.ENOSPC, "no space")

        with monkeypatch.context() as patched:
            patched.setattr(module, "write_all", full)
            with pytest.raises(DiskFull):
                vault.append(ORG, PART, 1, b"two", times(1))
        assert put(vault, b"two", first=1) == 2
        assert check_part(vault.folder(ORG, PART)).chunks == 2


class TestChecking:
    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_every_change_of_a_byte_is_found(
        self, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        vault = Vault(tmp_path_factory.mktemp("change"))
        vault.create(ORG, PART, {"part": str(PART)})
        put(vault, *data.draw(st.lists(st.binary(min_size=1, max_size=30), min_size=1, max_size=5)))
        vault.end(ORG, PART, chunks=vault.kept(ORG, PART).chunks, cause="stopped", said={})
        folder = vault.folder(ORG, PART)
        sound = check_part(folder)
        name = data.draw(st.sampled_from([MEDIA, CHAIN]))
        raw = bytearray((folder / name).read_bytes())
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] ^= data.draw(st.integers(1, 255))
        (folder / name).write_bytes(raw)
        try:
            found = check_part(folder)
        except BrokenPart:
            return
        # A changed time is not covered by the chain but by the hash of the chain's file.
        assert found.chain_sha256 != sound.chain_sha256

    def test_a_part_cut_short_with_its_chain_is_found_by_its_end(self, vault: Vault) -> None:
        put(vault, b"one", b"two")
        vault.end(ORG, PART, chunks=2, cause="stopped", said={})
        folder = vault.folder(ORG, PART)
        first = (folder / CHAIN).read_bytes().split(b"\n")[0] + b"\n"
        (folder / CHAIN).write_bytes(first)
        os.truncate(folder / MEDIA, 3)
        with pytest.raises(BrokenPart, match="应有2块"):
            check_part(folder)
