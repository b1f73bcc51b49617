"""A second opinion on a suspected contradiction by a model on the agency's network (``ANJIAN_JUDGE_URL``).

Off by default. Asked in a job after the answer was committed, so that no room waits for it; persons are
replaced by letters before anything leaves the process. What it says stands beside the card, marked, and
changes neither tier nor state.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from anjian.interviews import crosscheck
from anjian.interviews.queries.board import pair_of
from anjian.testimony.judges import Judge, NoJudge, OpenAICompatibleJudge, apply

if TYPE_CHECKING:
    from uuid import UUID

TIMEOUT_S = 8.0


@lru_cache(maxsize=1)
def _judge(url: str, model: str, key: str) -> Judge:
    # kept, because it rests after failures and remembers what it said
    return OpenAICompatibleJudge(url, model, key, TIMEOUT_S) if url else NoJudge()


def of(org_id: UUID, contradiction_id: UUID) -> str:
    """Return what the model says of a contradiction in one sentence, empty when it says nothing."""
    found = pair_of(org_id, contradiction_id)
    if found is None:
        return ""
    alarm, first, second = found
    people = crosscheck.people(org_id, first.case_id)
    judge = _judge(settings.JUDGE_URL, settings.JUDGE_MODEL, settings.JUDGE_KEY)
    verdict = judge.judge(crosscheck.statement(first), crosscheck.statement(second), alarm, people)
    return apply(alarm, verdict).opinion
