"""`./anjian law assess`: range and procedure for cited articles, from a file of JSON lines to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.config.cli.law_lines import add_question, answer_lines

if TYPE_CHECKING:
    import argparse

HELP = """say what may be imposed for cited articles on a date, and by which procedure

INPUT: JSON lines with
  id
  date              day, month or year of the act or decision: 2024-03-12, 2024-03, 2024
  penalty_articles  [{law, article, paragraph, item}]; law with or without 中华人民共和国, book marks
                    or an edition in brackets; an article without item spans its items
  target            unit, principal, safety_manager, responsible_person or individual
  facts             object, may be empty. Narrowing (English or Chinese names):
                    corrected / overdue (bool), grave, extreme_grave, repeat, harm (bool), stage,
                    accident_grade (一般/较大/重大/特别重大 or general/larger/major/extreme),
                    gains_yuan, goods_value_yuan, income_yuan (sums that multiples are counted by),
                    amount_yuan (planned or real fine: the lines of procedure are judged at it),
                    confiscation_yuan, acts (one | several: are several articles one act?),
                    conduct_on (day of the act when date is the decision's: the lighter text counts),
                    place (division code), factors (list of codes), and measures of grade tables
                    (places, persons, share, general_hazards, major_hazards, months, investment …)
OUTPUT: one JSON line for each, in the same order, with
  id
  status            known; partial (an article beside is unknown); no_fine (articles fine others than
                    the target); not_in_force (no text of the article on the date); unknown
  in_force          true, false, or null when unknown
  range_yuan        [low, high] of the statute in yuan, over the stages that the facts leave open;
                    null when the fine is a share or multiple of a sum that facts do not give
  multiples         [{of: income | illegal_gains | goods_value | base_fine, low, high, stage}] or null
                    (income as a share: 0.4 is 40 %)
  open_above        true: range_yuan holds the fixed sums only, a multiple may go above it
  hearing_required, legal_review_required, collective_discussion_required, simple_procedure_allowed
                    judged at amount_yuan when given, else at the top of the range with the orders of
                    the open stages; null without a fine. judged_at_yuan says at which sum, and
                    hearing_from_yuan, legal_review_from_yuan, collective_discussion_from_yuan from
                    which; lines_confidence says how sure the lines are
  basis             per article: status, why, the rows of the catalogue, each stage with its range
  band_yuan         the band of the grade table, when facts fit one grade
  for_earlier_conduct  with not_in_force: what the ended text sets for acts of its time (APL 37)
  unknown           with unknown: what is not known, in words
  trace             the steps in words with articles, source and confidence
  problem           only when the line cannot be answered (date, target or sum not readable)
"""


def add_to(questions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the question to the parser of `./anjian law`."""
    add_question(
        questions, "assess", summary="range and procedure for cited articles (JSON lines)", told=HELP
    )


def answer(asked: argparse.Namespace) -> dict[str, Any]:
    """Answer a file. Raises ValueError when a line is not JSON or the file cannot be read."""
    return answer_lines(asked, _answer)


def _answer(told: dict[str, Any]) -> dict[str, Any]:
    from anjian.discretion.assess import assess

    try:
        return assess(told)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        return {"id": told.get("id"), "status": "unknown", "problem": str(problem)}
