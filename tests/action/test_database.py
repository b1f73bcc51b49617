"""The tests' own footing: a real PostgreSQL with our schema."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


class TestDatabase:
    def test_is_postgresql_with_checksums_and_chinese_text(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_checksums")
            assert cursor.fetchone() == ("on",)
            cursor.execute("SELECT upper('安监ä'), length('安监')")
            assert cursor.fetchone() == ("安监Ä", 2)

    def test_has_every_migration_applied(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            assert cursor.fetchone()[0] > 20
