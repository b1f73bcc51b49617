"""`./anjian verify BUNDLE`."""

from __future__ import annotations

from collections.abc import Sequence

SUMMARY = "核验案卷包 BUNDLE, 任何改动、缺失、多出都会指出 / check an exported case bundle"


def run(arguments: Sequence[str]) -> int:
    """Check a bundle without a database: status 0 only when everything holds."""
    from anjian.proof.verify import main

    return main(list(arguments))
