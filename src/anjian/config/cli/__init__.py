"""`./anjian COMMAND`: every module of this package is one command, named as its file.

A command module has `SUMMARY`, one line for the list, and `run(arguments)`, which answers the exit status.
A module called `<command>_<part>` belongs to a command and is none itself.
Modules import what they need inside `run`: the list, and commands without a database, start at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

USAGE = """安监·案件 Anjian

  ./anjian COMMAND [ARGUMENTS]      ./anjian COMMAND --help

"""


def names() -> tuple[str, ...]:
    """The commands there are."""
    stems = (path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    return tuple(sorted(stem for stem in stems if "_" not in stem))


def listing() -> str:
    """What `--help` prints: each command with its line."""
    known = names()
    width = max(len(name) for name in known) + 2
    return USAGE + "\n".join(
        f"  {name:<{width}}{import_module(f'{__name__}.{name}').SUMMARY}" for name in known
    )


def main(arguments: Sequence[str]) -> int:
    """Run one command and answer its exit status (2 for a command that does not exist)."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(listing())
        return 0
    name, *rest = arguments
    if name not in names():
        print(f"没有命令 {name} / no such command\n\n{listing()}", file=sys.stderr)
        return 2
    status = import_module(f"{__name__}.{name}").run(rest)
    return int(status)
