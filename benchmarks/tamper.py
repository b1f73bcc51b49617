"""Random changes of bundles, each shown to both checkers: how many are found and named, and false alarms.

``main(count=…)`` draws changes from `tests/unit/proof/mutations.py` (bytes of the ZIP, single files,
everything sealed anew by an insider or a forger) over bundles of random content, as ZIP and as folder in
turns. Pure results of signatures are remembered between bundles; every fiftieth change is also shown to the
one-file checker as a program of its own.
"""

from __future__ import annotations

import collections
import random
import shutil
import subprocess
import sys
import tempfile
import time
from json import dumps
from pathlib import Path
from typing import Any

from tests.unit.proof.both_checkers import CHECKER, by_ours, by_theirs, remembering
from tests.unit.proof.mutations import a_mutation, laid_out
from tests.unit.proof.whole_specimen import a_whole_bundle

COUNT = 10_000
PER_BUNDLE = 250
SEED = 20261123


def measure(count: int = COUNT, first: int = 0) -> dict[str, Any]:
    """Change, check, count; ``first`` is the number of the first change, so that runs can be shared out."""
    tally: collections.Counter[str] = collections.Counter()
    kinds: collections.Counter[str] = collections.Counter()
    missed: list[str] = []
    started = time.perf_counter()
    with remembering(), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = b""
        for number in range(first, first + count):
            rng = random.Random(SEED * 1_000_003 + number)
            if number % PER_BUNDLE == 0:
                raw = _honest(folder, number, tally, missed)
            kind, found = a_mutation(rng, raw, "case.zip")
            kinds[kind] += 1
            path = laid_out(found, folder / "case.zip", folder=number % 2 == 1)
            expected = {path.name if item == "case.zip" else item for item in found.expected}
            for check in (by_ours, by_theirs):
                named, findings = check(path, known=found.known)
                tally[f"{check.__name__}: found"] += bool(findings)
                tally[f"{check.__name__}: named"] += bool(named & expected)
                if not named & expected:
                    missed.append(
                        f"{number} {kind} {check.__name__}: {findings[:3]} instead of {sorted(expected)}"
                    )
            if number % 50 == 0 and not found.known:
                command = [sys.executable, "-I", str(CHECKER), str(path)]
                done = subprocess.run(command, capture_output=True, check=False)
                tally["as a program: shown"] += 1
                tally["as a program: found"] += done.returncode == 1
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    seconds = time.perf_counter() - started
    return {
        "name": "tamper",
        "results": list(_rows(count, tally, seconds)),
        "kinds": dict(kinds),
        "missed": missed,
    }


def _honest(folder: Path, number: int, tally: collections.Counter[str], missed: list[str]) -> bytes:
    """Write the next untouched bundle in both forms; both checkers must have nothing to say."""
    path = folder / f"honest-{number}"
    a_whole_bundle(path, seed=number, folder=True)
    whole = folder / f"honest-{number}.zip"
    a_whole_bundle(whole, seed=number)
    for one in (path, whole):
        for check in (by_ours, by_theirs):
            for known in (False, True):
                findings = check(one, known=known)[1]
                tally["untouched: shown"] += 1
                tally["untouched: alarms"] += bool(findings)
                if findings:
                    missed.append(f"false alarm {number} {check.__name__}: {findings[:3]}")
    raw = whole.read_bytes()
    shutil.rmtree(path)
    whole.unlink()
    return raw


def _rows(count: int, tally: collections.Counter[str], seconds: float) -> list[dict[str, Any]]:
    def row(metric: str, value: float, baseline: float, unit: str = "") -> dict[str, Any]:
        ratio = round(value / baseline, 4) if baseline else float(value == 0)
        return {"metric": metric, "value": value, "unit": unit, "baseline": baseline, "ratio": ratio}

    shown, honest = tally["as a program: shown"], tally["untouched: shown"]
    return [
        *(row(f"{word}: {done} of {count}", tally[f"{name}: {done}"], count)
          for name, word in (("by_ours", "anjian verify"), ("by_theirs", "verify.py"))
          for done in ("found", "named")),
        row(f"verify.py as a program: found of {shown}", tally["as a program: found"], shown),
        row(f"false alarms of {honest} checks of untouched bundles", tally["untouched: alarms"], 0),
        row("time of one change and both checks", round(seconds / count * 1000, 1), 1000.0, "ms"),
    ]  # fmt: skip


def main(*, json: bool = False, count: int = COUNT, first: int = 0) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    found = measure(count, first)
    if json:
        print(dumps(found, ensure_ascii=False))
        return found
    for row in found["results"]:
        told = f"{row['value']} {row['unit']} (baseline {row['baseline']}, ratio {row['ratio']})"
        print(f"{row['metric']}: {told}")
    print("changes:", ", ".join(f"{kind} {n}" for kind, n in sorted(found["kinds"].items())))
    for line in found["missed"]:
        print("MISSED", line)
    return found


if __name__ == "__main__":
    main(json="--json" in sys.argv)
