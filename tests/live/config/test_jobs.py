"""Work of a killed worker is not lost: the next one takes it up."""

from __future__ import annotations

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from anjian.config import jobs

# Committed rows, which the rescue's own connection sees.
pytestmark = pytest.mark.usefixtures("transactional_db")


def job_left_by_a_worker(silent: str) -> int:
    """A job that a worker began; the worker was last heard of `silent` ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id",
            [silent],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, attempts) VALUES"
            " ('maintenance', 'config.forget_old_jobs', '{\"timestamp\": 1}', 'doing', %s, 0) RETURNING id",
            [worker],
        )
        return int(cursor.fetchone()[0])


def status(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


def rescue() -> int:
    async def once() -> int:
        async with app.open_async():
            return await jobs.rescue_stalled_jobs(0)

    with app.replace_connector(app.connector.get_worker_connector()):
        return asyncio.run(once())


class TestRescue:
    def test_puts_the_job_of_a_silent_worker_back(self) -> None:
        job = job_left_by_a_worker("5 minutes")
        assert rescue() == 1
        assert status(job) == "todo"

    def test_leaves_the_job_of_a_living_worker_alone(self) -> None:
        job = job_left_by_a_worker("2 seconds")
        assert rescue() == 0
        assert status(job) == "doing"
