"""Questions of `./anjian law` that read a file of JSON lines and write their answers as another."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Told = dict[str, Any]


def add_question(
    questions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, *, summary: str, told: str
) -> None:
    """Add such a question to the parser; ``told`` describes the lines."""
    parser = questions.add_parser(
        name, help=summary, description=told, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--input", required=True, type=Path, metavar="FILE")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print the number of answers as JSON")


def answer_lines(asked: argparse.Namespace, answer: Callable[[Told], Told]) -> Told:
    """Answer a file, a line each. Raises ValueError when it cannot be read or a line is no JSON object."""
    try:
        lines = asked.input.read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise ValueError(f"{asked.input} {problem.strerror}") from None
    told = [_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    answers = [answer(each) for each in told]
    with asked.output.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in answers)
    return {"text": f"{len(answers)} → {asked.output}", "answered": len(answers)}


def _line(number: int, line: str) -> Told:
    try:
        told = json.loads(line)
    except ValueError:
        raise ValueError(f"第{number}行不是 JSON") from None
    if not isinstance(told, dict):
        raise ValueError(f"第{number}行不是 JSON 对象")  # noqa: TRY004  what is wrong is the file, not the caller
    return told
