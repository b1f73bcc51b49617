"""How a procedure begins that can be a file of its own and also a part of a penalty case."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, When

HANDLERS = (
    ask.people(
        "handlers",
        "承办人",
        required=False,
        cites=(APL.art(42),),
        sets="handlers",
        help="单独立卷的，指定两名以上持有有效证件的执法人员；在案件中办理的沿用本案承办人，不填。",
    ),
    ask.yes_no(
        "no_conflict",
        "承办人已逐人声明与本事项没有利害关系",
        required=False,
        cites=(APL.art(43),),
        sets="no_conflict",
    ),
)


def without_record(*codes: str) -> When:
    """Whether none of these records is in the file yet, so that the step drafts one."""

    def lacking(facts: CaseFacts, _inputs: Inputs) -> bool:
        return facts.document(*codes) is None

    return lacking
