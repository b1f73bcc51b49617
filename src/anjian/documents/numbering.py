"""Public numbers of documents: （地区）应急<字>〔年份〕序号号.

Full-width hexagonal brackets round the year and no leading zeros, as GB/T 9704
has it for official papers.  Word and pattern differ from place to place (`words`).
"""

from __future__ import annotations

import re

from anjian.documents.issuer import Issuer

PATTERN = "（{region}）应急{word}〔{year}〕{seq}号"
_PLACES = {"region": ".+", "word": ".+", "year": r"\d{4}", "seq": r"[1-9]\d*"}
_NEEDED = ("word", "year", "seq")


def check_pattern(pattern: str) -> None:
    """Raise ValueError unless a pattern holds word, year and running number once and nothing unknown."""
    named = re.findall(r"\{(\w*)\}", pattern)
    wrong = [name for name in named if name not in _PLACES]
    if wrong or any(named.count(name) != 1 for name in _NEEDED) or named.count("region") > 1:
        raise ValueError(f"{pattern} is no pattern of a number")


def malformed_patterns(issuer: Issuer) -> list[str]:
    """The patterns a bureau has set for itself that cannot make a number."""
    bad = []
    for key, pattern in issuer.words.items():
        if key.partition("@")[0]:
            continue
        try:
            check_pattern(pattern)
        except ValueError:
            bad.append(pattern)
    return bad


def number_text(*, region: str, word: str, year: int, seq: int, pattern: str = PATTERN) -> str:
    """The printed number.

    >>> number_text(region="示例", word="罚", year=2026, seq=17)
    '（示例）应急罚〔2026〕17号'
    >>> number_text(region="示", word="罚", year=2026, seq=17, pattern="{region}应急{word}〔{year}〕{seq}号")
    '示应急罚〔2026〕17号'
    """
    if seq < 1:
        raise ValueError("a running number starts at 1")
    return pattern.format(region=region, word=word, year=year, seq=seq)


def parse_number(text: str, pattern: str = PATTERN) -> tuple[str, str, int, int] | None:
    """Region, word, year and running number of a printed number, or None.

    >>> parse_number("（示例）应急罚告〔2026〕3号")
    ('示例', '罚告', 2026, 3)
    >>> parse_number("（示例）应急罚〔2026〕017号") is None
    True
    """
    parts = re.split(r"\{(\w+)\}", pattern)
    source = "".join(
        f"(?P<{part}>{_PLACES[part]})" if n % 2 else re.escape(part) for n, part in enumerate(parts)
    )
    found = re.fullmatch(source, text)
    if found is None:
        return None
    return found.groupdict().get("region", ""), found["word"], int(found["year"]), int(found["seq"])
