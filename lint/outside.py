"""Nothing in the repository names a package registry, one machine's folders, or a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from lint.rule import File, Rule

# The patterns are written so that this file does not match them itself.
_REGISTRIES = (
    r"pypi[.]org|files[.]pythonhosted[.]org|registry[.]npmjs[.]org|registry[.]npmmirror[.]com"
    r"|deb[.]debian[.]org|mirrors[.][a-z]+[.](?:com|cn|edu[.]cn)"
)
_HOMES = r"[/]root/|[/]home/[a-z]+/|[/]work/(?:main|shared)|[/]Users/[a-z]+/"
PATTERNS = (
    (re.compile(rf"https?://(?:{_REGISTRIES})"), "address of a package registry"),
    (re.compile(rf"(?<![\w.])(?:{_HOMES})"), "folder of one machine"),
    (re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE [K]EY-----"), "private key"),
)
TEXT = {"", ".py", ".md", ".txt", ".in", ".toml", ".yaml", ".yml", ".json", ".ts", ".css", ".html", ".typ"}


def check(file: File) -> Iterator[tuple[int, str]]:
    """Every line with something of outside."""
    for number, line in enumerate(file.text.splitlines(), 1):
        for pattern, what in PATTERNS:
            if pattern.search(line):
                yield number, what


RULE = Rule(
    name="nothing-from-outside",
    why="The repository must build anywhere, from whatever mirror its user has.",
    applies=lambda path: path.suffix in TEXT and path != PurePosixPath("lint/outside.py"),
    check=check,
    good=(
        ("README.md", "See https://www.gov.cn/ and ./var/logs"),
        ("requirements/base.txt", "django==5.2.19 \\\n    --hash=sha256:00"),
    ),
    bad=(
        ("requirements/base.txt", "--index-url https://" + "pypi.org/simple"),
        ("islands/package-lock.json", '"resolved": "https://' + 'registry.npmjs.org/a.tgz"'),
        ("docs/a.md", "cd /ro" + "ot/anjian"),
    ),
)
