"""Fixtures of recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anjian.audit.actions import close_separate_connection

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session", autouse=True)
def record_line(django_db_setup: None) -> Iterator[None]:
    """Close the record's own connection before the test database is dropped."""
    yield
    close_separate_connection()
