"""A model's opinion on a suspected contradiction: asked after the commit, marked, and decisive of nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from anjian.interviews import crosscheck, queries, second_opinion, tasks
from anjian.interviews.models import Contradiction
from tests.action.interviews.conftest import found
from tests.unit.speech.test_engines import http_engine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.action.interviews.conftest import Hall


@pytest.fixture
def hall(db: None, tmp_path: Path, settings: Any) -> Hall:
    settings.DATA_DIR = tmp_path
    crosscheck.forget()
    second_opinion._judge.cache_clear()
    return found("云州")


def said(label: str, quote_a: str, quote_b: str) -> dict[str, Any]:
    content = {
        "label": label,
        "sure": 0.95,
        "reason": "一人指派，一人否认",
        "quote_a": quote_a,
        "quote_b": quote_b,
    }
    return {"choices": [{"message": {"content": json.dumps(content, ensure_ascii=False)}}]}


def test_it_is_kept_beside_the_card_and_changes_nothing_else(hall: Hall, settings: Any) -> None:
    hall.contradict()
    card = queries.contradictions(hall.org_id, hall.case_id)[0]
    before = Contradiction.objects.get(org_id=hall.org_id, id=card.id)
    with http_engine(200, said("conflict", "指派我", "没有安排")) as (address, seen):
        settings.JUDGE_URL, settings.JUDGE_MODEL = address, "local-7b"
        tasks.judge(org_id=str(hall.org_id), contradiction_id=str(card.id))
    sent = seen[0][1].decode()
    assert "张某" not in sent
    assert "李某" not in sent
    after = queries.contradictions(hall.org_id, hall.case_id)[0]
    assert "模型（local-7b）认为两者矛盾" in after.opinion
    row = Contradiction.objects.get(org_id=hall.org_id, id=card.id)
    assert (row.tier, row.state, row.material) == (before.tier, before.state, before.material)


def test_a_model_that_is_away_or_quotes_what_nobody_said_says_nothing(hall: Hall, settings: Any) -> None:
    hall.contradict()
    card = queries.contradictions(hall.org_id, hall.case_id)[0]
    settings.JUDGE_URL = "http://127.0.0.1:9/v1"
    tasks.judge(org_id=str(hall.org_id), contradiction_id=str(card.id))
    second_opinion._judge.cache_clear()
    with http_engine(200, said("conflict", "从未说过", "也没说过")) as (address, _seen):
        settings.JUDGE_URL = address
        tasks.judge(org_id=str(hall.org_id), contradiction_id=str(card.id))
    assert queries.contradictions(hall.org_id, hall.case_id)[0].opinion == ""


def test_nobody_is_asked_unless_the_agency_has_set_it_up(hall: Hall, settings: Any) -> None:
    settings.JUDGE_URL = ""
    hall.contradict()
    assert not ProcrastinateJob.objects.filter(task_name="interviews.judge").exists()
    card = queries.contradictions(hall.org_id, hall.case_id)[0]
    assert second_opinion.of(hall.org_id, card.id) == ""
