"""`./anjian test`."""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

SUMMARY = "全部检查与测试; --fast 只做一分钟内的部分 / all checks and tests"
ROOT = Path(__file__).resolve().parents[4]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
OUTCOMES = ("passed", "failed", "skipped", "error")


@dataclass(frozen=True, slots=True)
class Part:
    """One check: its name, whether it held, its time and, for pytest, its counts."""

    name: str
    held: bool
    seconds: float
    counts: tuple[int, ...] = ()


def _say(text: str) -> None:
    print(text, flush=True)


def _run(name: str, command: list[str], *, quiet: bool, env: dict[str, str] | None = None) -> Part:
    """Run one check. A quiet one shows its output only when it does not hold, in one piece."""
    started = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=env,
    ) as process:
        lines = []
        for line in process.stdout or ():
            lines.append(line)
            if not quiet:
                print(line, end="", flush=True)
    part = Part(name, process.returncode == 0, time.monotonic() - started, _counts(lines))
    if quiet and not part.held:
        _say(f"---- {name}\n{''.join(lines)}----")
    return part


def _counts(lines: list[str]) -> tuple[int, ...]:
    """How many passed, failed, were skipped and broke, from pytest's closing line."""
    for line in reversed(lines):
        if re.search(r"\d+ (passed|failed|errors?)\b.* in [\d.]+s", line):
            found = {word.removesuffix("s"): int(n) for n, word in re.findall(r"(\d+) ([a-z]+)", line)}
            return tuple(found.get(word, 0) for word in OUTCOMES)
    return ()


def _python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def _pytest(name: str, folders: Sequence[str], *options: str) -> Part | None:
    there = [f"tests/{folder}" for folder in folders if any((ROOT / "tests" / folder).rglob("test_*.py"))]
    if not there:
        return None
    _say(f"\n== {name}")
    return _run(name, _python("pytest", *options, *there), quiet=False)


def _types() -> Part:
    return _run("mypy", _python("mypy"), quiet=True)


def _lint_imports() -> Part:
    tool = Path(sys.executable).parent / "lint-imports"
    return _run("import contracts", [str(tool), "--no-cache"], quiet=True)


def _front_end() -> Part:
    """Build the pages' front end, then check its types and run its tests with the same Node."""
    from anjian.config.frontend_build import FrontEndError, build, node_folder

    started, islands = time.monotonic(), ROOT / "islands"
    try:
        build(islands)
    except FrontEndError as error:
        _say(f"---- front end\n{error}\n----")
        return Part("front end", held=False, seconds=time.monotonic() - started)
    node = str((node_folder() or Path()) / "node")
    held = True
    for tool in (
        ["typescript/bin/tsc", "--noEmit", "-p", "islands"],
        ["vitest/vitest.mjs", "run", "--root", "islands"],
    ):
        script = islands / "node_modules" / tool[0]
        held &= _run(f"front end: {tool[0]}", [node, str(script), *tool[1:]], quiet=True).held
    return Part("front end", held, time.monotonic() - started)


def _browser() -> Part | None:
    if not any((ROOT / "tests" / "e2e").rglob("test_*.py")):
        return None
    if not any(shutil.which(name) for name in CHROMIUM):
        _say("\n没有找到 chromium, 浏览器测试无法进行: apt-get install chromium fonts-noto-cjk")
        return Part("browser (chromium is missing)", held=False, seconds=0)
    return _pytest("browser", ["e2e"])


def run(arguments: Sequence[str]) -> int:
    """Run every part, whatever the others say; status 1 when any did not hold."""
    parser = argparse.ArgumentParser(prog="anjian test", description=SUMMARY)
    parser.add_argument("--fast", action="store_true", help="ruff, 导入契约, 自有规则, 单元测试 (一分钟内)")
    options = parser.parse_args(arguments)
    if importlib.util.find_spec("pytest") is None:
        print("测试工具尚未安装: 请用 ./anjian test 运行", file=sys.stderr)
        return 1
    os.environ.setdefault("PYTHONPATH", str(ROOT / "src"))
    parts: list[Part | None] = []
    with ThreadPoolExecutor(2) as pool:
        checks: list[Future[Part]] = [
            pool.submit(_run, "ruff", _python("ruff", "check", "-q", "."), quiet=True),
            pool.submit(_lint_imports),
            pool.submit(_run, "own rules", _python("lint"), quiet=True),
        ]
        if not options.fast:
            checks += [pool.submit(_types), pool.submit(_front_end)]
        for check in checks:
            parts.append(part := check.result())
            _say(f"{'ok ' if part.held else 'BAD'} {part.name}  {part.seconds:.0f} s")
    together = ("-n", "2", "--dist", "loadfile")
    parts.append(_pytest("unit", ["unit"], *together))
    if not options.fast:
        parts.append(
            _pytest("action, http, live", ["action", "http", "live", "golden", "contract"], *together)
        )
        parts.append(_browser())
    return _close([part for part in parts if part is not None])


def _close(parts: list[Part]) -> int:
    """The table of parts and one closing line with the sum of all tests."""
    _say("")
    for part in parts:
        _say(f"{'ok ' if part.held else 'BAD'} {part.name:<32}{part.seconds:>6.0f} s")
    passed, failed, skipped, broken = (
        sum(part.counts[place] for part in parts if part.counts) for place in range(len(OUTCOMES))
    )
    bad = failed + broken + sum(1 for part in parts if not part.held and not part.counts)
    _say(f"\n{passed} passed, {bad} failed" + (f", {skipped} skipped" if skipped else ""))
    return 0 if all(part.held for part in parts) else 1
