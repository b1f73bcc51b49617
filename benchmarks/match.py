"""Finding the article: how often the right one stands first or among three, and time per sentence.

`tuned` are the sentences that words and weights were written for, `held_out` those only ever scored,
`more` later ones in other styles, `public` published penalties in our own words. The baseline of quality
is plain search for the same pairs of characters in the catalogue, without any word file.
"""

from __future__ import annotations

import json as jsonlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.law.citations import split_key
from anjian.law.matching import Matcher
from anjian.law.violations import every_row
from anjian.law.wording import Vocabulary
from benchmarks.ground import percentile, row, told

if TYPE_CHECKING:
    from anjian.law.statutes import Citation

DATA = Path(__file__).parents[1] / "tests" / "data"
OWN, MORE = DATA / "law_match_own.jsonl", DATA / "law_match_more.jsonl"
PUBLIC = DATA / "law_match_public.jsonl"
LIMIT_MS = 50.0
ROUNDS = 3


def cases(path: Path, *, held_out: bool | None = None) -> list[dict[str, Any]]:
    """Read sentences with date and the articles that punish them."""
    lines = [jsonlib.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if held_out is None or line["held_out"] is held_out]


def fits(found: Citation, key: str) -> bool:
    """Whether a citation is the one named; what either leaves open does not count against it."""
    statute, article, paragraph, item, _sub = split_key(key)
    return (
        (found.statute, found.article) == (statute, article)
        and (paragraph is None or found.paragraph in {None, paragraph})
        and (item is None or found.item in {None, item})
    )


def score(index: Matcher, sentences: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the shares in percent, the ids missed, and milliseconds per sentence.

    `first`: the first candidate is right; `among_three`: each conduct of the sentence has its
    article among the first three.
    """
    first = three = 0
    missed: list[str] = []
    spent: list[float] = []
    for each in sentences:
        started = time.perf_counter()
        found = index.match(each["text"], each["date"]).candidates
        spent.append((time.perf_counter() - started) * 1000)
        wanted = each["penalties"]
        first += any(fits(found[0].row.penalty, key) for keys in wanted for key in keys)
        all_three = all(any(fits(c.row.penalty, key) for c in found[:3] for key in keys) for keys in wanted)
        three += all_three
        if not all_three:
            missed.append(each["id"])
    share = 100 / len(sentences)
    return {"first": first * share, "among_three": three * share, "missed": missed, "ms": spent}


def main(*, json: bool = False) -> dict[str, Any]:
    """Measure and print."""
    started = time.perf_counter()
    index = Matcher(every_row())
    build = (time.perf_counter() - started) * 1000
    plain = Matcher(every_row(), Vocabulary())
    sets = {
        "tuned": cases(OWN, held_out=False),
        "held_out": cases(OWN, held_out=True),
        "more": cases(MORE),
        "public": cases(PUBLIC),
    }
    results = []
    spent: list[float] = []
    for name, sentences in sets.items():
        found, floor = score(index, sentences), score(plain, sentences)
        results += [
            row(f"{name}.first", found["first"], "%", round(floor["first"], 1)),
            row(f"{name}.among_three", found["among_three"], "%", round(floor["among_three"], 1)),
        ]
        for _ in range(ROUNDS):
            spent += score(index, sentences)["ms"]
    results += [
        row("p50_ms", percentile(spent, 0.5), "ms", LIMIT_MS),
        row("p99_ms", percentile(spent, 0.99), "ms", LIMIT_MS),
        row("index_ms", build, "ms"),
        row("rows", len(every_row()), "rows"),
    ]
    return told({"name": "match", "results": results}, as_json=json)
