"""What a project rule is: a check of one file, with samples that must pass and samples that must fail."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class File:
    """A file of the repository: its address from the root and its text."""

    path: PurePosixPath
    text: str

    def tree(self) -> ast.Module:
        """Its syntax tree (Python files)."""
        return ast.parse(self.text)


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach: where and what."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


Sample = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One project rule; `good` and `bad` are (path, text) samples that prove that it works."""

    name: str
    why: str
    applies: Callable[[PurePosixPath], bool]
    check: Callable[[File], Iterator[tuple[int, str]]]
    good: tuple[Sample, ...]
    bad: tuple[Sample, ...]

    def findings(self, file: File) -> Iterator[Finding]:
        """The breaches in one file."""
        if self.applies(file.path):
            for line, message in self.check(file):
                yield Finding(str(file.path), line, self.name, message)

    def self_test(self) -> list[str]:
        """What is wrong with the rule itself: empty when every sample is judged as it should be."""
        wrong = []
        for path, text in self.good:
            found = list(self.findings(File(PurePosixPath(path), text)))
            if found:
                wrong.append(f"{self.name}: a good sample is refused: {found[0]}")
        for path, text in self.bad:
            if not list(self.findings(File(PurePosixPath(path), text))):
                wrong.append(f"{self.name}: a bad sample passes: {path}: {text!r}")
        return wrong


def in_package(path: PurePosixPath) -> bool:
    """Whether a path is a Python module of the product."""
    return path.suffix == ".py" and path.parts[:2] == ("src", "anjian")
