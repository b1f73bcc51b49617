"""`./anjian crosscheck`."""

from __future__ import annotations

from collections.abc import Sequence

SUMMARY = "证词比对: 找出笔录之间的矛盾 / find contradictions between testimonies"


def run(arguments: Sequence[str]) -> int:
    """Compare testimonies from a file, without a database."""
    from anjian.testimony.cli import main

    return main(list(arguments))
