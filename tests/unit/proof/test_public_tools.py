"""The page about checking with public tools says commands that really run, and that really find changes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.proof.whole_specimen import a_whole_bundle

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "check-a-bundle.md"


def commands() -> str:
    """Return what the page tells to type, in order."""
    return "\n".join(
        re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    )


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", commands()], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("public") / "case"
    a_whole_bundle(path, folder=True)
    return path


def test_an_untouched_bundle_holds(bundle: Path) -> None:
    done = run(bundle)
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    assert done.stdout.rstrip().endswith("EVERYTHING HOLDS")
    assert done.stdout.count("Verification: OK") == 2, "two time stamps"
    assert done.stdout.count("Signature Verified Successfully") == 4, "seal, log and two SM2 signatures"
    assert done.stdout.count("Verified OK") == 2, "two marks"


@pytest.mark.parametrize(
    "name",
    [
        "volumes/1-main.pdf", "documents/001-D29.pdf", "sealed/001-D29.pdf", "marks/001.json",
        "marks/002.sig", "log/checkpoint", "log/checkpoint.tst", "log/proofs.jsonl", "events.jsonl",
        "custody.jsonl", "manifest.json", "manifest.sig", "verify.py", "index.html",
    ],
)  # fmt: skip
def test_a_changed_file_is_found(bundle: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "case"
    shutil.copytree(bundle, folder)
    raw = (folder / name).read_bytes()
    at = len(raw) // 2
    (folder / name).write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
    done = run(folder)
    assert done.returncode != 0
    assert "EVERYTHING HOLDS" not in done.stdout


def test_a_file_too_many_is_found(bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(bundle, folder)
    (folder / "originals" / "E-9.bin").write_bytes(b"planted")
    done = run(folder)
    assert done.returncode != 0
    assert "originals/E-9.bin" in done.stdout
