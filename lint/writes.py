"""Only `actions` may write: there every change is locked, checked and recorded in one transaction."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from lint.rule import File, Rule, in_package

# Names no other object of ours has; `update`, `delete`, `create`, `add`, `set` need a closer look.
ALWAYS = {
    "save", "asave", "bulk_create", "abulk_create", "bulk_update", "abulk_update", "get_or_create",
    "aget_or_create", "update_or_create", "aupdate_or_create", "acreate", "aupdate", "adelete", "_raw_delete",
}  # fmt: skip
ON_QUERIES = {"create", "update", "delete"}
QUERY_WORDS = {"objects", "_default_manager", "_base_manager"}
STEPS = {"filter", "exclude", "all", "select_for_update", "using", "order_by", "get", "annotate", "first"}


def _applies(path: PurePosixPath) -> bool:
    if not in_package(path) or "migrations" in path.parts or path.parts[2] == "config":
        return False
    return "actions" not in path.parts and path.name != "actions.py"


def _is_query(node: ast.expr) -> bool:
    """Whether an expression reads like `Model.objects...` or a chain of query steps."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            if node.attr in QUERY_WORDS or node.attr in STEPS:
                return True
            node = node.value
        else:
            return False


def check(file: File) -> Iterator[tuple[int, str]]:
    """Every call that writes rows."""
    for node in ast.walk(file.tree()):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, target = node.func.attr, node.func.value
        # A picture's `save` is given a place, a row's is not.
        row = name in ALWAYS and not (name == "save" and node.args)
        bare_delete = name == "delete" and not node.args and not node.keywords
        if row or bare_delete or (name in ON_QUERIES and _is_query(target)):
            yield node.lineno, f".{name}() writes; only actions may"


RULE = Rule(
    name="no-writes-outside-actions",
    why="A write elsewhere is neither locked nor recorded.",
    applies=_applies,
    check=check,
    good=(
        ("src/anjian/cases/actions.py", "Case.objects.create(no='1')"),
        ("src/anjian/cases/actions/filing.py", "case.save()"),
        ("src/anjian/cases/queries.py", "Case.objects.filter(no='1').values()"),
        ("src/anjian/kit/hashing.py", "digest.update(block)"),
        ("src/anjian/evidence/thumbnails.py", "image.save(path, 'JPEG')"),
        ("src/anjian/cases/migrations/0001_initial.py", "Case.objects.create()"),
    ),
    bad=(
        ("src/anjian/web/cases/views.py", "Case.objects.create(no='1')"),
        ("src/anjian/web/cases/views.py", "case.save()"),
        ("src/anjian/cases/queries.py", "Case.objects.filter(no='1').update(state='x')"),
        ("src/anjian/cases/access.py", "case.delete()"),
        ("src/anjian/cases/tasks.py", "models.Case.objects.get_or_create(no='1')"),
    ),
)
