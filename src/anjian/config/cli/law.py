"""`./anjian law`: ask the law data from the command line, without a database."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from anjian.config.cli import law_assess, law_import, law_match, law_violations

if TYPE_CHECKING:
    from anjian.law.terms import Term

SUMMARY = "查期限、日历、参数和违法行为目录；ask about terms, days, figures and violations"

_EPILOG = """examples:
  ./anjian law due APL 7 --art 61 --from 2026-09-30
  ./anjian law due ALL 6 --unit months --art 46 --from 2026-10-20
  ./anjian law due ACL 24 --unit hours --art 19 --from 2026-10-01T21:30
  ./anjian law due --parameter defence.period --from 2026-09-30
  ./anjian law day 2026-10-10
  ./anjian law parameter hearing.unit --place 610100
  ./anjian law violations WSL-101-3
  ./anjian law violations --text 焊工没证 --on 2024-03-12
  ./anjian law violations --statute DCS --industry hazardous_chemicals --json
  ./anjian law cite APL:42.1
  ./anjian law match --input seen.jsonl --output articles.jsonl
  ./anjian law import texts/ --check
  ./anjian law assess --input cases.jsonl --output ranges.jsonl
"""


def run(arguments: Sequence[str]) -> int:
    """Answer one question; status 1 when the law data has no answer."""
    asked = _parser().parse_args(arguments)
    try:
        answer: dict[str, Any] = _QUESTIONS[asked.question](asked)
    except (LookupError, ValueError) as problem:
        print(f"查不到：{problem}")
        return 1
    if asked.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1, default=str))
    else:
        print(answer["text"])
    return 0


def _parser() -> argparse.ArgumentParser:
    from anjian.kit.clock import today

    parser = argparse.ArgumentParser(
        prog="./anjian law",
        description=SUMMARY,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    questions = parser.add_subparsers(dest="question", required=True)

    def question(name: str, help_: str) -> argparse.ArgumentParser:
        asked = questions.add_parser(name, help=help_)
        asked.add_argument("--json", action="store_true", help="answer as JSON")
        return asked

    due = question("due", "last day of a term, with its explanation")
    due.add_argument("statute", nargs="?", help="code, e.g. APL 行政处罚法, ACL 行政强制法, ARL 行政复议法")
    due.add_argument("amount", nargs="?", type=int)
    due.add_argument("--unit", choices=("days", "hours", "months", "years"), default="days")
    due.add_argument("--art", type=int, help="article that sets the term")
    due.add_argument("--parameter", help="a dated parameter instead of a statute")
    due.add_argument("--place", default="", help="division code, e.g. 610100")
    due.add_argument("--from", dest="start", required=True, type=datetime.fromisoformat, metavar="DATE")
    day = question("day", "whether a day is worked")
    day.add_argument("day", type=date.fromisoformat)
    parameter = question("parameter", "a dated figure with its source and confidence")
    parameter.add_argument("code")
    parameter.add_argument("--on", type=date.fromisoformat, default=today())
    parameter.add_argument("--place", default="")
    law_violations.arguments(question("violations", "the catalogue of violations, or one row of it in full"))
    question("cite", "print the machine form of a citation in words").add_argument("key")
    law_match.add_to(questions)
    law_import.add_to(questions)
    law_assess.add_to(questions)
    return parser


def _due(asked: argparse.Namespace) -> dict[str, Any]:
    from anjian.kit.clock import LOCAL_ZONE
    from anjian.law.calendar import WorkCalendar
    from anjian.law.clocks import compute

    start: datetime = asked.start if asked.start.tzinfo else asked.start.replace(tzinfo=LOCAL_ZONE)
    found = compute(_term(asked), start, WorkCalendar.load())
    return {
        "text": found.explain(),
        "due_on": found.due_on,
        "due_at": found.due_at,
        "provisional": found.provisional,
        "steps": found.steps,
        "cites": found.cites,
    }


def _term(asked: argparse.Namespace) -> Term:
    from anjian.law.parameters import term_of
    from anjian.law.statutes import statute

    if asked.parameter:
        return term_of(asked.parameter, on=asked.start.date(), place=asked.place)
    if not asked.statute or not asked.amount or not asked.art:
        raise ValueError("请写明法律代码、数量和条文（--art），或者参数（--parameter）")
    law = statute(asked.statute)
    if asked.unit == "hours":
        return law.hours(asked.amount, art=asked.art)
    if asked.unit == "months":
        return law.months(asked.amount, art=asked.art)
    if asked.unit == "years":
        return law.years(asked.amount, art=asked.art)
    return law.term(asked.amount, art=asked.art)


def _day(asked: argparse.Namespace) -> dict[str, Any]:
    from anjian.law.calendar import WorkCalendar
    from anjian.law.explain import in_words

    calendar = WorkCalendar.load()
    working = calendar.is_working_day(asked.day)
    why = calendar.name(asked.day)
    unsure = "（该年放假安排尚未公布，暂定）" if calendar.is_provisional(asked.day) else ""
    word = "是工作日" if working else f"休息（{why}）"
    plan = calendar.years.get(asked.day.year)
    return {
        "text": f"{in_words(asked.day)}{word}{unsure}",
        "working": working,
        "kind": calendar.kind(asked.day),
        "provisional": calendar.is_provisional(asked.day),
        "notice": plan.notice_no if plan else "",
    }


def _parameter(asked: argparse.Namespace) -> dict[str, Any]:
    from anjian.law.parameters import parameter

    found = parameter(asked.code, on=asked.on, place=asked.place)
    return {
        "text": "\n".join(
            (f"{found.label}：{found}", f"来源：{found.source}", f"可靠程度：{found.confidence.label}")
        ),
        "value": found.value,
        "unit": found.unit,
        "source": found.source,
        "confidence": found.confidence,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
        "place": found.place,
    }


def _cite(asked: argparse.Namespace) -> dict[str, Any]:
    from anjian.law.statutes import cite

    return {"text": str(cite(asked.key)), "key": cite(asked.key).key}


_QUESTIONS = {
    "due": _due,
    "day": _day,
    "parameter": _parameter,
    "violations": law_violations.answer,
    "cite": _cite,
    "match": law_match.answer,
    "import": law_import.answer,
    "assess": law_assess.answer,
}
