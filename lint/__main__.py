"""Run every rule over every file that is or may be committed; status 1 when anything is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

from lint import glossary, outside, shape, writes
from lint.rule import File, Rule

RULES: tuple[Rule, ...] = (
    writes.RULE, shape.SIZE, shape.CONSTANT_MESSAGES, outside.RULE, glossary.RULE,
)  # fmt: skip


def files(root: Path) -> list[PurePosixPath]:
    """The repository's files, those not yet added among them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return sorted({PurePosixPath(name) for name in listed.split("\0") if name and (root / name).is_file()})


def main() -> int:
    """Test the rules themselves, then the repository."""
    root = Path(__file__).resolve().parents[1]
    said = [wrong for rule in RULES for wrong in rule.self_test()]
    paths = files(root)
    for path in paths:
        rules = [rule for rule in RULES if rule.applies(path)]
        if not rules:
            continue
        try:
            file = File(path, (root / path).read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        for rule in rules:
            said += [str(finding) for finding in rule.findings(file)]
    said += shape.missing_files(set(paths))
    for line in said:
        print(line)
    print(f"{len(paths)} files, {len(RULES) + 1} rules: {f'{len(said)} findings' if said else 'all kept'}")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
