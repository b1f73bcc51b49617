"""Notes, checkpoints, cosignatures and proofs are read as the C2SP write them, and only then."""

from __future__ import annotations

import contextlib
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from anjian.proof.tlog import note, tree
from anjian.proof.tlog.checkpoint import Checkpoint, opened, read
from anjian.proof.tlog.cosignature import Cosigner, time_of, with_cosignatures
from anjian.proof.tlog.entry import entry_of
from anjian.proof.tlog.note import BadNote, NoteSigner, Verifier
from anjian.proof.tlog.proof_text import Extra, ProofText, proof_text

# The example of the documentation of golang.org/x/mod/sumdb/note.
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
    "pRZb6KE6RyyBwJnAM=\n"
)
ORIGIN = "anjian.example/log/1"


def signer(seed: int = 1, name: str = ORIGIN) -> NoteSigner:
    return NoteSigner(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def witness(seed: int = 9) -> Cosigner:
    return Cosigner("witness.example/justice", Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


class TestNote:
    def test_a_note_of_another_implementation_verifies(self) -> None:
        verifier = Verifier.parse(GO_VKEY)
        parsed = note.parse(GO_NOTE)
        assert [one.name for one, _ in note.verified(parsed, [verifier])] == ["PeterNeumann"]
        assert str(parsed) == GO_NOTE
        assert str(verifier) == GO_VKEY

    def test_a_changed_text_is_refused(self) -> None:
        with pytest.raises(BadNote, match="does not hold"):
            note.verified(note.parse(GO_NOTE.replace("answer", "ANSWER")), [Verifier.parse(GO_VKEY)])

    def test_unknown_keys_are_ignored(self) -> None:
        assert note.verified(note.parse(GO_NOTE), [signer().verifier]) == ()

    @pytest.mark.parametrize(
        "raw",
        [
            "", "text\n", "text\n\n", "text\n\n— a\n", "text\n\n- a AAAAAAAA\n", "text\n\n— a+b AAAAAAAA\n",
            "text\n\n— a AAAA\n", "text\n\n— a A===\n", "te\x01xt\n\n— a AAAAAAAA\n", "text\n\n— a AAAAAAAA",
            "text\n\n— a AAAAAAAB\n\n",
        ],
    )  # fmt: skip
    def test_what_is_no_note_is_refused(self, raw: str) -> None:
        with pytest.raises(BadNote):
            note.parse(raw)

    def test_bytes_that_are_no_text_are_refused(self) -> None:
        with pytest.raises(BadNote, match="UTF-8"):
            note.parse(b"\xff\n\n\xe2\x80\x94 a AAAAAAAA\n")

    def test_a_key_that_does_not_hold_together_is_refused(self) -> None:
        for wrong in (GO_VKEY.replace("c74f20a3", "c74f20a4"), "a+b", "", GO_VKEY.replace("Peter", "Pe ter")):
            with pytest.raises(BadNote):
                Verifier.parse(wrong)

    @given(st.text(max_size=200))
    def test_no_text_breaks_the_reader(self, raw: str) -> None:
        with contextlib.suppress(BadNote):
            assert str(note.parse(raw)) == raw


class TestCheckpoint:
    head = Checkpoint(ORIGIN, 8, bytes(range(32)))

    def test_is_written_as_specified(self) -> None:
        assert self.head.text == f"{ORIGIN}\n8\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
        assert opened(self.head.signed(signer()), signer().verifier) == self.head

    def test_another_key_does_not_open_it(self) -> None:
        with pytest.raises(BadNote, match="key of the log"):
            opened(self.head.signed(signer(2)), signer(1).verifier)

    def test_a_key_opens_only_its_own_origin(self) -> None:
        foreign = Checkpoint("anjian.example/log/2", 8, bytes(32)).signed(signer())
        with pytest.raises(BadNote, match="origin"):
            opened(foreign, signer().verifier)

    @pytest.mark.parametrize(
        "text",
        ["a\n1\n", "a\n01\nAAAA\n", "a\n-1\n" + note.encode(bytes(32)) + "\n", "a\n1\nAAAA\n", "a\n\nb\n"],
    )
    def test_what_is_no_checkpoint_is_refused(self, text: str) -> None:
        with pytest.raises(BadNote):
            Checkpoint.parse(text)


class TestCosignature:
    head = Checkpoint(ORIGIN, 8, bytes(range(32)))

    def test_a_witness_signs_time_and_checkpoint(self) -> None:
        signed = self.head.signed(signer())
        line = witness().cosign(self.head.text, time=1_679_315_147)
        together = with_cosignatures(signed, line.line())
        _, parsed = read(together)
        known = [signer().verifier, witness().verifier]
        assert [one.name for one, _ in note.verified(parsed, known)] == [ORIGIN, "witness.example/justice"]
        assert time_of(line) == 1_679_315_147
        assert len(line.data) == 72
        assert with_cosignatures(together, line.line()) == together

    def test_the_key_id_is_of_its_own_kind(self) -> None:
        verifier = witness().verifier
        material = verifier.name.encode() + b"\n\x04" + verifier.public
        assert verifier.key_id == hashlib.sha256(material).digest()[:4]
        assert Verifier.parse(str(verifier)) == verifier

    def test_another_time_is_another_statement(self) -> None:
        line = witness().cosign(self.head.text, time=5)
        later = (6).to_bytes(8, "big") + line.data[8:]
        assert witness().verifier.verifies(self.head.text, line.data)
        assert not witness().verifier.verifies(self.head.text, later)
        assert not witness().verifier.verifies(self.head.text, line.data[:40])


class TestProofText:
    digest, salt = hashlib.sha256(b"file").hexdigest(), hashlib.sha256(b"salt").hexdigest()

    def made(self) -> tuple[str, bytes]:
        entry = entry_of(kind="evidence", digest=bytes.fromhex(self.digest), salt=bytes.fromhex(self.salt))
        leaves = [tree.leaf_hash(bytes([n])) for n in range(6)]
        leaves[4] = tree.leaf_hash(entry)
        signed = Checkpoint(ORIGIN, 6, tree.root_of(leaves)).signed(signer())
        path = [part.hex() for part in tree.inclusion_proof(leaves, 4)]
        text = proof_text(
            kind="evidence", digest=self.digest, salt=self.salt, index=4, hashes=path, signed=signed
        )
        return text, entry

    def test_proves_the_entry_and_nothing_else(self) -> None:
        text, entry = self.made()
        parsed = ProofText.parse(text)
        assert str(parsed) == text
        assert parsed.proves(entry, signer().verifier).size == 6
        assert Extra.parse(parsed.extra).entry == entry
        for other in (b"other", entry_of(kind="file", digest=bytes(32), salt=bytes(32))):
            with pytest.raises(BadNote, match="does not stand"):
                parsed.proves(other, signer().verifier)
        with pytest.raises(BadNote, match="key of the log"):
            parsed.proves(entry, signer(3).verifier)

    def test_the_layout_is_the_one_of_the_specification(self) -> None:
        lines = self.made()[0].split("\n")
        assert lines[0] == "c2sp.org/tlog-proof@v1"
        assert lines[1].startswith("extra ")
        assert lines[2] == "index 4"
        assert lines[5] == ""
        assert lines[6] == ORIGIN

    @given(st.integers(0, 900), st.integers(1, 255))
    def test_no_changed_byte_passes(self, at: int, flip: int) -> None:
        text, entry = self.made()
        raw = bytearray(text.encode())
        at %= len(raw)
        raw[at] ^= flip
        try:
            parsed = ProofText.parse(raw.decode())
            whole = Extra.parse(parsed.extra).entry == entry
            parsed.proves(entry, signer().verifier)
        except (BadNote, UnicodeDecodeError):
            return
        assert not whole

    @pytest.mark.parametrize(
        "text",
        ["", "c2sp.org/tlog-proof@v1\n\n", "c2sp.org/tlog-proof@v1\nindex 01\n\nx", "other\nindex 1\n\nx"],
    )
    def test_what_is_no_proof_is_refused(self, text: str) -> None:
        with pytest.raises(BadNote):
            ProofText.parse(text)

    def test_extra_data_of_others_are_refused(self) -> None:
        for wrong in (b"", b"[]", b"{}", b'{"kind":"a","digest":"zz","salt":""}', b"\xff"):
            with pytest.raises(BadNote):
                Extra.parse(wrong)


class TestEntry:
    def test_is_the_formula_of_the_reference(self) -> None:
        salt, digest = bytes([7]) * 32, bytes([8]) * 32
        expected = hashlib.sha256(b"anjian/log-entry/1\x00" + salt + b"event\x00" + digest).digest()
        assert entry_of(kind="event", digest=digest, salt=salt) == expected

    @pytest.mark.parametrize(
        ("kind", "digest", "salt"), [("", 32, 32), ("a", 31, 32), ("a", 32, 33), ("证", 32, 32)]
    )
    def test_other_lengths_and_words_are_refused(self, kind: str, digest: int, salt: int) -> None:
        with pytest.raises(ValueError, match=r"bytes|word"):
            entry_of(kind=kind, digest=bytes(digest), salt=bytes(salt))
