"""`./anjian log verify`: a proof is checked by itself, from the original and a key one trusts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anjian.config.cli import check, log
from anjian.proof.tlog import tree
from anjian.proof.tlog.checkpoint import Checkpoint
from anjian.proof.tlog.cosignature import Cosigner, with_cosignatures
from anjian.proof.tlog.entry import entry_of
from anjian.proof.tlog.note import NoteSigner
from anjian.proof.tlog.proof_text import proof_text

KEY = NoteSigner("anjian.example/log/1", Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32))
WITNESS = Cosigner("justice.example/w", Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32))
ORIGINAL = "现场录像".encode()


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    digest, salt = hashlib.sha256(ORIGINAL).digest(), bytes([3]) * 32
    leaves = [tree.leaf_hash(bytes([n])) for n in range(9)]
    leaves[5] = tree.leaf_hash(entry_of(kind="evidence", digest=digest, salt=salt))
    head = Checkpoint(KEY.name, 9, tree.root_of(leaves))
    signed = with_cosignatures(head.signed(KEY), WITNESS.cosign(head.text, time=1).line())
    hashes = [part.hex() for part in tree.inclusion_proof(leaves, 5)]
    text = proof_text(
        kind="evidence", digest=digest.hex(), salt=salt.hex(), index=5, hashes=hashes, signed=signed
    )
    (tmp_path / "original.mp4").write_bytes(ORIGINAL)
    path = tmp_path / "item.tlog-proof"
    path.write_text(text, encoding="utf-8")
    return path


def verify(proof: Path, *more: str, key: str = str(KEY.verifier)) -> int:
    return log.run(["verify", str(proof), "--key", key, *more])


def test_a_proof_holds_for_its_original(proof: Path, capsys: pytest.CaptureFixture[str]) -> None:
    original = str(proof.with_name("original.mp4"))
    assert verify(proof, "--file", original) == 0
    assert "第5条（共9条）" in capsys.readouterr().out
    assert verify(proof, "--digest", hashlib.sha256(ORIGINAL).hexdigest()) == 0
    assert verify(proof, "--file", original, "--witness", str(WITNESS.verifier)) == 0
    assert "见证：justice.example/w" in capsys.readouterr().out


def test_and_for_nothing_else(proof: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digest = hashlib.sha256(ORIGINAL).hexdigest()
    other_key = NoteSigner(KEY.name, WITNESS.key).verifier
    other_witness = Cosigner("other.example/w", KEY.key).verifier
    assert verify(proof, "--digest", "0" * 64) == 1
    assert verify(proof, "--digest", "nonsense") == 1
    assert verify(proof, "--digest", digest, key=str(other_key)) == 1
    assert verify(proof, "--digest", digest, "--witness", str(other_witness)) == 1
    assert "other.example/w" in capsys.readouterr().out
    assert verify(proof.with_name("none"), "--digest", digest) == 1
    proof.write_text(proof.read_text(encoding="utf-8").replace("index 5", "index 4"), encoding="utf-8")
    assert verify(proof, "--digest", digest) == 1


def test_an_installation_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (
        check.run(["--data", str(tmp_path / "none")]),
        log.run(["key", "--data", str(tmp_path / "none")]),
    ):
        assert command == 2
    assert capsys.readouterr().err.count("没有数据目录") == 2
