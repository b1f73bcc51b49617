"""Modules stay readable, and every app has the same files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from lint.rule import File, Rule, in_package

LIMIT = 400


def _length(file: File) -> Iterator[tuple[int, str]]:
    lines = file.text.count("\n") + (not file.text.endswith("\n"))
    if lines > LIMIT:
        yield LIMIT + 1, f"{lines} lines; split the module at a seam of its subject (limit {LIMIT})"


SIZE = Rule(
    name="module-size",
    why="A module that one sitting cannot read hides its faults.",
    # What strangers are given is one file on purpose: they need nothing else, and can keep it.
    applies=lambda path: path.suffix == ".py" and not {"migrations", "standalone"} & set(path.parts),
    check=_length,
    good=(("src/anjian/kit/a.py", "x = 1\n" * LIMIT),),
    bad=(("src/anjian/kit/a.py", "x = 1\n" * (LIMIT + 1)), ("tests/unit/test_a.py", "x = 1\n" * 500)),
)


def _gettext_calls(file: File) -> Iterator[tuple[int, str]]:
    for node in ast.walk(file.tree()):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called not in {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}:
            continue
        for argument in node.args[:2] if called.startswith("ngettext") else node.args[:1]:
            made_up = isinstance(argument, ast.JoinedStr) or (
                isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Mod | ast.Add)
                and not (isinstance(argument.left, ast.Constant) and isinstance(argument.right, ast.Constant))
            )  # fmt: skip
            if made_up:
                yield node.lineno, "a message is one constant string with %(named)s places, filled afterwards"


CONSTANT_MESSAGES = Rule(
    name="constant-messages",
    why="A message put together before it is looked up is never found in the catalogue.",
    applies=in_package,
    check=_gettext_calls,
    good=(
        ("src/anjian/web/a.py", "_('共 %(count)s 件') % {'count': count}"),
        ("src/anjian/web/a.py", "ngettext('%(n)s 天', '%(n)s 天', n)"),
    ),
    bad=(
        ("src/anjian/web/a.py", "_(f'共 {count} 件')"),
        ("src/anjian/web/a.py", "gettext('共 %s 件' % count)"),
        ("src/anjian/web/a.py", "_('共' + str(count))"),
    ),
)

APP_FILES = ("models", "queries", "access", "actions", "tasks", "events")


def missing_files(paths: set[PurePosixPath]) -> list[str]:
    """The files that an app (a package with migrations) lacks; a file may be a package of its name."""
    package = PurePosixPath("src/anjian")
    apps = {path.parts[2] for path in paths if len(path.parts) > 4 and path.parts[3] == "migrations"}
    wrong = []
    for app in sorted(apps):
        wrong += [
            f"src/anjian/{app}: {name}.py is missing"
            for name in APP_FILES
            if not {package / app / f"{name}.py", package / app / name / "__init__.py"} & paths
        ]
        if package / app / "README.md" not in paths:
            wrong.append(f"src/anjian/{app}: README.md is missing")
    return wrong
