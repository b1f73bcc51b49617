"""`./anjian law import`: Markdown texts of statutes into the library of an organisation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

HELP = """import Markdown texts of statutes into the library

PATH is one file or a folder of *.md files, one statute in each. A text is taken in whole or not at all;
a text that is there already is left alone, a corrected one is kept beside it and stands in for it.
With --check nothing is kept and no database is needed: each file is read and its problems are shown.
While ./anjian up is running, use the upload page instead (法律 → 导入文本).
"""


def add_to(questions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser of `./anjian law`."""
    import argparse

    parser = questions.add_parser(
        "import",
        help="import Markdown texts of statutes into the library",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("path", type=Path, metavar="PATH")
    parser.add_argument(
        "--statute", default="", metavar="CODE", help="its code, where the title does not tell"
    )
    parser.add_argument("--valid-from", type=date.fromisoformat, metavar="DATE", help="since when it governs")
    parser.add_argument(
        "--organisation", default="", metavar="NAME", help="whose library, where there are several"
    )
    parser.add_argument("--data", type=Path, default=Path("var"), help="folder of the installation")
    parser.add_argument("--check", action="store_true", help="only read and show problems")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def answer(asked: argparse.Namespace) -> dict[str, Any]:
    """Read or import. Raises ValueError when something was not taken."""
    files = _files(asked.path)
    if len(files) > 1 and (asked.statute or asked.valid_from):
        raise ValueError("--statute 和 --valid-from 只能用于一个文件")
    results = [_checked(path, asked.statute) for path in files] if asked.check else _imported(asked, files)
    text = "\n".join(f"{each['file']}  {each.get('problem') or each.get('note')}" for each in results)
    failed = sum("problem" in each for each in results)
    if failed:
        raise ValueError(f"{failed}个文件没有{'读完整' if asked.check else '导入'}\n{text}")
    return {"text": f"{text}\n{len(results)}个文件", "files": results}


def _files(path: Path) -> list[Path]:
    found = sorted(path.glob("*.md")) if path.is_dir() else [path]
    if not found or not all(each.is_file() for each in found):
        raise ValueError(f"{path} 里没有 Markdown 文件")
    return found


def _checked(path: Path, statute: str) -> dict[str, Any]:
    from anjian.law.texts import read_law_text
    from anjian.library.reading import statute_of, valid_from_of

    try:
        read = read_law_text(path.read_text(encoding="utf-8-sig"), named=path.name)
    except (OSError, UnicodeDecodeError):
        return {"file": path.name, "problem": "文件读不出来，或者不是 UTF-8 编码。"}
    told = "；".join(f"第{each.line}行{each.message}" for each in read.problems)
    if not read.sound:
        return {"file": path.name, "problem": told}
    day = valid_from_of(read, statute)
    since = f"{day}起施行" if day else "施行日期须用 --valid-from 写明"
    note = f"{statute_of(read, statute)}  {len(read.articles)}条，{since}" + (f"；{told}" if told else "")
    return {"file": path.name, "note": note, "articles": len(read.articles)}


def _imported(asked: argparse.Namespace, files: list[Path]) -> list[dict[str, Any]]:
    from anjian.config.installation import FAULTS, Installation, Plan
    from anjian.config.supervisor import AlreadyRunningError

    plan = Plan(data=asked.data.absolute(), seed=False, database_url=os.environ.get("DATABASE_URL"))
    told = {
        "files": [str(path.absolute()) for path in files],
        "organisation": asked.organisation,
        "statute": asked.statute,
        "valid_from": asked.valid_from.isoformat() if asked.valid_from else "",
    }
    try:
        with Installation(plan).running(database_only=True) as installation:
            done = subprocess.run(
                [sys.executable, "-m", "anjian.config.law_texts"],
                env=installation.environment, input=json.dumps(told),
                stdout=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
    except AlreadyRunningError as running:
        raise ValueError(f"{running}\n服务正在运行：请在网页“法律 → 导入文本”里导入。") from None
    except FAULTS as fault:
        raise ValueError(str(fault)) from None
    if done.returncode and not done.stdout.strip():
        raise ValueError("导入时出错，原因见上")
    return [json.loads(line) for line in done.stdout.splitlines()]
