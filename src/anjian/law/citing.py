"""Citations within prose: 《行政处罚法》第四十二条第一款 becomes a place that can be opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anjian.law.citations import Citation
from anjian.law.numerals import from_chinese
from anjian.law.statutes import all_statutes

_N = "[零一二三四五六七八九十百千]+"
_PLACE = re.compile(rf"第({_N})条(?:之({_N}))?(?:第({_N})款)?(?:第[（(]?({_N})[）)]?项)?")
_TITLE = re.compile(r"《([^《》]{2,60})》")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation and where it stands in the text; the title belongs to the first place after it."""

    start: int
    end: int
    citation: Citation


def find_citations(text: str) -> tuple[Cited, ...]:
    """Return the citations of known statutes in a text, in its order.

    Further places after a title belong to it: 《…法》第五条、第六条. Places of a statute that is not
    known, or that it does not have, are left as they are.
    """
    found: list[Cited] = []
    titles = [(hit.start(), hit.end(), _codes().get(hit[1])) for hit in _TITLE.finditer(text)]
    for number, (start, end, code) in enumerate(titles):
        until = titles[number + 1][0] if number + 1 < len(titles) else len(text)
        at = end
        while code:
            place = _PLACE.match(text, at, until)
            if place is None:
                break
            citation = _citation(code, place)
            if citation is not None:
                found.append(Cited(start if at == end else place.start(), place.end(), citation))
            at = place.end()
            if text[at : at + 1] in {"、", "和", "及"}:
                at += 1
            else:
                break
    return tuple(found)


def _citation(code: str, place: re.Match[str]) -> Citation | None:
    article, sub, paragraph, item = (from_chinese(part) if part else None for part in place.groups())
    try:
        return all_statutes()[code].art(article or 0, paragraph, item, sub=sub)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Titles as they stand between book marks, long and short, to the code of the statute."""
    known: dict[str, str] = {}
    for code, statute in all_statutes().items():
        for title in (statute.short, statute.title, statute.title.removeprefix("中华人民共和国")):
            known.setdefault(title, code)
            known.setdefault(re.sub(r"（[^（）]*）$", "", title), code)
    return known


def code_of(title: str) -> str:
    """Return the code of the statute with this title, or an empty text for one that is not listed."""
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", title.strip())
    plain = re.sub(r"[\s　]+", "", plain)
    return (
        _codes().get(title.strip(), "")
        or _codes().get(plain, "")
        or _codes().get(plain.removeprefix("中华人民共和国"), "")
    )
