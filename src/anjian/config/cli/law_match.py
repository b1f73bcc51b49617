"""`./anjian law match`: articles for what officers saw, from a file of JSON lines to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.config.cli.law_lines import add_question, answer_lines

if TYPE_CHECKING:
    import argparse

    from anjian.law.matching import Candidate

HELP = """rank the articles that punish what was seen

INPUT: JSON lines with
  id      anything
  date    day of the act: 2024-03-12, 2024-03 or 2024. A month or a year counts as its first day;
          rows of a text that came into force later within it follow with a lower score
  text    what was seen, in the words of the officer; several conducts may stand in one text
OUTPUT: one JSON line for each, in the same order, with
  id
  candidates   at least 5, best first, each with
               law (short title), article ("97"), paragraph, item (numbers or null),
               conduct (the row of the catalogue), score,
               code, certainty (high, medium, low), confidence (how sure its figures are), why
  acts         the conducts told apart: text, and the codes of its own candidates
  problem      only when the line cannot be answered; candidates are then empty
"""


def add_to(questions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the question to the parser of `./anjian law`."""
    add_question(
        questions, "match", summary="rank the articles that punish what was seen (JSON lines)", told=HELP
    )


def answer(asked: argparse.Namespace) -> dict[str, Any]:
    """Answer a file. Raises ValueError when a line is not JSON or the file cannot be read."""
    return answer_lines(asked, _answer)


def _answer(told: dict[str, Any]) -> dict[str, Any]:
    from anjian.law.matching import match

    try:
        found = match(str(told["text"]), str(told["date"]))
    except (KeyError, ValueError) as problem:
        return {"id": told.get("id"), "candidates": [], "problem": str(problem)}
    return {
        "id": told.get("id"),
        "candidates": [candidate_of(each) for each in found.candidates],
        "acts": [
            {"text": act.text, "candidates": [each.row.code for each in act.candidates[:5]]}
            for act in found.acts
        ],
    }


def candidate_of(found: Candidate) -> dict[str, Any]:
    """Return a candidate as plain values."""
    penalty = found.row.penalty
    return {
        "law": penalty.title,
        "article": str(penalty.article) + (f"-{penalty.sub}" if penalty.sub else ""),
        "paragraph": penalty.paragraph,
        "item": penalty.item,
        "conduct": found.row.conduct,
        "score": found.score,
        "code": found.row.code,
        "certainty": found.certainty,
        "confidence": str(found.row.confidence),
        "why": [{"said": each.said, "row": each.row} for each in found.reasons],
    }
