"""`./anjian bench [NAME]`."""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SUMMARY = "性能测量: 全部或一项, --json 输出数据 / measure"
ROOT = Path(__file__).resolve().parents[4]


def names() -> tuple[str, ...]:
    """The measurements there are: modules of `benchmarks/` whose `main` takes `json`."""
    found = []
    for path in sorted((ROOT / "benchmarks").glob("[a-z]*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not (isinstance(node, ast.FunctionDef) and node.name == "main"):
                continue
            if any(argument.arg == "json" for argument in node.args.kwonlyargs):
                found.append(path.stem)
    return tuple(found)


def run(arguments: Sequence[str]) -> int:
    """Run one measurement or all, one after the other, and print what they found."""
    parser = argparse.ArgumentParser(prog="anjian bench", description=SUMMARY)
    parser.add_argument("name", nargs="?", choices=names())
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjian.config.settings_test")
    found: dict[str, Any] = {}
    for name in [options.name] if options.name else names():
        if not options.json:
            print(f"== {name}", flush=True)
        # With --json the output is one document: what each measurement prints by itself stays out of it.
        with contextlib.redirect_stdout(sys.stderr if options.json else sys.stdout):
            found[name] = importlib.import_module(f"benchmarks.{name}").main(json=options.json)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0
