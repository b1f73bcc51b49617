"""The script `./anjian` as a bare machine meets it."""

from __future__ import annotations

import ast
import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COMMANDS = ("bench", "migrate", "procedures", "rehearse", "test", "up", "verify")


def run(root: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / "anjian"), *arguments], capture_output=True, text=True, check=False,
        cwd=root, env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **env}, timeout=60,
    )  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a stand-in environment that is marked as complete."""
    for name in ("src/anjian/__init__.py", "src/anjian/config/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "src/anjian/config/cli", tmp_path / "src/anjian/config/cli")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "anjian", tmp_path / "anjian")
    program = tmp_path / ".venv/bin/python"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "went on: $*"\n', encoding="utf-8")
    program.chmod(0o755)
    marks = [
        f"{name}:{hashlib.sha256((tmp_path / 'requirements' / f'{name}.txt').read_bytes()).hexdigest()}"
        for name in ("base", "dev")
    ]
    (tmp_path / ".venv/anjian-requirements").write_text("\n".join(marks), encoding="ascii")
    return tmp_path


class TestBootstrap:
    def test_lists_every_command_without_an_environment(self, checkout: Path) -> None:
        shutil.rmtree(checkout / ".venv")
        done = run(checkout, "--help")
        assert done.returncode == 0
        listed = [
            line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ") and "  " in line[4:]
        ]
        assert set(COMMANDS) <= set(listed)
        assert not (checkout / ".venv").exists()

    def test_goes_on_at_once_when_the_environment_is_current(self, checkout: Path) -> None:
        started = time.monotonic()
        done = run(checkout, "verify", "a.zip")
        assert done.stdout == "went on: -m anjian.config.cli verify a.zip\n"
        assert time.monotonic() - started < 1

    def test_can_be_read_by_an_old_python(self) -> None:
        ast.parse((ROOT / "anjian").read_text(encoding="utf-8"), feature_version=(3, 7))

    def test_requirements_are_locked_by_hash_and_name_no_address(self) -> None:
        for name in ("base", "dev", "bootstrap"):
            text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
            pinned = [line for line in text.splitlines() if line and line[0].isalpha()]
            assert pinned
            assert all("==" in line for line in pinned)
            assert text.count("--hash=sha256:") >= len(pinned)
            assert "://" not in text
