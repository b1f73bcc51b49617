"""`./anjian procedures`."""

from __future__ import annotations

from collections.abc import Sequence

SUMMARY = "由定义重新绘制程序表与流程图 docs/procedures/ / render the procedures"


def run(arguments: Sequence[str]) -> int:
    """Render every procedure's table and flow chart from its definition."""
    from anjian.procedures.render import main

    return main(list(arguments))
