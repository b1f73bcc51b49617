"""Public numbers of documents: （地区）应急<字>〔年份〕序号号.

Full-width hexagonal brackets round the year and no leading zeros, as GB/T 9704
has it for official papers.
"""

from __future__ import annotations

import re

_PATTERN = re.compile(r"^（(?P<region>.+)）应急(?P<word>.+)〔(?P<year>\d{4})〕(?P<seq>[1-9]\d*)号$")


def number_text(*, region: str, word: str, year: int, seq: int) -> str:
    """The printed number.

    >>> number_text(region="示例", word="罚", year=2026, seq=17)
    '（示例）应急罚〔2026〕17号'
    """
    if seq < 1:
        raise ValueError("a running number starts at 1")
    return f"（{region}）应急{word}〔{year}〕{seq}号"


def parse_number(text: str) -> tuple[str, str, int, int] | None:
    """Region, word, year and running number of a printed number, or None.

    >>> parse_number("（示例）应急罚告〔2026〕3号")
    ('示例', '罚告', 2026, 3)
    >>> parse_number("（示例）应急罚〔2026〕017号") is None
    True
    """
    found = _PATTERN.match(text)
    if found is None:
        return None
    return found["region"], found["word"], int(found["year"]), int(found["seq"])
